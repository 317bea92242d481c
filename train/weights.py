"""Writes weights as fabula reads them: safetensors, and boosted trees in the form of src/nn/tree_ensemble.hpp."""
import json
import struct

import numpy as np

DTYPE = {np.dtype(np.int8): "I8", np.dtype(np.uint8): "U8", np.dtype(np.float32): "F32", np.dtype(np.uint64): "U64",
         np.dtype(np.int32): "I32"}


def write_safetensors(path, tensors, metadata):
    """Data begins on 64 bytes, each tensor on 64 too: the wider types come first and sizes are padded by order."""
    order = sorted(tensors, key=lambda n: (-tensors[n].itemsize, n))
    header, at = {"__metadata__": metadata}, 0
    for n in order:
        t = tensors[n]
        header[n] = {"dtype": DTYPE[t.dtype], "shape": list(t.shape), "data_offsets": [at, at + t.nbytes]}
        at += t.nbytes
    raw = json.dumps(header, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    raw += b" " * (-(8 + len(raw)) % 64)
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(raw)))
        f.write(raw)
        for n in order:
            f.write(np.ascontiguousarray(tensors[n]).tobytes())


def down(x):
    """The greatest float that is not greater: no float is then sent elsewhere than the double would send it."""
    f = np.float32(min(x, 3e38))  # "everything" is the greatest double
    return f if float(f) <= x else np.nextafter(f, np.float32(-np.inf))


def tree_tensors(prefix, booster, features):
    """The tensors of a LightGBM booster with one score; `features` is the width of its rows."""
    feature, threshold, default_left, left, right, leaf, root = [], [], [], [], [], [], []

    def add(node):
        if "leaf_value" in node:
            leaf.append(node["leaf_value"])
            return -len(leaf)  # ~(number of the leaf)
        at = len(feature)
        if node["decision_type"] != "<=":
            raise ValueError(f"a split by {node['decision_type']} has no place in tree_ensemble")
        feature.append(node["split_feature"])
        threshold.append(down(node["threshold"]))
        missing_none = node["missing_type"] == "None"
        default_left.append(0 <= node["threshold"] if missing_none else node["default_left"])
        left.append(0), right.append(0)
        left[at] = add(node["left_child"])
        right[at] = add(node["right_child"])
        return at

    for tree in booster.dump_model()["tree_info"]:
        root.append(add(tree["tree_structure"]))
    return {f"{prefix}.feature": np.array(feature, np.int32), f"{prefix}.threshold": np.array(threshold, np.float32),
            f"{prefix}.default_left": np.array(default_left, np.uint8), f"{prefix}.left": np.array(left, np.int32),
            f"{prefix}.right": np.array(right, np.int32), f"{prefix}.leaf": np.array(leaf, np.float32),
            f"{prefix}.root": np.array(root, np.int32), f"{prefix}.base": np.zeros(1, np.float32),
            f"{prefix}.features": np.array([features], np.int32)}


def with_stump(tensors, prefix, feature, value):
    """The same ensemble with a first tree that adds `value` to rows whose `feature` is more than a half."""
    def part(name):
        return tensors[f"{prefix}.{name}"]

    def behind(children):
        return np.where(children >= 0, children + 1, children - 2).astype(np.int32)

    first = {"feature": feature, "threshold": 0.5, "default_left": 1, "left": -1, "right": -2}
    out = dict(tensors)
    for name, x in first.items():
        rest = behind(part(name)) if name in ("left", "right") else part(name)
        out[f"{prefix}.{name}"] = np.concatenate([np.array([x], rest.dtype), rest])
    out[f"{prefix}.leaf"] = np.concatenate([np.array([0, value], np.float32), part("leaf")])
    out[f"{prefix}.root"] = np.concatenate([np.array([0], np.int32), behind(part("root"))])
    return out


def mean(ensembles, prefix):
    """The mean of ensembles of as many trees each, their trees in turns."""
    def part(name):
        return [e[f"{prefix}.{name}"] for e in ensembles]

    nodes = np.cumsum([0] + [len(x) for x in part("feature")])
    leaves = np.cumsum([0] + [len(x) for x in part("leaf")])

    def moved(name):
        return [np.where(x >= 0, x + n, x - m).astype(np.int32) for x, n, m in zip(part(name), nodes, leaves)]

    out = dict(ensembles[0])
    for name in ("feature", "threshold", "default_left"):
        out[f"{prefix}.{name}"] = np.concatenate(part(name))
    for name in ("left", "right"):
        out[f"{prefix}.{name}"] = np.concatenate(moved(name))
    out[f"{prefix}.leaf"] = np.concatenate(part("leaf")) / np.float32(len(ensembles))
    out[f"{prefix}.root"] = np.stack(moved("root"), 1).reshape(-1)
    return out
