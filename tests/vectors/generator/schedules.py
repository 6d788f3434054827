"""Schedules: closed forms (the oracle of every case that follows one), whole runs of PyTorch's schedulers, and optax's functions."""

import math
import warnings
from decimal import Context, Decimal, localcontext

import numpy as np
import optax
import torch
from torch.optim import lr_scheduler as tl


# Arguments left out have the library's defaults: PyTorch's where PyTorch has them.


def constant(t, base=1.0):
    return base


def step(t, base=1.0, step_size=30, gamma=0.1):
    return exponential(t // step_size, base, gamma)


def exponential(t, base=1.0, gamma=1.0, **rate):
    """In 50 digits: repeated products of floats are off in the 8th digit when t is 10^9."""
    with localcontext(Context(prec=50, Emin=-(10**15), Emax=10**15)):
        return float(Decimal(base) * Decimal(gamma) ** t * (-Decimal(rate.get("lambda", 0.0)) * t).exp())


def cosine(t, base=1.0, final=0.0, total_steps=1000, after_end=0):
    if t > total_steps and not after_end:
        return final
    t %= 2 * total_steps  # exact, so that a late step keeps its phase
    return final + (base - final) * (1 + math.cos(math.pi * t / total_steps)) / 2


def linear(t, base=1.0, start_factor=1 / 3, end_factor=1.0, total_steps=5):
    return base * (start_factor + (end_factor - start_factor) * min(t, total_steps) / total_steps)


def warmup_cosine(t, base=1.0, final=0.0, total_steps=1000, warmup_steps=100, start_factor=0.0, after_end=0):
    if t < warmup_steps:
        return base * (start_factor + (1 - start_factor) * t / warmup_steps)
    return cosine(t - warmup_steps, base, final, total_steps - warmup_steps, after_end)


KINDS = {f.__name__: f for f in (constant, step, exponential, cosine, linear, warmup_cosine)}


def value(name, t):
    """The closed form of a schedule of SCHEDULES at step t."""
    s = SCHEDULES[name]
    if "kind" in s:
        return KINDS[s["kind"]](t, **s["fields"])
    if "product" in s:
        return math.prod(value(child, t) for child in s["product"])
    if "warmup" in s:
        inner, steps = s["warmup"]
        return value(inner, 0) * t / steps if t < steps else value(inner, t - steps)
    starts = [0] + s["milestones"]
    i = max(i for i, first in enumerate(starts) if t >= first)
    return value(s["sequence"][i], t - starts[i])


def _torch(base, *make):
    """A whole run of a PyTorch scheduler, one value a step, chained as training loops do."""

    def run(steps):
        optimizer = torch.optim.SGD([torch.zeros(1, dtype=torch.float64, requires_grad=True)], lr=base)
        scheduler = make[0](optimizer)
        values = []
        for _ in range(steps):
            values.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            with warnings.catch_warnings():  # SequentialLR passes an epoch to its children, which they call deprecated
                warnings.simplefilter("ignore", UserWarning)
                scheduler.step()
        return values

    return run


def _optax(schedule):
    return lambda steps: [float(schedule(t)) for t in range(steps)]


def _kind(kind, torch_run=None, optax_run=None, **fields):
    runs = {"torch.optim.lr_scheduler": torch_run, "optax": optax_run}
    return {"kind": kind, "fields": fields, "runs": {k: v for k, v in runs.items() if v}}


def _warm_then_cosine(o):
    return tl.SequentialLR(
        o, [tl.LinearLR(o, start_factor=0.25, end_factor=1.0, total_iters=6), tl.CosineAnnealingLR(o, T_max=20, eta_min=0.01)], milestones=[6]
    )


def _three(o):
    return tl.SequentialLR(o, [tl.LinearLR(o, 0.5, 0.75, 4), tl.StepLR(o, 3, 0.5), tl.ExponentialLR(o, 0.8)], milestones=[5, 14])


def _chained(o):
    return tl.ChainedScheduler([tl.StepLR(o, 7, 0.5), tl.ExponentialLR(o, 0.95)])


SCHEDULES = {
    "constant_defaults": _kind("constant"),
    "step_defaults": _kind("step", _torch(1.0, lambda o: tl.StepLR(o, 30))),
    "exponential_defaults": _kind("exponential"),
    "cosine_defaults": _kind("cosine"),
    "linear_defaults": _kind("linear", _torch(1.0, tl.LinearLR)),
    "warmup_cosine_defaults": _kind("warmup_cosine"),
    "constant": _kind("constant", _torch(0.3, lambda o: tl.ConstantLR(o, factor=1.0)), _optax(optax.constant_schedule(0.3)), base=0.3),
    "step": _kind(
        "step",
        _torch(0.3, lambda o: tl.StepLR(o, 7, 0.6)),
        _optax(optax.exponential_decay(0.3, 7, 0.6, staircase=True)),
        base=0.3,
        step_size=7,
        gamma=0.6,
    ),
    "exponential_gamma": _kind(
        "exponential", _torch(0.2, lambda o: tl.ExponentialLR(o, 0.9)), _optax(optax.exponential_decay(0.2, 1, 0.9)), base=0.2, gamma=0.9
    ),
    "exponential_lambda": _kind("exponential", None, _optax(optax.exponential_decay(0.2, 1, math.exp(-0.07))), base=0.2, **{"lambda": 0.07}),
    "exponential_both": _kind("exponential", base=0.7, gamma=0.97, **{"lambda": 0.05}),
    "exponential_slow": _kind("exponential", base=0.7, gamma=1 - 2.0**-30, **{"lambda": 2.0**-31}),
    "cosine_hold": _kind(
        "cosine",
        None,
        _optax(optax.cosine_decay_schedule(0.4, 23, alpha=0.05 / 0.4)),
        base=0.4,
        final=0.05,
        total_steps=23,
    ),
    "cosine_repeat": _kind(
        "cosine", _torch(0.4, lambda o: tl.CosineAnnealingLR(o, 11, 0.05)), base=0.4, final=0.05, total_steps=11, after_end=1
    ),
    "linear_up": _kind(
        "linear",
        _torch(0.5, lambda o: tl.LinearLR(o, start_factor=0.2, end_factor=0.9, total_iters=13)),
        _optax(optax.linear_schedule(0.1, 0.45, 13)),
        base=0.5,
        start_factor=0.2,
        end_factor=0.9,
        total_steps=13,
    ),
    "linear_down": _kind(
        "linear",
        _torch(0.5, lambda o: tl.LinearLR(o, start_factor=1.0, end_factor=0.125, total_iters=9)),
        base=0.5,
        start_factor=1.0,
        end_factor=0.125,
        total_steps=9,
    ),
    "warmup_cosine_hold": _kind(
        "warmup_cosine",
        None,
        _optax(optax.warmup_cosine_decay_schedule(0.04, 0.2, 7, 31, 0.002)),
        base=0.2,
        final=0.002,
        total_steps=31,
        warmup_steps=7,
        start_factor=0.2,
    ),
    "warmup_cosine_repeat": _kind(
        "warmup_cosine",
        _torch(0.2, _warm_then_cosine),
        base=0.2,
        final=0.01,
        total_steps=26,
        warmup_steps=6,
        start_factor=0.25,
        after_end=1,
    ),
    # Parts of the compositions below.
    "part_linear": _kind("linear", base=0.6, start_factor=0.5, end_factor=0.75, total_steps=4),
    "part_step": _kind("step", base=0.6, step_size=3, gamma=0.5),
    "part_exponential": _kind("exponential", base=0.6, gamma=0.8),
    "part_factor": _kind("exponential", gamma=0.95),
    "part_drops": _kind("step", base=0.25, step_size=7, gamma=0.5),
    "sequence": {
        "sequence": ["part_linear", "part_step", "part_exponential"],
        "milestones": [5, 14],
        "runs": {"torch.optim.lr_scheduler": _torch(0.6, _three)},
    },
    "product": {"product": ["part_drops", "part_factor"], "runs": {"torch.optim.lr_scheduler": _torch(0.25, _chained)}},
    "warmup": {
        "warmup": ("cosine_hold", 8),
        "runs": {
            "optax": _optax(
                optax.join_schedules([optax.linear_schedule(0.0, 0.4, 8), optax.cosine_decay_schedule(0.4, 23, alpha=0.05 / 0.4)], [8])
            )
        },
    },
    "nested": {"product": ["warmup", "sequence"], "runs": {}},
    # What cases of the rules follow: quick to move, so that where lr stands is seen within a few steps.
    "case_lr": _kind("warmup_cosine", base=0.08, final=0.01, total_steps=14, warmup_steps=4, start_factor=0.3),
    "case_fade": _kind("exponential", base=0.3, gamma=0.8),
    "case_beta": _kind("linear", base=0.9, start_factor=0.8, end_factor=1.05, total_steps=12),
}

STEPS = 48
FAR = [500, 1000, 65537, 10**6 + 1, 10**9 + 7, 2**40 + 3]  # late steps, by the closed form alone


def torch_closed_form_cosine():
    """PyTorch's own closed form of the cosine, against which its recursive run is checked."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.4)
    scheduler = tl.CosineAnnealingLR(optimizer, 11, 0.05)
    values = []
    for t in range(STEPS):
        scheduler.last_epoch = t
        values.append(scheduler._get_closed_form_lr()[0])
    return values


def records():
    """Yields (name, definition, oracles, {step: value}); every oracle must agree with the closed form."""
    np.testing.assert_allclose(torch_closed_form_cosine(), [value("cosine_repeat", t) for t in range(STEPS)], rtol=1e-13)
    for name, definition in SCHEDULES.items():
        closed = [value(name, t) for t in range(STEPS)]
        for run in definition["runs"].values():
            np.testing.assert_allclose(run(STEPS), closed, rtol=1e-12, atol=1e-16)
        values = next(iter(definition["runs"].values()))(STEPS) if definition["runs"] else closed
        oracles = list(definition["runs"]) + ["closed_form"]
        far = {t: value(name, t) for t in FAR}
        yield name, definition, oracles, {**dict(enumerate(values)), **{t: v for t, v in far.items() if math.isfinite(v)}}
