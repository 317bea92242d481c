"""Trains who says each line and to whom, and writes it as fabula reads it.

usage: speakers.py DATA OUT [--dev OUT_2] [--rows PROGRAM] [--models FOLDER] [--work FOLDER]
       e.g. train/speakers.py ../shared/data models/en/speakers.safetensors

Learns from the Project Dialogism Novel Corpus: the 17 novels of pdnc/train and the 4 of pdnc/dev. What is reported of
dev, and the weights that --dev writes, come from the 17 alone. Each novel is read twice, with its cast given and end to
end. The second pass learns from what a first pass says of novels that it has not seen (folds by novel); so do the network
that looks at exchanges, the addressees and the calibration from the second. All of it is done in two turns: whom "she" in
a cue means hangs on who speaks, so the novels of the second turn are read with weights of the first that have not seen
them. `train/speaker_rows.cpp` computes every number; the same data, seed and versions give the same file.
"""
import argparse
import bisect
import concurrent.futures
import glob
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile

import lightgbm
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import exchange_net  # noqa: E402
import masked_tags  # noqa: E402
import weights  # noqa: E402

ARCHITECTURE = "speakers-5"
SMALLEST = 1e-6
THREADS = 1  # of each training: there are as many of them at a time as there are cores


class Novel:
    """One novel, read with or without its cast; `rows` runs while we train."""

    def __init__(self, folder, given, masked, models, arguments, common):
        self.book = os.path.basename(folder)
        self.masked = masked > 0
        self.given = given
        self.name = self.book + ("+cast" if given else "") + (f"+masked{masked}" if masked else "")
        self.out = os.path.join(arguments.work, self.name)
        command = [arguments.rows, models, os.path.join(folder, "novel_text.txt"), self.out]
        gold = common.Pdnc(folder)
        if given:
            genders = {"M": "he", "F": "she"}
            cast = [{"name": c["name"], "aliases": [a for a in c["aliases"] if a != c["name"]],
                     "pronouns": genders.get(c["gender"].strip().upper()[:1])} for c in gold.cast]
            with open(self.out + ".cast.json", "w", encoding="utf-8") as f:
                json.dump(cast, f, ensure_ascii=False)
            command.append(self.out + ".cast.json")
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        width = self.step()
        self.first = np.fromfile(self.out + ".first", np.float32).reshape(-1, width)
        with open(self.out + ".json", encoding="utf-8") as f:
            about = json.load(f)
        self.lines = about["lines"]
        self.sizes = np.array([len(line["who"]) for line in self.lines])
        to_gold = common.map_characters(about, gold)
        self.label(gold, to_gold)

    def step(self, beliefs=None):
        if beliefs is not None:
            path = self.out + ".beliefs"
            beliefs.astype(np.float32).tofile(path)
            self.process.stdin.write(path + "\n")
            self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.name}: {' '.join(self.process.args)} gave no rows")
        return int(answer)

    def close(self):
        self.process.stdin.close()
        self.process.wait()

    def label(self, gold, to_gold):
        """Of each line: the gold quotation that it covers best, if it covers half of it."""
        spans = sorted((a, b, q) for q, g in enumerate(gold.quotes) for a, b in g["spans"])
        starts = [s[0] for s in spans]
        longest = max(b - a for a, b, _ in spans)
        self.to_gold = to_gold
        first, self.known, self.kinds, self.heard_by = [], [], [], []
        for line in self.lines:
            cover = {}
            for a, b in line["spans"]:
                for s, e, q in spans[bisect.bisect_left(starts, a - longest):bisect.bisect_left(starts, b)]:
                    if min(b, e) > max(a, s):
                        cover[q] = cover.get(q, 0) + min(b, e) - max(a, s)
            best = max(cover, key=cover.get, default=None)
            quote = gold.quotes[best] if best is not None else None
            names = [to_gold.get(c) for c in line["who"]]
            right = [quote is not None and c >= 0 and n == quote["speaker"] for c, n in zip(line["who"], names)]
            if quote is not None and not any(right):
                right[-1] = True
            first += right
            self.known.append(quote is not None)
            self.kinds.append(quote["kind"] if quote else "")
            self.heard_by.append(set(quote["addressees"]) if quote else set())
        self.known = np.array(self.known)
        self.right = np.array(first, np.float32)

    def second_step(self, beliefs):
        width = self.step(beliefs)
        self.kept = np.fromfile(self.out + ".kept", np.uint32).astype(np.int64)
        further = np.fromfile(self.out + ".second", np.float32).reshape(-1, width)
        self.second = np.concatenate([self.first[self.kept], further], 1)
        line_of = np.repeat(np.arange(len(self.lines)), self.sizes)
        self.second_sizes = np.bincount(line_of[self.kept], minlength=len(self.lines))
        self.second_right = self.right[self.kept].copy()
        self.who = np.concatenate([line["who"] for line in self.lines])[self.kept]
        # Who is right may have been ruled out.
        ends = np.cumsum(self.second_sizes)
        for a, b, known in zip(np.r_[0, ends[:-1]], ends, self.known):
            if known and not self.second_right[a:b].any():
                self.second_right[b - 1] = 1

    def prior(self, rows):
        """What the pass begins with: nothing, or what the first one said."""
        return np.ones(len(self.first)) if rows == "first" else self.second[:, self.first.shape[1]]

    def addressee_step(self, beliefs):
        """Returns the probabilities as the order of turns settles them."""
        width = self.step(beliefs)
        self.addressee = np.fromfile(self.out + ".addressee", np.float32).reshape(-1, width)
        with open(self.out + ".heard.json", encoding="utf-8") as f:
            who = json.load(f)
        # -1: no question, for gold names nobody or the row is nobody's.
        self.heard = np.array([-1 if not to or c < 0 else int(self.to_gold.get(c) in to)
                               for line, to in zip(who, self.heard_by) for c in line], np.int8)
        return np.fromfile(self.out + ".settled", np.float32)


def softmax(scores, sizes):
    """Within each line; `scores` of all its candidates one after the other."""
    starts = np.r_[0, np.cumsum(sizes)[:-1]]
    e = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
    return e / np.repeat(np.add.reduceat(e, starts), sizes)


def log_odds(p):
    """Where the second pass begins; the floor is that of speaker_model.cpp."""
    return np.log(np.maximum(p.astype(np.float64), 1e-4))


def fit(rows, right, sizes, prior, trees, leaves, rate, seed):
    """Boosted trees under a softmax over the candidates of a line, on top of the logarithm of `prior`; several may be
    right (one person found twice)."""
    share = right / np.repeat(np.add.reduceat(right, np.r_[0, np.cumsum(sizes)[:-1]]), sizes)

    def objective(scores, data):
        p = softmax(scores, sizes)
        return p - share, np.maximum(2 * p * (1 - p), SMALLEST)

    parameters = dict(objective=objective, num_leaves=leaves, learning_rate=rate, min_data_in_leaf=60, max_bin=63,
                      feature_fraction=0.5, bagging_fraction=0.7, bagging_freq=1, lambda_l2=2.0, verbose=-1,
                      num_threads=THREADS, seed=seed, deterministic=True, force_row_wise=True)
    return lightgbm.train(parameters, lightgbm.Dataset(rows, init_score=log_odds(prior), free_raw_data=True), trees)


def fit_binary(rows, labels, trees, leaves, rate, seed):
    parameters = dict(objective="binary", num_leaves=leaves, learning_rate=rate, min_data_in_leaf=60, max_bin=63,
                      feature_fraction=0.5, bagging_fraction=0.7, bagging_freq=1, lambda_l2=2.0, verbose=-1,
                      num_threads=THREADS, seed=seed, deterministic=True, force_row_wise=True, boost_from_average=True)
    return lightgbm.train(parameters, lightgbm.Dataset(rows, labels, free_raw_data=True), trees)


def gather(novels, rows, right, sizes):
    """The rows of lines whose speaker gold knows."""
    x, y, n, prior = [], [], [], []
    for novel in novels:
        own = getattr(novel, sizes)
        known = np.repeat(novel.known, own)
        x.append(getattr(novel, rows)[known])
        y.append(getattr(novel, right)[known])
        n.append(own[novel.known])
        prior.append(novel.prior(rows)[known])
    return np.concatenate(x), np.concatenate(y), np.concatenate(n), np.concatenate(prior)


def calibrate(score, right, prefix, points=24):
    """How often scores are right: means over equally many answers, made to rise (isotonic)."""
    from sklearn.isotonic import IsotonicRegression
    order = np.argsort(score, kind="stable")
    groups = np.array_split(order, points)
    x = np.array([score[g].mean() for g in groups])
    y = IsotonicRegression(y_min=0.01, y_max=0.995).fit(x, [right[g].mean() for g in groups],
                                                        [len(g) for g in groups]).predict(x)
    keep = np.r_[True, np.diff(x.astype(np.float32)) > 0]
    return {f"{prefix}.score": x[keep].astype(np.float32), f"{prefix}.confidence": y[keep].astype(np.float32)}


def answers(novel, p):
    """Of each line with gold: what is answered, how sure, whether it is right, and the quotation's kind."""
    ends = np.cumsum(novel.second_sizes)
    out = []
    for i, (a, b) in enumerate(zip(np.r_[0, ends[:-1]], ends)):
        if not novel.known[i] or b - a < 2:
            continue
        best = a + int(np.argmax(p[a:b - 1]))
        named = novel.lines[i]["named"]
        if named >= 0 and named in novel.who[a:b]:
            best = a + list(novel.who[a:b]).index(named)
        out.append((p[best], novel.second_right[best], novel.kinds[i]))
    return out


def report(title, novels, predict):
    for given in (True, False):
        found = [x for n in novels if n.given == given for x in answers(n, predict(n))]
        if not found:
            continue
        kinds = {k: np.mean([r for _, r, kind in found if kind == k]) for k in ("explicit", "anaphoric", "implicit")}
        p, r = np.array([x[0] for x in found]), np.array([x[1] for x in found])
        sure = p >= np.quantile(p, 0.3)
        print(f"{title}, {'cast given' if given else 'end to end'}: lines {len(r)} right {r.mean():.4f} "
              + " ".join(f"{k} {v:.4f}" for k, v in kinds.items()) + f" surest 70 %: {r[sure].mean():.4f}", flush=True)


def each(train, groups):
    """What `train` makes of each group of novels, as many at a time as there are cores. Forks, so that nothing is copied."""
    global job
    job = lambda i: train(groups[i])
    with multiprocessing.get_context("fork").Pool(os.cpu_count()) as pool:
        return pool.map(run_job, range(len(groups)), chunksize=1)


def run_job(i):
    return job(i)


def learn(novels, unseen, fold, a, trees, epochs):
    """The weights of all novels (last), of all but dev (first), and of all but dev and a fold (between), each as (first,
    second, network, addressee); and, with them, the calibrations of the first and the last."""
    learnt = [n for n in novels if n not in unseen]
    folds = sorted(set(fold.values()))
    groups = [learnt] + [[n for n in learnt if fold[n.book] != k] for k in folds] + [novels]
    # Who is asked of a novel: the one group that is not to have seen it.
    asked = {n.name: 0 if n in unseen else 1 + fold[n.book] for n in novels}

    def passes(rows, right, sizes, trees):
        models = each(lambda g: fit(*gather(g, rows, right, sizes), trees, a.leaves, a.rate, a.seed), groups)

        def say(n):
            scores = models[asked[n.name]].predict(getattr(n, rows), num_threads=THREADS)
            return softmax(scores + log_odds(n.prior(rows)), getattr(n, sizes))

        return models, {n.name: say(n) for n in novels}

    whole = [n for n in learnt if not n.masked]

    def tell(title, predict):
        report(title + ", folds", whole, predict)
        report(title + ", unseen", unseen, predict)

    first, said = passes("first", "right", "sizes", trees[0])
    for n in novels:
        n.second_step(said[n.name])
    tell("first pass", lambda n: n.second[:, n.first.shape[1]])
    second, said = passes("second", "second_right", "second_sizes", trees[1])
    tell("second pass", lambda n: said[n.name])
    networks = each(lambda g: exchange_net.train(g, a.seed, epochs=epochs), groups)
    for n in novels:  # the geometric mean, as exchange_model.cpp takes it
        both = np.sqrt(said[n.name] * networks[asked[n.name]].predict(n))
        starts = np.r_[0, np.cumsum(n.second_sizes)[:-1]]
        said[n.name] = both / np.repeat(np.add.reduceat(both, starts), n.second_sizes)
    tell("with the exchange", lambda n: said[n.name])
    for n in novels:
        said[n.name] = n.addressee_step(said[n.name])
        n.close()
    tell("with the order of turns", lambda n: said[n.name])

    def heard(some):
        return (np.concatenate([n.addressee[n.heard >= 0] for n in some]),
                np.concatenate([n.heard[n.heard >= 0] for n in some]))

    addressee = each(lambda g: fit_binary(*heard(g), trees[2], a.leaves, a.rate, a.seed), groups)
    asked_of = [(addressee[asked[n.name]].predict(n.addressee[n.heard >= 0], num_threads=THREADS), n.heard[n.heard >= 0])
                for n in novels]

    def worth(some):
        found = [x for n in some for x in answers(n, said[n.name])]
        out = calibrate(np.array([x[0] for x in found]), np.array([x[1] for x in found]), "calibration")
        told = [x for n, x in zip(novels, asked_of) if n in some]
        return out | calibrate(np.concatenate([x for x, _ in told]), np.concatenate([y for _, y in told]),
                               "addressee_calibration", 40)

    return list(zip(first, second, networks, addressee)), worth(whole), worth(whole + unseen)


def write(path, models, worth, seed, count):
    tensors = dict(worth)
    first, second, network, addressee = models
    for model, prefix in ((first, "first"), (second, "second"), (addressee, "addressee")):
        tensors.update(weights.tree_tensors(prefix, model, model.num_feature()))
    tensors.update(network.tensors())
    weights.write_safetensors(path, tensors, {
        "format": "1", "architecture": ARCHITECTURE, "licence": "Apache-2.0",
        "note": f"train/speakers.py, seed {seed}, {count} novels; models/en/speakers.md"})
    print(path, os.path.getsize(path), "bytes", flush=True)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("data")
    p.add_argument("out")
    p.add_argument("--rows", default="build/release/train/speaker_rows")
    p.add_argument("--models", default=os.path.join(HERE, "..", "models", "en"))
    p.add_argument("--score", default=None, help="the folder of common.py; DATA/../score if not given")
    p.add_argument("--work", default=None)
    p.add_argument("--links", default=None, help="a folder of coreference_0 and _1.safetensors, which have not seen the "
                   "novels of train of even and of odd number (coreference.py --halves); else they are read with links "
                   "that have seen them, and the speakers learn to trust these too much")
    p.add_argument("--dev", default=None, help="also write here the weights that have not seen the dev novels")
    p.add_argument("--given", type=int, default=1, help="0: no rows with given cast")
    p.add_argument("--masked", type=int, default=2, help="copies of each novel of train with tags taken out")
    p.add_argument("--folds", type=int, default=3)
    p.add_argument("--trees", type=int, nargs=3, default=(200, 160, 100))
    p.add_argument("--turns", type=int, default=2)
    p.add_argument("--leaves", type=int, default=31)
    p.add_argument("--rate", type=float, default=0.1)
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    sys.path.insert(0, a.score or os.path.join(a.data, "..", "score"))
    import common
    a.work = a.work or tempfile.mkdtemp(prefix="speakers")
    os.makedirs(a.work, exist_ok=True)
    for old in glob.glob(os.path.join(a.work, "models*")):
        shutil.rmtree(old)
    train, dev = (sorted(glob.glob(f"{a.data}/pdnc/{part}/*")) for part in ("train", "dev"))
    fold = {os.path.basename(f): i % a.folds for i, f in enumerate(train)}
    half = {os.path.basename(f): i % 2 for i, f in enumerate(train)} if a.links else {}
    copies = []
    for copy in range(a.masked):
        copies.append([os.path.join(a.work, f"masked_{copy}", os.path.basename(f)) for f in train])
        told = [masked_tags.mask(f, out, a.seed + copy) for f, out in zip(train, copies[-1])]
        print("masked:", " of ".join(str(sum(t)) for t in zip(*told)), "tags taken out", flush=True)
    models = None
    for turn in range(a.turns):
        last = turn == a.turns - 1

        def folder_of(book):
            """Models to read it with: the first turn's speakers come from rules, the second's from weights that have
            not seen it, so an old training leaves no trace in a new one."""
            group = 1 + fold[book] if book in fold else 0
            folder = os.path.join(a.work, f"models_turn_{turn + 1}_group_{group}_links_{half.get(book, 'all')}")
            if not os.path.isdir(folder):
                shutil.copytree(a.models, folder, ignore=shutil.ignore_patterns("speakers.*"))
                if book in half:
                    shutil.copy(os.path.join(a.links, f"coreference_{half[book]}.safetensors"),
                                os.path.join(folder, "coreference.safetensors"))
                if models:
                    write(os.path.join(folder, "speakers.safetensors"), models[group], worth, a.seed,
                          sum(k != group - 1 for k in fold.values()))
            return folder

        readings = [(f, bool(g), masked, folder_of(os.path.basename(f)), a, common)
                    for masked, folders in enumerate([train + dev, *(copies if last else [])])
                    for f in folders for g in ((1, 0) if a.given else (0,))]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            novels = list(pool.map(lambda x: Novel(*x), readings))
        unseen = [n for n in novels if n.book not in fold]
        print(f"turn {turn + 1}: {len(novels)} readings, rows {sum(len(n.first) for n in novels)}, lines with gold "
              f"{sum(int(n.known.sum()) for n in novels)}", flush=True)
        reach = {n.name: 1 - n.right[np.cumsum(n.sizes) - 1][n.known].mean() for n in novels}
        print("gold speaker among the candidates:", " ".join(f"{k} {v:.3f}" for k, v in reach.items()))
        # Fewer trees do for a turn that only reads for the next one.
        trees = a.trees if last else [max(40, n // 2) for n in a.trees]
        models, worth, worth_of_all = learn(novels, unseen, fold, a, trees, 5 if last else 3)

    write(a.out, models[-1], worth_of_all, a.seed, len(train) + len(dev))
    if a.dev:
        write(a.dev, models[0], worth, a.seed, len(train))


if __name__ == "__main__":
    main()
