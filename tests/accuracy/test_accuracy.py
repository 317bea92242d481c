#!/usr/bin/env python3
"""Holds fabula to its figures on real data. usage: test_accuracy.py GROUP FABULA SOURCE_DIR

cast     names, merges, pronouns and narrators on PDNC train and dev, by measure_cast.py
pdnc     utterances and speakers on PDNC train and dev, by ../shared/score/quotes.py
stories  kinds and speakers on the marked stories, by ../shared/score/stories.py
novels   all raw novels and samples pass `fabula verify` (every fourth with the model, all by rules alone);
         every eighth gives the same bytes for 1 and 2 threads, and again
language tags, lemmas and trees on EWT, GUM and its fiction, by ../shared/score/ud.py
plot     scenes, presence, viewpoint, place, time and threads on hand-made gold, by plot_score.py here

Exit 77 (skipped) where ../shared is not there. The floors are the bars of issues 2 and 3; docs/measurements.md
has the figures themselves.
"""
import concurrent.futures, filecmp, glob, os, re, subprocess, sys, tempfile

GROUP, FABULA, SOURCE = sys.argv[1:4]
SHARED = os.path.join(SOURCE, "..", "shared")


def run(*command, stdout=subprocess.PIPE):
    done = subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit {done.returncode}\n{done.stdout or ''}{done.stderr}")
    return done.stdout


def read_json(source, target):
    with open(target, "w", encoding="utf-8") as out:
        run(FABULA, "read", source, "--format", "json", stdout=out)


def at_least(what, found, floor):
    print(f"{what}: {found:.3f} (at least {floor})")
    if found < floor:
        sys.exit(f"{what} is {found:.3f}, below {floor}")


def pdnc(folder):
    for part in ("train", "dev"):
        novels = sorted(glob.glob(f"{SHARED}/data/pdnc/{part}/*"))
        stories = [f"{folder}/{os.path.basename(n)}.json" for n in novels]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            list(pool.map(read_json, [f"{n}/novel_text.txt" for n in novels], stories))
        pairs = [x for pair in zip(novels, stories) for x in pair]
        report = run(sys.executable, f"{SHARED}/score/quotes.py", *pairs)
        print(report)
        total = next(line for line in report.splitlines() if line.startswith("all "))
        speaker = float(re.search(r"speaker (\S+)", total)[1])
        precision, recall = map(float, re.search(r"found P (\S+) R (\S+)", total).groups())
        at_least(f"{part}: precision of utterances", precision, 0.95)
        at_least(f"{part}: recall of utterances", recall, 0.98)
        at_least(f"{part}: speakers", speaker, 0.60)


def cast(folder):
    for part in ("train", "dev"):
        novels = sorted(glob.glob(f"{SHARED}/data/pdnc/{part}/*"))
        stories = [f"{folder}/{os.path.basename(n)}.json" for n in novels]
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            list(pool.map(read_json, [f"{n}/novel_text.txt" for n in novels], stories))
        pairs = [x for pair in zip(novels, stories) for x in pair]
        report = run(sys.executable, f"{SOURCE}/tests/accuracy/measure_cast.py", f"{SHARED}/score", *pairs)
        print(report)
        total = next(line for line in report.splitlines() if line.startswith("all "))
        at_least(f"{part}: names with the right character", float(re.search(r"right (\S+)", total)[1]), 0.95)
        at_least(f"{part}: and in the main entity", float(re.search(r"main (\S+)", total)[1]), 0.92)
        at_least(f"{part}: pronouns", float(re.search(r"pronouns (\S+)", total)[1]), 0.94)
        if int(re.search(r"merged major (\d+)", total)[1]) > 0:
            sys.exit(f"{part}: major characters are merged")
        right, novels = re.search(r"narrators (\d+)/(\d+)", total).groups()
        if right != novels:
            sys.exit(f"{part}: narrators of {right} of {novels} novels")


def stories(folder):
    cases = [(f"{SHARED}/stories/the_ferry_schedule.txt", f"{SHARED}/stories/the_ferry_schedule.gold.json")]
    for name in ("double_booked", "the_bell_at_vellmouth"):
        for kind in ("", ".epub"):
            cases.append((f"{SOURCE}/samples/{name}{kind or '.txt'}", f"{SOURCE}/samples/{name}{kind}.gold.json"))
    for text, gold in cases:
        read_json(text, f"{folder}/story.json")
        report = run(sys.executable, f"{SHARED}/score/stories.py", gold, f"{folder}/story.json")
        print(os.path.basename(text), report)
        at_least(f"{os.path.basename(text)}: kinds", float(re.search(r"kind (\S+)", report)[1]), 0.95)


def novels(folder):
    texts = sorted(glob.glob(f"{SHARED}/data/novels/*.txt")) + sorted(
        glob.glob(f"{SOURCE}/samples/*.txt") + glob.glob(f"{SOURCE}/samples/*.epub"))
    texts = [t for t in texts if not t.endswith(".epub.txt")]
    print(run(FABULA, "verify", "--model", "none", *texts).splitlines()[-1])
    print(run(FABULA, "verify", *texts[::4]).splitlines()[-1])
    # Samples come as .txt and .epub of one name, which would be one set of files: leave the EPUBs out.
    texts = [t for t in texts if not t.endswith(".epub")][::8]
    folders = []
    for threads in ("1", "2"):
        folders.append(tempfile.mkdtemp(dir=folder))
        run(FABULA, "read", *texts, "-q", "-o", folders[-1], "--format", "json,sqlite,html", "--threads", threads)
    folders.append(tempfile.mkdtemp(dir=folder))
    run(FABULA, "read", *texts[::4], "-q", "-o", folders[-1], "--format", "json,sqlite,html", "--threads", "2")
    names = sorted(os.listdir(folders[0]))
    if len(names) != 3 * len(texts):
        sys.exit(f"{len(names)} files for {len(texts)} inputs")
    for other in folders[1:]:
        _, differ, missing = filecmp.cmpfiles(folders[0], other, os.listdir(other), shallow=False)
        if differ or missing:
            sys.exit(f"not the same bytes: {(differ + missing)[:5]}")
    if len(os.listdir(folders[1])) != len(names):
        sys.exit("not the same files for 1 and 2 threads")
    print(f"{len(names)} files, the same bytes for 1 and 2 threads, and every fourth on a second run")


def language(folder):
    ud = f"{SHARED}/data/ud"
    parts = {"EWT test": ([f"{ud}/ewt-test.conllu"], {"UPOS": 0.960, "XPOS": 0.953, "lemma": 0.965, "UAS": 0.877, "LAS": 0.850}),
             "GUM test": (glob.glob(f"{ud}/gum-test/*.conllu"), {"LAS": 0.845}),
             "GUM fiction": (glob.glob(f"{ud}/gum-*-nc/GUM_fiction*.conllu"), {"UPOS": 0.970, "LAS": 0.855})}
    for name, (files, floors) in parts.items():
        with open(f"{folder}/gold.conllu", "w", encoding="utf-8") as gold:
            for f in sorted(files):
                gold.write(open(f, encoding="utf-8").read())
        with open(f"{folder}/words.txt", "w", encoding="utf-8") as words:
            run(sys.executable, f"{SHARED}/score/ud.py", "words", f"{folder}/gold.conllu", stdout=words)
        with open(f"{folder}/found.conllu", "w", encoding="utf-8") as found:
            run(FABULA, "read", f"{folder}/words.txt", "--tokenized", "--format", "conllu", stdout=found)
        report = run(sys.executable, f"{SHARED}/score/ud.py", "score", f"{folder}/gold.conllu", f"{folder}/found.conllu")
        for what, floor in floors.items():
            at_least(f"{name}: {what}", float(re.search(rf"{what} (\S+)", report)[1]), floor)


def plot(folder):
    report = run(sys.executable, f"{SOURCE}/tests/accuracy/plot_score.py", FABULA)
    print(report)
    total = report[report.rindex("\nall\n"):]
    floors = {"starts": 0.7, "presence": 0.81, "viewpoint": 0.82, "place": 0.8, "time": 0.8, "threads": 0.6, "ties": 0.5,
              "closed": 0.65, "person": 1.0}
    for what, floor in floors.items():
        at_least(what, float(re.search(rf"\n  {what} .* F (\S+)", total)[1]), floor)


if not os.path.isdir(SHARED):
    print(f"SKIPPED: {os.path.abspath(SHARED)} is not there, so nothing was measured")
    sys.exit(77)
with tempfile.TemporaryDirectory() as temporary:
    {"cast": cast, "pdnc": pdnc, "stories": stories, "novels": novels, "language": language, "plot": plot}[GROUP](temporary)
