#!/usr/bin/env python3
"""Writes scaler.txt: what PyTorch's and DeepSpeed's loss scalers do on random overflows.

    python3 generate_scaler.py        needs torch >= 2.9 and deepspeed (pip install deepspeed)

One line is one way to set a scaler, and its runs:

    torch|deepspeed INIT GROWTH BACKOFF INTERVAL HYSTERESIS CONSECUTIVE MIN FIRST COUNT LENGTH HASH
    show torch|deepspeed INIT GROWTH BACKOFF INTERVAL HYSTERESIS CONSECUTIVE MIN SEED LENGTH PATTERN SCALES

A run's overflows are drawn with SplitMix64 from its seed: first how rare they are, then each update. HASH is FNV-1a over, after each update of the runs of seeds FIRST to FIRST + COUNT - 1,
the scale as a little-endian double and one byte: 1 if the step was skipped, 2 if the scaler raised instead. "show" has one run in words: 0 finite, 1 overflow, x raised. Numbers are hexadecimal doubles.
"""

import pathlib
import struct
import types
from importlib.metadata import version

import torch
from deepspeed.runtime.fp16 import loss_scaler

loss_scaler.dist = types.SimpleNamespace(get_rank=lambda: 1)  # it asks only to log on the first rank
loss_scaler.logger.disabled = True

MASK = 2**64 - 1
LENGTH, COUNT = 60, 500


def splitmix(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def pattern(seed, length):
    bits = splitmix(seed)
    rarity = 2 + next(bits) % 12
    return [next(bits) % rarity == 0 for _ in range(length)]


def run_torch(how, overflows):
    """GradScaler itself, with an optimizer that it holds back."""
    scaler = torch.amp.GradScaler("cpu", init_scale=how["init"], growth_factor=how["growth"], backoff_factor=how["backoff"], growth_interval=how["interval"])
    param = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([param], lr=1.0)
    scaler.scale(torch.ones(1))  # makes its tensors
    for overflow in overflows:
        param.data.zero_()  # so that no step is too small to be seen
        param.grad = torch.full((1,), float("inf") if overflow else 1e30)
        scaler.step(optimizer)
        scaler.update()
        yield scaler.get_scale(), int(param.item() == 0)


def run_deepspeed(how, overflows):
    scaler = loss_scaler.DynamicLossScaler(init_scale=how["init"], scale_window=how["interval"], min_scale=how["min"], delayed_shift=how["hysteresis"],
                                           consecutive_hysteresis=bool(how["consecutive"]), raise_error_at_min_scale=True)
    assert scaler.scale_factor == how["growth"] == 1 / how["backoff"]
    for overflow in overflows:
        raised = False
        try:
            scaler.update_scale(overflow)
        except Exception as error:  # what it raises has no other type
            assert "minimum" in str(error)
            raised = True
        yield scaler.cur_scale, 2 if raised else int(overflow)


ORACLES = {"torch": run_torch, "deepspeed": run_deepspeed}


def setting(init, growth, backoff, interval, hysteresis=1, consecutive=0, least=1.0):
    return {"init": float(init), "growth": float(growth), "backoff": float(backoff), "interval": interval, "hysteresis": hysteresis, "consecutive": consecutive, "min": float(least)}


def cases():
    for interval in (1, 2, 3, 7, 2000):
        yield "torch", setting(65536, 2, 0.5, interval)
    yield "torch", setting(3, 2, 0.5, 4)
    yield "torch", setting(1000, 1.5, 0.7, 3)  # rounded to f32 at each change
    yield "torch", setting(2.0**20, 4, 0.25, 5)
    yield "torch", setting(0.1, 1.1, 0.9, 2)
    yield "torch", setting(2.0**90, 2, 0.5, 9)
    for hysteresis in (1, 2, 3):
        for consecutive in (0, 1):
            yield "deepspeed", setting(65536, 2, 0.5, 3 + hysteresis, hysteresis, consecutive)
    yield "deepspeed", setting(65536, 2, 0.5, 1000, 2)
    yield "deepspeed", setting(2.0**32, 2, 0.5, 2, 2, 1, 2.0**24)
    yield "deepspeed", setting(3, 2, 0.5, 2, 4, 0, 1)
    yield "deepspeed", setting(8, 2, 0.5, 4, 1, 0, 4)


def fnv(data, value=0xCBF29CE484222325):
    for byte in data:
        value = ((value ^ byte) * 0x100000001B3) & MASK
    return value


def words(how):
    numbers = [how[key].hex() if isinstance(how[key], float) else str(how[key]) for key in ("init", "growth", "backoff", "interval", "hysteresis", "consecutive", "min")]
    return " ".join(numbers)


def main():
    lines = [f"# What loss scalers do, made by tests/vectors/generate_scaler.py with torch {version('torch').split('+')[0]}, deepspeed {version('deepspeed')}; its head tells the format."]
    first = 1
    for name, how in cases():
        value = 0xCBF29CE484222325
        for seed in range(first, first + COUNT):
            for scale, code in ORACLES[name](how, pattern(seed, LENGTH)):
                value = fnv(struct.pack("<dB", scale, code), value)
        lines.append(f"{name} {words(how)} {first} {COUNT} {LENGTH} {value:016x}")
        run = list(ORACLES[name](how, pattern(first, 24)))
        codes = "".join("x" if code == 2 else str(int(over)) for (_, code), over in zip(run, pattern(first, 24)))
        lines.append(f"show {name} {words(how)} {first} 24 {codes} " + " ".join(float(scale).hex() for scale, _ in run))
        first += COUNT
    pathlib.Path(__file__).with_name("scaler.txt").write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
