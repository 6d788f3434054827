"""Adamax: Adam with the infinity norm."""

import numpy as np
import optax
import torch

from generator.by_hand import arrived, with_decay
from generator.by_optax import chain_with_decay, minus_lr
from generator.by_torch import PublishedFormula, agree, plain

DEFAULTS = dict(lr=2e-3, weight_decay=0.0, beta1=0.9, beta2=0.999, eps=1e-8, eps_mode="inside", decay_mode="l2")
TORCH = torch.optim.Adamax  # the same defaults
PRESETS = {
    "torch": dict(eps_mode="inside", decay_mode="l2"),
    "optax": dict(eps_mode="inside", decay_mode="l2"),
    "tf": dict(eps_mode="outside", decay_mode="decoupled", decay_order="before"),
}

_X = dict(lr=0.06, beta1=0.7, beta2=0.85, eps=0.03, weight_decay=0.2)
CASES = [
    ("defaults", None, {}, "exact"),
    ("torch", "torch", dict(_X, maximize=1), "exact"),
    ("torch_scheduled", "torch", dict(_X, lr="@case_lr"), "exact"),
    ("torch_wide", "torch", dict(_X, eps=1e-7), "wide"),
    ("torch_double", "torch", dict(_X, eps=1e-9), "double"),
    ("torch_long", "torch", _X, "long"),
    ("optax", "optax", dict(_X, lr="@case_lr", maximize=1), "exact"),
    ("tf", "tf", _X, "exact"),
    ("tf_scheduled", "tf", dict(_X, lr="@case_lr", weight_decay=0.0, maximize=1), "exact"),
    ("tf_long", "tf", _X, "long"),
    ("decoupled", None, dict(_X, decay_mode="decoupled"), "exact"),
    ("decoupled_after", "tf", dict(_X, decay_mode="decoupled", decay_order="after"), "exact"),
]


def by_hand(p, g, state, h, t):
    g = arrived(p, g, h)
    b1, b2, zero = h["beta1"], h["beta2"], np.zeros_like(p)
    inside, outside = (h["eps"], 0) if h["eps_mode"] == "inside" else (0, h["eps"])
    m = state["exp_avg"] = b1 * state.get("exp_avg", zero) + (1 - b1) * g
    u = state["exp_inf"] = np.maximum(b2 * state.get("exp_inf", zero), np.abs(g) + inside)
    return with_decay(p, h, lambda q: q - h["lr"] / (1 - b1**t) * m / (u + outside))


def by_torch(h):
    return (torch.optim.Adamax, dict(betas=(h["beta1"], h["beta2"]))) if agree(h, decay_mode="l2", eps_mode="inside") else None


def by_optax(h, hypers):
    if h["eps_mode"] != "inside":
        return None, {}
    core = optax.scale_by_adamax(b1=h["beta1"], b2=h["beta2"], eps=h["eps"])
    return chain_with_decay(h, [core], [minus_lr(hypers)]), {"exp_avg": "mu", "exp_inf": "nu"}


class _Keras(PublishedFormula):
    """The published formula of Keras' Adamax: weight decay first."""

    @torch.no_grad()
    def step(self):
        group = self.param_groups[0]
        b1, b2 = group["betas"]
        for p in group["params"]:
            g, x = p.grad, self.state[p]
            p.sub_(p * group["weight_decay"] * group["lr"])
            if not x:
                x.update(t=0, m=torch.zeros_like(p), u=torch.zeros_like(p))
            x["t"] += 1
            x["m"] += (g - x["m"]) * (1 - b1)
            x["u"] = torch.maximum(b2 * x["u"], g.abs())
            p.sub_(group["lr"] * x["m"] / ((1 - b1 ** x["t"]) * (x["u"] + group["eps"])))


def _by_keras(h):
    if not plain(h) or not agree(h, eps_mode="outside", decay_mode="decoupled", decay_order="before", maximize=0):
        return None
    call = dict(lr=h["lr"], betas=(h["beta1"], h["beta2"]), eps=h["eps"], weight_decay=h["weight_decay"])
    return _Keras, call, {"exp_avg": "m", "exp_inf": "u"}


PEERS = {"keras_formula": _by_keras}
