"""The network of src/talk/exchange_model.hpp: looks at whole exchanges beside the trees.

For each who may speak in an exchange, gated recurrent units (Cho and others 2014) run over its lines both ways; each line
then asks how the states of its candidates compare. It begins, as the trees of the second pass do, with what the first
pass says. `train` takes novels as speakers.py reads them; what it returns predicts and gives the tensors.
"""
import numpy as np
import torch

LONGEST = 96  # lines that are looked at together, as in exchange_model.cpp
REACH = 5.0
OTHERS = 0.3
LEAST_PRIOR = 1e-4


class Net(torch.nn.Module):
    def __init__(self, inputs, width, dropout):
        super().__init__()
        self.input = torch.nn.Linear(inputs, width)
        self.gru = torch.nn.GRU(width + 1, width, batch_first=True, bidirectional=True)
        self.mix = torch.nn.Linear(5 * width, width)
        self.output = torch.nn.Linear(width, 1)
        self.drop = torch.nn.Dropout(dropout)

    def forward(self, x, there, prior):
        """x [slots, lines, inputs], there and prior [slots, lines]: the logarithms of probabilities but for a sum."""
        flag = there[..., None].float()
        h = self.drop(torch.relu(self.input(x))) * flag
        states = self.gru(torch.cat([h, flag], 2))[0] * flag
        others = OTHERS * (states.sum(0, keepdim=True) - states)
        z = torch.relu(self.mix(self.drop(torch.cat([states, others, h], 2))))
        return (self.output(z)[..., 0] + prior).masked_fill(~there, -1e9)


class Trained:
    def __init__(self, net, mean, scale, missing):
        self.net, self.mean, self.scale, self.missing = net, mean, scale, missing

    def predict(self, novel):
        """A probability for each row of the second pass."""
        self.net.eval()
        p = np.zeros(len(novel.second), np.float32)
        with torch.no_grad():
            for x, there, prior, _, _, at in passages(novel, self.mean, self.scale, self.missing):
                p[at[there]] = torch.softmax(self.net(*map(torch.from_numpy, (x, there, prior))), 0).numpy()[there]
        return p

    def tensors(self):
        def array(t):
            return np.ascontiguousarray(t.detach().numpy().astype(np.float32))

        net, out = self.net, {}
        for name in ("input", "mix", "output"):
            layer = getattr(net, name)
            out[f"exchange.{name}.weight"], out[f"exchange.{name}.bias"] = array(layer.weight.T), array(layer.bias)
        for way, end in (("forward", ""), ("backward", "_reverse")):
            for part, letters in (("input", "ih"), ("hidden", "hh")):
                out[f"exchange.{way}.{part}"] = array(getattr(net.gru, f"weight_{letters}_l0{end}").T)
                out[f"exchange.{way}.{part}_bias"] = array(getattr(net.gru, f"bias_{letters}_l0{end}"))
        out["exchange.mean"], out["exchange.scale"] = self.mean, self.scale
        out["exchange.missing"] = self.missing.astype(np.int32)
        return out


def inputs_of(novel, mean, scale, missing):
    x = (novel.second - mean) * scale
    return np.concatenate([np.where(np.isnan(x), 0, np.clip(x, -REACH, REACH)), np.isnan(x[:, missing])],
                          1).astype(np.float32)


def passages(novel, mean, scale, missing):
    """Of each stretch of an exchange: inputs [slots, lines, n], which candidates there are, the first pass's prior, who
    is right, which lines gold knows, and the row of each candidate."""
    ends = np.cumsum(novel.second_sizes)
    starts = ends - novel.second_sizes
    rows = inputs_of(novel, mean, scale, missing)
    first = np.log(np.maximum(novel.prior("second"), LEAST_PRIOR)).astype(np.float32)
    exchange = [line["exchange"] for line in novel.lines]
    a = 0
    while a < len(exchange):
        b = a
        while b < len(exchange) and exchange[b] == exchange[a] and b < a + LONGEST:
            b += 1
        slots = {}
        for who in novel.who[starts[a]:ends[b - 1]]:
            slots.setdefault(int(who), len(slots))
        shape = (len(slots), b - a)
        x = np.zeros((*shape, rows.shape[1]), np.float32)
        at = np.full(shape, -1, np.int64)
        for i in range(a, b):
            for r in range(starts[i], ends[i]):
                slot = slots[int(novel.who[r])]
                x[slot, i - a], at[slot, i - a] = rows[r], r
        there = at >= 0
        prior, right = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        prior[there], right[there] = first[at[there]], novel.second_right[at[there]]
        yield x, there, prior, right, novel.known[a:b], at
        a = b


def train(novels, seed, width=32, epochs=5, dropout=0.2, rate=4e-3, decay=1e-3):
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    order = np.random.default_rng(seed)
    rows = np.concatenate([n.second for n in novels])
    mean = np.nanmean(rows, 0).astype(np.float32)
    scale = (1 / (np.nanstd(rows, 0) + 1e-3)).astype(np.float32)
    missing = np.flatnonzero(np.isnan(rows).any(0))
    del rows
    net = Net(len(mean) + len(missing), width, dropout)
    data = [p for n in novels for p in passages(n, mean, scale, missing) if p[4].any()]
    optimizer = torch.optim.AdamW(net.parameters(), rate, weight_decay=decay)
    steps = epochs * -(-len(data) // 4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps, pct_start=0.15)
    net.train()
    for _ in range(epochs):
        shuffled = order.permutation(len(data))
        for begin in range(0, len(data), 4):
            optimizer.zero_grad()
            for k in shuffled[begin:begin + 4]:
                x, there, prior, right, known, _ = data[k]
                said = torch.log_softmax(net(*map(torch.from_numpy, (x, there, prior))), 0).clamp(min=-20)
                share = torch.from_numpy(right / np.maximum(right.sum(0, keepdims=True), 1))
                loss = -(share * said).sum(0)[torch.from_numpy(known)].sum() / 50
                loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return Trained(net, mean, scale, missing)
