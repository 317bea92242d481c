"""The network: one encoder over words, a head a task. `src/language/network.cpp` computes the same in int8."""
import math
import random

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import text

MAX_WIDTH = 24
CLIP = 24  # distances beyond it are alike


DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


class Masks:
    """Dropout masks cut from one pool: drawing fresh ones costs more than the network."""

    def __init__(self):
        self.pools, self.rng, self.on = {}, random.Random(0), True

    def __call__(self, shape, p):
        n = math.prod(shape)
        if p not in self.pools or self.pools[p].numel() < 2 * n:
            g = torch.Generator().manual_seed(int(p * 1000) + n)
            self.pools[p] = ((torch.rand(max(1 << 21, 4 * n), generator=g) >= p).float() / (1 - p)).to(DEVICE)
        pool = self.pools[p]
        at = self.rng.randrange(pool.numel() - n)
        return pool[at: at + n].view(shape)


MASKS = Masks()


def drop(x, p, training):
    return x * MASKS(x.shape, p) if training and p > 0 else x


class Linear(nn.Linear):
    """Multiplies in bfloat16 while it trains: twice as fast on CPUs that have it."""

    def forward(self, x):
        if self.training and x.device.type == "cpu":
            return F.linear(x.bfloat16(), self.weight.bfloat16()).float() + self.bias
        return F.linear(x, self.weight, self.bias)


class Embedding(nn.Module):
    """Word forms to vectors: hashed pieces and a static vector, mixed by a gated layer."""

    def __init__(self, d, vectors):
        super().__init__()
        self.norm = nn.Embedding(text.NORM_ROWS, 96)
        self.prefix = nn.Embedding(text.PREFIX_ROWS, 32)
        self.suffix = nn.Embedding(text.SUFFIX_ROWS, 48)
        self.shape = nn.Embedding(text.SHAPE_ROWS, 24)
        for e, s in ((self.norm, 0.5), (self.prefix, 0.7), (self.suffix, 0.5), (self.shape, 0.7)):
            nn.init.normal_(e.weight, 0, s)
        self.register_buffer("vectors", torch.cat([torch.zeros(1, vectors.shape[1]), torch.as_tensor(vectors)]))
        self.mix = Linear(96 + 32 + 48 + 24 + vectors.shape[1], 2 * d)
        self.ln = nn.LayerNorm(d)
        self.masked = nn.Parameter(torch.randn(d) * 0.5)

    def forward(self, rows):
        """rows [U, 7]: norm, norm, prefix, suffix, suffix, shape, vector."""
        r = rows.t()
        word = self.norm(r[0]) + self.norm(r[1])
        vec = self.vectors[r[6]]
        if self.training:
            word = word * (MASKS((len(rows), 1), 0.12) > 0)
            vec = vec * (MASKS((len(rows), 1), 0.05) > 0)
        x = torch.cat([word, self.prefix(r[2]), self.suffix(r[3]) + self.suffix(r[4]), self.shape(r[5]), vec], 1)
        return self.ln(F.glu(self.mix(drop(x, 0.2, self.training)), -1))


class Convolution(nn.Module):
    def __init__(self, d, p):
        super().__init__()
        self.mix, self.ln, self.p = Linear(3 * d, 2 * d), nn.LayerNorm(d), p

    def forward(self, x, keep):
        left, right = F.pad(x, (0, 0, 1, -1)), F.pad(x, (0, 0, -1, 1))
        y = self.ln(F.glu(self.mix(torch.cat([left, x, right], -1)), -1))
        return (x + drop(y, self.p, self.training)) * keep


class Attention(nn.Module):
    def __init__(self, d, heads, ff, p):
        super().__init__()
        self.heads, self.p = heads, p
        self.ln1, self.qkv, self.out = nn.LayerNorm(d), Linear(d, 3 * d), Linear(d, d)
        self.ln2, self.up, self.down = nn.LayerNorm(d), Linear(d, 2 * ff), Linear(ff, d)
        dist = torch.arange(-CLIP, CLIP + 1).abs().float()
        slope = torch.tensor([2.0, 1.0, 0.5, 0.2, 0.1, 1.5, 0.7, 0.05][:heads])
        self.bias = nn.Parameter(-0.15 * slope[:, None] * dist)

    def forward(self, x, keep, pad):
        b, t, d = x.shape
        q, k, v = self.qkv(self.ln1(x)).view(b, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        i = torch.arange(t, device=x.device)
        bias = self.bias[:, (i[None] - i[:, None]).clamp(-CLIP, CLIP) + CLIP]
        a = q @ k.transpose(-1, -2) * (d // self.heads) ** -0.5 + bias + pad[:, None, None, :]
        y = (a.softmax(-1) @ v).transpose(1, 2).reshape(b, t, d)
        x = x + drop(self.out(y), self.p, self.training)
        y = self.down(drop(F.glu(self.up(self.ln2(x)), -1), 0.1, self.training))
        return (x + drop(y, self.p, self.training)) * keep


class Encoder(nn.Module):
    def __init__(self, d, convolutions, attentions, heads, ff, vectors, p=0.15):
        super().__init__()
        self.config = dict(d=d, convolutions=convolutions, attentions=attentions, heads=heads, ff=ff)
        self.embedding = Embedding(d, vectors)
        self.convolutions = nn.ModuleList(Convolution(d, p) for _ in range(convolutions))
        self.attentions = nn.ModuleList(Attention(d, heads, ff, p) for _ in range(attentions))
        self.ln = nn.LayerNorm(d)

    def forward(self, batch, masked=None):
        x = self.embedding(batch.rows)[batch.words]  # [B, T, d]
        if masked is not None:
            x = torch.where(masked[..., None], self.embedding.masked, x)
        keep = batch.keep[..., None]
        pad = (batch.keep - 1) * 1e4
        x = x * keep
        for layer in self.convolutions:
            x = layer(x, keep)
        for layer in self.attentions:
            x = layer(x, keep, pad)
        return self.ln(x)


class Heads(nn.Module):
    def __init__(self, d, upos, xpos, scripts, relations, arc=96, label=64, span=96, event=64):
        super().__init__()
        self.upos, self.xpos, self.script = Linear(d, upos), Linear(d, xpos), Linear(d, scripts)
        self.arc_head, self.arc_dep = Linear(d, arc), Linear(d, arc)
        self.arc = Linear(arc, arc)  # its bias scores a head by itself
        self.root = nn.Parameter(torch.randn(d) * 0.1)
        self.distance = nn.Parameter(torch.zeros(41))
        self.label_head, self.label_dep = Linear(d, label), Linear(d, label)
        self.label = Linear(3 * label, relations)
        self.start, self.end = Linear(2 * d, span), Linear(2 * d, span)
        self.inside, self.weight = Linear(d, span), Linear(d, 1)
        self.width = nn.Parameter(torch.zeros(MAX_WIDTH, span))
        self.kind = Linear(span, 19)
        self.event1, self.event2 = Linear(d, event), Linear(event, 1)

    def tags(self, x):
        x = drop(x, 0.1, self.training)
        return self.upos(x), self.xpos(x), self.script(x)

    def arcs(self, x):
        """[B, T, T + 1]: the score of each head for each word; the last column is the root."""
        b, t, d = x.shape
        x = drop(x, 0.1, self.training)
        xr = torch.cat([x, self.root.expand(b, 1, d)], 1)
        h = drop(F.leaky_relu(self.arc_head(xr), 0.1), 0.15, self.training)
        dep = drop(F.leaky_relu(self.arc_dep(x), 0.1), 0.15, self.training)
        s = self.arc(dep) @ h.transpose(1, 2)
        i = torch.arange(t, device=x.device)
        dist = self.distance[(i[None] - i[:, None]).clamp(-20, 20) + 20]
        return s * (s.new_tensor(96.0) ** -0.5) + F.pad(dist, (0, 1))

    def labels(self, x, head):
        """x [B, T, d], head [B, T] (T for the root) -> [B, T, relations]."""
        b, t, d = x.shape
        x = drop(x, 0.1, self.training)
        xr = torch.cat([x, self.root.expand(b, 1, d)], 1)
        h = drop(F.leaky_relu(self.label_head(xr), 0.1), 0.15, self.training)
        v = drop(F.leaky_relu(self.label_dep(x), 0.1), 0.15, self.training)
        h = h.gather(1, head[..., None].expand(-1, -1, h.shape[-1]))
        return self.label(torch.cat([h * v, h, v], -1))

    def spans(self, x, keep, sentence, first, last):
        """Logits [N, 19] of N spans: the row of each one's sentence, its first and its last word."""
        b, t, d = x.shape
        x = drop(x, 0.1, self.training) * keep[..., None]
        s = self.start(torch.cat([F.pad(x, (0, 0, 1, -1)), x], -1)).flatten(0, 1)
        e = self.end(torch.cat([x, F.pad(x, (0, 0, -1, 1))], -1)).flatten(0, 1)
        w = (5 * torch.tanh(self.weight(x) / 5)).exp()
        p = F.pad((self.inside(x) * w).cumsum(1), (0, 0, 1, 0)).flatten(0, 1)
        z = F.pad(w.cumsum(1), (0, 0, 1, 0)).flatten(0, 1)
        at, sums = sentence * t, sentence * (t + 1)
        pooled = F.embedding(sums + last + 1, p) - F.embedding(sums + first, p)
        pooled = pooled / (z[sums + last + 1] - z[sums + first])
        hidden = F.embedding(at + first, s) + F.embedding(at + last, e) + pooled + F.embedding(last - first, self.width)
        return self.kind(drop(F.relu(hidden), 0.15, self.training))

    def events(self, x):
        x = drop(x, 0.1, self.training)
        return self.event2(drop(F.relu(self.event1(x)), 0.2, self.training)).squeeze(-1)


class Network(nn.Module):
    def __init__(self, vocabulary, vectors, config):
        super().__init__()
        self.encoder = Encoder(vectors=vectors, **config)
        self.heads = Heads(config["d"], len(vocabulary["upos"]), len(vocabulary["xpos"]), len(vocabulary["scripts"]),
                           len(vocabulary["relations"]))


class Batch:
    """Sentences of like length, as tensors. `items`: objects with `.types` (ids into `table`)."""

    def __init__(self, items, table):
        t = max(len(i.types) for i in items)
        flat = np.zeros((len(items), t), np.int64)
        keep = np.zeros((len(items), t), np.float32)
        for k, i in enumerate(items):
            flat[k, : len(i.types)] = i.types
            keep[k, : len(i.types)] = 1
        unique, inverse = np.unique(flat, return_inverse=True)
        self.types = flat
        self.rows = torch.from_numpy(table[unique]).to(DEVICE)
        self.words = torch.from_numpy(inverse.reshape(flat.shape)).to(DEVICE)
        self.keep = torch.from_numpy(keep).to(DEVICE)
        self.items = items
        self.tokens = int(keep.sum())


def batches(items, size, rng=None):
    """Lists of items of like length, about `size` tokens each; shuffled by `rng`."""
    order = list(range(len(items)))
    if rng:
        rng.shuffle(order)
        order.sort(key=lambda i: len(items[i].types) + rng.random() * 3)
    else:
        order.sort(key=lambda i: len(items[i].types))
    out, row, widest = [], [], 0
    for i in order:
        n = len(items[i].types)
        if row and max(widest, n) * (len(row) + 1) > size:
            out.append(row)
            row, widest = [], 0
        row.append(items[i])
        widest = max(widest, n)
    if row:
        out.append(row)
    if rng:
        rng.shuffle(out)
    return out


def candidates(lengths, width=MAX_WIDTH):
    """Every span of every sentence: rows of (sentence, first, last)."""
    out = []
    for k, n in enumerate(lengths):
        a = np.arange(n)
        for w in range(min(width, n)):
            f = a[: n - w]
            out.append(np.stack([np.full_like(f, k), f, f + w]))
    return np.concatenate(out, 1)


class Types:
    """Word forms numbered as they come, with their feature rows."""

    def __init__(self, words):
        self.vector = {w: i + 1 for i, w in enumerate(words)}
        self.ids, self.rows = {}, []

    def __call__(self, form, without=None):
        """`without`: the set of vectors that must not be used (the words that one book alone has)."""
        v = self.vector.get(text.norm(form), 0)
        if without and v - 1 in without:
            v = 0
        key = (form, v)
        k = self.ids.get(key)
        if k is None:
            k = self.ids[key] = len(self.rows)
            self.rows.append((*text.features(form), v))
        return k

    def table(self):
        return np.array(self.rows, np.int64)
