"""Masked words on the raw novels: the encoder learns English before it sees a tree.

usage: pretrain.py BUILD OUT --tokens N [--d 160 ...]
Sampled softmax over the words of `vectors.npz`, negatives by count^0.75 with the log-q correction.
"""
import argparse
import math
import pickle
import random
import time

import numpy as np
import torch
import torch.nn.functional as F

import model
import text


class Item:
    __slots__ = ("types", "targets")

    def __init__(self, types, targets):
        self.types, self.targets = types, targets


def sentences(build, types, rng):
    """Every sentence of 4 to 60 words; words that only its own book has keep their vectors here."""
    with open(f"{build}/novels.pkl", "rb") as f:
        novels = pickle.load(f)
    out = []
    cache = {}
    for name in sorted(novels):
        for s in novels[name]:
            for i in range(0, len(s), 60):
                part = s[i: i + 60]
                if len(part) < 4:
                    continue
                row = np.empty(len(part), np.int32)
                to = np.empty(len(part), np.int32)
                for k, w in enumerate(part):
                    c = cache.get(w)
                    if c is None:
                        c = cache[w] = (types(w), types.vector.get(text.norm(w), 0) - 1)
                    row[k], to[k] = c
                out.append(Item(row, to))
    rng.shuffle(out)
    return out


def config_arguments(p):
    p.add_argument("--d", type=int, default=160)
    p.add_argument("--convolutions", type=int, default=2)
    p.add_argument("--attentions", type=int, default=3)
    p.add_argument("--heads", type=int, default=5)
    p.add_argument("--ff", type=int, default=256)


def config(a):
    return dict(d=a.d, convolutions=a.convolutions, attentions=a.attentions, heads=a.heads, ff=a.ff)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("build")
    p.add_argument("out")
    p.add_argument("--tokens", type=float, default=11e6)
    p.add_argument("--stop", type=int, default=1 << 60, help="stop after so many steps of the schedule")
    p.add_argument("--batch", type=int, default=1500)
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--seed", type=int, default=1)
    config_arguments(p)
    a = p.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    model.MASKS.rng = random.Random(a.seed)
    z = np.load(f"{a.build}/vectors.npz", allow_pickle=True)
    vectors, counts = z["vectors"], z["counts"].astype(np.float64)
    types = model.Types(list(z["words"]))
    items = sentences(a.build, types, rng)
    table = types.table()
    total = sum(len(i.types) for i in items)
    encoder = model.Encoder(vectors=vectors, p=0.1, **config(a))
    encoder.to(model.DEVICE)
    out = model.Linear(a.d, vectors.shape[1]).to(model.DEVICE)
    words = torch.nn.Parameter((torch.as_tensor(vectors) * 0.3).to(model.DEVICE))
    q = counts ** 0.75
    q /= q.sum()
    log_q = torch.as_tensor(np.log(q), dtype=torch.float32).to(model.DEVICE)
    sampler = np.random.default_rng(a.seed)
    cumulative = np.cumsum(q)
    dense = [x for x in encoder.parameters()] + list(out.parameters())
    opt = torch.optim.AdamW(dense, lr=a.rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    lazy = torch.optim.SparseAdam([words], lr=a.rate)
    steps = int(a.tokens / a.batch / 0.93)
    warm = max(1, steps // 20)
    step, seen, start, loss_sum, hits, asked = 0, 0, time.time(), 0.0, 0, 0
    encoder.train()
    while step < steps:
        for rows in model.batches(items, a.batch, rng):
            rate = a.rate * min((step + 1) / warm, 0.5 * (1 + math.cos(math.pi * min(1, step / steps))) + 0.01)
            for o in (opt, lazy):
                for g in o.param_groups:
                    g["lr"] = rate
            b = model.Batch(rows, table)
            t = b.keep.shape[1]
            target = np.full((len(rows), t), -1, np.int64)
            for k, i in enumerate(rows):
                target[k, : len(i.targets)] = i.targets
            chosen = (sampler.random(target.shape) < 0.2) & (target >= 0)
            hidden = chosen & (sampler.random(target.shape) < 0.9)
            y = torch.from_numpy(target[chosen]).to(model.DEVICE)
            x = encoder(b, torch.from_numpy(hidden).to(model.DEVICE))[torch.from_numpy(chosen).to(model.DEVICE)]
            v = out(x)
            negative = torch.from_numpy(np.searchsorted(cumulative, sampler.random(1500)).clip(0, len(q) - 1)).to(model.DEVICE)
            wy = F.embedding(y, words, sparse=True)
            wn = F.embedding(negative, words, sparse=True)
            good = (v * wy).sum(-1) - log_q[y]  # log q: each word's share of the sample
            bad = (v.bfloat16() @ wn.bfloat16().t()).float() - log_q[negative]
            bad = bad.masked_fill(y[:, None] == negative[None], -1e4)
            logits = torch.cat([good[:, None], bad], 1)
            loss = F.cross_entropy(logits, torch.zeros(len(y), dtype=torch.long, device=y.device))
            opt.zero_grad()
            lazy.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(dense, 2.0)
            opt.step()
            lazy.step()
            loss_sum += loss.item()
            hits += (good.detach() > bad.detach().max(1).values).sum().item()
            asked += len(y)
            seen += b.tokens
            step += 1
            if step % 200 == 0:
                print(f"step {step}/{steps} loss {loss_sum / 200:.4f} first {hits / asked:.4f} "
                      f"{seen / (time.time() - start):.0f} tokens/s {time.time() - start:.0f} s", flush=True)
                loss_sum, hits, asked = 0.0, 0, 0
            if step % 1000 == 0 or step in (steps, a.stop):
                torch.save({"config": config(a), "encoder": {k: t.cpu() for k, t in encoder.state_dict().items()}, "step": step}, a.out)
            if step >= min(steps, a.stop):
                return


if __name__ == "__main__":
    main()
