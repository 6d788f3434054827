"""NAdam: Adam with Nesterov's momentum."""

import numpy as np
import optax
import timm.optim
import torch

from generator.by_hand import arrived, with_decay
from generator.by_optax import chain_with_decay, minus_lr
from generator.by_torch import agree

DEFAULTS = dict(
    lr=2e-3, weight_decay=0.0, beta1=0.9, beta2=0.999, eps=1e-8, momentum_decay=4e-3,
    nesterov_form="scheduled", eps_mode="outside", decay_mode="l2",
)  # fmt: skip
TORCH = torch.optim.NAdam  # the same defaults, wherever the names are the same
PRESETS = {
    "torch": dict(nesterov_form="scheduled", eps_mode="outside", decay_order="before", decay_mode="l2", momentum_decay=4e-3),
    "optax": dict(nesterov_form="next", eps_mode="outside", decay_order="before", decay_mode="l2", momentum_decay=4e-3),
    "tf": dict(nesterov_form="scheduled", eps_mode="outside", decay_order="before", decay_mode="decoupled", momentum_decay=1.0),
}

N = dict(lr=0.06, beta1=0.7, beta2=0.85, eps=0.03, weight_decay=0.2, momentum_decay=0.5)
SHARED = [
    ("defaults", None, {}, "exact"),
    ("torch", "torch", dict(N, maximize=1), "exact"),
    ("torch_scheduled", "torch", dict(N, lr="@case_lr"), "exact"),
    ("torch_wide", "torch", dict(N, eps=1e-7, weight_decay=0.0), "wide"),
    ("torch_double", "torch", dict(N, eps=1e-9), "double"),
    ("torch_long", "torch", dict(N, momentum_decay=0.1), "long"),
    ("optax", "optax", dict(N, lr="@case_lr", maximize=1), "exact"),
    ("optax_long", "optax", N, "long"),
    ("inside", "optax", dict(N, eps_mode="inside"), "exact"),
    ("inside_scheduled", None, dict(N, eps_mode="inside", nesterov_form="scheduled"), "exact"),
    ("same_inside", None, dict(N, eps_mode="inside", nesterov_form="same"), "exact"),
]
_K = {name: v for name, v in N.items() if name != "momentum_decay"}
CASES = SHARED + [
    ("tf", "tf", dict(_K, lr="@case_lr"), "exact"),
    ("tf_long", "tf", _K, "long"),
    ("decoupled", None, dict(N, decay_mode="decoupled"), "exact"),
    ("decoupled_after", None, dict(N, decay_mode="decoupled", decay_order="after"), "exact"),
    ("same", None, dict(N, nesterov_form="same", decay_mode="decoupled"), "exact"),
]


def _mixed(g, m, state, h, t):
    """Gradient and moment as they enter the step."""
    b1 = h["beta1"]
    product = state.setdefault("mu_product", np.ones(1))
    if h["nesterov_form"] == "same":
        return ((1 - b1) * g + b1 * m) / (1 - b1**t)
    if h["nesterov_form"] == "next":
        return (1 - b1) * g / (1 - b1**t) + b1 * m / (1 - b1 ** (t + 1))
    now, following = (b1 * (1 - 0.96 ** (at * h["momentum_decay"]) / 2) for at in (t, t + 1))
    product = state["mu_product"] = product * now
    return (1 - now) * g / (1 - product) + following * m / (1 - product * following)


def by_hand(p, g, state, h, t):
    g = arrived(p, g, h)
    b1, b2, zero = h["beta1"], h["beta2"], np.zeros_like(p)
    state["exp_avg"] = b1 * state.get("exp_avg", zero) + (1 - b1) * g
    state["exp_avg_sq"] = b2 * state.get("exp_avg_sq", zero) + (1 - b2) * g**2
    v = state["exp_avg_sq"] / (1 - b2**t)
    inside, outside = (h["eps"], 0) if h["eps_mode"] == "inside" else (0, h["eps"])
    direction = _mixed(g, state["exp_avg"], state, h, t) / (np.sqrt(v + inside) + outside)
    return with_decay(p, h, lambda q: q - h["lr"] * direction)


def by_torch(h):
    if not agree(h, nesterov_form="scheduled", eps_mode="outside", decay_order="before"):
        return None
    decoupled = h["decay_mode"] == "decoupled"
    arguments = dict(betas=(h["beta1"], h["beta2"]), momentum_decay=h["momentum_decay"], decoupled_weight_decay=decoupled)
    return torch.optim.NAdam, arguments


def by_optax(h, hypers):
    if h["nesterov_form"] != "next":
        return None, {}
    inside = h["eps_mode"] == "inside"
    eps = dict(eps=0.0 if inside else h["eps"], eps_root=h["eps"] if inside else 0.0)
    core = optax.scale_by_adam(b1=h["beta1"], b2=h["beta2"], nesterov=True, **eps)
    return chain_with_decay(h, [core], [minus_lr(hypers)]), {"exp_avg": "mu", "exp_avg_sq": "nu"}


def by_timm(h):
    if not agree(h, nesterov_form="same", eps_mode="outside", decay_mode="decoupled", decay_order="before"):
        return None
    arguments = dict(
        lr=h["lr"], betas=(h["beta1"], h["beta2"]), eps=h["eps"], weight_decay=h["weight_decay"], maximize=bool(h["maximize"]),
        foreach=False,
    )  # fmt: skip
    return timm.optim.NAdamW, arguments, {"exp_avg": "exp_avg", "exp_avg_sq": "exp_avg_sq"}


PEERS = {"timm": by_timm}
