"""Stochastic gradient Langevin dynamics."""

import numpy as np

from generator.by_hand import arrived, with_decay
from generator.noise import normal

DEFAULTS = dict(lr=1e-3, data_size=1.0, temperature=1.0, burn_in=0, seed=0, weight_decay=0.0, decay_mode="l2")
PRESETS = {"tfp": dict(burn_in=25)}  # TensorFlow Probability

S = dict(lr=0.03, data_size=4.0, temperature=0.7, burn_in=3, seed=12345678901, weight_decay=0.2)
CASES = [
    ("defaults", None, {}, "exact"),
    ("all", None, S, "exact"),
    ("tfp", "tfp", dict(lr=0.03, seed=9), "long"),
    ("scheduled", None, dict(S, lr="@case_lr", maximize=1, burn_in=0), "exact"),
    ("after", None, dict(S, decay_mode="decoupled", decay_order="after"), "exact"),
    ("double", None, dict(S, burn_in=0), "double"),
]


def noise(p, h, t):
    size = np.sqrt(h["lr"] * h["temperature"]) if t > h["burn_in"] else 0.0
    return size * normal(h["seed"], h["slot"], t, p.size)


def by_hand(p, g, state, h, t):
    g = arrived(p, g, h)
    return with_decay(p, h, lambda q: q - h["lr"] / 2 * h["data_size"] * g + noise(p, h, t))
