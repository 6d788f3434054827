#!/usr/bin/env python3
"""Writes exchange.txt: what torch.optim keeps of a parameter in the middle and at the end of a run: python3 tests/vectors/generate_exchange.py

Needs torch >= 2.9. Slot 1 gets its first gradient after the middle, so that there is nothing of it to hand over before. Every hyper-parameter is away from its neutral value.
"""

import os

import torch

MIDDLE, STEPS, LATE = 20, 40, 23
SHAPES = [(3, 4), (5,)]
ADAM = dict(lr=0.03, beta1=0.8, beta2=0.9, eps=0.01, weight_decay=0.1)
CASES = {  # name: class, rule, hyper-parameters by the names of dlopt
    "adam": (torch.optim.Adam, "adam", dict(ADAM, amsgrad=1, maximize=1)),
    "adam_plain": (torch.optim.Adam, "adam", ADAM),
    "adamw": (torch.optim.AdamW, "adamw", dict(ADAM, amsgrad=1)),
    "nadam": (torch.optim.NAdam, "nadam", dict(ADAM, momentum_decay=0.3)),
    "radam": (torch.optim.RAdam, "radam", dict(ADAM, beta2=0.97)),  # rectified from step 9 on
    "adamax": (torch.optim.Adamax, "adamax", ADAM),
    "adadelta": (torch.optim.Adadelta, "adadelta", dict(lr=0.7, rho=0.8, eps=0.01, weight_decay=0.1)),
    "adagrad": (torch.optim.Adagrad, "adagrad", dict(lr=0.1, lr_decay=0.05, eps=0.01, weight_decay=0.1, initial_accumulator_value=0.3)),
    "rmsprop": (torch.optim.RMSprop, "rmsprop", dict(lr=0.02, alpha=0.8, eps=0.1, weight_decay=0.1, momentum=0.6, centered=1)),
    "rprop": (torch.optim.Rprop, "rprop", dict(lr=0.02, etaminus=0.4, etaplus=1.3, step_size_min=1e-3, step_size_max=0.3)),
    "asgd": (torch.optim.ASGD, "asgd", dict(lr=0.1, lambd=0.3, alpha=0.6, t0=7, weight_decay=0.1)),
    "sgd": (torch.optim.SGD, "sgd", dict(lr=0.1, momentum=0.7, dampening=0.4, weight_decay=0.1)),
    "sgd_nesterov": (torch.optim.SGD, "sgd", dict(lr=0.1, momentum=0.7, nesterov=1, weight_decay=0.1)),
    "sparse_adam": (torch.optim.SparseAdam, "sparse_adam", dict(lr=0.03, beta1=0.8, beta2=0.9, eps=0.01)),
    "adafactor": (torch.optim.Adafactor, "adafactor", dict(lr=0.1, beta2_decay=-0.6, eps2=0.05, d=1.2, weight_decay=0.1)),
}  # fmt: skip
PAIRS = {"betas": ("beta1", "beta2"), "etas": ("etaminus", "etaplus"), "step_sizes": ("step_size_min", "step_size_max")}


def arguments_of(h):
    """The same as torch names it."""
    h, made = dict(h), {}
    for name, pair in PAIRS.items():
        if pair[0] in h:
            made[name] = tuple(h.pop(half) for half in pair)
    if "eps2" in h:
        made["eps"] = (None, h.pop("eps2"))
    for flag in ("amsgrad", "maximize", "centered", "nesterov"):
        if flag in h:
            made[flag] = bool(h.pop(flag))
    return {**made, **h}


def row(tensor):
    return " ".join(float(v).hex() for v in tensor.detach().reshape(-1).tolist())


def drive():
    generator = torch.Generator().manual_seed(11)
    start = [torch.randint(-128, 129, shape, generator=generator) / 64 for shape in SHAPES]
    grads = {}
    for t in range(1, STEPS + 1):
        for slot, shape in enumerate(SHAPES):
            grads[t, slot] = torch.randint(-64, 65, shape, generator=generator) / 64
    return start, {(t, slot): g for (t, slot), g in grads.items() if slot == 0 or t >= LATE}


def snapshot(out, t, optimizer, params):
    state = optimizer.state_dict()["state"]
    for slot, param in enumerate(params):
        out.write(f"param {t} {slot} {row(param)}\n")
        kept = {name: v for name, v in state.get(slot, {}).items() if v is not None}
        if isinstance(optimizer, torch.optim.Adagrad) and t < LATE and slot == 1:
            kept = {}  # Adagrad makes its state at once: as a new parameter has it
        if "step" in kept:
            out.write(f"steps {t} {slot} {int(kept.pop('step'))}\n")
        kept.pop("mu", None)  # of ASGD, by step and t0
        for name, v in kept.items():
            out.write(f"state {t} {slot} {name} {row(torch.as_tensor(v))}\n")


def run(out, name, dtype, start, grads):
    torch.set_default_dtype(dtype)  # numbers beside tensors have it
    made, rule, h = CASES[name]
    params = [torch.nn.Parameter(p.to(dtype).clone()) for p in start]
    optimizer = made(params, **arguments_of(h))
    out.write(f"case {name} {rule} {'f64' if dtype == torch.float64 else 'f32'}\n")
    out.writelines(f"set {hyper} {float(value).hex()}\n" for hyper, value in h.items())
    for t in range(1, STEPS + 1):
        for slot, param in enumerate(params):
            g = grads.get((t, slot))
            param.grad = None if g is None else g.to(dtype)
            if g is not None and made is torch.optim.SparseAdam:
                param.grad = param.grad.to_sparse(1)
        optimizer.step()
        if t in (MIDDLE, STEPS):
            snapshot(out, t, optimizer, params)


def main():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "exchange.txt")
    start, grads = drive()
    with open(path, "w") as out:
        out.write(f"# Written by generate_exchange.py with torch {torch.__version__.split('+')[0]}. shape SLOT N..., start SLOT V..., grad T SLOT V...; then case NAME RULE TYPE, set HYPER V, and after steps\n")
        out.write(f"# {MIDDLE} and {STEPS}: param T SLOT V..., steps T SLOT N, state T SLOT NAME V... of what torch has.\n")
        for slot, shape in enumerate(SHAPES):
            out.write(f"shape {slot} {' '.join(map(str, shape))}\nstart {slot} {row(start[slot])}\n")
        out.writelines(f"grad {t} {slot} {row(g)}\n" for (t, slot), g in grads.items())
        for name in CASES:
            for dtype in (torch.float64, torch.float32):
                run(out, name, dtype, start, grads)


main()
