"""LaProp."""

import numpy as np
import pytorch_optimizer
import timm.optim

from generator.by_hand import arrived, with_decay
from generator.by_torch import agree, decay_of_pytorch_optimizer

DEFAULTS = dict(
    lr=4e-4, weight_decay=0.0, beta1=0.9, beta2=0.999, eps=1e-15, eps_root=0.0, eps_mode="outside", lr_place="inside",
    decay_mode="decoupled", decay_order="after",
)  # fmt: skip
_INSIDE = dict(lr_place="inside", decay_mode="decoupled", decay_order="after")
PRESETS = {
    "timm": dict(_INSIDE, eps_root=0.0, eps_mode="outside"),
    "pytorch_optimizer": dict(_INSIDE, eps_root=1e-15, eps_mode="hat"),
}

_P = dict(lr=0.05, beta1=0.7, beta2=0.85, eps=0.03, weight_decay=0.2)
_MOVING = dict(_P, lr="@case_lr")
CASES = [
    ("defaults", None, {}, "exact"),
    ("timm", "timm", _P, "exact"),
    ("timm_scheduled", "timm", _MOVING, "exact"),
    ("timm_long", "timm", _MOVING, "long"),
    ("pytorch_optimizer", "pytorch_optimizer", dict(_MOVING, maximize=1), "exact"),
    ("pytorch_optimizer_fixed", "pytorch_optimizer", dict(_P, decay_mode="fixed", weight_decay=0.02), "exact"),
    ("pytorch_optimizer_long", "pytorch_optimizer", _MOVING, "long"),
    ("eps_root", None, dict(_MOVING, eps_root=0.05), "exact"),
    ("hat_eps_root", None, dict(_P, eps_mode="hat", eps_root=0.05), "exact"),
    ("inside", None, dict(_P, eps_mode="inside", eps_root=0.02), "exact"),
    ("lr_outside", None, dict(_MOVING, lr_place="outside"), "exact"),
    ("lr_outside_long", None, dict(_P, lr_place="outside", decay_order="before"), "long"),
    ("l2", None, dict(_P, decay_mode="l2"), "exact"),
    ("wide", "timm", dict(_P, eps=1e-6), "wide"),
    ("double", "timm", dict(_P, eps=1e-9), "double"),
]


def by_hand(p, g, state, h, t):
    g = arrived(p, g, h)
    lr, b1, b2, eps, eps_root = h["lr"], h["beta1"], h["beta2"], h["eps"], h["eps_root"]
    zero, c2 = np.zeros_like(p), 1 - b2**t
    v = state["exp_avg_sq"] = b2 * state.get("exp_avg_sq", zero) + (1 - b2) * g * g
    root = {
        "outside": lambda: np.sqrt(v / c2 + eps_root) + eps,
        "inside": lambda: np.sqrt(v / c2 + eps_root + eps),
        "hat": lambda: (np.sqrt(v + eps_root) + eps) / np.sqrt(c2),
    }[h["eps_mode"]]()
    inside = h["lr_place"] == "inside"
    mean_lr = state["exp_avg_lr"] = b1 * state.get("exp_avg_lr", np.zeros(1)) + (1 - b1) * lr
    m = state["exp_avg"] = b1 * state.get("exp_avg", zero) + (1 - b1) * (lr if inside else 1) * g / root
    return with_decay(p, h, lambda q: q - (m * lr / mean_lr if inside else lr * m / (1 - b1**t)))


_NAMES = {"exp_avg": "exp_avg", "exp_avg_sq": "exp_avg_sq"}


def _timm(h):
    if h["maximize"] or not agree(h, eps_mode="outside", eps_root=0.0, lr_place="inside", decay_mode="decoupled", decay_order="after"):
        return None
    return timm.optim.LaProp, dict(
        lr=h["lr"], betas=(h["beta1"], h["beta2"]), eps=h["eps"], weight_decay=h["weight_decay"], foreach=False
    ), _NAMES  # fmt: skip


def _pytorch_optimizer(h):
    decay = decay_of_pytorch_optimizer(h)
    if decay is None or h["decay_mode"] == "l2":
        return None  # it adds L2 decay to the gradient after its use
    if not agree(h, eps_mode="hat", eps_root=1e-15, lr_place="inside", decay_order="after"):
        return None
    return pytorch_optimizer.LaProp, dict(
        decay, lr=h["lr"], betas=(h["beta1"], h["beta2"]), eps=h["eps"], maximize=bool(h["maximize"]), foreach=False
    ), _NAMES  # fmt: skip


PEERS = {"timm": _timm, "pytorch_optimizer": _pytorch_optimizer}
