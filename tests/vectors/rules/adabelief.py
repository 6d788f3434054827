"""AdaBelief."""

import math

import numpy as np
import optax
import pytorch_optimizer
import timm.optim

from generator.by_hand import arrived, with_decay
from generator.by_optax import chain_with_decay, minus_lr
from generator.by_torch import agree, decay_of_pytorch_optimizer

DEFAULTS = dict(
    lr=1e-3, weight_decay=0.0, beta1=0.9, beta2=0.999, eps=1e-16, eps_root=1e-16, eps_root_form="same", amsgrad=0, rectified=0,
    decay_mode="decoupled",
)  # fmt: skip
_SAME = dict(eps_root_form="same", decay_mode="decoupled")
PRESETS = {
    "optax": dict(_SAME, eps_root_form="own", rectified=0),
    "timm": dict(_SAME, rectified=1),
    "pytorch_optimizer": dict(_SAME, rectified=0),
}

_B = dict(lr=0.04, beta1=0.7, beta2=0.85, eps=0.01, weight_decay=0.2)
CASES = [
    ("defaults", None, {}, "exact"),
    ("optax", "optax", dict(_B, eps_root=0.002), "exact"),
    ("optax_maximize", "optax", dict(_B, lr="@case_lr", eps_root=0.03, maximize=1), "exact"),
    ("optax_long", "optax", dict(_B, eps_root=0.002), "long"),
    ("timm", "timm", _B, "exact"),
    ("timm_l2", "timm", dict(_B, decay_mode="l2", lr="@case_lr"), "exact"),
    ("timm_long", "timm", dict(_B, beta2=0.98), "long"),
    ("timm_amsgrad", "timm", dict(_B, amsgrad=1, maximize=1), "exact"),
    ("same", "pytorch_optimizer", _B, "exact"),
    ("same_amsgrad", "pytorch_optimizer", dict(_B, amsgrad=1), "exact"),
    ("same_amsgrad_l2", "pytorch_optimizer", dict(_B, amsgrad=1, decay_mode="l2", maximize=1), "exact"),
    ("same_long", "pytorch_optimizer", dict(_B, lr="@case_lr", amsgrad=1), "long"),
    ("fixed", None, dict(_B, decay_mode="fixed", weight_decay=0.01), "exact"),
    ("after", None, dict(_B, lr="@case_lr", decay_order="after"), "exact"),
    ("wide", "optax", dict(_B, eps=1e-6, eps_root=1e-9), "wide"),
    ("double", None, dict(_B, eps=1e-9, amsgrad=1), "double"),
]


def _rectification(b2, t):
    """What multiplies the rate of the uncorrected moments at step t; None: the average is too short."""
    last, power = 2 / (1 - b2) - 1, b2**t
    length = last - 2 * t * power / (1 - power)
    if length < 5:
        return None
    return math.sqrt((1 - power) * (length - 4) / (last - 4) * (length - 2) / length * last / (last - 2))


def by_hand(p, g, state, h, t):
    g = arrived(p, g, h)
    b1, b2, eps = h["beta1"], h["beta2"], h["eps"]
    zero = np.zeros_like(p)
    m = state["exp_avg"] = b1 * state.get("exp_avg", zero) + (1 - b1) * g
    added = h["eps_root"] if h["eps_root_form"] == "own" else eps
    v = state["exp_avg_var"] = b2 * state.get("exp_avg_var", zero) + (1 - b2) * (g - m) ** 2 + added
    if h["amsgrad"]:
        v = state["max_exp_avg_var"] = np.maximum(state.get("max_exp_avg_var", zero), v)
    step = m / (1 - b1**t)
    if not h["rectified"]:
        step = step / (np.sqrt(v / (1 - b2**t)) + eps)
    elif (factor := _rectification(b2, t)) is not None:
        step = factor * step / (np.sqrt(v) + eps)
    return with_decay(p, h, lambda q: q - h["lr"] * step)


def by_optax(h, hypers):
    if h["amsgrad"] or h["rectified"]:
        return None, {}
    root = h["eps_root"] if h["eps_root_form"] == "own" else h["eps"]
    core = optax.scale_by_belief(b1=h["beta1"], b2=h["beta2"], eps=h["eps"], eps_root=root)
    return chain_with_decay(h, [core], [minus_lr(hypers)]), {"exp_avg": "mu", "exp_avg_var": "nu"}


def _names(h):
    return {name: name for name in ["exp_avg", "exp_avg_var"] + ["max_exp_avg_var"] * h["amsgrad"]}


def _timm(h):
    if h["maximize"] or h["amsgrad"] and h["rectified"] or not agree(h, eps_root_form="same", decay_order="before"):
        return None
    if h["decay_mode"] not in ("l2", "decoupled", "fixed"):
        return None
    return timm.optim.AdaBelief, dict(
        lr=h["lr"], betas=(h["beta1"], h["beta2"]), eps=h["eps"], weight_decay=h["weight_decay"], amsgrad=bool(h["amsgrad"]),
        decoupled_decay=h["decay_mode"] != "l2", fixed_decay=h["decay_mode"] == "fixed", rectify=bool(h["rectified"]), foreach=False,
    ), _names(h)  # fmt: skip


def _pytorch_optimizer(h):
    decay = decay_of_pytorch_optimizer(h)
    if decay is None or not agree(h, eps_root_form="same", decay_order="before"):
        return None
    return pytorch_optimizer.AdaBelief, dict(
        decay, lr=h["lr"], betas=(h["beta1"], h["beta2"]), eps=h["eps"], ams_bound=bool(h["amsgrad"]), rectify=bool(h["rectified"]),
        maximize=bool(h["maximize"]), foreach=False,
    ), _names(h)  # fmt: skip


PEERS = {"timm": _timm, "pytorch_optimizer": _pytorch_optimizer}
