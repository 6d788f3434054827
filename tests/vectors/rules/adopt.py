"""ADOPT."""

import jax.numpy as jnp
import numpy as np
import optax.contrib
import pytorch_optimizer
import timm.optim

from generator.by_hand import arrived, with_decay
from generator.by_optax import chain_with_decay, minus_lr
from generator.by_torch import agree, decay_of_pytorch_optimizer

DEFAULTS = dict(
    lr=1e-3, weight_decay=0.0, beta1=0.9, beta2=0.9999, eps=1e-6, clip_exp=0.25, clip_base="before",
    decay_mode="l2",
)  # fmt: skip
PRESETS = {
    "optax": dict(clip_exp=0.25, clip_base="before", decay_mode="decoupled"),
    "timm": dict(clip_exp=0.333, clip_base="before", decay_mode="l2"),
    "pytorch_optimizer": dict(clip_exp=0.25, clip_base="step", decay_mode="l2"),
}

_D = dict(lr=0.05, beta1=0.7, beta2=0.9, eps=0.05, weight_decay=0.02)
CASES = [
    ("defaults", None, {}, "exact"),
    ("optax", "optax", dict(_D, weight_decay=0.2), "exact"),
    ("optax_maximize", "optax", dict(_D, clip_exp=0.1, lr="@case_lr", maximize=1), "exact"),
    ("optax_no_clip", "optax", dict(_D, clip_base="none"), "long"),
    ("optax_long", "optax", dict(_D, lr="@case_lr"), "long"),
    ("timm", "timm", _D, "exact"),
    ("timm_maximize", "timm", dict(_D, clip_exp=0.2, lr="@case_lr", maximize=1), "exact"),
    ("timm_no_clip", "timm", dict(_D, clip_base="none"), "exact"),
    ("timm_long", "timm", _D, "long"),
    ("pytorch_optimizer", "pytorch_optimizer", _D, "exact"),
    ("pytorch_optimizer_decoupled", "pytorch_optimizer", dict(_D, decay_mode="decoupled", weight_decay=0.2, maximize=1), "exact"),
    ("pytorch_optimizer_long", "pytorch_optimizer", dict(_D, lr="@case_lr", clip_exp=0.4), "long"),
    ("after", None, dict(_D, decay_mode="decoupled", decay_order="after"), "exact"),
    ("wide", None, dict(_D, eps=1e-6), "wide"),
    ("double", None, dict(_D, eps=1e-9), "double"),
]


def by_hand(p, g, state, h, t):
    g = arrived(p, g, h)
    m, b1, b2 = state.get("exp_avg", np.zeros_like(p)), h["beta1"], h["beta2"]
    if t == 1:
        state.update(exp_avg=m, exp_avg_sq=g * g)
        return with_decay(p, h, lambda q: q)
    limit = {"before": lambda: (t - 1) ** h["clip_exp"], "step": lambda: t ** h["clip_exp"], "none": lambda: np.inf}[h["clip_base"]]()
    scaled = np.clip(g / np.maximum(np.sqrt(state["exp_avg_sq"]), h["eps"]), -limit, limit)
    m = state["exp_avg"] = b1 * m + (1 - b1) * scaled
    state["exp_avg_sq"] = b2 * state["exp_avg_sq"] + (1 - b2) * g * g
    return with_decay(p, h, lambda q: q - h["lr"] * m)


def by_optax(h, hypers):
    if h["clip_base"] == "step":
        return None, {}
    clips = dict(use_clipping=h["clip_base"] != "none", clip_value_fn=lambda t: jnp.asarray(t, jnp.float64) ** h["clip_exp"])
    core = optax.contrib.scale_by_adopt(b1=h["beta1"], b2=h["beta2"], eps=h["eps"], **clips)
    return chain_with_decay(h, [core], [minus_lr(hypers)]), {"exp_avg": "mu", "exp_avg_sq": "nu"}


_NAMES = {"exp_avg": "exp_avg", "exp_avg_sq": "exp_avg_sq"}


def _timm(h):
    if h["clip_base"] == "step" or (h["weight_decay"] and h["decay_mode"] != "l2"):
        return None  # beside the update it decays from the second step on
    clip_exp = None if h["clip_base"] == "none" else h["clip_exp"]
    return timm.optim.Adopt, dict(
        lr=h["lr"], betas=(h["beta1"], h["beta2"]), eps=h["eps"], clip_exp=clip_exp, weight_decay=h["weight_decay"],
        maximize=bool(h["maximize"]), foreach=False,
    ), _NAMES  # fmt: skip


def _pytorch_optimizer(h):
    decay = decay_of_pytorch_optimizer(h)
    if decay is None or h["clip_base"] == "before" or not agree(h, decay_order="before"):
        return None
    limit = None if h["clip_base"] == "none" else lambda t: t ** h["clip_exp"]
    return pytorch_optimizer.ADOPT, dict(
        decay, lr=h["lr"], betas=(h["beta1"], h["beta2"]), eps=h["eps"], clip_lambda=limit, maximize=bool(h["maximize"]), foreach=False,
    ), _NAMES  # fmt: skip


PEERS = {"timm": _timm, "pytorch_optimizer": _pytorch_optimizer}
