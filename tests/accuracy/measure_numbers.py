#!/usr/bin/env python3
"""Do characters keep their numbers when chapters are added at the end?

usage: measure_numbers.py FABULA MODEL_DIR NOVEL.txt ... [--errors]

Each novel is read whole, and without its last chapter, its last two, and its last third. A character of the
shorter reading is found again by most of the names and descriptions that are its; where two are one in the longer
reading, the one with more of them is found again, and the other counts no more.
"""
import bisect, collections, concurrent.futures, json, os, subprocess, sys, tempfile

CUTS = {"last chapter": lambda n: 1, "last two": lambda n: 2, "last third": lambda n: max(3, n // 3)}


def read(fabula, model, path):
    out = subprocess.run([fabula, "read", path, "--model", model, "--fixes", "none", "--format", "json"],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return json.loads(out.stdout)


def names(story):
    return {m["start"]: m["character"] for m in story["mentions"]
            if m.get("character") is not None and m["form"] != "PRON"}


def compare(short, whole):
    """[(character before, after, uses)] of those that are one person in both readings."""
    before, after = names(short), names(whole)
    uses, both = collections.Counter(before.values()), collections.Counter()
    for at, who in before.items():
        if at in after:
            both[who, after[at]] += 1
    best, back = {}, {}
    for (a, b), n in sorted(both.items()):
        if n > best.get(a, (0, 0))[0]:
            best[a] = (n, b)
        if n > back.get(b, (0, 0))[0]:
            back[b] = (n, a)
    return [(a, b, uses[a]) for a, (n, b) in best.items() if 2 * n > uses[a] and back[b][1] == a]


def measure(fabula, model, path):
    whole = read(fabula, model, path)
    starts = [c["start"] for c in whole["chapters"] if c["kind"] == "chapter"]
    out = {}
    with tempfile.TemporaryDirectory() as folder:
        for cut, count in CUTS.items():
            if len(starts) <= 3:
                continue
            part = os.path.join(folder, os.path.basename(path))
            with open(part, "w", encoding="utf-8", newline="") as f:
                f.write(whole["text"][:starts[-count(len(starts))]])
            short = read(fabula, model, part)
            out[cut] = [(a, b, n, short["characters"][a]["name"]) for a, b, n in compare(short, whole)]
    return path, out


def main(arguments):
    errors = "--errors" in arguments
    fabula, model, *novels = [a for a in arguments if a != "--errors"]
    total = {cut: collections.Counter() for cut in CUTS}
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for path, found in pool.map(lambda n: measure(fabula, model, n), novels):
            for cut, pairs in found.items():
                moved = [p for p in pairs if p[0] != p[1]]
                t = total[cut]
                t["novels"] += 1
                t["still"] += not moved
                t["all"] += len(pairs)
                t["same"] += len(pairs) - len(moved)
                t["uses"] += sum(p[2] for p in pairs)
                t["uses_same"] += sum(p[2] for p in pairs if p[0] == p[1])
                if errors:
                    for a, b, n, name in moved:
                        print(f"    {path.split('/')[-1]} {path.split('/')[-2]} {cut}: {a} -> {b} {name} ({n})")
    for cut, t in total.items():
        if t["all"]:
            print(f"without the {cut}: novels all the same {t['still']} of {t['novels']}, characters {t['same']} of "
                  f"{t['all']} ({t['same'] / t['all']:.4f}), weighted by mentions {t['uses_same'] / t['uses']:.4f}")


if __name__ == "__main__":
    main(sys.argv[1:])
