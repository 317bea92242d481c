#!/usr/bin/env python3
"""Scores the cast of PDNC novels: names, merges, pronouns, narrators.

usage: measure_cast.py SCORE_DIR [GOLD_DIR STORY.json ...] [--errors]

SCORE_DIR is ../shared/score (for common.py). As reference/people.md, section 3, counts: every occurrence in the text
of an alias that the gold gives to just one character (a proper name: no "the old woman"), the longest alias first.

right        its entity is, by most of the occurrences in it, that character
main         and is the entity that holds most of the character's occurrences
merged       pairs of characters (major, and any with 5 occurrences) whose main entity is the same
split        characters with 5 occurrences of which the main entity holds less than 80 %
pronouns     of characters with 10 occurrences whose gender is told (M, F)
narrator     the character flagged so, by its names, against cues such as `I said`
"""
import bisect, collections, csv, re, sys

DESCRIPTION = re.compile(r"^(the|an?|his|her|my|your|their|our|its|some|one|another|other|this|that)\b", re.I)


def forms_of(gold):
    """Alias as it stands in text -> the one character that bears it."""
    owners = collections.defaultdict(set)
    for c in gold.cast:
        for a in c["aliases"]:
            a = re.sub(r"'S\b", "'s", a.replace("_", " ").strip())
            if a and a[0].isupper() and not DESCRIPTION.match(a):
                owners[a].add(c["name"])
    return {a: next(iter(o)) for a, o in owners.items() if len(o) == 1}, set(owners)


def occurrences(text, owner, every):
    longest = sorted(every, key=lambda a: (-len(a), a))
    joined = "|".join(re.sub(r"(\\ )+", r"\\s+", re.escape(a)) for a in longest)
    for m in re.finditer(rf"(?<!\w)(?:{joined})(?!\w)", text):
        who = owner.get(re.sub(r"\s+", " ", m[0]))
        if who:
            yield m.start(), m.end(), who


def entities_at(story):
    """(start, end, character) of the names of the cast."""
    return sorted((m["start"], m["end"], m["character"]) for m in story["mentions"]
                  if m.get("character") is not None and m["form"] != "PRON")


def entity_of(names, first, start, end):
    """The character of the name that shares most with [start, end), the shortest of such; or None."""
    best, found = None, None
    for s, e, who in names[first:]:
        if s >= end:
            break
        shared = min(e, end) - max(s, start)
        if shared > 0 and (best is None or (shared, s - e) > best):
            best, found = (shared, s - e), who
    return found


def measure(gold, story, errors):
    owner, every = forms_of(gold)
    names = entities_at(story)
    starts = [n[0] for n in names]
    longest = max((e - s for s, e, _ in names), default=0)
    seen = []
    for start, end, who in occurrences(gold.text, owner, every):
        found = entity_of(names, bisect.bisect_left(starts, start - longest), start, end)
        seen.append((who, found, re.sub(r"\s+", " ", gold.text[start:end])))
    by_entity, by_gold = collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)
    for who, found, _ in seen:
        by_gold[who][found] += 1
        if found is not None:
            by_entity[found][who] += 1
    first = lambda counter: min(counter, key=lambda k: (-counter[k], str(k)))
    is_of = {e: first(c) for e, c in by_entity.items()}
    main = {}
    for who, c in by_gold.items():
        named = collections.Counter({e: n for e, n in c.items() if e is not None})
        main[who] = first(named) if named else None
    name = lambda e: "-" if e is None else story["characters"][e]["name"]
    t = collections.Counter(occurrences=len(seen))
    wrong = collections.Counter()
    for who, found, form in seen:
        right = found is not None and is_of[found] == who
        t["right"] += right
        t["main"] += right and found == main[who]
        t["missed"] += found is None
        if not (right and found == main[who]):
            wrong[(who, form, name(found), "wrong" if not right else "not main")] += 1
    if errors:
        for (who, form, found, what), n in wrong.most_common(25):
            print(f"    {n:4d} {what:8s} {who} | {form} -> {found}")
    # Categories stand in character_info.csv, which common.py does not read.
    category = {row["Main Name"]: row.get("Category", "") for row in
                csv.DictReader(open(f"{gold.folder}/character_info.csv", encoding="utf-8"))}
    often = sorted(w for w, c in by_gold.items() if sum(c.values()) >= 5)
    for i, a in enumerate(often):
        for b in often[i + 1:]:
            if main[a] is not None and main[a] == main[b]:
                t["merged"] += 1
                major = category.get(a) == "major" and category.get(b) == "major"
                t["merged_major"] += major
                if errors:
                    print(f"    merged{' MAJOR' if major else ''}: {a} + {b} = {name(main[a])}")
    for who in often:
        t["characters"] += 1
        share = by_gold[who][main[who]] / sum(by_gold[who].values()) if main[who] is not None else 0
        t["split"] += share < 0.8
    gender = {c["name"]: c["gender"].strip().upper()[:1] for c in gold.cast}
    for who, c in sorted(by_gold.items()):
        wanted = {"M": "he", "F": "she"}.get(gender[who])
        if wanted and sum(c.values()) >= 10:
            t["gendered"] += 1
            got = None if main[who] is None else story["characters"][main[who]]["pronouns"]
            t["gender_right"] += got == wanted
            if errors and got != wanted:
                print(f"    pronouns: {who} ({sum(c.values())}) is {got}, not {wanted}; {name(main[who])}")
    from common import norm_name
    narrator = gold.narrator()
    found = [c for c in story["characters"] if c["narrator"]]
    t["novels"] += 1
    names = {norm_name(a) for c in gold.cast if c["name"] == narrator for a in c["aliases"]}
    if narrator is None:
        ok = not found
    else:
        top = max(found, key=lambda c: c["mentions"], default=None)
        ok = top is not None and bool(names & {norm_name(x) for x in [top["name"]] + [a["text"] for a in top["aliases"]]})
    t["narrator_right"] += ok
    t["first_person"] += narrator is not None
    if errors and not ok:
        print(f"    narrator: {narrator}, found {[c['name'] for c in found]}")
    return t


def row(name, t):
    share = lambda a, b: f"{t[a] / t[b]:.3f}" if t[b] else "  -  "
    return (f"{name:32s} names {t['occurrences']:6d} right {share('right', 'occurrences')} main "
            f"{share('main', 'occurrences')} missed {share('missed', 'occurrences')} merged major "
            f"{t['merged_major']} any {t['merged']} split {t['split']}/{t['characters']} pronouns "
            f"{share('gender_right', 'gendered')} of {t['gendered']} narrators {t['narrator_right']}/{t['novels']}")


def main(arguments):
    sys.path.insert(0, arguments[0])
    from common import Pdnc, load_story
    errors = "--errors" in arguments
    pairs = [a for a in arguments[1:] if a != "--errors"]
    total = collections.Counter()
    for folder, path in zip(pairs[::2], pairs[1::2]):
        t = measure(Pdnc(folder), load_story(path), errors)
        print(row(folder.rstrip("/").split("/")[-1], t))
        total.update(t)
    print(row("all", total))


if __name__ == "__main__":
    main(sys.argv[1:])
