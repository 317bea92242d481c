"""Prints how good the attribution is, cut in several ways, and what its confidence is worth; Markdown.

usage: speaker_tables.py SCORE_FOLDER GOLD_DIR STORY.json [GOLD_DIR STORY.json ...] [--worst N]

Counts as score/quotes.py does. Two parties: of the gold speakers of the ten quotations around, two are all there are;
one gender: two neighbouring turns' gold speakers have the same pronouns in the gold cast.
"""
import bisect
import collections
import sys


def answers(gold, story, to_gold):
    """Of each gold quotation: who is answered, how sure, by which evidence."""
    spans = sorted((s, e, i) for i, q in enumerate(story["quotes"]) for s, e in q["spans"])
    starts = [s for s, _, _ in spans]
    longest = max(e - s for s, e, _ in spans)
    for g in gold.quotes:
        votes, length = collections.Counter(), 0
        for a, b in g["spans"]:
            length += b - a
            i = bisect.bisect_left(starts, a - longest)
            while i < len(spans) and spans[i][0] < b:
                votes[spans[i][2]] += max(0, min(b, spans[i][1]) - max(a, spans[i][0]))
                i += 1
        best = votes.most_common(1)[0][0] if votes and sum(votes.values()) * 2 >= length else None
        q = story["quotes"][best] if best is not None else None
        yield g, q, to_gold.get(q["speaker"]) if q and q["speaker"] is not None else None


def main(argv):
    worst = 0
    if "--worst" in argv:
        i = argv.index("--worst")
        worst = int(argv[i + 1])
        del argv[i:i + 2]
    sys.path.insert(0, argv[0])
    import common
    cuts, bins, wrong = collections.OrderedDict(), collections.OrderedDict(), []

    def count(cut, right):
        n = cuts.setdefault(cut, [0, 0])
        n[0] += 1
        n[1] += right

    sure = [0, 0]
    for folder, path in zip(argv[1::2], argv[2::2]):
        gold, story = common.Pdnc(folder), common.load_story(path)
        name = folder.rstrip("/").split("/")[-1]
        gender = {c["name"]: c["gender"].strip().upper()[:1] for c in gold.cast}
        person = "first person" if gold.narrator() else "third person"
        found = list(answers(gold, story, common.map_characters(story, gold)))
        for k, (g, q, who) in enumerate(found):
            right = who == g["speaker"]
            around = {x["speaker"] for x in gold.quotes[max(0, k - 5):k + 6]}
            count(name, right)
            count(g["kind"], right)
            count(person, right)
            count("two parties" if len(around) <= 2 else "three parties or more", right)
            near = [gold.quotes[j] for j in (k - 1, k + 1) if 0 <= j < len(gold.quotes)]
            alike = any(x["speaker"] != g["speaker"] and gender.get(x["speaker"]) == gender.get(g["speaker"]) in "MF"
                        for x in near if gender.get(g["speaker"]))
            count("beside one of their own gender" if alike else "beside another gender, or alone", right)
            if who is None:
                count("no answer", right)
                continue
            c = q["confidence"]
            b = bins.setdefault(min(9, int(c * 10)), [0, 0.0, 0])
            b[0] += 1
            b[1] += c
            b[2] += right
            if c >= 0.9:
                sure[0] += 1
                sure[1] += right
            count("by " + q["evidence"], right)
            if not right:
                wrong.append((c, name, g["kind"], g["speaker"], who, q["evidence"],
                              gold.text[max(0, g["spans"][0][0] - 160):g["spans"][-1][1] + 110].replace("\n", " ")[:420]))
    print("| cut | quotations | right |\n|---|---|---|")
    for cut, (n, right) in cuts.items():
        print(f"| {cut} | {n} | {right / n:.3f} |")
    answered = sum(b[0] for b in bins.values())
    print("\n| confidence given | answers | mean confidence | right |\n|---|---|---|---|")
    for b in sorted(bins):
        n, c, right = bins[b]
        print(f"| {b / 10:.1f} to {b / 10 + 0.1:.1f} | {n} | {c / n:.3f} | {right / n:.3f} |")
    print(f"\nSaid with 0.9 or more: {sure[1] / max(1, sure[0]):.3f} right, {sure[0] / max(1, answered):.3f} of all answers")
    for row in sorted(wrong, reverse=True)[:worst]:
        print("\t".join(str(x) for x in row))


if __name__ == "__main__":
    main(sys.argv[1:])
