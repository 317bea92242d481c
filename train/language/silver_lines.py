"""Mentions and events for sentences of the raw novels, by vote of networks that know LitBank.

usage: silver_lines.py DATA BUILD OUT --networks A.pt … [--fold K] [--tokens N]
With --fold, the novels of that fold's documents are left out, so that what is trained on the result can be tested
on them.
"""
import argparse
import pickle
import random

import numpy as np
import torch

import data
import model
from train import KINDS


class Item:
    __slots__ = ("types", "forms", "document")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("data")
    p.add_argument("build")
    p.add_argument("out")
    p.add_argument("--networks", nargs="+")
    p.add_argument("--fold", type=int, default=-1)
    p.add_argument("--tokens", type=float, default=5e5)
    p.add_argument("--seed", type=int, default=6)
    a = p.parse_args()
    torch.set_num_threads(1)
    rng = random.Random(a.seed)
    z = np.load(f"{a.build}/vectors.npz", allow_pickle=True)
    types = model.Types([str(w) for w in z["words"]])
    nets = []
    for path in a.networks:
        saved = torch.load(path, weights_only=False)
        net = model.Network(saved["vocabulary"], z["vectors"], saved["config"])
        net.load_state_dict(saved["network"])
        nets.append(net.eval().to(model.DEVICE))
    with open(f"{a.build}/novels.pkl", "rb") as f:
        novels = pickle.load(f)
    left_out = set(data.folds(data.litbank_documents(a.data))[a.fold]) if a.fold >= 0 else set()
    pool = [(name, s) for name in sorted(novels) if name not in left_out for s in novels[name] if 3 <= len(s) <= 80]
    rng.shuffle(pool)
    items, n = [], 0
    for name, s in pool:
        if n >= a.tokens:
            break
        i = Item()
        i.document, i.forms, i.types = name, s, np.array([types(w) for w in s])
        items.append(i)
        n += len(s)
    table = types.table()
    out = []
    with torch.no_grad():
        for rows in model.batches(items, 2000):
            b = model.Batch(rows, table)
            spans = model.candidates([len(i.types) for i in rows])
            at = torch.from_numpy(spans).to(model.DEVICE)
            p = events = 0
            for net in nets:
                x = net.encoder(b)
                p = p + net.heads.spans(x, b.keep, *at).softmax(-1) / len(nets)
                events = events + net.heads.events(x).sigmoid() / len(nets)
            p, events = p.cpu().numpy(), events.cpu().numpy()
            best = p[:, 1:].argmax(-1) + 1
            found = [[] for _ in rows]
            for c in np.nonzero(p[:, 0] < 0.5)[0]:
                k, first, last = spans[:, c].tolist()
                found[k].append((first, last, int(best[c]), 1 - float(p[c, 0])))
            for k, i in enumerate(rows):
                kept = []
                for s in sorted(found[k], key=lambda s: -s[3]):
                    if not any(s[0] < o[0] <= s[1] < o[1] or o[0] < s[0] <= o[1] < s[1] for o in kept):
                        kept.append(s)
                out.append(data.Line(i.document, i.forms, None, [(f, l, *KINDS[c - 1], f, l) for f, l, c, _ in kept], None,
                                     {j for j in range(len(i.forms)) if events[k, j] >= 0.45}))
    rng.shuffle(out)
    with open(a.out, "wb") as f:
        pickle.dump(out, f)
    print(len(out), "lines", sum(len(l.forms) for l in out), "tokens", sum(len(l.spans) for l in out), "spans")


if __name__ == "__main__":
    main()
