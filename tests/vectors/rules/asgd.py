"""Averaged SGD."""

import numpy as np
import torch

DEFAULTS = dict(lr=1e-2, lambd=1e-4, alpha=0.75, t0=1e6, weight_decay=0.0, rate_lr="previous")
TORCH = torch.optim.ASGD  # the same defaults
PRESETS = {"torch": dict(rate_lr="previous")}

_A = dict(lr=0.3, lambd=0.4, alpha=0.6, t0=4.0, weight_decay=0.1)
CASES = [
    ("defaults", None, {}, "exact"),
    ("torch", "torch", dict(_A, maximize=1), "exact"),
    ("torch_scheduled", "torch", dict(_A, lr="@case_lr", t0=6.5), "exact"),
    ("torch_without_weight_decay", "torch", dict(_A, weight_decay=0.0, t0=0.0), "exact"),
    ("current_scheduled", None, dict(_A, lr="@case_lr", rate_lr="current"), "exact"),
    ("torch_wide", "torch", _A, "wide"),
    ("torch_double", "torch", _A, "double"),
    ("torch_long", "torch", dict(_A, lr=0.05, t0=20.0), "long"),
]


def by_hand(p, g, state, h, t):
    g = -g if h["maximize"] else g
    rates = [h["lr"] / (1 + h["lambd"] * h["lr"] * steps) ** h["alpha"] for steps in (t - 1, t)]
    rate = state["eta"][0] if t > 1 and h["rate_lr"] == "previous" else rates[0]
    q = (1 - h["lambd"] * rate) * p - rate * (g + h["weight_decay"] * p)
    mean = state.get("ax", np.zeros_like(p))
    state["ax"] = mean + (q - mean) / max(1.0, t - 1 - h["t0"])
    state["rate"] = np.array([rate])
    state["eta"] = np.array([rates[1]])
    return q


def by_torch(h):
    if h["rate_lr"] != "previous":
        return None
    return torch.optim.ASGD, dict(lambd=h["lambd"], alpha=h["alpha"], t0=h["t0"])
