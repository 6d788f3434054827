"""SM3."""

import functools

import numpy as np
import optax
import pytorch_optimizer
import torch

from generator.by_hand import arrived, with_decay
from generator.by_optax import chain_with_decay, minus_lr
from generator.by_torch import agree, plain

DEFAULTS = dict(
    lr=0.1, momentum=0.9, beta2=1.0, eps=1e-8, weight_decay=0.0, accumulator_form="latest", decay_mode="decoupled"
)
PRESETS = {"optax": dict(accumulator_form="latest"), "pytorch_optimizer": dict(accumulator_form="largest")}

_S = dict(lr=0.05, momentum=0.7, eps=0.02)
CASES = [
    ("defaults", None, {}, "factors"),
    ("optax", "optax", dict(_S, lr="@case_lr", maximize=1), "factors"),
    ("optax_decayed", "optax", dict(_S, beta2=0.6), "factors"),
    ("optax_no_momentum", "optax", dict(_S, momentum=0.0), "factors"),
    ("optax_long", "optax", dict(_S, beta2=0.8), "factors_long"),
    ("pytorch_optimizer", "pytorch_optimizer", dict(_S, beta2=0.6, lr="@case_lr", maximize=1), "factors"),
    ("pytorch_optimizer_plain", "pytorch_optimizer", dict(_S, momentum=0.0), "factors"),
    ("pytorch_optimizer_long", "pytorch_optimizer", dict(_S, beta2=0.8), "factors_long"),
    ("decays", None, dict(_S, weight_decay=0.2), "factors"),
    ("l2_cautious", None, dict(_S, weight_decay=0.2, decay_mode="l2", cautious="mean"), "factors"),
    ("elements", None, _S, "exact"),
    ("wide", None, dict(_S, eps=1e-7), "wide"),
    ("double", None, _S, "double"),
]


def _shaped(cover, shape):
    """The cover of each dimension, ready to be broadcast."""
    parts = np.split(cover, np.cumsum(shape)[:-1])
    return [part.reshape([-1 if d == axis else 1 for d in range(len(shape))]) for axis, part in enumerate(parts)]


def by_hand(p, g, state, h, t):
    g = arrived(p, g, h)
    cover = state.get("accumulator", np.zeros(sum(g.shape)))
    stays, takes = (1.0, 1.0) if h["beta2"] == 1 else (h["beta2"], 1 - h["beta2"])
    v = stays * functools.reduce(np.minimum, _shaped(cover, g.shape)) + takes * g * g
    latest = np.concatenate([v.max(axis=tuple(d for d in range(g.ndim) if d != axis)) for axis in range(g.ndim)])
    rises = h["accumulator_form"] == "largest" and h["beta2"] != 1
    state["accumulator"] = np.maximum(cover, latest) if rises else latest
    u = g / np.sqrt(v + h["eps"])
    if h["momentum"]:
        u = state["momentum_buffer"] = h["momentum"] * state.get("momentum_buffer", 0.0) + (1 - h["momentum"]) * u
    return with_decay(p, h, lambda q: q - h["lr"] * u)


def by_optax(h, hypers):
    if h["accumulator_form"] == "largest" and h["beta2"] != 1:
        return None, {}
    core = optax.scale_by_sm3(h["momentum"], h["beta2"], h["eps"])
    return chain_with_decay(h, [core], [minus_lr(hypers)]), {}


def _cover(state, p):
    return torch.cat([state[f"accumulator_{axis}"].reshape(-1) for axis in range(p.ndim)])


def _by_pytorch_optimizer(h):
    if not plain(h) or h["weight_decay"] != 0 or (h["accumulator_form"] == "latest" and h["beta2"] != 1):
        return None
    beta = 0.0 if h["beta2"] == 1 else h["beta2"]
    arguments = dict(lr=h["lr"], momentum=h["momentum"], beta=beta, eps=h["eps"], maximize=bool(h["maximize"]), foreach=False)
    return pytorch_optimizer.SM3, arguments, {**({"momentum_buffer": "momentum_buffer"} if h["momentum"] else {}), "accumulator": _cover}


PEERS = {"pytorch_optimizer": _by_pytorch_optimizer}
