"""Yogi."""

import numpy as np
import optax
import pytorch_optimizer

from generator.by_hand import arrived, with_decay
from generator.by_optax import chain_with_decay, minus_lr
from generator.by_torch import agree, decay_of_pytorch_optimizer

DEFAULTS = dict(
    lr=1e-2, weight_decay=0.0, beta1=0.9, beta2=0.999, eps=1e-3, initial_accumulator_value=1e-6, bias_correction=1,
    decay_mode="decoupled",
)  # fmt: skip
_PEERS = dict(initial_accumulator_value=1e-6, bias_correction=1, decay_mode="decoupled")
PRESETS = {
    "optax": _PEERS,
    "pytorch_optimizer": _PEERS,
    "paper": dict(initial_accumulator_value=0.0, bias_correction=0),
}

_Y = dict(lr=0.04, beta1=0.7, beta2=0.85, eps=0.02, weight_decay=0.2)
CASES = [
    ("defaults", None, {}, "exact"),
    ("optax", "optax", dict(_Y, initial_accumulator_value=0.3), "exact"),
    ("optax_maximize", "optax", dict(_Y, lr="@case_lr", maximize=1), "exact"),
    ("pytorch_optimizer", "pytorch_optimizer", dict(_Y, initial_accumulator_value=0.01, decay_mode="l2"), "exact"),
    ("long", "pytorch_optimizer", dict(_Y, lr="@case_lr", initial_accumulator_value=0.05), "long"),
    ("paper", "paper", _Y, "exact"),
    ("paper_long", "paper", dict(_Y, maximize=1), "long"),
    ("after", None, dict(_Y, decay_order="after"), "exact"),
    ("wide", None, dict(_Y, eps=1e-6), "wide"),
    ("double", None, dict(_Y, eps=1e-9, initial_accumulator_value=0.2), "double"),
]


def by_hand(p, g, state, h, t):
    g = arrived(p, g, h)
    b1, b2 = h["beta1"], h["beta2"]
    start = np.full_like(p, h["initial_accumulator_value"])
    m = state["exp_avg"] = b1 * state.get("exp_avg", start) + (1 - b1) * g
    v = state.get("exp_avg_sq", start)
    v = state["exp_avg_sq"] = v - (1 - b2) * np.sign(v - g**2) * g**2
    c1, c2 = (1 - b1**t, 1 - b2**t) if h["bias_correction"] else (1.0, 1.0)
    return with_decay(p, h, lambda q: q - h["lr"] * (m / c1) / (np.sqrt(v / c2) + h["eps"]))


def by_optax(h, hypers):
    if not h["bias_correction"]:
        return None, {}
    core = optax.scale_by_yogi(
        b1=h["beta1"], b2=h["beta2"], eps=h["eps"], initial_accumulator_value=h["initial_accumulator_value"]
    )
    return chain_with_decay(h, [core], [minus_lr(hypers)]), {"exp_avg": "mu", "exp_avg_sq": "nu"}


def _pytorch_optimizer(h):
    decay = decay_of_pytorch_optimizer(h)
    if decay is None or not agree(h, bias_correction=1, decay_order="before"):
        return None
    return pytorch_optimizer.Yogi, dict(
        decay, lr=h["lr"], betas=(h["beta1"], h["beta2"]), eps=h["eps"], initial_accumulator=h["initial_accumulator_value"],
        maximize=bool(h["maximize"]), foreach=False,
    ), {"exp_avg": "exp_avg", "exp_avg_sq": "exp_avg_sq"}  # fmt: skip


PEERS = {"pytorch_optimizer": _pytorch_optimizer}
