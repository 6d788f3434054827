"""RMSprop, plain or centered, with or without momentum."""

import numpy as np
import optax
import torch
from timm.optim.rmsprop_tf import RMSpropTF

from generator.by_hand import arrived, with_decay
from generator.by_optax import chain_with_decay, minus_lr
from generator.by_torch import agree, plain

DEFAULTS = dict(
    lr=1e-2, weight_decay=0.0, momentum=0.0, eps=1e-8, alpha=0.99, centered=0,
    initial_accumulator_value=0.0, eps_mode="outside", lr_place="outside", decay_mode="l2",
)  # fmt: skip
TORCH = torch.optim.RMSprop  # the same defaults, wherever the names are the same
_L2 = dict(decay_mode="l2")
PRESETS = {
    "torch": dict(_L2, eps_mode="outside", lr_place="outside", initial_accumulator_value=0.0),
    "tf": dict(_L2, eps_mode="inside", lr_place="inside", initial_accumulator_value=1.0),
    "optax": dict(_L2, eps_mode="inside", lr_place="inside", initial_accumulator_value=0.0),
    "timm": dict(_L2, eps_mode="inside", lr_place="inside", initial_accumulator_value=1.0),
    "bnb": dict(_L2, eps_mode="outside", lr_place="outside", initial_accumulator_value=0.0),
}

_R = dict(lr=0.04, weight_decay=0.02, eps=0.03, alpha=0.8)
_RM = dict(_R, lr="@case_lr", momentum=0.7)
CASES = [
    ("defaults", None, {}, "exact"),
    ("torch", "torch", dict(_R, maximize=1), "exact"),
    ("torch_momentum", "torch", _RM, "exact"),
    ("torch_centered", "torch", dict(_R, centered=1), "exact"),
    ("torch_centered_momentum", "torch", dict(_RM, centered=1, maximize=1), "exact"),
    ("torch_wide", "torch", dict(_R, momentum=0.7, eps=1e-8), "wide"),
    ("torch_double", "torch", dict(_R, momentum=0.7, centered=1, eps=1e-9), "double"),
    ("tf", "tf", dict(_RM, eps=0.01), "exact"),
    ("tf_centered", "tf", dict(_RM, centered=1, maximize=1), "exact"),
    ("tf_no_momentum", "tf", _R, "exact"),
    ("timm", "timm", _RM, "exact"),
    ("timm_centered", "timm", dict(_RM, centered=1), "exact"),
    ("bnb", "bnb", dict(_R, lr="@case_lr"), "exact"),
    ("optax", "optax", _RM, "exact"),
    ("optax_centered", "optax", dict(_RM, centered=1), "exact"),
    ("optax_initial", "optax", dict(_RM, initial_accumulator_value=0.6), "exact"),
    ("outside_inside", None, dict(_RM, eps_mode="outside", lr_place="inside", initial_accumulator_value=0.5), "exact"),
    ("decoupled", None, dict(_RM, decay_mode="decoupled", weight_decay=0.5), "exact"),
    ("decoupled_after", "tf", dict(_RM, decay_mode="decoupled", decay_order="after", weight_decay=0.5), "exact"),
    ("inside_outside", None, dict(_RM, eps_mode="inside", lr_place="outside", centered=1), "exact"),
]


def by_hand(p, g, state, h, t):
    g = arrived(p, g, h)
    a, lr = h["alpha"], h["lr"]
    square = a * state.get("square_avg", np.full_like(p, h["initial_accumulator_value"])) + (1 - a) * g * g
    state["square_avg"] = square
    variance = square
    if h["centered"]:
        state["grad_avg"] = a * state.get("grad_avg", np.zeros_like(p)) + (1 - a) * g
        variance = np.maximum(square - state["grad_avg"] ** 2, 0)
    direction = g / (np.sqrt(variance + h["eps"]) if h["eps_mode"] == "inside" else np.sqrt(variance) + h["eps"])
    if h["momentum"] == 0:
        return with_decay(p, h, lambda q: q - lr * direction)
    inside = h["lr_place"] == "inside"
    old = state.get("momentum_buffer", np.zeros_like(p))
    state["momentum_buffer"] = h["momentum"] * old + (lr if inside else 1) * direction
    return with_decay(p, h, lambda q: q - (1 if inside else lr) * state["momentum_buffer"])


def by_torch(h):
    if not agree(h, eps_mode="outside", decay_mode="l2", initial_accumulator_value=0.0) or (h["momentum"] and h["lr_place"] != "outside"):
        return None
    return torch.optim.RMSprop, dict(alpha=h["alpha"], momentum=h["momentum"], centered=bool(h["centered"]))


def by_optax(h, hypers):
    arguments = dict(
        decay=h["alpha"], eps=h["eps"], initial_scale=h["initial_accumulator_value"], eps_in_sqrt=h["eps_mode"] == "inside"
    )
    if h["centered"] and h["initial_accumulator_value"]:
        return None, {}  # optax starts the mean at the same value
    core = [optax.scale_by_stddev(**arguments) if h["centered"] else optax.scale_by_rms(**arguments)]
    names = {"square_avg": "nu", **({"grad_avg": "mu"} if h["centered"] else {})}
    lr = [minus_lr(hypers)]
    if h["momentum"] and h["lr_place"] == "inside":
        if h["decay_mode"] != "l2":
            return None, {}  # optax would pass the decay through the buffer
        core, lr = core + [optax.scale(-1.0)] + lr + [optax.trace(decay=h["momentum"])], [optax.scale(-1.0)]
        names["momentum_buffer"] = "trace"
    elif h["momentum"]:
        core += [optax.trace(decay=h["momentum"])]
        names["momentum_buffer"] = "trace"
    return chain_with_decay(h, core, lr), names


def _by_timm(h):
    if not plain(h) or not agree(h, eps_mode="inside", initial_accumulator_value=1.0, decay_mode="l2", maximize=0):
        return None
    arguments = dict(
        lr=h["lr"], alpha=h["alpha"], eps=h["eps"], weight_decay=h["weight_decay"], momentum=h["momentum"], centered=bool(h["centered"]),
        lr_in_momentum=h["lr_place"] == "inside",
    )  # fmt: skip
    names = {"square_avg": "square_avg"}
    names.update({"grad_avg": "grad_avg"} if h["centered"] else {})
    names.update({"momentum_buffer": "momentum_buffer"} if h["momentum"] else {})
    return RMSpropTF, arguments, names


PEERS = {"timm": _by_timm}
