"""Novels of PDNC with most of their tags taken out, so that speakers are learned for talk that names nobody.

Of the lines of the training novels 28 % bear a tag by name and 26 % another; a modern story may go on for pages without one. `mask` writes
a copy of a novel in which `"Yes," said Ruth, "and no."` reads `"Yes, and no."` and `"Yes," said Ruth.` reads `"Yes."`:
gold still knows who speaks. How many tags go differs from stretch to stretch, as it does from book to book.
"""
import ast
import bisect
import csv
import os
import random
import re
import shutil

LONGEST_TAG = 60  # characters
STRETCH = 25  # lines that lose about the same share of their tags
SHARES = (0.5, 0.8, 1.0)
TAGGED = ("Explicit", "Anaphoric")
csv.field_size_limit(1 << 30)


def edits_of(text, spans, expression):
    """What to take out of `text` and put in for it, (start, end, words); none where the tag does not stand alone."""
    words = re.sub(r"\s+", " ", expression)
    for (_, a), (b, _) in zip(spans, spans[1:]):
        gap = re.match(r"\W{1,2}([^.!?]*)(.?)\s+\W$", re.sub(r"\s+", " ", text[a:b]))
        if gap and len(gap[1]) <= LONGEST_TAG and words in gap[1]:
            full_stop = gap[2] == "." and text[a - 1] == ","
            return ([(a - 1, a, ".")] if full_stop else []) + [(a, b, " ")]
    end = spans[-1][1]
    behind = re.match(r"(\W{1,2})([^.!?\"“”‘]*)\.(?=\s)", text[end:end + 2 * LONGEST_TAG])
    if behind and len(behind[2]) <= LONGEST_TAG and words in re.sub(r"\s+", " ", behind[2]):
        out = [(end + len(behind[1].rstrip()), end + behind.end(), "")]
        return ([(end - 1, end, ".")] if text[end - 1] == "," else []) + out
    return []


def mask(folder, out, seed):
    """Writes the novel of `folder` to `out` with tags taken out. Returns how many, and how many it had."""
    os.makedirs(out, exist_ok=True)
    shutil.copy(f"{folder}/character_info.csv", out)
    with open(f"{folder}/novel_text.txt", encoding="utf-8") as f:
        text = f.read()
    with open(f"{folder}/quotation_info.csv", encoding="utf-8") as f:
        reader = csv.DictReader(f)
        fields, rows = reader.fieldnames, list(reader)
    chance = random.Random(seed)
    for row in rows:
        row["spans"] = sorted(tuple(s) for s in ast.literal_eval(row["quoteByteSpans"]))
    rows.sort(key=lambda r: r["spans"][0])
    edits, taken, tagged = [], 0, sum(r["quoteType"] in TAGGED for r in rows)
    for i, row in enumerate(rows):
        if i % STRETCH == 0:
            share = chance.choice(SHARES)
        # Where there is none, the corpus writes "nan".
        own = edits_of(text, row["spans"], row["referringExpression"]) if row["quoteType"] in TAGGED else []
        if not own or chance.random() >= share:
            continue
        edits += own
        taken += 1
        row["quoteType"], row["referringExpression"] = "Implicit", "nan"
    edits.sort()
    # Two lines may share a tag.
    edits = [e for k, e in enumerate(edits) if k == 0 or e[0] >= edits[k - 1][1]]
    starts, parts, shifts, at, shift = [0], [], [0], 0, 0
    for start, end, words in edits:
        parts += [text[at:start], words]
        at = end
        shift += len(words) - (end - start)
        starts.append(end)
        shifts.append(shift)
    with open(f"{out}/novel_text.txt", "w", encoding="utf-8") as f:
        f.write("".join(parts) + text[at:])

    def moved(offset):
        return offset + shifts[bisect.bisect_right(starts, offset) - 1]

    for row in rows:
        row["quoteByteSpans"] = str([[moved(a), moved(b)] for a, b in row.pop("spans")])
    with open(f"{out}/quotation_info.csv", "w", encoding="utf-8", newline="") as f:
        writer = csv.DictWriter(f, fields)
        writer.writeheader()
        writer.writerows(rows)
    return taken, tagged
