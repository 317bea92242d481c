"""Trains the network on trees (UD) and on mentions and events (LitBank), all heads together.

usage: train.py DATA BUILD OUT [--init FILE] [--ud-epochs N] [--litbank-epochs N] [--fold K] [--silver FILE] ...
Prints what the weights reach on the development sets; `--test` asks for the test sets instead.
"""
import argparse
import copy
import math
import os
import pickle
import random
import time

import numpy as np
import torch
import torch.nn.functional as F

import data
import lemmas
import model
from pretrain import config, config_arguments

KINDS = [(t, f) for t in data.TYPES for f in data.FORMS]
KIND = {k: i + 1 for i, k in enumerate(KINDS)}  # 0: none


class Item:
    __slots__ = ("types", "upos", "xpos", "script", "heads", "labels", "source", "spans", "events", "line")


def vocabulary(sentences):
    upos = sorted({t for s in sentences for t in s.upos})
    xpos = sorted({t for s in sentences for t in s.xpos})
    relations = sorted({t for s in sentences for t in s.relations})
    pairs = sorted({f"{u}/{x}" for s in sentences for u, x in zip(s.upos, s.xpos)})
    return {"upos": upos, "xpos": xpos, "tag_pairs": pairs, "relations": relations, "scripts": lemmas.scripts(sentences, 3)}


def tree_item(s, types, v, index):
    i = Item()
    i.types = np.array([types(f) for f in s.forms])
    i.upos = np.array([index["upos"].get(t, -1) for t in s.upos])
    i.xpos = np.array([index["xpos"].get(t, -1) for t in s.xpos])
    i.labels = np.array([index["relations"].get(t, -1) for t in s.relations])
    i.script = np.array([index["scripts"].get(lemmas.script(f.lower().replace("’", "'"), l.lower()), -1)
                         for f, l in zip(s.forms, s.lemmas)])
    i.heads = np.array([h if h != k else -2 for k, h in enumerate(s.heads)])  # -2: root
    i.source = s
    return i


def line_item(l, types, own):
    i = Item()
    i.types = np.array([types(f, own.get(l.document)) for f in l.forms])
    i.spans = [(a, b, KIND[k, f]) for a, b, k, f, _, _ in l.spans]
    i.events = l.events
    i.line = l
    return i


def padded(items, name, t):
    out = np.full((len(items), t), -1, np.int64)
    for k, i in enumerate(items):
        x = getattr(i, name)
        out[k, : len(x)] = x
    return torch.from_numpy(out).to(model.DEVICE)


def ce(logits, target):
    return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), target.reshape(-1), ignore_index=-1)


def tree_loss(net, b, tag_weight=1.0):
    x = net.encoder(b)
    t = b.keep.shape[1]
    u, xp, sc = net.heads.tags(x)
    heads = padded(b.items, "heads", t)
    gold = torch.where(heads == -2, t, heads)
    arcs = net.heads.arcs(x) + F.pad((b.keep - 1) * 1e4, (0, 1))[:, None]
    labels = net.heads.labels(x, gold.clamp(0, t))
    tags = ce(u, padded(b.items, "upos", t)) + ce(xp, padded(b.items, "xpos", t))
    return (tag_weight * tags +
            ce(sc, padded(b.items, "script", t)) + ce(arcs, gold) + ce(labels, padded(b.items, "labels", t)))


SHORT, SHARE = 3, 0.2  # all spans of up to 3 words, a share of the longer ones that are no mentions


def line_loss(net, b, rng, span_weight=2.0, event_weight=3.0):
    x = net.encoder(b)
    t = b.keep.shape[1]
    spans = model.candidates([len(i.types) for i in b.items])
    kind = {}
    events = np.zeros((len(b.items), t), np.float32)
    has = np.zeros((len(b.items), t), np.float32)
    for k, i in enumerate(b.items):
        for first, last, c in i.spans:
            kind[k, first, last] = c
        if i.events is not None:
            has[k, : len(i.types)] = 1
            for e in i.events:
                events[k, e] = 1
    gold = np.zeros((len(b.items), t, model.MAX_WIDTH), np.int64)
    for (k, first, last), c in kind.items():
        if last - first < model.MAX_WIDTH:
            gold[k, first, last - first] = c
    target = gold[spans[0], spans[1], spans[2] - spans[1]]
    wide = (spans[2] - spans[1] >= SHORT) & (target == 0)
    take = ~wide | (rng.random(len(wide)) < SHARE)
    weight = torch.from_numpy(np.where(wide, 1 / SHARE, 1.0)[take].astype(np.float32)).to(model.DEVICE)
    logits = net.heads.spans(x, b.keep, *torch.from_numpy(spans[:, take]).to(model.DEVICE))
    each = F.cross_entropy(logits, torch.from_numpy(target[take]).to(model.DEVICE), reduction="none")
    loss = span_weight * (each * weight).sum() / b.tokens
    e = F.binary_cross_entropy_with_logits(net.heads.events(x), torch.from_numpy(events).to(model.DEVICE), reduction="none")
    has = torch.from_numpy(has).to(model.DEVICE)
    return loss + event_weight * (e * has).sum() / has.sum().clamp(min=1)


# Evaluation --------------------------------------------------------------------------------------
def pairs_of(v):
    """The tags that go together, as two arrays of indices."""
    u, x = zip(*(p.split("/") for p in v["tag_pairs"]))
    return np.array([v["upos"].index(t) for t in u]), np.array([v["xpos"].index(t) for t in x])


def parse(net, items, table, v):
    """Greedy heads, the best pair of tags; yields (item, upos, xpos, script, heads, labels) as numpy arrays, heads -2 for root."""
    net.eval()
    pair_u, pair_x = pairs_of(v)
    with torch.no_grad():
        for rows in model.batches(items, 3000):
            b = model.Batch(rows, table)
            x = net.encoder(b)
            t = b.keep.shape[1]
            u, xp, sc = net.heads.tags(x)
            arcs = net.heads.arcs(x) + F.pad((b.keep - 1) * 1e4, (0, 1))[:, None]
            arcs.diagonal(dim1=1, dim2=2).fill_(-1e4)
            head = arcs.argmax(-1)
            label = net.heads.labels(x, head).argmax(-1).cpu()
            u, xp, sc, head = u.cpu(), xp.cpu(), sc.cpu(), head.cpu()
            for k, i in enumerate(rows):
                n = len(i.types)
                h = head[k, :n].numpy()
                pair = (u[k, :n].numpy()[:, pair_u] + xp[k, :n].numpy()[:, pair_x]).argmax(-1)
                yield (i, pair_u[pair], pair_x[pair], sc[k, :n].numpy(),
                       np.where(h == t, -2, h), label[k, :n].numpy())


KNOWN_BONUS = 3.0  # for a lemma that the novels have as a word: `smiled` is not of `smil`


def lemma_of(form, scores, scripts, known):
    low = form.lower().replace("’", "'").replace("“", '"').replace("”", '"')
    best, most = low, -1e9
    for k in np.argsort(-scores)[:12]:
        l = lemmas.apply(scripts[k], low)
        if l is not None and scores[k] + KNOWN_BONUS * (l in known) > most:
            best, most = l, scores[k] + KNOWN_BONUS * (l in known)
    return best


def score_trees(net, items, table, v, known):
    n = u = x = l = a = la = 0
    rel = [r.split(":")[0] for r in v["relations"]]
    for i, up, xp, sc, head, label in parse(net, items, table, v):
        s = i.source
        for k in range(len(s.forms)):
            n += 1
            u += v["upos"][up[k]] == s.upos[k]
            x += v["xpos"][xp[k]] == s.xpos[k]
            l += lemma_of(s.forms[k], sc[k], v["scripts"], known) == s.lemmas[k].lower()
            good = head[k] == (s.heads[k] if s.heads[k] != k else -2)
            a += good
            la += good and rel[label[k]] == s.relations[k].split(":")[0]
    return [c / n for c in (u, x, l, a, la)]


def read_line(net, rows, table):
    """[(item, [(first, last, kind, p)], event probabilities)] of one batch."""
    b = model.Batch(rows, table)
    x = net.encoder(b)
    events = net.heads.events(x).sigmoid().cpu().numpy()
    found = [[] for _ in rows]
    spans = model.candidates([len(i.types) for i in rows])
    p = net.heads.spans(x, b.keep, *torch.from_numpy(spans).to(model.DEVICE)).softmax(-1).cpu().numpy()
    best = p[:, 1:].argmax(-1) + 1
    for c in np.nonzero(p[:, 0] < 0.5)[0]:
        k, first, last = spans[:, c].tolist()
        found[k].append((first, last, int(best[c]), 1 - float(p[c, 0])))
    out = []
    for k, i in enumerate(rows):
        kept = []
        for s in sorted(found[k], key=lambda s: -s[3]):
            if not any(s[0] < o[0] <= s[1] < o[1] or o[0] < s[0] <= o[1] < s[1] for o in kept):
                kept.append(s)
        out.append((i, kept, events[k, : len(i.types)]))
    return out


def f1(ok, p, g):
    return 2 * ok / (p + g) if p + g else 0.0


def score_lines(net, items, table, threshold=0.4):
    net.eval()
    e = [0, 0, 0]
    m = [0, 0, 0]
    ev = [0, 0, 0]
    with torch.no_grad():
        for rows in model.batches(items, 2000):
            for i, spans, events in read_line(net, rows, table):
                l = i.line
                place = lambda a, b: (l.places[a][1], l.places[b][1])
                gold = {(a, b, k) for _, _, k, f, a, b in l.spans if f != "PRON"}
                mine = {(*place(a, b), KINDS[k - 1][0]) for a, b, k, _ in spans if KINDS[k - 1][1] != "PRON"}
                for c, x in zip(range(3), (len(gold & mine), len(mine), len(gold))):
                    e[c] += x
                mine = {place(a, b) for a, b, _, _ in spans}
                for c, x in zip(range(3), (len(l.mentions & mine), len(mine), len(l.mentions))):
                    m[c] += x
                if i.events is not None:
                    mine = {k for k in range(len(events)) if events[k] >= threshold}
                    for c, x in zip(range(3), (len(mine & i.events), len(mine), len(i.events))):
                        ev[c] += x
    return f1(*e), f1(*m), f1(*ev), e, m, ev


def main():
    p = argparse.ArgumentParser()
    p.add_argument("data")
    p.add_argument("build")
    p.add_argument("out")
    p.add_argument("--init")
    p.add_argument("--ud-epochs", type=float, default=20)
    p.add_argument("--litbank-epochs", type=float, default=0)
    p.add_argument("--fold", type=int, help="leave out this fold's documents; -1: train on all")
    p.add_argument("--silver", help="sentences that an ensemble has read")
    p.add_argument("--silver-lines", help="lines whose mentions and events networks have read")
    p.add_argument("--silver-share", type=float, default=0.5)
    p.add_argument("--with-dev", action="store_true")
    p.add_argument("--test", action="store_true")
    p.add_argument("--batch", type=int, default=1000)
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--evaluate-every", type=int, default=1500)
    p.add_argument("--tag-weight", type=float, default=1.0)
    p.add_argument("--joint-ud", type=float, default=1.0, help="UD batches for each LitBank batch in the joint stage")
    config_arguments(p)
    a = p.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    sampler = np.random.default_rng(a.seed)
    model.MASKS.rng = random.Random(a.seed)
    z = np.load(f"{a.build}/vectors.npz", allow_pickle=True)
    with open(f"{a.build}/own.pkl", "rb") as f:
        own = {k: set(v) for k, v in pickle.load(f).items()}
    types = model.Types(list(z["words"]))
    train = data.treebank(a.data, "ewt-train") + data.treebank(a.data, "gum-train")
    v = vocabulary(train)
    if a.with_dev:
        train += data.treebank(a.data, "ewt-dev") + data.treebank(a.data, "gum-dev")
    index = {k: {t: i for i, t in enumerate(x)} for k, x in v.items()}
    tree = lambda s: tree_item(s, types, v, index)
    plain = [tree(s) for s in train]
    joined = [tree(data.join_hyphens(s, rng, 0.5)) if "-" in s.forms else i for s, i in zip(train, plain)]
    wanted = ["ewt-test", "gum-test", "fiction-a", "fiction-b"] if a.test else ["ewt-dev", "gum-dev", "fiction-b"]
    held = {k: [tree(s) for s in data.treebank(a.data, k)] for k in wanted}
    silver = []
    if a.silver:
        with open(a.silver, "rb") as f:
            silver = [tree(s) for s in pickle.load(f)]
    lines, held_lines = [], []
    if a.litbank_epochs:
        documents = data.litbank_documents(a.data)
        out_docs = set(data.folds(documents)[a.fold]) if a.fold is not None and a.fold >= 0 else set()
        for d in documents:
            rows = [line_item(l, types, own) for l in data.litbank(a.data, d)]
            if d in out_docs:
                held_lines += rows
            else:
                lines += rows
    silver_lines = []
    if a.silver_lines:
        with open(a.silver_lines, "rb") as f:
            silver_lines = [line_item(l, types, own) for l in pickle.load(f)]
    table = types.table()
    net = model.Network(v, z["vectors"], config(a))
    if a.init:
        saved = torch.load(a.init, weights_only=False)
        if "network" in saved:
            net.load_state_dict(saved["network"])
        else:
            net.encoder.load_state_dict(saved["encoder"])
    net.to(model.DEVICE)
    average = copy.deepcopy(net)
    opt = torch.optim.AdamW(net.parameters(), lr=a.rate, betas=(0.9, 0.99), weight_decay=0.01, fused=True)

    def stream(make):
        while True:
            yield from make()

    ud = stream(lambda: model.batches([j if rng.random() < 0.5 else i for i, j in zip(plain, joined)], a.batch, rng))
    machine = stream(lambda: model.batches(silver, a.batch, rng)) if silver else None
    lit = stream(lambda: model.batches(lines, a.batch, rng)) if lines else None
    machine_lit = stream(lambda: model.batches(silver_lines, a.batch, rng)) if silver_lines else None
    ud_steps = len(model.batches(plain, a.batch, rng))
    lit_steps = len(model.batches(lines, a.batch, rng)) if lines else 0
    if lines:
        steps = int(a.litbank_epochs * lit_steps * (1 / (1 - a.silver_share) if machine_lit else 1) * (1 + a.joint_ud))
    else:
        steps = int(a.ud_epochs * ud_steps / ((1 - a.silver_share) if silver else 1))
    warm = max(50, steps // 20)
    start, total, seen = time.time(), 0.0, 0
    net.train()

    def report(final=False):
        for name, items in held.items():
            u, x, l, ua, la = score_trees(average, items, table, v, types.vector)
            print(f"  {name:10s} UPOS {u:.4f} XPOS {x:.4f} lemma {l:.4f} UAS {ua:.4f} LAS {la:.4f}", flush=True)
        if held_lines:
            e, m, ev, *counts = score_lines(average, held_lines, table)
            print(f"  fold {a.fold}: entities {e:.4f} mentions {m:.4f} events {ev:.4f} {counts}", flush=True)

    for step in range(steps):
        rate = a.rate * min((step + 1) / warm, 0.5 * (1 + math.cos(math.pi * step / steps)) + 0.005)
        for g in opt.param_groups:
            g["lr"] = rate
        if lit and rng.random() < 1 / (1 + a.joint_ud):
            source = machine_lit if machine_lit and rng.random() < a.silver_share else lit
            b = model.Batch(next(source), table)
            loss = line_loss(net, b, sampler)
        else:
            source = machine if machine and rng.random() < a.silver_share else ud
            b = model.Batch(next(source), table)
            loss = tree_loss(net, b, a.tag_weight) * (0.5 if lit else 1)
        opt.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        opt.step()
        decay = min(0.9985, (1 + step) / (10 + step))
        with torch.no_grad():
            torch._foreach_lerp_(list(average.parameters()), list(net.parameters()), 1 - decay)
        total += loss.item()
        seen += b.tokens
        if (step + 1) % 250 == 0:
            print(f"step {step + 1}/{steps} loss {total / 250:.4f} {seen / (time.time() - start):.0f} tokens/s "
                  f"{time.time() - start:.0f} s", flush=True)
            total = 0.0
        if (step + 1) % a.evaluate_every == 0 and step + 1 < steps:
            report()
    report(True)
    torch.save({"config": config(a), "vocabulary": v, "network": {k: t.cpu() for k, t in average.state_dict().items()}}, a.out)


if __name__ == "__main__":
    main()
