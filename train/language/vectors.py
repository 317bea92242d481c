"""Static word vectors from the raw novels: skip-gram with negative sampling (Mikolov and others 2013), by gensim.

usage: vectors.py DATA OUT
Writes OUT/novels.pkl (the sentences as word ids, by novel) and OUT/vectors.npz (words, vectors, counts by novel).
"""
import collections
import glob
import os
import pickle
import sys

import numpy as np

import data
import text

DIMENSION = 96


def corpus(root):
    """{novel: [[norm form, ...]]} without the passages that LitBank annotates."""
    annotated = set(data.litbank_documents(root))
    out = {}
    for path in sorted(glob.glob(f"{root}/novels/*.txt")):
        name = os.path.basename(path)[:-4]
        rows = data.novel(path)
        if name in annotated:
            rows, _ = data.without_opening(rows, [w for l in data.litbank(root, name) for w in l.forms])
        out[name] = rows
    return out


def main(root, out):
    from gensim.models import Word2Vec
    os.makedirs(out, exist_ok=True)
    novels = corpus(root)
    with open(f"{out}/novels.pkl", "wb") as f:
        pickle.dump(novels, f)
    rows = [[text.norm(w) for w in s] for name in sorted(novels) for s in novels[name]]
    model = Word2Vec(rows, vector_size=DIMENSION, window=4, min_count=5, sg=1, negative=5, epochs=5, workers=1, seed=7,
                     sample=1e-3, hashfxn=lambda s: __import__("zlib").crc32(s.encode()))
    words = list(model.wv.index_to_key)
    v = model.wv.vectors.astype(np.float32)
    v /= np.sqrt((v ** 2).mean())  # unit variance
    by_novel = collections.defaultdict(collections.Counter)
    known = set(words)
    for name in novels:
        for s in novels[name]:
            for w in s:
                w = text.norm(w)
                if w in known:
                    by_novel[w][name] += 1
    counts = [sum(by_novel[w].values()) for w in words]
    own = {}  # novel -> words that would not be in the table without it
    for i, w in enumerate(words):
        for name, c in by_novel[w].items():
            if counts[i] - c < 5:
                own.setdefault(name, []).append(i)
    np.savez(f"{out}/vectors.npz", words=np.array(words, dtype=object), vectors=v, counts=np.array(counts))
    with open(f"{out}/own.pkl", "wb") as f:
        pickle.dump(own, f)
    print(len(words), "words", sum(counts), "tokens")


if __name__ == "__main__":
    main(*sys.argv[1:])
