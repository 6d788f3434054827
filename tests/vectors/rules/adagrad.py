"""AdaGrad."""

import numpy as np
import optax
import torch

from generator.by_hand import arrived, with_decay
from generator.by_optax import chain_with_decay, minus_lr
from generator.by_torch import agree

DEFAULTS = dict(
    lr=1e-2, weight_decay=0.0, eps=1e-10, lr_decay=0.0, initial_accumulator_value=0.0, eps_mode="outside",
    decay_mode="l2",
)  # fmt: skip
TORCH = torch.optim.Adagrad  # the same defaults, wherever the names are the same
_L2 = dict(decay_mode="l2")
PRESETS = {
    "torch": dict(_L2, eps_mode="outside", initial_accumulator_value=0.0),
    "optax": dict(_L2, eps_mode="inside", initial_accumulator_value=0.1),
    "tf": dict(eps_mode="inside", initial_accumulator_value=0.1, decay_mode="decoupled", decay_order="before"),
    "apex": dict(_L2, eps_mode="outside", initial_accumulator_value=0.0),
    "bnb": dict(_L2, eps_mode="outside", initial_accumulator_value=0.0),
}

_G = dict(lr=0.2, weight_decay=0.05, eps=0.03, lr_decay=0.2, initial_accumulator_value=0.4)
CASES = [
    ("defaults", None, {}, "exact"),
    ("torch", "torch", _G, "exact"),
    ("torch_maximize", "torch", dict(_G, maximize=1, initial_accumulator_value=0.0), "exact"),
    ("torch_scheduled", "torch", dict(_G, lr="@case_lr", weight_decay=0.0), "exact"),
    ("torch_wide", "torch", dict(_G, eps=1e-8, initial_accumulator_value=0.0), "wide"),
    ("torch_double", "torch", dict(_G, eps=1e-9), "double"),
    ("optax", "optax", dict(lr=0.2, eps=0.03, weight_decay=0.05), "exact"),
    ("optax_maximize", "optax", dict(lr="@case_lr", eps=0.01, initial_accumulator_value=0.7, maximize=1), "exact"),
    ("tf", "tf", dict(lr="@case_lr", eps=0.03, weight_decay=0.5), "exact"),
    ("apex", "apex", dict(lr="@case_lr", eps=0.03, weight_decay=0.05), "exact"),
    ("bnb", "bnb", dict(lr=0.2, eps=0.03, weight_decay=0.05, maximize=1), "exact"),
    ("inside", None, dict(_G, eps_mode="inside"), "exact"),
    ("decoupled", None, dict(_G, lr="@case_lr", decay_mode="decoupled", weight_decay=0.5), "exact"),
    ("decoupled_after", None, dict(_G, decay_mode="decoupled", decay_order="after"), "exact"),
    ("inside_wide", None, dict(_G, eps_mode="inside", eps=1e-6, initial_accumulator_value=0.0), "wide"),
]


def by_hand(p, g, state, h, t):
    g = arrived(p, g, h)
    total = state.get("sum", np.full_like(p, h["initial_accumulator_value"])) + g * g
    state["sum"] = total
    root = np.sqrt(total + h["eps"]) if h["eps_mode"] == "inside" else np.sqrt(total) + h["eps"]
    rate = h["lr"] / (1 + (t - 1) * h["lr_decay"])
    return with_decay(p, h, lambda q: q - rate * g / root)


def by_torch(h):
    if not agree(h, eps_mode="outside", decay_mode="l2"):
        return None
    return torch.optim.Adagrad, dict(lr_decay=h["lr_decay"], initial_accumulator_value=h["initial_accumulator_value"])


def by_optax(h, hypers):
    if h["lr_decay"] or h["eps_mode"] != "inside":
        return None, {}
    core = optax.scale_by_rss(initial_accumulator_value=h["initial_accumulator_value"], eps=h["eps"])
    return chain_with_decay(h, [core], [minus_lr(hypers)]), {"sum": "sum_of_squares"}
