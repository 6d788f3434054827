"""signSGD, and with momentum Signum."""

import numpy as np
import optax
import pytorch_optimizer

from generator.by_hand import arrived, with_decay
from generator.by_optax import chain_with_decay, minus_lr
from generator.by_torch import agree

DEFAULTS = dict(lr=1e-3, weight_decay=0.0, momentum=0.0, decay_mode="decoupled")
PRESETS = {
    "optax": dict(decay_mode="decoupled", decay_order="before"),
    "pytorch_optimizer": dict(decay_mode="decoupled", decay_order="before"),
}

_S = dict(lr=0.03, weight_decay=0.25)
_M = dict(_S, momentum=0.7)
CASES = [
    ("defaults", None, {}, "exact"),
    ("sign_sgd", "optax", _S, "exact"),
    ("sign_sgd_scheduled", "optax", dict(_S, lr="@case_lr", maximize=1), "exact"),
    ("signum", "optax", _M, "exact"),
    ("signum_scheduled", "optax", dict(_M, lr="@case_lr", maximize=1), "exact"),
    ("signum_wide", "optax", _M, "wide"),
    ("signum_double", "optax", _M, "double"),
    ("signum_long", "optax", _M, "long"),
    ("pytorch_optimizer", "pytorch_optimizer", dict(_S, momentum=0.9), "exact"),
    ("pytorch_optimizer_long", "pytorch_optimizer", dict(_S, lr=0.01, momentum=0.9, maximize=1), "long"),
    ("after", None, dict(_M, lr="@case_lr", decay_order="after"), "exact"),
    ("l2", None, dict(_M, decay_mode="l2"), "exact"),
]


def by_hand(p, g, state, h, t):
    g = arrived(p, g, h)
    if h["momentum"]:
        g = h["momentum"] * state.get("momentum_buffer", np.zeros_like(p)) + (1 - h["momentum"]) * g
        state["momentum_buffer"] = g
    return with_decay(p, h, lambda q: q - h["lr"] * np.sign(g))


def by_optax(h, hypers):
    mean = [optax.ema(h["momentum"], debias=False)] if h["momentum"] else []
    names = {"momentum_buffer": "ema"} if mean else {}
    return chain_with_decay(h, [*mean, optax.scale_by_sign()], [minus_lr(hypers)]), names


def by_pytorch_optimizer(h):
    if h["decay_mode"] not in ("l2", "decoupled") or not agree(h, decay_order="before"):
        return None
    arguments = dict(
        lr=h["lr"], momentum=h["momentum"], weight_decay=h["weight_decay"], maximize=bool(h["maximize"]),
        weight_decouple=h["decay_mode"] == "decoupled", foreach=False,
    )  # fmt: skip
    return pytorch_optimizer.SignSGD, arguments, {"momentum_buffer": "momentum_buffer"} if h["momentum"] else {}


PEERS = {"pytorch_optimizer": by_pytorch_optimizer}
