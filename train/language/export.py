"""Writes a trained network as fabula reads it: int8 with a scale a row, safetensors.

usage: export.py BUILD NETWORK.pt OUT.safetensors [--note TEXT]
"""
import argparse
import hashlib
import os
import sys
import zlib

import numpy as np
import torch
import torch.nn.functional as F

import text

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from weights import write_safetensors  # noqa: E402

ARCHITECTURE = "language-1"
FEATURES = f"crc32-{text.NORM_ROWS}-{text.PREFIX_ROWS}-{text.SUFFIX_ROWS}-{text.SHAPE_ROWS}"
LISTS = ("upos", "xpos", "tag_pairs", "relations", "scripts")


def quantize(w):
    """[rows, columns] -> int8, a scale a row."""
    w = w.detach().numpy().astype(np.float32)
    scale = np.abs(w).max(1) / 127
    q = np.rint(w / np.where(scale > 0, scale, 1)[:, None]).clip(-127, 127).astype(np.int8)
    return q, scale.astype(np.float32)


def vector_key(word):
    return zlib.crc32(("u" + word).encode()) << 32 | zlib.crc32(("v" + word).encode())


def tensors_of(saved, words):
    state, out = saved["network"], {}

    def table(name, w):
        out[name + ".weight"], out[name + ".scale"] = quantize(w)

    def linear(name, source):
        table(name, state[source + ".weight"])
        out[name + ".bias"] = state[source + ".bias"].numpy().astype(np.float32)

    def norm(name, source):
        for part in ("weight", "bias"):
            out[f"{name}.{part}"] = state[f"{source}.{part}"].numpy().astype(np.float32)

    e = "encoder."
    for t in ("norm", "prefix", "suffix", "shape"):
        table(f"embedding.{t}", state[f"{e}embedding.{t}.weight"])
    keys = np.array([vector_key(w) for w in words], np.uint64)
    order = np.argsort(keys, kind="stable")
    assert len(set(keys.tolist())) == len(keys)
    table("embedding.vectors", state[e + "embedding.vectors"][1:][torch.from_numpy(order)])
    out["embedding.vectors.keys"] = keys[order]
    linear("embedding.mix", e + "embedding.mix")
    norm("embedding.ln", e + "embedding.ln")
    config = saved["config"]
    for i in range(config["convolutions"]):
        linear(f"convolutions.{i}.mix", f"{e}convolutions.{i}.mix")
        norm(f"convolutions.{i}.ln", f"{e}convolutions.{i}.ln")
    for i in range(config["attentions"]):
        for part in ("qkv", "out", "up", "down"):
            linear(f"attentions.{i}.{part}", f"{e}attentions.{i}.{part}")
        for part in ("ln1", "ln2"):
            norm(f"attentions.{i}.{part}", f"{e}attentions.{i}.{part}")
        out[f"attentions.{i}.bias"] = state[f"{e}attentions.{i}.bias"].numpy().astype(np.float32)
    norm("ln", e + "ln")
    h = "heads."
    for part in ("upos", "xpos", "script", "arc_head", "arc_dep", "arc", "label_head", "label_dep", "label", "start",
                 "end", "inside", "weight", "kind", "event1", "event2"):
        linear(h + part, h + part)
    out["heads.distance"] = state["heads.distance"].numpy().astype(np.float32)
    out["heads.width"] = state["heads.width"].numpy().astype(np.float32)
    root = state["heads.root"]
    for part in ("arc", "label"):
        y = F.leaky_relu(state[f"heads.{part}_head.weight"] @ root + state[f"heads.{part}_head.bias"], 0.1)
        out[f"heads.root_{part}"] = y.numpy().astype(np.float32)
    return out


def main():
    p = argparse.ArgumentParser()
    p.add_argument("build")
    p.add_argument("network")
    p.add_argument("out")
    p.add_argument("--note", default="")
    a = p.parse_args()
    words = [str(w) for w in np.load(f"{a.build}/vectors.npz", allow_pickle=True)["words"]]
    saved = torch.load(a.network, weights_only=False)
    tensors = tensors_of(saved, words)
    v = saved["vocabulary"]
    labels = {k: "|".join(v[k]) for k in LISTS}
    told = "".join(f"{k}={labels[k]}\n" for k in LISTS).encode()
    told += tensors["embedding.vectors.keys"].tobytes()
    metadata = {"format": "1", "architecture": ARCHITECTURE, "features": FEATURES,
                "vocabulary": hashlib.sha256(told).hexdigest(), "licence": "CC BY-SA 4.0", "note": a.note, **labels}
    write_safetensors(a.out, tensors, metadata)
    print(a.out, sum(t.nbytes for t in tensors.values()), "bytes of weights")


if __name__ == "__main__":
    main()
