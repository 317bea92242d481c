"""Scores sentences on raw text, as the CoNLL 2018 shared task does.

usage: sentences_score.py score DATA PROGRAM [PART ...] [-- OPTION ...]   precision, recall, F1 of each part
       sentences_score.py raw DATA PART OUT.txt                           the raw text of a part
       e.g. sentences_score.py score ../shared/data build/release/fabula -- --model models/en
       or   sentences_score.py score ../shared/data build/release/train/tokens -- models/en/sentences.safetensors

PART: ewt-dev, ewt-test, gum-dev, gum-test, fiction, and others of PARTS. Raw text is rebuilt from the treebank: a
paragraph or document begins behind an empty line, sentences are joined by a space, or by nothing where the treebank
says so. A sentence is right where its first and last characters (white space apart) are those of a gold sentence, a token
where both of its ends are (only the program `tokens` tells them).
"""
import glob
import json
import os
import subprocess
import sys
import tempfile

PARTS = {"ewt-train": "ewt-train.conllu", "ewt-dev": "ewt-dev.conllu", "ewt-test": "ewt-test.conllu",
         "gum-train": "gum-train/*", "gum-dev": "gum-dev/*", "gum-test": "gum-test/*",
         "gum-dev-nc": "gum-dev-nc/*", "gum-test-nc": "gum-test-nc/*", "gum-train-nc": "gum-train-nc/*",
         "fiction": "gum-*-nc/GUM_fiction_*"}
REPORTED = ["ewt-dev", "ewt-test", "gum-dev", "gum-test", "fiction"]


def documents(path):
    """Yields each document of a file as paragraphs of sentences of (surface form, space behind)."""
    paragraphs, words, skip, has_words = [], [], 0, False
    new_document, new_paragraph = False, True
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            new_document = True
        elif line.startswith("# newpar") and not line.startswith("# newpar_block"):
            new_paragraph = True
        elif line and line[0] != "#":
            c = line.split("\t")
            if "-" in c[0]:
                skip = int(c[0].split("-")[1])
            elif "." in c[0] or int(c[0]) <= skip:
                continue
            words.append((c[1], "SpaceAfter=No" not in c[9].split("|")))
        elif not line and words:
            if new_document and paragraphs:
                yield paragraphs
                paragraphs = []
            if new_document or new_paragraph or not paragraphs:
                paragraphs.append([])
            paragraphs[-1].append(words)
            words, skip, new_document, new_paragraph = [], 0, False, False
    if paragraphs:
        yield paragraphs


def treebank(data, part):
    """The paragraphs of a part."""
    for path in sorted(glob.glob(f"{data}/ud/{PARTS[part]}")):
        for document in documents(path):
            yield from document


def raw(paragraphs):
    """(text, [(start, end) of a sentence], [(start, end) of a token]), in code points."""
    out, at, sentences, tokens = [], 0, [], []

    def put(s):
        nonlocal at
        out.append(s)
        at += len(s)

    for paragraph in paragraphs:
        for k, words in enumerate(paragraph):
            start = at
            for j, (form, space) in enumerate(words):
                tokens.append((at, at + len(form)))
                put(form)
                if j + 1 < len(words) or k + 1 < len(paragraph):
                    put(" " if space else "")
            sentences.append((start, tokens[-1][1]))
        put("\n\n")
    return "".join(out), sentences, tokens


def f1(gold, found):
    right = len(set(gold) & set(found))
    p, r = right / max(1, len(found)), right / max(1, len(gold))
    return p, r, 2 * p * r / max(1e-9, p + r)


def trim(text, span):
    a, b = span
    while a < b and text[a].isspace():
        a += 1
    while b > a and text[b - 1].isspace():
        b -= 1
    return a, b


def read(program, text, options=()):
    """The sentences that fabula finds, and the tokens where the program tells them."""
    if os.path.basename(program) == "tokens":
        out = subprocess.run([program, *options], input=text.encode(), check=True, stdout=subprocess.PIPE).stdout
        point = {}
        at = 0
        for i, c in enumerate(text):
            point[at] = i
            at += len(c.encode())
        point[at] = len(text)
        rows = [line.split() for line in out.decode().splitlines()]
        spans = {kind: [(point[int(r[1])], point[int(r[2])]) for r in rows if r[0] == kind] for kind in "ST"}
        return [trim(text, s) for s in spans["S"]], spans["T"]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "raw.txt")
        open(path, "w", encoding="utf-8").write(text)
        story = json.loads(subprocess.run([program, "read", path, "--format", "json", *options], check=True,
                                          stdout=subprocess.PIPE).stdout)
    if story["text"] != text:
        sys.exit("fabula changed the text: offsets cannot be compared")
    return [trim(text, (s["start"], s["end"])) for s in story["sentences"]], None


def main():
    arguments = sys.argv[1:]
    options = []
    if "--" in arguments:
        at = arguments.index("--")
        arguments, options = arguments[:at], arguments[at + 1:]
    if len(arguments) == 4 and arguments[0] == "raw":
        open(arguments[3], "w", encoding="utf-8").write(raw(treebank(arguments[1], arguments[2]))[0])
        return
    if len(arguments) < 3 or arguments[0] != "score":
        sys.exit(__doc__)
    for part in arguments[3:] or REPORTED:
        text, gold, gold_tokens = raw(treebank(arguments[1], part))
        found, tokens = read(arguments[2], text, options)
        told = f"{part}: sentences {len(gold)}, found {len(found)}, P %.3f R %.3f F1 %.3f" % f1(gold, found)
        print(told + ("; tokens F1 %.3f" % f1(gold_tokens, tokens)[2] if tokens else ""))


if __name__ == "__main__":
    main()
