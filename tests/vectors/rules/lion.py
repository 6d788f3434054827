"""Lion."""

import numpy as np
import optax

from generator.by_hand import arrived, with_decay
from generator.by_optax import chain_with_decay, minus_lr

DEFAULTS = dict(lr=1e-4, weight_decay=0.0, beta1=0.9, beta2=0.99, decay_mode="decoupled")
PRESETS = {
    "optax": dict(decay_mode="decoupled", decay_order="before"),
}

_L = dict(lr=0.03, beta1=0.6, beta2=0.8, weight_decay=0.25)
CASES = [
    ("defaults", None, {}, "exact"),
    ("optax", "optax", _L, "exact"),
    ("optax_maximize", "optax", dict(_L, lr="@case_lr", maximize=1), "exact"),
    ("after", None, dict(_L, lr="@case_lr", decay_order="after"), "exact"),
    ("l2", None, dict(_L, decay_mode="l2"), "exact"),
    ("wide", None, _L, "wide"),
    ("double", None, _L, "double"),
]


def by_hand(p, g, state, h, t):
    g = arrived(p, g, h)
    m = state.get("exp_avg", np.zeros_like(p))
    direction = np.sign(h["beta1"] * m + (1 - h["beta1"]) * g)
    state["exp_avg"] = h["beta2"] * m + (1 - h["beta2"]) * g
    return with_decay(p, h, lambda q: q - h["lr"] * direction)


def by_optax(h, hypers):
    core = optax.scale_by_lion(b1=h["beta1"], b2=h["beta2"])
    return chain_with_decay(h, [core], [minus_lr(hypers)]), {"exp_avg": "mu"}
