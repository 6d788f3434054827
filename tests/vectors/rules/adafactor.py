"""Adafactor."""

import jax.numpy as jnp
import numpy as np
import optax
import pytorch_optimizer
import torch
from timm.optim.adafactor import Adafactor
from timm.optim.adafactor_bv import AdafactorBigVision

from generator.by_hand import arrived, with_decay
from generator.by_torch import agree, maybe

TORCH = torch.optim.Adafactor
DEFAULTS = dict(
    lr=1e-2, beta2_decay=-0.8, beta2=1.0, beta1=0.0, eps1=1e-30, eps2=1e-3, d=1.0, weight_decay=0.0, eps_form="machine",
    relative_step="on", scale_parameter=1, factored="last", min_dim_size_to_factor=0, lr_place="inside",
    decay_mode="decoupled", decay_by="lr",
)  # fmt: skip
_TORCH = dict(
    eps_form="machine", relative_step="on", scale_parameter=1, factored="last", min_dim_size_to_factor=0, lr_place="inside",
    decay_mode="decoupled", decay_by="lr",
)  # fmt: skip
PRESETS = {
    "torch": _TORCH,
    "optax": dict(
        _TORCH, eps_form="added", relative_step="off", factored="largest", min_dim_size_to_factor=128, decay_mode="fixed"
    ),
    "timm": dict(_TORCH, eps_form="added", factored="leading", min_dim_size_to_factor=17, decay_by="step_size"),
    "pytorch_optimizer": dict(_TORCH, eps_form="added", decay_by="step_size"),
    "big_vision": dict(
        _TORCH, eps_form="added", relative_step="off", scale_parameter=0, factored="largest", min_dim_size_to_factor=16,
        lr_place="outside",
    ),  # fmt: skip
}

_A = dict(lr=0.4, beta2_decay=-0.6, eps1=0.02, eps2=0.5, d=1.125, weight_decay=0.05)
_M = dict(_A, beta1=0.7, beta2=0.7, d=0.75)
_SMALL = dict(min_dim_size_to_factor=2)
_GIVEN = dict(relative_step="off", scale_parameter=0, decay_by="lr")
CASES = [
    ("defaults", None, {}, "factors"),
    ("torch", "torch", dict(_A, lr="@case_lr", maximize=1), "factors"),
    ("torch_relative_step", "torch", dict(_A, eps1=0.25), "factors"),
    ("torch_eps_floor", "torch", dict(_A, eps_form="floor", eps1=0.25), "factors"),
    ("torch_long", "torch", dict(_A, eps_form="floor", eps1=0.25), "factors_long"),
    ("optax", "optax", dict(_M, lr="@case_lr", **_SMALL), "factors"),
    ("optax_whole", "optax", dict(_M, lr=0.1, factored="none", min_dim_size_to_factor=0, decay_mode="l2", maximize=1), "factors"),
    ("optax_sizes", "optax", dict(_M, beta1=0.0, min_dim_size_to_factor=3, decay_order="after"), "factors"),
    ("optax_unscaled", "optax", dict(_M, lr=0.1, scale_parameter=0, min_dim_size_to_factor=0), "factors"),
    ("optax_long", "optax", dict(_M, beta2=1.0, lr="@case_lr", **_SMALL), "factors_long"),
    ("timm", "timm", dict(_M, beta2=1.0, lr=0.01, **_SMALL), "factors"),
    ("timm_warmup", "timm", dict(_M, beta2=1.0, lr=0.01, relative_step="warmup", min_dim_size_to_factor=3), "factors"),
    ("timm_given_lr", "timm", dict(_M, beta2=1.0, lr="@case_lr", **_SMALL, **_GIVEN), "factors"),
    ("timm_long", "timm", dict(_M, beta1=0.0, beta2=1.0, lr=0.01, **_SMALL), "factors_long"),
    ("pytorch_optimizer", "pytorch_optimizer", dict(_M, lr=0.01), "factors"),
    ("pytorch_optimizer_given_lr", "pytorch_optimizer", dict(_M, relative_step="off", lr="@case_lr", maximize=1), "factors"),
    ("pytorch_optimizer_l2", "pytorch_optimizer", dict(_M, lr=0.01, decay_mode="l2", relative_step="warmup"), "factors"),
    ("pytorch_optimizer_long", "pytorch_optimizer", dict(_M, relative_step="off"), "factors_long"),
    ("big_vision", "big_vision", dict(_M, lr="@case_lr", **_SMALL), "factors"),
    ("big_vision_fixed", "big_vision", dict(_M, lr=0.1, decay_mode="fixed", d=float("inf"), min_dim_size_to_factor=3), "factors"),
    ("big_vision_long", "big_vision", dict(_M, lr="@case_lr", **_SMALL), "factors_long"),
    ("relative_momentum_outside", None, dict(_M, eps_form="added", lr_place="outside", decay_by="step_size"), "factors"),
    ("leading_whole_step", None, dict(_M, factored="leading", relative_step="off", decay_by="step_size", decay_mode="proximal"), "factors"),
    ("cautious", None, dict(_M, cautious="mean", decay_mode="cautious"), "factors"),
    ("elements", None, dict(_A, eps_form="added"), "exact"),
    ("wide", None, dict(_M, eps_form="floor"), "wide"),
    ("double", None, dict(_M, eps_form="floor"), "double"),
]


def dims(shape, h):
    """(the dimension that rows lie along, the one that columns lie along), or None."""
    least, form = h["min_dim_size_to_factor"], h["factored"]
    if len(shape) < 2 or form == "none":
        return None
    last, first = (len(shape) - 1, len(shape) - 2), (1, 0)
    if form == "largest":
        order = sorted(range(len(shape)), key=lambda d: (shape[d], d))
        last = order[-1], order[-2]
    fits = lambda pair: min(shape[d] for d in pair) >= least  # noqa: E731
    if form == "leading" and len(shape) > 2 and fits(first):
        return first
    return last if fits(last) else None


def second_moment(state, names, square, stays, across_and_down, least=0.0):
    """Takes squares into a moment and returns the estimate that it stands for."""
    whole, rows, columns = names
    keep = lambda name, mean: state.update({name: stays * state.get(name, 0.0) + (1 - stays) * mean})  # noqa: E731
    if across_and_down is None:
        keep(whole, square)
        return state[whole]
    across, down = across_and_down
    keep(rows, square.mean(axis=across, keepdims=True))
    keep(columns, square.mean(axis=down, keepdims=True))
    return state[rows] * state[columns] / np.maximum(state[rows].mean(axis=down, keepdims=True), least)


def rms(x):
    return np.sqrt(np.mean(np.square(x)))


def by_hand(p, g, state, h, t):
    added = h["eps_form"] == "added"
    floor = 0.0 if added else np.finfo(np.float64).eps if h["eps_form"] == "machine" else h["eps1"]
    g = arrived(p, g, h)
    stays = min(h["beta2"], 1 - float(t) ** h["beta2_decay"])
    square = g * g + (h["eps1"] if added else 0.0)
    v = second_moment(state, ("variance", "row_var", "col_var"), square, stays, dims(g.shape, h), floor)
    root = np.sqrt(np.maximum(v, floor**2))
    u = g / np.where(root > 0, root, 1.0)
    u = u / max(1.0, rms(u) / h["d"])
    begun = {"off": h["lr"], "on": h["lr"], "warmup": h["lr"] * t / 1e4}[h["relative_step"]]
    size = begun if h["relative_step"] == "off" else min(begun, 1 / np.sqrt(t))
    size *= max(h["eps2"], rms(p)) if h["scale_parameter"] else 1.0
    if h["beta1"]:
        inside = h["lr_place"] == "inside"
        u = state["exp_avg"] = h["beta1"] * state.get("exp_avg", 0.0) + (1 - h["beta1"]) * u * (size if inside else 1.0)
        size_left = 1.0 if inside else size
    else:
        size_left = size
    decaying = dict(h, lr=size) if h["decay_by"] == "step_size" else h
    return with_decay(p, decaying, lambda q: q - size_left * u)


def by_torch(h):
    plain = agree(h, relative_step="on", scale_parameter=1, factored="last", min_dim_size_to_factor=0, decay_by="lr")
    if not plain or not agree(h, beta1=0.0, beta2=1.0, decay_mode="decoupled", decay_order="before") or h["eps_form"] == "added":
        return None
    eps1 = None if h["eps_form"] == "machine" else h["eps1"]
    return TORCH, dict(beta2_decay=h["beta2_decay"], eps=(eps1, h["eps2"]), d=h["d"])


def by_optax(h, hypers):
    plain = agree(h, eps_form="added", relative_step="off", lr_place="inside", decay_by="lr")
    if not plain or h["decay_mode"] not in ("fixed", "l2") or h["factored"] not in ("largest", "none") or h["decay_order"] != "before":
        return None, {}
    # As optax' own, but for its float32, and with big_vision's limit.
    stays = lambda count, power: jnp.minimum(h["beta2"], 1 - (count + 1.0).astype(jnp.float64) ** -power)  # noqa: E731
    rates = jnp.asarray([h["lr"] for h in hypers])
    factored = h["factored"] == "largest"
    parts = [
        *([optax.scale(-1.0)] if h["maximize"] else []),
        *([optax.add_decayed_weights(h["weight_decay"])] if h["decay_mode"] == "l2" else []),
        optax.scale_by_factored_rms(factored, -h["beta2_decay"], 0, h["min_dim_size_to_factor"], h["eps1"], stays),
        optax.clip_by_block_rms(h["d"]),
        optax.scale_by_schedule(lambda count: rates[count]),
        *([optax.scale_by_param_block_rms(h["eps2"])] if h["scale_parameter"] else []),
        *([optax.ema(h["beta1"], debias=False)] if h["beta1"] else []),
        *([optax.add_decayed_weights(h["weight_decay"])] if h["decay_mode"] == "fixed" else []),
        optax.scale(-1.0),
    ]
    return optax.chain(*parts), {}


def _names(h, whole, row, column):
    return {**({"exp_avg": "exp_avg"} if h["beta1"] else {}), "variance": maybe(whole), "row_var": maybe(row), "col_var": maybe(column)}


_PLAIN = dict(eps_form="added", cautious="off", decay_order="before", beta2=1.0)


def _by_timm(h):
    if not agree(h, **_PLAIN, factored="leading", lr_place="inside", maximize=0, decay_mode="decoupled"):
        return None
    given = h["relative_step"] == "off"
    if given != (h["decay_by"] == "lr" and not h["scale_parameter"]) or (not given and h["lr"] != 0.01):
        return None
    arguments = dict(
        lr=h["lr"] if given else None, eps=h["eps1"], eps_scale=h["eps2"], clip_threshold=h["d"], decay_rate=h["beta2_decay"],
        betas=(h["beta1"], 0.0) if h["beta1"] else None, weight_decay=h["weight_decay"], warmup_init=h["relative_step"] == "warmup",
        min_dim_size_to_factor=h["min_dim_size_to_factor"] - 1,
    )  # fmt: skip
    return Adafactor, arguments, _names(h, "exp_avg_sq", "exp_avg_sq_row", "exp_avg_sq_col")


def _by_big_vision(h):
    plain = agree(h, **dict(_PLAIN, beta2=h["beta2"]), factored="largest", relative_step="off", scale_parameter=0, maximize=0, decay_by="lr")
    if not plain or (h["beta1"] and h["lr_place"] == "inside") or h["decay_mode"] not in ("decoupled", "fixed"):
        return None
    arguments = dict(
        lr=h["lr"], min_dim_size_to_factor=h["min_dim_size_to_factor"], decay_rate=-h["beta2_decay"], beta2_cap=h["beta2"],
        momentum=h["beta1"] or None, momentum_dtype=torch.float64, eps=h["eps1"], weight_decay=h["weight_decay"],
        clipping_threshold=h["d"] if np.isfinite(h["d"]) else None, unscaled_wd=h["decay_mode"] == "fixed",
    )  # fmt: skip
    return AdafactorBigVision, arguments, _names(h, "exp_avg_sq", "exp_avg_sq_r", "exp_avg_sq_c")


def _by_pytorch_optimizer(h):
    plain = agree(h, **dict(_PLAIN, beta2=h["beta2"]), factored="last", min_dim_size_to_factor=0, lr_place="inside", decay_by="step_size")
    if not plain or h["decay_mode"] not in ("decoupled", "fixed", "l2") or (h["relative_step"] != "off" and h["lr"] != 0.01):
        return None
    arguments = dict(
        lr=h["lr"], betas=(h["beta1"], h["beta2"]), decay_rate=h["beta2_decay"], weight_decay=h["weight_decay"],
        weight_decouple=h["decay_mode"] != "l2", fixed_decay=h["decay_mode"] == "fixed", clip_threshold=h["d"],
        scale_parameter=bool(h["scale_parameter"]), relative_step=h["relative_step"] != "off",
        warmup_init=h["relative_step"] == "warmup", eps1=h["eps1"], eps2=h["eps2"], momentum_dtype=torch.float64, foreach=False,
        maximize=bool(h["maximize"]),
    )  # fmt: skip
    return pytorch_optimizer.AdaFactor, arguments, _names(h, "exp_avg_sq", "exp_avg_sq_row", "exp_avg_sq_col")


PEERS = {"timm": _by_timm, "timm_big_vision": _by_big_vision, "pytorch_optimizer": _by_pytorch_optimizer}
