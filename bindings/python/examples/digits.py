"""A network learns handwritten digits in NumPy, trained by dlopt: usage: digits.py [digits.csv]"""

import pathlib
import sys
import time

import numpy as np

import dlopt
from dlopt import schedules

path = sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[3] / "examples" / "data" / "digits.csv"
table = np.loadtxt(path, delimiter=",", dtype=np.float32)
random = np.random.default_rng(1)
random.shuffle(table)
x, y = table[:, :64] / 16, table[:, 64].astype(int)
test, train = slice(0, 360), slice(360, None)

def layer(inputs, outputs):
    return random.uniform(-1, 1, (inputs, outputs)).astype(np.float32) * np.float32(np.sqrt(6 / inputs))

net = {"w1": layer(64, 128), "b1": np.zeros(128, np.float32), "w2": layer(128, 10), "b2": np.zeros(10, np.float32)}
epochs, batch, images = 40, 32, x[train]
opt = dlopt.AdamW(lr=schedules.WarmupCosine(base=0.01, start_factor=0.05, warmup_steps=90, total_steps=epochs * -(-len(images) // batch)), weight_decay=0.1)
for name, p in net.items():
    opt.add(name=name, shape=p.shape, decay_scale=p.ndim - 1)  # biases do not decay

def logits(images):
    hidden = np.maximum(images @ net["w1"] + net["b1"], 0)
    return hidden, hidden @ net["w2"] + net["b2"]

start = time.perf_counter()
for epoch in range(epochs):
    for rows in np.array_split(random.permutation(len(images)), -(-len(images) // batch)):
        hidden, out = logits(images[rows])
        slope = np.exp(out - out.max(1, keepdims=True))
        slope /= slope.sum(1, keepdims=True)
        slope[range(len(rows)), y[train][rows]] -= 1  # of the softmax and the cross-entropy
        back = slope @ net["w2"].T * (hidden > 0)
        opt.step(net, {"w1": images[rows].T @ back, "b1": back.sum(0), "w2": hidden.T @ slope, "b2": slope.sum(0)}, grad_scale=len(rows), max_norm=1.0)
    accuracy = (logits(x[test])[1].argmax(1) == y[test]).mean()
    done, rate = epoch + 1, opt.steps / (time.perf_counter() - start)
    print(f"\r{done / epochs:4.0%} |{'█' * (done * 30 // epochs):30}| {done}/{epochs} [{rate:5.0f} step/s, test {accuracy:.2%}]", end="", flush=True)
print()
sys.exit(0 if accuracy > 0.96 else 1)
