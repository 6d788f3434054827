"""Adan."""

import numpy as np
import optax
import pytorch_optimizer
import timm.optim

from generator.by_hand import arrived, with_decay
from generator.by_optax import chain_with_decay, minus_lr
from generator.by_torch import agree

DEFAULTS = dict(
    lr=1e-3, weight_decay=0.0, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, eps_root=0.0, diff_form="beta2",
    decay_mode="proximal", decay_order="after",
)  # fmt: skip
_AUTHORS = dict(eps_root=0.0, diff_form="beta2", decay_mode="proximal", decay_order="after")
PRESETS = {
    "timm": _AUTHORS,
    "pytorch_optimizer": _AUTHORS,
    "optax": dict(eps_root=1e-8, diff_form="one_minus_beta2", decay_mode="decoupled", decay_order="before"),
}

_A = dict(lr=0.05, beta1=0.8, beta2=0.7, beta3=0.9, eps=0.02, weight_decay=0.3)
_NO_PROX = dict(decay_mode="decoupled", decay_order="before")
CASES = [
    ("defaults", None, {}, "exact"),
    ("timm", "timm", _A, "exact"),
    ("timm_no_prox", "timm", dict(_A, **_NO_PROX, lr="@case_lr"), "exact"),
    ("timm_long", "timm", dict(_A, lr="@case_lr"), "long"),
    ("pytorch_optimizer", "pytorch_optimizer", dict(_A, lr="@case_lr"), "exact"),
    ("pytorch_optimizer_no_prox", "pytorch_optimizer", dict(_A, **_NO_PROX), "long"),
    ("optax", "optax", dict(_A, lr="@case_lr"), "exact"),
    ("optax_eps_root", "optax", dict(_A, eps_root=0.03, maximize=1), "exact"),
    ("optax_l2", "optax", dict(_A, eps_root=0.03, decay_mode="l2", weight_decay=0.07), "long"),
    ("optax_long", "optax", dict(_A, eps_root=1e-4), "long"),
    ("eps_root", None, dict(_A, eps_root=0.05, maximize=1), "exact"),
    ("wide", None, dict(_A, eps=1e-6), "wide"),
    ("double", None, dict(_A, eps=1e-9), "double"),
]


def by_hand(p, g, state, h, t):
    g = arrived(p, g, h)
    b1, b2, b3 = h["beta1"], h["beta2"], h["beta3"]
    zero = np.zeros_like(p)
    diff = g - state.get("previous_grad", g)
    state["previous_grad"] = g
    times = b2 if h["diff_form"] == "beta2" else 1 - b2
    m = state["exp_avg"] = b1 * state.get("exp_avg", zero) + (1 - b1) * g
    v = state["exp_avg_diff"] = b2 * state.get("exp_avg_diff", zero) + (1 - b2) * diff
    n = state["exp_avg_sq"] = b3 * state.get("exp_avg_sq", zero) + (1 - b3) * (g + times * diff) ** 2
    step = (m / (1 - b1**t) + times * v / (1 - b2**t)) / (np.sqrt(n / (1 - b3**t) + h["eps_root"]) + h["eps"])
    return with_decay(p, h, lambda q: q - h["lr"] * step)


def by_optax(h, hypers):
    if h["diff_form"] == "beta2":
        return None, {}
    core = optax.scale_by_adan(b1=h["beta1"], b2=h["beta2"], b3=h["beta3"], eps=h["eps"], eps_root=h["eps_root"])
    names = {"exp_avg": "m", "exp_avg_diff": "v", "exp_avg_sq": "n", "previous_grad": "g"}
    return chain_with_decay(h, [core], [minus_lr(hypers)]), names


def _arguments(h):
    """What the packages share, or None; their no_prox decays before the update."""
    no_prox = agree(h, decay_mode="decoupled", decay_order="before")
    if not agree(h, diff_form="beta2", eps_root=0.0) or not (no_prox or agree(h, decay_mode="proximal", decay_order="after")):
        return None, None
    betas = (h["beta1"], h["beta2"], h["beta3"])
    return no_prox, dict(lr=h["lr"], betas=betas, eps=h["eps"], weight_decay=h["weight_decay"], foreach=False)


_NAMES = {"exp_avg": "exp_avg", "exp_avg_diff": "exp_avg_diff", "exp_avg_sq": "exp_avg_sq"}  # they keep -g, which is another name


def _timm(h):
    no_prox, arguments = _arguments(h)
    if arguments is None or h["maximize"]:
        return None
    return timm.optim.Adan, dict(arguments, no_prox=no_prox), _NAMES


def _pytorch_optimizer(h):
    no_prox, arguments = _arguments(h)
    if arguments is None or h["maximize"]:
        return None  # it turns each gradient but the one that the first difference is taken from
    return pytorch_optimizer.Adan, dict(arguments, weight_decouple=no_prox), _NAMES


PEERS = {"timm": _timm, "pytorch_optimizer": _pytorch_optimizer}
