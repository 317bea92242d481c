"""Trees for sentences of the raw novels, by vote of several networks.

usage: silver.py BUILD OUT --networks A.pt B.pt … [--tokens N]
Probabilities of tags and scripts, and log-probabilities of arcs and labels, are averaged.
"""
import argparse
import pickle
import random

import numpy as np
import torch
import torch.nn.functional as F

import data
import model
import text
from train import lemma_of


class Item:
    __slots__ = ("types", "forms")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("build")
    p.add_argument("out")
    p.add_argument("--networks", nargs="+")
    p.add_argument("--tokens", type=float, default=1.6e6)
    p.add_argument("--seed", type=int, default=5)
    a = p.parse_args()
    torch.set_num_threads(1)
    rng = random.Random(a.seed)
    z = np.load(f"{a.build}/vectors.npz", allow_pickle=True)
    types = model.Types([str(w) for w in z["words"]])
    nets, v = [], None
    for path in a.networks:
        saved = torch.load(path, weights_only=False)
        net = model.Network(saved["vocabulary"], z["vectors"], saved["config"])
        net.load_state_dict(saved["network"])
        nets.append(net.eval().to(model.DEVICE))
        assert v is None or v == saved["vocabulary"]
        v = saved["vocabulary"]
    with open(f"{a.build}/novels.pkl", "rb") as f:
        novels = pickle.load(f)
    pool = [s for name in sorted(novels) for s in novels[name] if 3 <= len(s) <= 60]
    rng.shuffle(pool)
    items, n = [], 0
    for s in pool:
        if n >= a.tokens:
            break
        i = Item()
        i.forms, i.types = s, np.array([types(w) for w in s])
        items.append(i)
        n += len(s)
    table = types.table()
    out = []
    with torch.no_grad():
        for rows in model.batches(items, 3000):
            b = model.Batch(rows, table)
            t = b.keep.shape[1]
            u = x = s = arcs = 0
            encoded = [net.encoder(b) for net in nets]
            for net, e in zip(nets, encoded):
                tu, tx, ts = net.heads.tags(e)
                u, x, s = u + tu.softmax(-1), x + tx.softmax(-1), s + ts.softmax(-1)
                g = net.heads.arcs(e) + F.pad((b.keep - 1) * 1e4, (0, 1))[:, None]
                g.diagonal(dim1=1, dim2=2).fill_(-1e4)
                arcs = arcs + g.log_softmax(-1)
            head = arcs.argmax(-1)
            label = sum(net.heads.labels(e, head).log_softmax(-1) for net, e in zip(nets, encoded)).argmax(-1)
            u, x, s = u.argmax(-1).cpu(), x.argmax(-1).cpu(), s.cpu().numpy()
            head, label = head.cpu(), label.cpu()
            for k, i in enumerate(rows):
                m = len(i.forms)
                heads = [h if h < t else j for j, h in enumerate(head[k, :m].tolist())]
                if sum(h == j for j, h in enumerate(heads)) != 1:
                    continue
                out.append(data.Sentence(i.forms, [v["upos"][c] for c in u[k, :m].tolist()],
                                         [v["xpos"][c] for c in x[k, :m].tolist()],
                                         [lemma_of(f, s[k, j], v["scripts"], types.vector) for j, f in enumerate(i.forms)], heads,
                                         [v["relations"][c] for c in label[k, :m].tolist()]))
    rng.shuffle(out)
    with open(a.out, "wb") as f:
        pickle.dump(out, f)
    print(len(out), "sentences", sum(len(s.forms) for s in out), "tokens")


if __name__ == "__main__":
    main()
