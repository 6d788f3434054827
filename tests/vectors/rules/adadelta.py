"""Adadelta."""

import numpy as np
import optax
import torch

from generator.by_hand import arrived, with_decay
from generator.by_optax import chain_with_decay, minus_lr
from generator.by_torch import agree

DEFAULTS = dict(lr=1.0, weight_decay=0.0, rho=0.9, eps=1e-6, decay_mode="l2")
TORCH = torch.optim.Adadelta  # the same defaults
PRESETS = {
    "torch": dict(decay_mode="l2"),
    "optax": dict(decay_mode="l2"),
    "tf": dict(decay_mode="decoupled", decay_order="before"),
}

_D = dict(lr=0.4, weight_decay=0.05, rho=0.7, eps=0.02)
CASES = [
    ("defaults", None, {}, "exact"),
    ("torch", "torch", dict(_D, maximize=1), "exact"),
    ("torch_scheduled", "torch", dict(_D, lr="@case_lr"), "exact"),
    ("torch_wide", "torch", dict(_D, eps=1e-6), "wide"),
    ("torch_double", "torch", dict(_D, eps=1e-9), "double"),
    ("torch_long", "torch", _D, "long"),
    ("optax", "optax", dict(_D, lr="@case_lr", maximize=1), "exact"),
    ("tf", "tf", dict(_D, lr="@case_lr", weight_decay=0.5), "exact"),
    ("decoupled", None, dict(_D, lr="@case_lr", decay_mode="decoupled", weight_decay=0.5), "exact"),
    ("decoupled_after", None, dict(_D, decay_mode="decoupled", decay_order="after"), "exact"),
]


def by_hand(p, g, state, h, t):
    g = arrived(p, g, h)
    rho, eps, zero = h["rho"], h["eps"], np.zeros_like(p)
    state["square_avg"] = rho * state.get("square_avg", zero) + (1 - rho) * g**2
    steps = state.get("acc_delta", zero)
    delta = np.sqrt((steps + eps) / (state["square_avg"] + eps)) * g
    state["acc_delta"] = rho * steps + (1 - rho) * delta**2
    return with_decay(p, h, lambda q: q - h["lr"] * delta)


def by_torch(h):
    return (torch.optim.Adadelta, dict(rho=h["rho"])) if agree(h, decay_mode="l2") else None


def by_optax(h, hypers):
    core = optax.scale_by_adadelta(rho=h["rho"], eps=h["eps"])
    return chain_with_decay(h, [core], [minus_lr(hypers)]), {"square_avg": "e_g", "acc_delta": "e_x"}
