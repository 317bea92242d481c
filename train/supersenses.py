#!/usr/bin/env python3
"""Makes models/en/supersenses.tsv and models/en/LICENSE.wordnet from WordNet 3.0.

usage: supersenses.py [WORDNET [OUTPUT]]

WORDNET is the folder of index.noun, data.noun, index.verb and data.verb (Debian: package wordnet-base,
/usr/share/wordnet); OUTPUT is the folder to write to (models/en). The same WordNet gives the same bytes.
The layout of the file is described in src/language/supersenses.hpp.
"""
import pathlib
import re
import sys

NOUNS = range(3, 29)  # the numbers of WordNet's lexicographer files: noun.Tops ... noun.time
VERBS = range(29, 44)  # verb.body ... verb.weather
ANIMAL, PLANT = 5, 20
TAXA = re.compile(r"(genus|family|subfamily|superfamily|order|suborder|superorder|class|subclass|superclass|phylum|"
                  r"subphylum|tribe|division|subdivision|kingdom|subkingdom|suborder) ")


def letter(number):
    return chr(ord("a") + number - 3) if number in NOUNS else chr(ord("A") + number - 29)


def rows(path):
    for line in path.read_text(encoding="ascii").splitlines():
        if not line.startswith("  "):
            yield line.split()


def notice(path):
    """The licence, which opens every file of WordNet with a number before each line."""
    lines = [line for line in path.read_text(encoding="ascii").splitlines() if line.startswith("  ")]
    return "".join(re.sub(r"^  \d+ ", "", line).rstrip() + "\n" for line in lines)


def synsets(path):
    """{offset: (lexicographer file, [words])}"""
    found = {}
    for fields in rows(path):
        words = fields[4:4 + 2 * int(fields[3], 16):2]
        found[fields[0]] = int(fields[1]), [re.sub(r"\(\w+\)$", "", w) for w in words]
    return found


def entry_of(word):
    """As the tokenizer parts words: `adam's_apple` is "adam 's apple"."""
    return re.sub(r"(?<=\w)'s(?= |$)", " 's", word.replace("_", " "))


def first_senses(wordnet):
    """{entry: [common noun, name, verb]}, each the file of the first sense or None."""
    entries = {}
    nouns = synsets(wordnet / "data.noun")
    for fields in rows(wordnet / "index.noun"):
        entry = entries.setdefault(entry_of(fields[0]), [None, None, None])
        for offset in fields[-int(fields[2]):]:
            number, words = nouns[offset]
            for word in words:
                column = 1 if word[0].isupper() else 0
                if word.lower() == fields[0] and entry[column] is None:
                    entry[column] = number
    verbs = synsets(wordnet / "data.verb")
    for fields in rows(wordnet / "index.verb"):
        entries.setdefault(entry_of(fields[0]), [None, None, None])[2] = verbs[fields[-int(fields[2])]][0]
    return entries


def is_taxon(entry, senses):
    """Scientific names, which no novel needs: "Felidae", "genus Felis"."""
    common, name, verb = senses
    if verb is not None or (common or name) not in (ANIMAL, PLANT):
        return False
    return TAXA.match(entry) is not None or (common is None and " " not in entry)


def main(argv):
    if len(argv) > 2 or "--help" in argv or "-h" in argv:
        raise SystemExit(__doc__)
    wordnet = pathlib.Path(argv[0] if argv else "/usr/share/wordnet")
    output = pathlib.Path(argv[1] if len(argv) > 1 else pathlib.Path(__file__).resolve().parent.parent / "models/en")
    lines = []
    for entry, senses in sorted(first_senses(wordnet).items()):
        if not is_taxon(entry, senses):
            codes = "".join("." if s is None else letter(s) for s in senses).rstrip(".")
            lines.append(f"{entry}\t{codes}\n")
    header = (f"# fabula supersenses 1, {len(lines)} entries. WordNet 3.0 Copyright 2006 by Princeton University. "
              "All rights reserved. See LICENSE.wordnet\n")
    output.mkdir(parents=True, exist_ok=True)
    (output / "supersenses.tsv").write_text(header + "".join(lines), encoding="ascii", newline="\n")
    (output / "LICENSE.wordnet").write_text(notice(wordnet / "index.noun"), encoding="ascii", newline="\n")
    print(f"{len(lines)} entries")


if __name__ == "__main__":
    main(sys.argv[1:])
