#!/usr/bin/env python3
"""How many lines one fix mends on novels with gold, when a user mends the most doubtful line first.

usage: fixes_table.py FABULA SHARED [--cast] [--model DIR] NOVEL_DIR...

A round reads each novel with the fixes made so far, takes the lines with the lowest confidence that are wrong or unknown,
and writes their gold speaker into a file of fixes, as a user with a review queue would. Lines that the user looks at and
finds right are confirmed (a fix too: it stays a fact); they count as work. Figures: right lines of all gold lines, and
lines mended beyond those that were fixed by hand.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

STEPS = (10, 25, 50, 100, 200)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("fabula")
    parser.add_argument("shared")
    parser.add_argument("novels", nargs="+")
    parser.add_argument("--cast", action="store_true", help="read with the given cast")
    parser.add_argument("--model")
    options = parser.parse_args()
    sys.path.insert(0, str(pathlib.Path(options.shared) / "score"))
    import common  # noqa: E402  the scorers of the shared folder

    rows = {n: [0, 0, 0, 0] for n in (0,) + STEPS}  # right, gold lines, mended by hand, looked at
    for folder in options.novels:
        with tempfile.TemporaryDirectory() as scratch:
            novel = novel_of(options, common, folder, pathlib.Path(scratch))
            for n, figures in novel.items():
                rows[n] = [a + b for a, b in zip(rows[n], figures)]
    print("| lines looked at in each novel | wrong ones among them, mended by hand | right lines, all novels | "
          "more right than before | mended by one fix |")
    print("|---|---|---|---|---|")
    base = rows[0][0]
    for n in (0,) + STEPS:
        right, gold, by_hand, _ = rows[n]
        each = f"{(right - base) / by_hand:.2f}" if by_hand else "-"
        print(f"| {n} | {by_hand} | {right / gold:.3f} ({right} of {gold}) | {right - base} | {each} |")


def novel_of(options, common, folder, scratch):
    gold = common.Pdnc(folder)
    spans = {}
    for q in gold.quotes:
        spans[q["spans"][0][0]] = q
    fixes, out, looked = {}, {}, set()
    by_hand = 0
    cast = scratch / "cast.json"
    if options.cast:
        made = subprocess.run([sys.executable, str(pathlib.Path(options.shared) / "score" / "cast.py"), folder],
                              capture_output=True, check=True)
        cast.write_bytes(made.stdout)
    for step in (0,) + STEPS:
        done = len(looked)
        while done < step:
            # A user mends a handful, and reads again.
            story = read(options, folder, scratch, cast, fixes)
            part = min(step - done, 10)
            by_hand += mend(common, gold, spans, story, fixes, looked, part)
            if len(looked) == done:
                break
            done = len(looked)
        story = read(options, folder, scratch, cast, fixes)
        right = sum(correct(m, q, p) for m, q, p in lines(common, gold, spans, story))
        out[step] = [right, len(gold.quotes), by_hand, len(looked)]
        print(f"{pathlib.Path(folder).name}: {step} looked at, {by_hand} mended, {right} of {len(gold.quotes)}, "
              f"{len(story['unmatched_fixes'])} fixes unmatched", file=sys.stderr)
    return out


def read(options, folder, scratch, cast, fixes):
    path = scratch / "novel.fixes.json"
    path.write_text(json.dumps({"speaker": list(fixes.values())}), encoding="utf-8")
    command = [options.fabula, "read", str(pathlib.Path(folder) / "novel_text.txt"), "--format", "json", "-q",
               "--fixes", str(path)]
    command += ["--cast", str(cast)] if options.cast else []
    command += ["--model", options.model] if options.model else []
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def lines(common, gold, spans, story):
    """(who each character is in the gold, gold line, its utterance or None)."""
    who = common.map_characters(story, gold)
    found = {}
    for p in story["quotes"]:
        for start, _ in p["spans"]:
            for near in range(start - 2, start + 3):
                found.setdefault(near, p)
    for start, q in spans.items():
        yield who, q, found.get(start)


def correct(who, q, p):
    return p is not None and p["speaker"] is not None and who.get(p["speaker"]) == q["speaker"]


def mend(common, gold, spans, story, fixes, looked, part):
    """Looks at the `part` most doubtful lines not yet looked at; gives back how many were wrong."""
    queue = []
    for who, q, p in lines(common, gold, spans, story):
        if p is not None and q["id"] not in looked:
            queue.append((p["confidence"] if p["speaker"] is not None else 0.0, p["start"], who, q, p))
    queue.sort(key=lambda x: (x[0], x[1]))
    text, wrong = story["text"], 0
    for _, _, who, q, p in queue[:part]:
        looked.add(q["id"])
        name = name_of(who, q["speaker"], story)
        if name is None:
            continue  # nobody in the cast is that person: no fix of a line can tell
        words = " ".join(text[a:b] for a, b in p["spans"])
        if len(words) > 600:  # the first words are enough
            words = words[:600].rsplit(" ", 1)[0]
        place = p["start"]
        if place in fixes:
            continue  # an utterance that is two of the gold's can have but one speaker
        wrong += not correct(who, q, p)
        fixes[place] = {"quote": words, "after": text[max(0, p["start"] - 60):p["start"]].strip() or "-",
                          "before": text[p["end"]:p["end"] + 60].strip() or "-", "is": name}
    return wrong


def name_of(who, person, story):
    """A name of the character that is `person`; the one with most lines."""
    best = None
    for c in story["characters"]:
        if who.get(c["id"]) == person and (best is None or c["quotes"] > best["quotes"]):
            best = c
    return best["name"] if best else None


if __name__ == "__main__":
    main()
