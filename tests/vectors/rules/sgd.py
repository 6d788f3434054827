"""SGD with momentum."""

import numpy as np
import optax
import timm.optim.sgdw
import torch

from generator.by_hand import arrived, with_decay
from generator.by_optax import chain_with_decay, minus_lr
from generator.by_torch import PublishedFormula, agree, plain

DEFAULTS = dict(
    lr=1e-3, weight_decay=0.0, momentum=0.0, dampening=0.0, nesterov=0,
    momentum_form="torch", first_step="gradient", decay_mode="l2",
)  # fmt: skip
TORCH = torch.optim.SGD  # the same defaults, wherever the names are the same
_L2 = dict(decay_mode="l2")
_DECOUPLED = dict(decay_mode="decoupled", decay_order="before")
PRESETS = {
    "torch": dict(_L2, momentum_form="torch", first_step="gradient"),
    "optax": dict(_L2, momentum_form="torch", first_step="zeros"),
    "sutskever": dict(_L2, momentum_form="sutskever", first_step="zeros"),
    "tf": dict(_DECOUPLED, momentum_form="sutskever", first_step="zeros"),
    "timm": dict(_DECOUPLED, momentum_form="torch", first_step="gradient"),
    "apex": dict(_L2, momentum_form="torch", first_step="gradient"),
    "bnb": dict(_L2, momentum_form="torch", first_step="gradient"),
}

_M = dict(lr=0.05, momentum=0.8, weight_decay=0.03)
_FADING = dict(_M, lr="@case_lr")
CASES = [
    ("defaults", None, {}, "exact"),
    ("plain_l2_maximize", None, dict(lr=0.05, weight_decay=0.03, maximize=1), "exact"),
    ("torch_dampening", "torch", dict(_M, dampening=0.3, maximize=1), "exact"),
    ("torch_nesterov", "torch", dict(_M, nesterov=1), "exact"),
    ("torch_scheduled", "torch", dict(_FADING, dampening=0.25), "exact"),
    ("torch_wide", "torch", dict(_M, nesterov=1), "wide"),
    ("torch_double", "torch", dict(_M, dampening=0.3), "double"),
    ("first_step_zeros", None, dict(_M, dampening=0.3, first_step="zeros"), "exact"),
    ("optax_momentum", "optax", dict(_FADING, maximize=1), "exact"),
    ("optax_nesterov", "optax", dict(_FADING, nesterov=1), "exact"),
    ("optax_dampening", "optax", dict(_M, dampening=0.4), "exact"),
    ("ema_gradient", None, dict(_FADING, momentum_form="ema"), "exact"),
    ("ema_zeros", None, dict(_FADING, momentum_form="ema", first_step="zeros"), "exact"),
    ("ema_nesterov", None, dict(_M, momentum_form="ema", nesterov=1, maximize=1), "exact"),
    ("ema_nesterov_zeros", None, dict(_M, momentum_form="ema", nesterov=1, first_step="zeros"), "exact"),
    ("sutskever", "sutskever", dict(_FADING), "exact"),
    ("sutskever_nesterov", "sutskever", dict(_FADING, nesterov=1, maximize=1), "exact"),
    ("sutskever_no_momentum", "sutskever", dict(lr=0.05, weight_decay=0.03), "exact"),
    ("sutskever_decoupled", "sutskever", dict(_FADING, decay_mode="decoupled"), "exact"),
    ("tf", "tf", _FADING, "exact"),
    ("tf_nesterov", "tf", dict(_M, nesterov=1), "exact"),
    ("timm", "timm", dict(_FADING, dampening=0.2, maximize=1), "exact"),
    ("timm_nesterov", "timm", dict(_M, nesterov=1), "exact"),
    ("apex", "apex", dict(_FADING, dampening=0.3), "exact"),
    ("bnb", "bnb", _FADING, "exact"),
    ("decoupled_before", None, dict(_FADING, decay_mode="decoupled", dampening=0.2), "exact"),
    ("decoupled_after", None, dict(_FADING, decay_mode="decoupled", decay_order="after", maximize=1), "exact"),
    ("decoupled_after_nesterov", None, dict(_M, decay_mode="decoupled", decay_order="after", nesterov=1), "exact"),
    ("decoupled_no_momentum", None, dict(lr=0.05, weight_decay=0.3, decay_mode="decoupled", decay_order="after"), "exact"),
]


def by_hand(p, g, state, h, t):
    g = arrived(p, g, h)
    u, form, lr = h["momentum"], h["momentum_form"], h["lr"]
    if u == 0:
        return with_decay(p, h, lambda q: q - lr * g)
    fresh = "momentum_buffer" not in state
    old = np.zeros_like(p) if fresh else state["momentum_buffer"]
    if form == "sutskever":
        new = u * old - lr * g
        move = u * new - lr * g if h["nesterov"] else new
    else:
        kept = 1 - (u if form == "ema" else h["dampening"])
        new = g.copy() if fresh and h["first_step"] == "gradient" else u * old + kept * g
        ahead = kept * g if form == "ema" else g
        move = -lr * (ahead + u * new if h["nesterov"] else new)
    state["momentum_buffer"] = new
    return with_decay(p, h, lambda q: q + move)


def by_torch(h):
    if not agree(h, momentum_form="torch", first_step="gradient", decay_mode="l2"):
        return None
    return torch.optim.SGD, dict(momentum=h["momentum"], dampening=h["dampening"], nesterov=bool(h["nesterov"]))


def by_optax(h, hypers):
    lr, form = minus_lr(hypers), h["momentum_form"]
    if h["momentum"] == 0:
        return chain_with_decay(h, [], [lr]), {}
    trace = optax.trace(decay=h["momentum"], nesterov=bool(h["nesterov"]))
    if form == "torch" and h["dampening"] == 0:
        return chain_with_decay(h, [trace], [lr]), {"momentum_buffer": "trace"}
    if form == "sutskever" and h["decay_mode"] == "l2":
        return chain_with_decay(h, [lr, trace], []), {"momentum_buffer": "trace"}
    if form == "ema" and h["first_step"] == "zeros" and not h["nesterov"]:
        return chain_with_decay(h, [optax.ema(h["momentum"], debias=False)], [lr]), {"momentum_buffer": "ema"}
    return None, {}


def _by_timm(h):
    if not plain(h) or not agree(h, momentum_form="torch", first_step="gradient", decay_mode="decoupled", decay_order="before"):
        return None
    arguments = dict(
        lr=h["lr"], momentum=h["momentum"], dampening=h["dampening"], weight_decay=h["weight_decay"], nesterov=bool(h["nesterov"]),
        maximize=bool(h["maximize"]), foreach=False,
    )  # fmt: skip
    return timm.optim.sgdw.SGDW, arguments, {"momentum_buffer": "momentum_buffer"} if h["momentum"] else {}


class _Keras(PublishedFormula):
    """The published formula of Keras' SGD: weight decay first, then the velocity, which holds lr."""

    @torch.no_grad()
    def step(self):
        group = self.param_groups[0]
        lr, u = group["lr"], group["momentum"]
        for p in group["params"]:
            p.sub_(p * group["weight_decay"] * lr)
            v = self.state[p].setdefault("velocity", torch.zeros_like(p))
            v.copy_(v * u - p.grad * lr)
            p.add_(v * u - p.grad * lr if group["nesterov"] else v)


def _by_keras(h):
    if not plain(h) or not agree(h, momentum_form="sutskever", decay_mode="decoupled", decay_order="before", maximize=0):
        return None
    call = dict(lr=h["lr"], momentum=h["momentum"], weight_decay=h["weight_decay"], nesterov=bool(h["nesterov"]))
    return _Keras, call, {"momentum_buffer": "velocity"} if h["momentum"] else {}


class _Bitsandbytes(PublishedFormula):
    """The published formula of bitsandbytes' SGD, whose kernels need a GPU; it refuses a momentum of 0."""

    @torch.no_grad()
    def step(self):
        group = self.param_groups[0]
        for p in group["params"]:
            g = p.grad + p * group["weight_decay"]
            x = self.state[p]
            x["state1"] = x["state1"] * group["momentum"] + g if "state1" in x else g
            p.sub_(group["lr"] * x["state1"])


def _by_bitsandbytes(h):
    plainly = agree(h, momentum_form="torch", first_step="gradient", dampening=0.0, nesterov=0, decay_mode="l2", maximize=0)
    if not plain(h) or not plainly or not h["momentum"]:
        return None
    return _Bitsandbytes, dict(lr=h["lr"], momentum=h["momentum"], weight_decay=h["weight_decay"]), {"momentum_buffer": "state1"}


PEERS = {"timm": _by_timm, "keras_formula": _by_keras, "bitsandbytes_formula": _by_bitsandbytes}
