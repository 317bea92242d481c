"""The corpora, as lists of sentences. Reads the data folder; writes nothing."""
import collections
import glob
import os
import random
import re

import text

Sentence = collections.namedtuple("Sentence", "forms upos xpos lemmas heads relations")


def conllu(path):
    """[Sentence]; heads are 0-based, the root's is itself."""
    out, rows = [], []

    def flush():
        if not rows:
            return
        n = len(rows)
        heads = [int(r[6]) - 1 if r[6] != "0" else i for i, r in enumerate(rows)]
        out.append(Sentence([r[1].replace(" ", "") for r in rows], [r[3] for r in rows], [r[4] for r in rows],
                            [r[2] for r in rows], heads, [r[7] for r in rows]))
        rows.clear()

    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if not line:
            flush()
        elif line[0] != "#":
            c = line.split("\t")
            if c[0].isdigit():
                rows.append(c)
    flush()
    return out


def treebank(data, part):
    """`part`: train (EWT and GUM, free texts alone), ewt-dev, ewt-test, gum-dev, gum-test, fiction-a, fiction-b."""
    ud = f"{data}/ud"
    files = {"ewt-train": [f"{ud}/ewt-train.conllu"], "ewt-dev": [f"{ud}/ewt-dev.conllu"],
             "ewt-test": [f"{ud}/ewt-test.conllu"], "gum-train": glob.glob(f"{ud}/gum-train/*.conllu"),
             "gum-dev": glob.glob(f"{ud}/gum-dev/*.conllu"), "gum-test": glob.glob(f"{ud}/gum-test/*.conllu"),
             "fiction-a": glob.glob(f"{ud}/gum-dev-nc/GUM_fiction*") + glob.glob(f"{ud}/gum-test-nc/GUM_fiction*"),
             "fiction-b": glob.glob(f"{ud}/gum-train-nc/GUM_fiction*")}[part]
    return [s for f in sorted(files) for s in conllu(f)]


def join_hyphens(s, rng, share):
    """UD splits `drawing - room`; novels and our tokenizer do not. Joins a share of such compounds."""
    n = len(s.forms)
    i = 1
    drop = {}  # token -> token that swallows it
    while i + 1 < n:
        if s.forms[i] == "-" and s.xpos[i] == "HYPH" and rng.random() < share:
            a, b = i - 1, i + 1
            if a in drop:
                a = drop[a]
            group = {i - 1, i, i + 1} | {k for k, v in drop.items() if v == a} | {a}
            # one word of the group must hold all the others, and the head must be outside
            tops = [k for k in group if s.heads[k] not in group or s.heads[k] == k]
            if len(tops) == 1:
                top = tops[0]
                for k in group:
                    drop[k] = top
        i += 1
    if not drop:
        return s
    groups = collections.defaultdict(list)
    for k, v in drop.items():
        groups[v].append(k)
    keep, of, forms = [], {}, []
    i = 0
    while i < n:
        if i in drop:
            g = sorted(groups[drop[i]])
            for k in g:
                of[k] = len(keep)
            keep.append(drop[i])
            forms.append("".join(s.forms[k] for k in g))
            i = g[-1] + 1
        else:
            of[i] = len(keep)
            keep.append(i)
            forms.append(s.forms[i])
            i += 1
    heads = [of[s.heads[k]] for k in keep]
    lemmas = [forms[j].lower() if k in drop else s.lemmas[k] for j, k in enumerate(keep)]
    return Sentence(forms, [s.upos[k] for k in keep], [s.xpos[k] for k in keep], lemmas, heads,
                    [s.relations[k] for k in keep])


# LitBank -----------------------------------------------------------------------------------------
Line = collections.namedtuple("Line", "document forms places spans mentions events")
TYPES = ["PER", "LOC", "FAC", "GPE", "VEH", "ORG"]
FORMS = ["PROP", "NOM", "PRON"]


def litbank_documents(data):
    return sorted(os.path.basename(f)[: -len("_brat.txt")] for f in glob.glob(f"{data}/litbank/coref/brat/*_brat.txt"))


def folds(documents, k=5):
    """Folds by document, the same for everybody: by a fixed shuffle."""
    order = list(documents)
    random.Random(7).shuffle(order)
    return [sorted(order[i::k]) for i in range(k)]


def litbank(data, document):
    """[Line]: forms without marks of emphasis; spans [(first, last, type, form, first and last in the file)] with
    pronouns; mentions {(first, last)} of the coreference layer, in the file's words; event words."""
    root = f"{data}/litbank"
    source = open(f"{root}/coref/brat/{document}_brat.txt", encoding="utf-8").read().split("\n")
    lines = [l.split(" ") if l else [] for l in source]
    at, start = 0, {}
    for i, l in enumerate(source):
        k = at
        for j, w in enumerate(l.split(" ")):
            start[k] = (i, j)
            k += len(w) + 1
        at += len(l) + 1
    end, at = {}, 0
    for i, l in enumerate(source):
        k = at
        for j, w in enumerate(l.split(" ")):
            end[k + len(w)] = (i, j)
            k += len(w) + 1
        at += len(l) + 1
    spans = collections.defaultdict(dict)
    form_of = {}
    for row in open(f"{root}/coref/tsv/{document}_brat.ann", encoding="utf-8"):
        c = row.rstrip("\n").split("\t")
        if c[0] == "MENTION" and c[2] == c[4]:
            key = (int(c[3]), int(c[5]))
            form_of[int(c[2]), key] = c[8]
            if c[8] == "PRON":
                spans[int(c[2])][key] = (c[7], "PRON")
    for row in open(f"{root}/entities/brat/{document}_brat.ann", encoding="utf-8"):
        c = row.rstrip("\n").split("\t")
        if not c[0].startswith("T"):
            continue
        kind, place = c[1].split(" ", 1)
        a, b = int(place.split(" ")[0]), int(place.split(" ")[-1])
        if a not in start or b not in end or start[a][0] != end[b][0]:
            continue  # crosses a line or cuts a word: 17 in the corpus
        i, key = start[a][0], (start[a][1], end[b][1])
        form = form_of.get((i, key))
        if form not in ("PROP", "NOM"):
            words = lines[i][key[0]: key[1] + 1]
            form = "PROP" if any(w[:1].isupper() for w in words[1:]) or words[0][:1].isupper() and len(words) == 1 else "NOM"
        spans[i][key] = (kind, form)
    mentions = collections.defaultdict(set)
    for i, key in form_of:
        mentions[i].add(key)
    events = collections.defaultdict(set)
    flat = [(i, j) for i, l in enumerate(lines) for j in range(len(l))]
    rows = [r.rstrip("\n").split("\t") for r in open(f"{root}/events/tsv/{document}_brat.tsv", encoding="utf-8")]
    rows = [r for r in rows if r and r[0]]
    known = len(rows) == len(flat)
    if known:
        for (i, j), r in zip(flat, rows):
            if r[1] == "EVENT":
                events[i].add(j)
    out = []
    for i, l in enumerate(lines):
        keep = [j for j, w in enumerate(l) if w not in text.BYPASS and w]
        if not keep:
            continue
        new = {j: k for k, j in enumerate(keep)}
        here = []
        for (a, b), (kind, form) in spans[i].items():
            inside = [new[j] for j in range(a, b + 1) if j in new]
            if inside:
                here.append((inside[0], inside[-1], kind, form, a, b))
        out.append(Line(document, [l[j] for j in keep], [(i, j) for j in keep], here, mentions[i],
                        {new[j] for j in events[i] if j in new} if known else None))
    return out


# Novels ------------------------------------------------------------------------------------------
def novel(path):
    """[[form, ...]]: the sentences of a Project Gutenberg novel."""
    t = open(path, encoding="utf-8", errors="replace").read().replace("\r\n", "\n").lstrip("﻿")
    a = re.search(r"\*\*\* ?START OF TH[^\n]*\n", t)
    b = re.search(r"\*\*\* ?END OF TH", t)
    t = t[a.end() if a else 0: b.start() if b else len(t)]
    out = []
    for p in re.split(r"\n\s*\n", t):
        toks = [w for w in text.tokenize(p) if w not in text.BYPASS]
        out += text.sentences(toks)
    return out


def without_opening(sentences, opening):
    """Drops a novel's sentences up to the end of the passage that LitBank annotates."""
    tail = [text.norm(w) for w in opening if w[:1].isalpha()][-12:]
    words = []
    for i, s in enumerate(sentences):
        for w in s:
            if w[:1].isalpha():
                words.append((text.norm(w), i))
    limit = min(len(words), 30000)
    best, where = 0, 0
    for k in range(12, limit):
        same = sum(a[0] == b for a, b in zip(words[k - 12: k], tail))
        if same > best:
            best, where = same, words[k - 1][1]
    if best >= 7:
        return sentences[where + 1:], True
    skip, n = 0, 0
    while skip < len(sentences) and n < 6000:
        n += len(sentences[skip])
        skip += 1
    return sentences[skip:], False
