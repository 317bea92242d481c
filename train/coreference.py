#!/usr/bin/env python3
"""Trains models/en/coreference.safetensors: the ranker that says whom each mention means.

usage: coreference.py DATA TOOL MODELS OUT [--folds DIR] [--work DIR] [--report FILE]

DATA: the data folder. TOOL: build/release/train/coreference_rows. MODELS: the folder of the language model, models/en.
OUT: the weights. --folds DIR holds model_0 .. model_4, language models that have not seen the fold of LitBank of their
number (train/language.sh); with them the report has honest figures on mentions that were found, and the shipped
ranker learns from mentions as they are found in unseen text.

Every document of LitBank is read twice: as the corpus has it, a sentence a line, and with the paragraphs of the book,
found by aligning it to novels/. One run gives the same bytes as the next.
"""
import argparse
import collections
import difflib
import json
import os
import re
import subprocess
import sys

import lightgbm
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "language"))
import data as corpora  # noqa: E402
import weights  # noqa: E402

KINDS = ("phrase", "pronoun")


# --- gold ----------------------------------------------------------------------------------------------------------

def byte_offsets(text):
    """Code point -> byte, for every code point and the end."""
    at, out = 0, []
    for c in text:
        out.append(at)
        at += len(c.encode())
    return out + [at]


def tokens_of(text):
    lines, at = [], 0
    for line in text.split("\n"):
        row, i = [], 0
        for word in line.split(" "):
            if word:
                row.append((at + i, at + i + len(word)))
            i += len(word) + 1
        lines.append(row)
        at += len(line) + 1
    return lines


def read_mentions(root, document):
    text = open(f"{root}/litbank/coref/brat/{document}_brat.txt", encoding="utf-8").read()
    tok = tokens_of(text)
    mentions, cluster, loose = {}, {}, set()
    for line in open(f"{root}/litbank/coref/tsv/{document}_brat.ann", encoding="utf-8"):
        c = line.rstrip("\n").split("\t")
        if c[0] == "MENTION":
            mentions[c[1]] = (tok[int(c[2])][int(c[3])][0], tok[int(c[4])][int(c[5])][1], c[7], c[8])
        elif c[0] == "COREF":
            cluster[c[1]] = c[2]
    number = {g: i for i, g in enumerate(sorted(set(cluster.values())))}
    return text, [(*mentions[m], number[cluster[m]] if m in cluster else -1) for m in sorted(mentions)]


def paragraph_starts(root, document, text):
    """Offsets in `text` of the words that begin a paragraph of the book."""
    novel = open(f"{root}/novels/{document}.txt", encoding="utf-8").read()
    word = re.compile(r"\w+")
    mine = [(m.group().lower(), m.start()) for m in word.finditer(text)]
    theirs, begins = [], set()
    for paragraph in re.split(r"\n\s*\n", novel):
        words = word.findall(paragraph)
        if words:
            begins.add(len(theirs))
            theirs.extend(w.lower() for w in words)
        if len(theirs) > 40000:
            break
    matcher = difflib.SequenceMatcher(None, [w for w, _ in mine], theirs, autojunk=False)
    starts = set()
    for i, j, n in matcher.get_matching_blocks():
        for k in range(n):
            if n > 3 and j + k in begins:
                starts.add(mine[i + k][1])
    return starts


def write_gold(root, document, work, only=False, paragraphs=False):
    path = f"{work}/{document}{'.only' if only else ''}{'.paragraphs' if paragraphs else ''}.gold"
    if os.path.exists(path):
        return path
    text, mentions = read_mentions(root, document)
    at = byte_offsets(text)
    rows = ["only"] if only else []
    if paragraphs:
        starts = paragraph_starts(root, document, text)
        lines = [words for words in tokens_of(text) if words]
        for k, words in enumerate(lines):
            # A line begins a paragraph where its first word does, quotation mark aside.
            if k == 0 or any(words[0][0] <= s < words[min(2, len(words) - 1)][1] for s in starts):
                rows.append(f"paragraph {at[words[0][0]]}")
    for s, e, kind, form, entity in mentions:
        rows.append(f"mention {at[s]} {at[e]} {kind} {form} {entity}")
    with open(path + ".new", "w", encoding="utf-8") as f:
        f.write("\n".join(rows) + "\n")
    os.replace(path + ".new", path)
    return path


# --- learning ------------------------------------------------------------------------------------------------------

def softmax_objective(sizes, labels):
    """Of the rows of a question one is right: the loss is the cross entropy of their softmax."""
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    owner = np.repeat(np.arange(len(sizes)), sizes)

    def probabilities(scores):
        top = np.maximum.reduceat(scores, starts)
        e = np.exp(scores - top[owner])
        return e / np.add.reduceat(e, starts)[owner]

    def objective(scores, _):
        p = probabilities(scores)
        return p - labels, np.maximum(p * (1 - p), 1e-6) * 2
    return objective


def fit(questions, rounds, leaves, rate, seed=7):
    x = np.concatenate([q["x"] for q in questions])
    sizes = np.concatenate([q["sizes"] for q in questions])
    right = np.concatenate([q["right"] for q in questions])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    labels = np.zeros(len(x))
    labels[starts + right] = 1
    train = lightgbm.Dataset(x, labels, free_raw_data=True, params={"max_bin": 63, "verbose": -1, "num_threads": 2})
    return lightgbm.train(
        {"objective": softmax_objective(sizes, labels), "num_leaves": leaves, "learning_rate": rate,
         "min_data_in_leaf": 60, "feature_fraction": 0.5, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5.0,
         "verbose": -1, "seed": seed, "deterministic": True, "force_row_wise": True, "num_threads": 2},
        train, num_boost_round=rounds)


def split(path, kind, features):
    groups = np.fromfile(path + ".groups", np.uint32).reshape(-1, 3)
    x = np.fromfile(path + ".rows", np.float32).reshape(-1, features)
    mask = groups[:, 2] == (kind == "pronoun")
    row_mask = np.repeat(mask, groups[:, 0])
    g = groups[mask]
    return {"x": x[row_mask], "sizes": g[:, 0].astype(int), "right": g[:, 1].astype(int)}


def calibration(margins, right, bins=24):
    """Margins and how often links with at least that margin, below the next, are right; monotone."""
    from sklearn.isotonic import IsotonicRegression
    order = np.argsort(margins, kind="stable")
    m, y = margins[order], right[order].astype(float)
    fitted = IsotonicRegression(y_min=0.02, y_max=0.99, out_of_bounds="clip").fit(m, y)
    edges = np.unique(np.quantile(m, np.linspace(0, 1, bins, endpoint=False)).astype(np.float32))
    ends = np.append(edges[1:], np.float32(m[-1]))
    return np.stack([edges, fitted.predict((edges + ends) / 2).astype(np.float32)])


def evaluate(model, q):
    scores = model.predict(q["x"])
    starts = np.concatenate([[0], np.cumsum(q["sizes"])[:-1]])
    right, margins = [], []
    for s, n, r in zip(starts, q["sizes"], q["right"]):
        v = scores[s:s + n]
        best = int(np.argmax(v))
        rest = np.delete(v, best)
        right.append(best == r)
        margins.append(v[best] - rest.max() if len(rest) else 100.0)
    return np.array(right), np.array(margins)


# --- runs ----------------------------------------------------------------------------------------------------------

def run_tool(tool, mode, model, text, gold, out):
    subprocess.run([tool, mode, model, text, gold, out], check=True)


def dump(a, documents, fold_of):
    """Rows of every document: gold mentions and, with fold models, mentions as found; with and without paragraphs."""
    jobs = []
    for d in documents:
        text = f"{a.data}/litbank/coref/brat/{d}_brat.txt"
        for only in ((True, False) if a.folds else (True,)):
            model = f"{a.folds}/model_{fold_of[d]}" if a.folds else a.models
            for paragraphs in (False, True):
                name = f"{a.work}/{d}{'.only' if only else ''}{'.paragraphs' if paragraphs else ''}"
                gold = write_gold(a.data, d, a.work, only, paragraphs)
                if not os.path.exists(name + ".groups"):
                    run_tool(a.tool, "rows", model, text, gold, name)
                jobs.append(name)
    return jobs


def names(a, documents, only):
    return [f"{a.work}/{d}{'.only' if only else ''}{p}" for d in documents for p in ("", ".paragraphs")]


def train(a, documents, kinds_of_mentions, features, rounds):
    out = {}
    for kind in KINDS:
        q = [split(n, kind, features) for only in kinds_of_mentions for n in names(a, documents, only)]
        out[kind] = fit(q, rounds[kind], a.leaves, a.rate)
    return out


def write(models, curves, path, note, features):
    tensors = {}
    for kind in KINDS:
        tensors.update(weights.tree_tensors(kind, models[kind], features))
        tensors[f"{kind}.calibration"] = curves[kind].astype(np.float32)
    weights.write_safetensors(path, tensors, {"note": note})


FLAT = {k: np.array([[0.0], [0.7]], np.float32) for k in KINDS}


def clusters(path):
    out = collections.defaultdict(set)
    for line in open(path, encoding="utf-8"):
        start, end, entity = line.split(" ")[:3]
        out[entity].add((int(start), int(end)))
    return list(out.values())


def conll(a, documents, suffix):
    sys.path.insert(0, os.path.join(a.data, "..", "score"))
    import litbank as scorer
    total = collections.Counter()
    for d in documents:
        text, mentions = read_mentions(a.data, d)
        at = byte_offsets(text)
        gold = collections.defaultdict(set)
        for s, e, _, _, entity in mentions:
            if entity >= 0:
                gold[entity].add((at[s], at[e]))
        for name, fn in (("muc", scorer.muc), ("b3", scorer.b_cubed), ("ceaf", scorer.ceaf_e)):
            for k, x in zip(("pn", "pd", "rn", "rd"), fn(list(gold.values()), clusters(f"{a.work}/{d}.{suffix}"))):
                total[f"{name}_{k}"] += x

    def f(k):
        p, r = total[k + "_pn"] / total[k + "_pd"], total[k + "_rn"] / total[k + "_rd"]
        return 2 * p * r / (p + r)
    return [sum(f(k) for k in ("muc", "b3", "ceaf")) / 3, f("muc"), f("b3"), f("ceaf")]


def main():
    p = argparse.ArgumentParser()
    p.add_argument("data"), p.add_argument("tool"), p.add_argument("models"), p.add_argument("out")
    p.add_argument("--folds"), p.add_argument("--work", default="/tmp/coreference"), p.add_argument("--report")
    p.add_argument("--rounds", type=int, default=160), p.add_argument("--leaves", type=int, default=31)
    p.add_argument("--only-folds", type=int, default=5), p.add_argument("--rate", type=float, default=0.1)
    a = p.parse_args()
    os.makedirs(a.work, exist_ok=True)
    features = len(subprocess.run([a.tool, "features"], capture_output=True, text=True, check=True).stdout.split())
    documents = corpora.litbank_documents(a.data)
    folds = corpora.folds(documents)
    fold_of = {d: k for k, f in enumerate(folds) for d in f}
    dump(a, documents, fold_of)
    rounds = {k: a.rounds for k in KINDS}
    found = (True, False) if a.folds else (True,)
    report, margins, rights = [], {k: [] for k in KINDS}, {k: [] for k in KINDS}
    for k, fold in enumerate(folds[:a.only_folds]):
        rest = [d for d in documents if d not in fold]
        models = train(a, rest, found, features, rounds)
        for kind in KINDS:
            for n in names(a, fold, not a.folds):
                right, margin = evaluate(models[kind], split(n, kind, features))
                margins[kind].append(margin), rights[kind].append(right)
        folder = f"{a.work}/fold_{k}"
        os.makedirs(folder, exist_ok=True)
        for only in ((True, False) if a.folds else (True,)):
            base = f"{a.folds}/model_{k}" if a.folds else a.models
            for f in os.listdir(base):
                if f != "coreference.safetensors" and not os.path.exists(f"{folder}/{f}"):
                    os.symlink(os.path.abspath(f"{base}/{f}"), f"{folder}/{f}")
            write(models, FLAT, f"{folder}/coreference.safetensors", "", features)
            suffix = "gold_links" if only else "links"
            for d in fold:
                run_tool(a.tool, "link", folder, f"{a.data}/litbank/coref/brat/{d}_brat.txt",
                         write_gold(a.data, d, a.work, only), f"{a.work}/{d}.{suffix}")
            report.append(f"fold {k} {'gold' if only else 'found'} mentions  CoNLL MUC B3 CEAFe  " +
                          " ".join(f"{v:.4f}" for v in conll(a, fold, suffix)))
            print(report[-1], flush=True)
    done = [d for f in folds[:a.only_folds] for d in f]
    for only in ((True, False) if a.folds else (True,)):
        report.append(f"all {'gold' if only else 'found'} mentions  CoNLL MUC B3 CEAFe  " +
                      " ".join(f"{v:.4f}" for v in conll(a, done, "gold_links" if only else "links")))
        print(report[-1], flush=True)
    for kind in KINDS:
        report.append(f"{kind}: single decisions, gold history  {np.concatenate(rights[kind]).mean():.4f}")
        print(report[-1], flush=True)
    if a.report:
        with open(a.report, "w", encoding="utf-8") as f:
            f.write("\n".join(report) + "\n")
    curves = {k: calibration(np.concatenate(margins[k]), np.concatenate(rights[k])) for k in KINDS}
    models = train(a, documents, found, features, rounds)
    write(models, curves, a.out, "fabula; models/en/coreference.md", features)
    for kind in KINDS:
        gain = models[kind].feature_importance("gain")
        listed = subprocess.run([a.tool, "features"], capture_output=True, text=True).stdout.split()
        print(kind, json.dumps({listed[i]: round(float(gain[i] / gain.sum()), 3) for i in np.argsort(-gain)[:30]}))


if __name__ == "__main__":
    main()
