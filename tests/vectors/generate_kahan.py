#!/usr/bin/env python3
"""Writes kahan.txt: parameters of 16 bits with Kahan compensation, by SGD of the package optimi: python3 tests/vectors/generate_kahan.py

Needs torch and torch-optimi (0.3.3). optimi adds a step to the compensation in the parameter's type before it splits the sum, dlopt in f32. Both are the same where that sum fits the type, so every step
here is a multiple of 2^-13 (bf16) or 2^-16 (f16), and parameters stay where a unit in the last place is some 2^6 of these.
"""

import os

import torch
from optimi import SGD

STEPS, ELEMENTS = 48, 24
FORMATS = {  # exponent of the steps, and of lr
    "bf16": (torch.bfloat16, -13, -9),
    "f16": (torch.float16, -16, -12),
}


def bits(tensor):
    return " ".join(f"{b & 0xffff:04x}" for b in tensor.detach().view(torch.int16).tolist())


def run(out, name, dtype, step_exponent, lr_exponent):
    generator = torch.Generator().manual_seed(7)
    size = 1.125 + 0.75 * torch.rand(ELEMENTS, generator=generator)  # far enough from 1 and 2 for all steps
    start = torch.where(torch.arange(ELEMENTS) % 2 == 0, size, -size).to(dtype)
    param = torch.nn.Parameter(start.clone())
    optimizer = SGD([param], lr=2.0**lr_exponent, kahan_sum=True, foreach=False, triton=False)
    out.write(f"case {name} {2.0**lr_exponent!r} {STEPS}\nstart {bits(start)}\n")
    for t in range(1, STEPS + 1):
        grad = torch.randint(-15, 16, (ELEMENTS,), generator=generator).to(torch.float64) * 2.0 ** (step_exponent - lr_exponent)
        param.grad = grad.to(dtype)
        assert torch.equal(param.grad.double(), grad)
        given = bits(param.grad)  # the step uses its memory
        optimizer.step()
        comp = optimizer.state[param]["kahan_comp"]
        out.write(f"grad {given}\nparam {bits(param)}\nkahan_comp {bits(comp)}\n")
    assert not torch.equal(param.data, start) and torch.any(comp != 0)


def main():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "kahan.txt")
    with open(path, "w") as out:
        out.write("# Written by generate_kahan.py. case TYPE LR STEPS, start, and for each step: grad, param, kahan_comp; bits of TYPE in hexadecimal.\n")
        for name, (dtype, step_exponent, lr_exponent) in FORMATS.items():
            run(out, name, dtype, step_exponent, lr_exponent)


main()
