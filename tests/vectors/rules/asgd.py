"""Averaged SGD."""

import numpy as np
import torch

DEFAULTS = dict(lr=1e-2, lambd=1e-4, alpha=0.75, t0=1e6, weight_decay=0.0)
TORCH = torch.optim.ASGD  # the same defaults
PRESETS = {"torch": dict(t0=1e6)}

_A = dict(lr=0.3, lambd=0.4, alpha=0.6, t0=4.0, weight_decay=0.1)
CASES = [
    ("defaults", None, {}, "exact"),
    ("torch_preset", "torch", dict(_A, t0=1e6), "exact"),
    ("torch", None, dict(_A, maximize=1), "exact"),
    ("torch_scheduled", None, dict(_A, lr="@case_lr", t0=6.5), "exact"),
    ("torch_without_weight_decay", None, dict(_A, weight_decay=0.0, t0=0.0), "exact"),
    ("torch_wide", None, _A, "wide"),
    ("torch_double", None, _A, "double"),
    ("torch_long", None, dict(_A, lr=0.05, t0=20.0), "long"),
]


def by_hand(p, g, state, h, t):
    g = -g if h["maximize"] else g
    rate = state.get("eta", np.array([h["lr"]]))[0]
    q = (1 - h["lambd"] * rate) * p - rate * (g + h["weight_decay"] * p)
    mean = state.get("ax", np.zeros_like(p))
    state["ax"] = mean + (q - mean) / max(1.0, t - 1 - h["t0"])
    state["rate"] = np.array([rate])
    state["eta"] = np.array([h["lr"] / (1 + h["lambd"] * h["lr"] * t) ** h["alpha"]])
    return q


def by_torch(h):
    return torch.optim.ASGD, dict(lambd=h["lambd"], alpha=h["alpha"], t0=h["t0"])
