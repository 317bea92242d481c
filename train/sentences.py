"""Trains the splitting of paragraphs into sentences and writes it as fabula reads it.

usage: sentences.py DATA OUT [--tokens PROGRAM] [--seed N] [--epochs N]
       e.g. train/sentences.py ../shared/data models/en/sentences.safetensors

Trained on EWT train and GUM train (the free texts alone), once as they are and once with curly marks and long dashes,
and on passages of the novels with the borders that rules see there, so that no convention of fiction is forgotten.
Tuned on the dev parts; the test parts and GUM's fiction are only reported. The same seed gives the same file.
`src/language/sentence_model.cpp` is the twin of `Network`; `train/tokens.cpp` prints what both read.
"""
import argparse
import glob
import os
import random
import re
import subprocess
import sys

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import sentences_score as score

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "language"))
import export  # noqa: E402
import weights  # noqa: E402

ARCHITECTURE = "sentences-1"
FEATURES = "boundary-1"  # boundary_rules.hpp
REACH = 4
PLACES = 2 * REACH + 1
WINDOW_SIGNS, PLACE_SIGNS = 16, 14
LAST, RULE, NEVER = 1 << 9, 1 << 10, 1 << 11
NORM_ROWS, PREFIX_ROWS, SUFFIX_ROWS = 6000, 1000, 2000
WIDTH, HIDDEN = 32, 64
STRETCH = 1024  # tokens of a step


class Corpus:
    """Tokens with padding between paragraphs: `rows` [n, 5], `signs` [n, 30], `y`, `open` (a border is a question)."""

    def __init__(self, program, text, sentences=None, weight=1.0):
        at = np.cumsum([0] + [len(c.encode()) for c in text])
        out = subprocess.run([program], input=text.encode(), stdout=subprocess.PIPE, check=True).stdout.decode()
        lines = [line.split() for line in out.splitlines()]
        forms = np.array([x[1:] for x in lines if x[0] == "F"], np.int64)
        forms = forms % [NORM_ROWS, NORM_ROWS, PREFIX_ROWS, SUFFIX_ROWS, SUFFIX_ROWS]
        tokens = np.array([x[1:] for x in lines if x[0] == "T"], np.int64)
        self.start, self.end, bits = tokens[:, 0], tokens[:, 1], tokens[:, 3]
        self.last = (bits & LAST) != 0
        self.rule = (bits & RULE) != 0
        paragraph = np.r_[0, np.cumsum(self.last)[:-1]]
        self.place = np.arange(len(tokens)) + REACH * (paragraph + 1)  # of each token among the padded ones
        n = len(tokens) + REACH * (paragraph[-1] + 2)
        rows = np.zeros((n, 5), np.int64)
        rows[self.place] = forms[tokens[:, 2]]
        self.rows = torch.from_numpy(rows)
        signs = np.zeros((n, WINDOW_SIGNS + PLACE_SIGNS), np.float32)
        signs[self.place] = bits[:, None] >> np.arange(WINDOW_SIGNS + PLACE_SIGNS) & 1
        self.signs = torch.from_numpy(signs)
        real, question = np.zeros(n, np.float32), np.zeros(n, bool)
        real[self.place] = 1
        question[self.place] = ~self.last & ((bits & NEVER) == 0)
        self.real, self.open = torch.from_numpy(real)[:, None], torch.from_numpy(question)
        y = np.zeros(n, np.float32)
        if sentences is None:
            y[self.place] = self.rule
        else:
            self.gold = {(int(at[a]), int(at[b])) for a, b in sentences}
            ends = {b for _, b in self.gold}
            y[self.place] = [int(e) in ends for e in self.end]
        self.y = torch.from_numpy(y)
        self.weight = weight

    def f1(self, borders):
        """`borders` over the padded tokens, or None for those of rules alone."""
        ends = np.flatnonzero(self.last | (self.rule if borders is None else borders[self.place]))
        starts = np.r_[0, ends[:-1] + 1]
        found = set(zip(self.start[starts].tolist(), self.end[ends].tolist()))
        return 2 * len(found & self.gold) / (len(found) + len(self.gold))


def as_fiction(paragraphs, rng):
    """The same paragraphs as a novel would print them: curly marks, long dashes."""
    dash = rng.random() < 0.5
    for paragraph in paragraphs:
        is_open, out = False, []
        for words in paragraph:
            row = []
            for form, space in words:
                if form in ('"', "''", "``"):
                    is_open = not is_open
                    form = "\u201c" if is_open else "\u201d"
                elif "'" in form:
                    form = form.replace("'", "\u2019")
                elif form == "--" and dash:
                    form = "\u2014"
                row.append((form, space))
            out.append(row)
        yield out


def passages(data, rng, share=40):
    """Paragraphs of every novel, drawn evenly."""
    out = []
    for path in sorted(glob.glob(f"{data}/novels/*.txt")):
        t = open(path, encoding="utf-8", errors="replace").read().replace("\r\n", "\n").lstrip("\ufeff")
        a, b = re.search(r"\*\*\* ?START OF TH[^\n]*\n", t), re.search(r"\*\*\* ?END OF TH", t)
        t = t[a.end() if a else 0: b.start() if b else len(t)]
        found = [p.strip() for p in re.split(r"\n\s*\n", t)]
        out += rng.sample([p for p in found if len(p) > 80], share)
    return "\n\n".join(out) + "\n"


class Network(nn.Module):
    """One hidden layer over a window of tokens: hashed pieces of the form, and signs."""

    def __init__(self):
        super().__init__()
        self.norm = nn.Embedding(NORM_ROWS, WIDTH)
        self.prefix = nn.Embedding(PREFIX_ROWS, WIDTH)
        self.suffix = nn.Embedding(SUFFIX_ROWS, WIDTH)
        for e in (self.norm, self.prefix, self.suffix):
            nn.init.normal_(e.weight, 0, 0.2)
        self.window = nn.Conv1d(WIDTH + WINDOW_SIGNS, HIDDEN, PLACES, padding=REACH)
        self.place = nn.Linear(PLACE_SIGNS, HIDDEN, bias=False)
        self.out = nn.Linear(HIDDEN, 1)

    def forward(self, rows, signs, real):
        r = rows.t()
        word = self.norm(r[0]) + self.norm(r[1])
        if self.training:
            word = word * (torch.rand(len(rows), 1) > 0.15)
        x = (word + self.prefix(r[2]) + self.suffix(r[3]) + self.suffix(r[4])) * real
        if self.training:
            x = F.dropout(x, 0.3)
        x = torch.cat([x, signs[:, :WINDOW_SIGNS]], 1).t()[None]
        h = F.relu(self.window(x)[0].t() + self.place(signs[:, WINDOW_SIGNS:]))
        if self.training:
            h = F.dropout(h, 0.3)
        return self.out(h)[:, 0]

    def tensors(self):
        """What fabula reads: tables and window weights as int8 with a scale a row, the rest as floats."""
        out = {}
        for name in ("norm", "prefix", "suffix"):
            out[name + ".weight"], out[name + ".scale"] = export.quantize(getattr(self, name).weight)
        w = self.window.weight.detach().permute(2, 0, 1)  # [place, hidden, input]
        words = w[:, :, :WIDTH].reshape(PLACES * HIDDEN, WIDTH)
        out["words.weight"], out["words.scale"] = export.quantize(words)
        for name, t in (("signs.weight", w[:, :, WIDTH:].reshape(PLACES * HIDDEN, WINDOW_SIGNS).t()),
                        ("hidden.bias", self.window.bias), ("place.weight", self.place.weight.t()),
                        ("out.weight", self.out.weight[0]), ("out.bias", self.out.bias)):
            out[name] = np.ascontiguousarray(t.detach().numpy().astype(np.float32))
        return out


def train(corpora, seed, epochs, report):
    torch.manual_seed(seed)
    rng = random.Random(seed)
    net = Network()
    optimizer = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=1e-2)
    steps = [(c, a) for c in corpora for a in range(0, len(c.rows), STRETCH)]
    done = 0
    for epoch in range(epochs):
        net.train()
        rng.shuffle(steps)
        for c, a in steps:
            part = slice(a, a + STRETCH)
            for group in optimizer.param_groups:
                group["lr"] = 3e-3 * max(0.02, 1 - done / (epochs * len(steps)))
            optimizer.zero_grad()
            z = net(c.rows[part], c.signs[part], c.real[part])
            question = c.open[part]
            loss = F.binary_cross_entropy_with_logits(z[question], c.y[part][question], reduction="sum")
            (loss * (c.weight * 20 / STRETCH)).backward()
            optimizer.step()
            done += 1
        net.eval()
        report(epoch, net)
    return net


@torch.no_grad()
def borders(net, c, threshold=0.0):
    return (c.open & (net(c.rows, c.signs, c.real) > threshold)).numpy()


def main():
    p = argparse.ArgumentParser()
    p.add_argument("data")
    p.add_argument("out")
    p.add_argument("--tokens", default="build/release/train/tokens")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--epochs", type=int, default=5)
    p.add_argument("--novels", type=float, default=0.1, help="weight of the novels' passages")
    a = p.parse_args()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    rng = random.Random(a.seed)

    def corpus(part, change=lambda x: x):
        text, sentences, _ = score.raw(change(list(score.treebank(a.data, part))))
        return Corpus(a.tokens, text, sentences)

    corpora = []
    for part in ("ewt-train", "gum-train"):
        corpora += [corpus(part), corpus(part, lambda x: as_fiction(x, rng))]
    if a.novels > 0:
        corpora.append(Corpus(a.tokens, passages(a.data, rng), weight=a.novels))
    reported = {part: corpus(part) for part in score.REPORTED}
    print("tokens", [len(c.place) for c in corpora])
    print("rules alone", {k: round(c.f1(None), 3) for k, c in reported.items()})

    def report(epoch, net):
        told = {k: round(c.f1(borders(net, c)), 4) for k, c in reported.items() if "test" not in k}
        print(epoch, told, flush=True)

    net = train(corpora, a.seed, a.epochs, report)
    metadata = {"format": "1", "architecture": ARCHITECTURE, "features": FEATURES, "licence": "CC BY-SA 4.0",
                "note": f"train/sentences.py, seed {a.seed}"}
    tensors = net.tensors()
    weights.write_safetensors(a.out, tensors, metadata)
    print(a.out, sum(t.nbytes for t in tensors.values()), "bytes of weights")
    print("float", {k: round(c.f1(borders(net, c)), 4) for k, c in reported.items() if "test" not in k})


if __name__ == "__main__":
    main()
