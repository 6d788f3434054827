"""Preconditioned stochastic gradient Langevin dynamics, without Gamma."""

import numpy as np

from generator.by_hand import arrived, with_decay
from rules import sgld

DEFAULTS = {**sgld.DEFAULTS, "alpha": 0.99, "eps": 1e-5, "initial_accumulator_value": 0.0, "eps_mode": "outside"}
PRESETS = {"tfp": dict(eps_mode="inside", initial_accumulator_value=1.0, burn_in=25)}  # TensorFlow Probability

_P = dict(sgld.S, alpha=0.8, eps=0.05)
CASES = [
    ("defaults", None, {}, "exact"),
    ("outside", None, _P, "exact"),
    ("inside", None, dict(_P, eps_mode="inside", initial_accumulator_value=0.3), "exact"),
    ("tfp", "tfp", dict(lr=0.03, seed=9, eps=0.05), "long"),
    ("scheduled", None, dict(_P, lr="@case_lr", maximize=1, burn_in=0), "exact"),
    ("after", None, dict(_P, decay_mode="decoupled", decay_order="after"), "exact"),
    ("double", None, dict(_P, burn_in=0), "double"),
]


def by_hand(p, g, state, h, t):
    g = arrived(p, g, h)
    start = np.full_like(p, h["initial_accumulator_value"])
    v = state["square_avg"] = h["alpha"] * state.get("square_avg", start) + (1 - h["alpha"]) * g * g
    root = np.sqrt(v + h["eps"]) if h["eps_mode"] == "inside" else np.sqrt(v) + h["eps"]
    return with_decay(p, h, lambda q: q - h["lr"] / 2 * h["data_size"] * g / root + sgld.noise(p, h, t) / np.sqrt(root))
