"""Lion."""

import numpy as np
import optax
import pytorch_optimizer
import timm.optim

from generator.by_hand import arrived, with_decay
from generator.by_optax import chain_with_decay, minus_lr
from generator.by_torch import agree, decay_of_pytorch_optimizer

DEFAULTS = dict(lr=1e-4, weight_decay=0.0, beta1=0.9, beta2=0.99, sign_form="hard", decay_mode="decoupled")
_OPTAX = dict(sign_form="hard", decay_mode="decoupled", decay_order="before")
PRESETS = {
    "optax": _OPTAX,
    "timm": _OPTAX,
    "bnb": _OPTAX,
}

_L = dict(lr=0.03, beta1=0.6, beta2=0.8, weight_decay=0.25)
CASES = [
    ("defaults", None, {}, "exact"),
    ("optax", "optax", _L, "exact"),
    ("optax_maximize", "optax", dict(_L, lr="@case_lr", maximize=1), "exact"),
    ("timm", "timm", dict(_L, lr="@case_lr"), "exact"),
    ("bnb", "bnb", _L, "long"),
    ("refined", "optax", dict(_L, sign_form="refined"), "exact"),
    ("refined_long", "optax", dict(_L, lr="@case_lr", sign_form="refined", maximize=1), "long"),
    ("long", None, _L, "long"),
    ("after", None, dict(_L, lr="@case_lr", decay_order="after"), "exact"),
    ("l2", None, dict(_L, decay_mode="l2"), "exact"),
    ("wide", None, _L, "wide"),
    ("double", None, _L, "double"),
]


def by_hand(p, g, state, h, t):
    g = arrived(p, g, h)
    m = state.get("exp_avg", np.zeros_like(p))
    direction = h["beta1"] * m + (1 - h["beta1"]) * g
    direction = np.clip(direction, -1, 1) if h["sign_form"] == "refined" else np.sign(direction)
    state["exp_avg"] = h["beta2"] * m + (1 - h["beta2"]) * g
    return with_decay(p, h, lambda q: q - h["lr"] * direction)


def by_optax(h, hypers):
    core = optax.scale_by_lion(b1=h["beta1"], b2=h["beta2"], mode=h["sign_form"])
    return chain_with_decay(h, [core], [minus_lr(hypers)]), {"exp_avg": "mu"}


def _timm(h):
    if not agree(h, sign_form="hard", decay_mode="decoupled", decay_order="before"):
        return None
    return timm.optim.Lion, dict(
        lr=h["lr"], betas=(h["beta1"], h["beta2"]), weight_decay=h["weight_decay"], maximize=bool(h["maximize"]), foreach=False
    ), {"exp_avg": "exp_avg"}  # fmt: skip


def _pytorch_optimizer(h):
    decay = decay_of_pytorch_optimizer(h)
    if decay is None or not agree(h, sign_form="hard", decay_order="before"):
        return None
    return pytorch_optimizer.Lion, dict(
        decay, lr=h["lr"], betas=(h["beta1"], h["beta2"]), maximize=bool(h["maximize"]), foreach=False
    ), {"exp_avg": "exp_avg"}  # fmt: skip


PEERS = {"timm": _timm, "pytorch_optimizer": _pytorch_optimizer}
