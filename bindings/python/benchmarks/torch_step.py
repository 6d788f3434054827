"""What a step of a model with many parameters costs, beside torch.optim.

usage: torch_step.py [PARAMETERS] [ELEMENTS]    default 200 parameters of 64 elements

Microseconds for a step of AdamW, the best of many. "new": every gradient lies elsewhere than before, as after zero_grad(set_to_none=True).
"""

import sys
import time

import torch

import dlopt.torch

MAKERS = {
    "dlopt": dlopt.torch.AdamW,
    "torch, fused": lambda params: torch.optim.AdamW(params, fused=True),
    "torch, foreach": lambda params: torch.optim.AdamW(params, foreach=True),
    "torch, loop": lambda params: torch.optim.AdamW(params, foreach=False),
}


def best(optimizer, params, new, steps=100):
    times, kept = [], []
    for _ in range(steps):
        for param in params:
            if new or param.grad is None:
                kept.append(param.grad)
                param.grad = torch.ones_like(param)
        kept = kept[-len(params):]
        start = time.perf_counter()
        optimizer.step()
        times.append(time.perf_counter() - start)
    return min(times) * 1e6


def main():
    count, elements = (int(word) for word in (sys.argv[1:] + ["200", "64"][len(sys.argv) - 1:]))
    print(f"torch {torch.__version__}, {count} parameters of {elements} elements, microseconds")
    for name, make in MAKERS.items():
        params = [torch.nn.Parameter(torch.randn(elements)) for _ in range(count)]
        try:
            optimizer = make(params)
        except TypeError:
            print(f"{name:16} not in this version")
            continue
        print(f"{name:16} {best(optimizer, params, False):8.0f}   new gradients {best(optimizer, params, True):8.0f}")


main()
