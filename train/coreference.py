#!/usr/bin/env python3
"""Trains models/en/coreference.safetensors: the ranker that says whom each mention means.

usage: coreference.py DATA TOOL MODELS OUT [--folds DIR] [--halves DIR] [--work DIR] [--report FILE] [--with-dev]

DATA: the data folder. TOOL: build/release/train/coreference_rows. MODELS: the folder of the language model, models/en.
OUT: the weights. --folds DIR holds model_0 .. model_4, language models that have not seen the fold of LitBank of their
number (train/language.sh); with them the report has honest figures on mentions that were found, and the shipped
ranker learns from mentions as they are found in unseen text. Folds without a model give none. --halves DIR takes
coreference_0 and _1.safetensors, each of which has seen the other half of PDNC's novels: speakers.py --links reads by them.

Pronouns in dialogue are learned from PDNC too: its novels are read with cast, speakers and addressees given, a first
ranker that knows LitBank alone links whatever PDNC does not mark. --with-dev learns from PDNC's dev novels as well.

Every document of LitBank is read twice: as the corpus has it, a sentence a line, and with the paragraphs of the book,
found by aligning it to novels/. One run gives the same bytes as the next.
"""
import argparse
import ast
import collections
import csv
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
# What is added to the score of "new". Single decisions do not see that a lost link costs more than a wrong one does: by
# folds of LitBank, gold mentions, 0.782 CoNLL with 0, 0.785 with -0.4 and -0.7, 0.783 with -1.
BIAS = {"phrase": -0.5, "pronoun": 0.0}
# The same of those who read the novels from which pronouns learn with a history of a ranker's own: they begin anew more
# readily, so that it is learned from chains that broke. "he" and "she" in quotations of PDNC dev: 0.768 with the bias
# above, 0.771 without one, 0.785 with this.
READERS_BIAS = {"phrase": 1.0, "pronoun": 0.0}
# Rounds, rate, seeds. Of pronouns the mean of three: a chain of them carries one mistake far, and single fits of one
# recipe differ by 0.02 on "he" and "she" in quotations of PDNC dev.
FITS = {"phrase": (200, 0.08, (7,)), "pronoun": (200, 0.08, (7, 8, 9))}
csv.field_size_limit(1 << 30)


def scorer(name):
    folder = os.path.join(HERE, "..", "..", "shared", "score")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return __import__(name)


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


def pdnc_novels(root, part):
    return sorted(f"{root}/pdnc/{part}/{n}" for n in os.listdir(f"{root}/pdnc/{part}"))


def write_pdnc_gold(folder, work, own=False):
    """Facts of a novel and the mentions of one character in its quotations. Returns the path and the mentions.

    `own`: questions are to be asked with the history as the model itself has it.
    """
    name = os.path.basename(folder)
    novel = scorer("common").Pdnc(folder)
    number = {c["name"]: i for i, c in enumerate(novel.cast)}
    at = byte_offsets(novel.text)
    cast = f"{work}/{name}.cast.json"
    with open(cast, "w", encoding="utf-8") as f:
        json.dump([{"name": c["name"], "aliases": [x for x in c["aliases"] if x != c["name"]],
                    "pronouns": {"M": "he", "F": "she"}.get(c["gender"].strip().upper()[:1])} for c in novel.cast], f)
    rows, mentions, seen = ["raw", f"cast {cast}"] + ["own"] * own, [], set()
    for q in novel.quotes:
        to = [number[a] for a in q["addressees"] if a in number]
        for s, e in q["spans"]:
            rows.append(" ".join(map(str, ["speaker", at[s], at[e], number[q["speaker"]], *to])))
    for row in csv.DictReader(open(f"{folder}/quotation_info.csv", encoding="utf-8")):
        try:
            spans, entities = ast.literal_eval(row["mentionSpansList"]), ast.literal_eval(row["mentionEntitiesList"])
        except (ValueError, SyntaxError):
            continue
        for (s, e), who in zip((x for p in spans for x in p), (x for p in entities for x in p)):
            if len(who) != 1 or novel.canonical(who[0]) is None or e <= s or e > len(novel.text):
                continue
            # Some spans take in the space around the words.
            words = novel.text[s:e]
            s, e = s + len(words) - len(words.lstrip()), e - len(words) + len(words.rstrip())
            if e <= s or (s, e) in seen:
                continue
            seen.add((s, e))
            c = number[novel.canonical(who[0])]
            form = "PRON" if novel.text[s:e].lower() in PRONOUNS else "NOM"
            alone = len(ast.literal_eval(row["addressees"])) == 1
            mentions.append((at[s], at[e], novel.text[s:e], c, alone))
            rows.append(f"mention {at[s]} {at[e]} PER {form} {c}")
    path = f"{work}/{name}{'.own' if own else ''}.gold"
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(rows) + "\n")
    return path, mentions


PRONOUNS = set("i me my mine myself you your yours yourself he him his himself she her hers herself it its itself they "
               "them their theirs we us our ours".split())


def pdnc_report(a, models, novels):
    """How often he and she, and you in a line to one alone, are given the right character, history being the ranker's."""
    n = collections.Counter()
    for folder in novels:
        name = os.path.basename(folder)
        gold, mentions = write_pdnc_gold(folder, a.work)
        run_tool(a.tool, "link", models, f"{folder}/novel_text.txt", gold, f"{a.work}/{name}.links")
        names = [c["name"] for c in json.load(open(f"{a.work}/{name}.cast.json", encoding="utf-8"))]
        got = {}
        for line in open(f"{a.work}/{name}.links", encoding="utf-8"):
            start, end, _, who = line.split("\t")[0].split(" ", 3)
            got[int(start), int(end)] = who
        for s, e, text, c, alone in mentions:
            word = text.lower()
            kind = ("he" if word in ("he", "him", "his", "himself") else "she" if word in ("she", "her", "hers", "herself")
                    else "you" if word in ("you", "your", "yours", "yourself") else None)
            if kind and (kind != "you" or alone):
                n[kind, "all"] += 1
                n[kind, "right"] += got.get((s, e)) == names[c]
                n[kind, "found"] += (s, e) in got
    both = {k: n["he", k] + n["she", k] for k in ("all", "right")}
    return "  ".join([f"he and she {both['right'] / both['all']:.4f} of {both['all']}"] +
                     [f"{k} {n[k, 'right'] / max(1, n[k, 'all']):.4f} of {n[k, 'all']} (found {n[k, 'found']})"
                      for k in ("he", "she", "you")])


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


def race(a, boosters, q, bias):
    """The scores as people::choose_link has them: rows that fall behind are given up, heat by heat,
    and one that is left has won."""
    heat, behind = a.race
    starts = np.concatenate([[0], np.cumsum(q["sizes"])[:-1]])
    owner = np.repeat(np.arange(len(q["sizes"])), q["sizes"])
    sums, least, won = np.zeros(len(owner)), np.full(len(starts), -np.inf), np.zeros(len(starts), bool)
    sums[starts + q["sizes"] - 1] = bias
    trees = [(b, k) for k in range(boosters[0].num_trees()) for b in boosters]
    at = 0 if bias == 0 else 1  # the stump of the bias is the first tree
    for booster, k in trees:
        runs = (sums >= least[owner]) & ~won[owner]
        sums[runs] += booster.predict(q["x"][runs], start_iteration=k, num_iteration=1) / len(boosters)
        at += 1
        if at % heat == 0:
            least = np.maximum(least, np.maximum.reduceat(sums, starts) - behind)
            won = np.add.reduceat((sums >= least[owner]).astype(int), starts) == 1
    return sums, starts


def evaluate(a, boosters, q, bias):
    scores, starts = race(a, boosters, q, bias)
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


def has_model(a, fold):
    return bool(a.folds) and os.path.exists(f"{a.folds}/model_{fold}/language.safetensors")


def dump(a, documents, fold_of):
    """Rows of every document: gold mentions and, with fold models, mentions as found; with and without paragraphs."""
    jobs = []
    for d in documents:
        text = f"{a.data}/litbank/coref/brat/{d}_brat.txt"
        for only in ((True, False) if has_model(a, fold_of[d]) else (True,)):
            model = a.models if only else f"{a.folds}/model_{fold_of[d]}"
            for paragraphs in (False, True):
                name = f"{a.work}/{d}{'.only' if only else ''}{'.paragraphs' if paragraphs else ''}"
                gold = write_gold(a.data, d, a.work, only, paragraphs)
                if not os.path.exists(name + ".groups"):
                    run_tool(a.tool, "rows", model, text, gold, name)
                jobs.append(name)
    return jobs


def is_litbank(rows):
    return os.path.basename(rows)[0].isdigit()


def is_found(rows):
    """Whether these are the rows of a LitBank document with mentions as found."""
    return is_litbank(rows) and ".only" not in os.path.basename(rows)


def names(a, documents, only):
    rows = [f"{a.work}/{d}{'.only' if only else ''}{p}" for d in documents for p in ("", ".paragraphs")]
    return [r for r in rows if os.path.exists(r + ".groups")]


def train(a, rows, features):
    """Pronouns learn from gold mentions alone: among found ones "he" in quotations of PDNC dev fell from 0.70 to 0.66.
    Those of LitBank count twice, as they are few beside PDNC's and the only ones of narration."""
    def of(kind):
        if kind == "phrase":
            return rows
        gold = [n for n in rows if not is_found(n)]
        return gold + [n for n in gold if is_litbank(n)]
    out = {}
    for kind in KINDS:
        questions = [split(n, kind, features) for n in of(kind)]
        rounds, rate, seeds = FITS[kind]
        out[kind] = [fit(questions, rounds, a.leaves, rate, seed) for seed in seeds]
    return out


def folder_with(a, name, models, base, bias=BIAS):
    """A folder of the language model `base` with this ranker."""
    folder = f"{a.work}/{name}"
    os.makedirs(folder, exist_ok=True)
    for f in os.listdir(base):
        if f != "coreference.safetensors":
            if os.path.lexists(f"{folder}/{f}"):
                os.remove(f"{folder}/{f}")
            os.symlink(os.path.abspath(f"{base}/{f}"), f"{folder}/{f}")
    write(a, models, FLAT, f"{folder}/coreference.safetensors", "", bias)
    return folder


def write(a, models, curves, path, note, bias=BIAS):
    tensors = {}
    for kind in KINDS:
        trees = weights.mean([weights.tree_tensors(kind, b, len(a.features)) for b in models[kind]], kind)
        if bias[kind] != 0:
            trees = weights.with_stump(trees, kind, a.features.index("is_new"), bias[kind])
        tensors.update(trees)
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
    metrics = scorer("litbank")
    total = collections.Counter()
    for d in documents:
        text, mentions = read_mentions(a.data, d)
        at = byte_offsets(text)
        gold = collections.defaultdict(set)
        for s, e, _, _, entity in mentions:
            if entity >= 0:
                gold[entity].add((at[s], at[e]))
        for name, fn in (("muc", metrics.muc), ("b3", metrics.b_cubed), ("ceaf", metrics.ceaf_e)):
            for k, x in zip(("pn", "pd", "rn", "rd"), fn(list(gold.values()), clusters(f"{a.work}/{d}.{suffix}"))):
                total[f"{name}_{k}"] += x

    def f(k):
        p, r = total[k + "_pn"] / total[k + "_pd"], total[k + "_rn"] / total[k + "_rd"]
        return 2 * p * r / (p + r)
    return [sum(f(k) for k in ("muc", "b3", "ceaf")) / 3, f("muc"), f("b3"), f("ceaf")]


def main():
    p = argparse.ArgumentParser()
    p.add_argument("data"), p.add_argument("tool"), p.add_argument("models"), p.add_argument("out")
    p.add_argument("--folds"), p.add_argument("--halves"), p.add_argument("--report")
    p.add_argument("--work", default="/tmp/coreference")
    p.add_argument("--leaves", type=int, default=31), p.add_argument("--with-dev", action="store_true")
    p.add_argument("--only-folds", type=int, default=5), p.add_argument("--turns", type=int, default=1)
    a = p.parse_args()
    os.makedirs(a.work, exist_ok=True)
    def told(what):
        return subprocess.run([a.tool, what], capture_output=True, text=True, check=True).stdout.split()

    a.features = told("features")
    heat, behind = told("race")
    a.race = int(heat), float(behind)
    features = len(a.features)
    documents = corpora.litbank_documents(a.data)
    folds = corpora.folds(documents)
    report = []

    def say(line):
        report.append(line)
        print(line, flush=True)

    dump(a, documents, {d: k for k, f in enumerate(folds) for d in f})
    litbank = names(a, documents, True) + names(a, documents, False)
    first, pdnc = None, []
    for folder in pdnc_novels(a.data, "train") + (pdnc_novels(a.data, "dev") if a.with_dev else []):
        out = f"{a.work}/{os.path.basename(folder)}"
        if not os.path.exists(out + ".groups"):
            first = first or folder_with(a, "litbank_alone", train(a, litbank, features), a.models)
            run_tool(a.tool, "rows", first, f"{folder}/novel_text.txt", write_pdnc_gold(folder, a.work)[0], out)
        pdnc.append(out)
    gold, novels = list(pdnc), {os.path.basename(f): f for part in ("train", "dev") for f in pdnc_novels(a.data, part)}
    # With histories that are right alone, the ranker would trust its own too much: each half of the novels is read by
    # a ranker that learned from the other, and again by one that learned from such readings.
    own_margins, own_rights, halves = [], [], {}
    for turn in range(a.turns):
        read = [n + f".own{turn}" for n in gold]
        for k in (0, 1):
            others = [x for x in pdnc if os.path.basename(x).split(".")[0] in
                      {os.path.basename(y) for y in gold[1 - k::2]}]
            half = halves[k] = train(a, litbank + others, features)
            reader = folder_with(a, f"half_{k}", half, a.models, READERS_BIAS)
            for n, out in list(zip(gold, read))[k::2]:
                folder = novels[os.path.basename(n)]
                if not os.path.exists(out + ".groups"):
                    run_tool(a.tool, "rows", reader, f"{folder}/novel_text.txt",
                             write_pdnc_gold(folder, a.work, True)[0], out)
                if turn == a.turns - 1:
                    right, margin = evaluate(a, half["pronoun"], split(out, "pronoun", features), BIAS["pronoun"])
                    own_margins.append(margin), own_rights.append(right)
        pdnc += read

    final = train(a, litbank + pdnc, features)
    folder = folder_with(a, "final", final, a.models)
    say("PDNC dev, in quotations, gold speakers and cast" + (" (seen in training)" if a.with_dev else "") + ":  " +
        pdnc_report(a, folder, pdnc_novels(a.data, "dev")))

    margins, rights, done = {k: [] for k in KINDS}, {k: [] for k in KINDS}, {True: [], False: []}
    for k, fold in enumerate(folds[:a.only_folds]):
        rest = [d for d in documents if d not in fold]
        # The fold's books must not come back through PDNC.
        held = {re.sub("[^a-z]", "", d.split("_", 1)[1]) for d in fold}
        others = [n for n in pdnc if not any(h.startswith(os.path.basename(n).split(".")[0].lower()[:12]) for h in held)]
        models = train(a, names(a, rest, True) + names(a, rest, False) + others, features)
        for only in (True, False) if has_model(a, k) else (True,):
            base = a.models if only else f"{a.folds}/model_{k}"
            folder = folder_with(a, f"fold_{k}", models, base)
            suffix = "gold_links" if only else "links"
            for d in fold:
                run_tool(a.tool, "link", folder, f"{a.data}/litbank/coref/brat/{d}_brat.txt",
                         write_gold(a.data, d, a.work, only), f"{a.work}/{d}.{suffix}")
            done[only] += fold
            say(f"fold {k} {'gold' if only else 'found'} mentions  CoNLL MUC B3 CEAFe  " +
                " ".join(f"{v:.4f}" for v in conll(a, fold, suffix)))
        for kind in KINDS:
            for n in names(a, fold, not has_model(a, k)):
                right, margin = evaluate(a, models[kind], split(n, kind, features), BIAS[kind])
                margins[kind].append(margin), rights[kind].append(right)
    for only in (True, False):
        if done[only]:
            say(f"{len(done[only])} documents, {'gold' if only else 'found'} mentions  CoNLL MUC B3 CEAFe  " +
                " ".join(f"{v:.4f}" for v in conll(a, done[only], "gold_links" if only else "links")))
    for kind in KINDS:
        say(f"{kind}: single decisions, gold history  {np.concatenate(rights[kind]).mean():.4f}")
    # How sure a pronoun is with a history that may be wrong, as it is when a book is read; phrases hardly lean on it.
    margins["pronoun"], rights["pronoun"] = own_margins, own_rights
    curves = {k: calibration(np.concatenate(margins[k]), np.concatenate(rights[k])) for k in KINDS}
    write(a, final, curves, a.out, "fabula; models/en/coreference.md")
    for k, half in halves.items() if a.halves else ():
        os.makedirs(a.halves, exist_ok=True)
        write(a, half, curves, f"{a.halves}/coreference_{k}.safetensors", "half of PDNC")
    for kind in KINDS:
        gain = sum(b.feature_importance("gain") for b in final[kind])
        report.append(kind + " " + json.dumps({a.features[i]: round(float(gain[i] / gain.sum()), 3)
                                               for i in np.argsort(-gain)[:40]}))
    if a.report:
        with open(a.report, "w", encoding="utf-8") as f:
            f.write("\n".join(report) + "\n")


if __name__ == "__main__":
    main()
