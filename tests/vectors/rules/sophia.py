"""Sophia."""

import jax.numpy as jnp
import numpy as np
import optax
import pytorch_optimizer
import torch

from generator import gradients
from generator.by_hand import arrived, with_decay
from generator.by_optax import chain_with_decay, minus_lr
from generator.by_torch import agree

DEFAULTS = dict(
    lr=1e-4, beta1=0.96, beta2=0.99, eps=1e-12, gamma=0.01, clip_threshold=1.0, bias_correction=0, weight_decay=0.0,
    decay_mode="decoupled",
)  # fmt: skip
PRESETS = {
    "optax": dict(bias_correction=1, gamma=0.01, clip_threshold=1.0, decay_mode="decoupled"),
    "pytorch_optimizer": dict(bias_correction=0, gamma=1.0, clip_threshold=0.01, decay_mode="decoupled"),
}
HESSIANS = True

_S = dict(lr=0.05, beta1=0.7, beta2=0.6, eps=0.04, gamma=0.5, clip_threshold=0.8, weight_decay=0.2)
_K = {name: v for name, v in _S.items() if name not in ("gamma", "clip_threshold")}
CASES = [
    ("defaults", None, {}, "exact"),
    ("paper", None, _S, "exact"),
    ("paper_long", None, dict(_S, lr="@case_lr"), "long"),
    ("optax", "optax", _S, "exact"),
    ("optax_long", "optax", dict(_S, lr="@case_lr"), "long"),
    ("optax_l2_maximize", "optax", dict(_S, decay_mode="l2", maximize=1), "exact"),
    ("pytorch_optimizer", "pytorch_optimizer", _K, "exact"),
    ("pytorch_optimizer_long", "pytorch_optimizer", dict(_K, clip_threshold=0.3, lr="@case_lr"), "long"),
    ("after", None, dict(_S, decay_order="after"), "exact"),
    ("wide", None, dict(_S, clip_threshold=20.0), "wide"),
    ("double", None, dict(_S, clip_threshold=20.0), "double"),
]


def by_hand(p, g, state, h, t):
    g = arrived(p, g, h)
    zero, estimate = np.zeros_like(p), gradients.hessian(t, p.size)
    hessian = state.get("hessian", zero)
    if estimate is not None:
        hessian = h["beta2"] * hessian + (1 - h["beta2"]) * estimate
    m = h["beta1"] * state.get("exp_avg", zero) + (1 - h["beta1"]) * g
    state.update(exp_avg=m, hessian=hessian)
    if h["bias_correction"]:
        m = m / (1 - h["beta1"] ** t)
    d = np.clip(m / np.maximum(h["gamma"] * hessian, h["eps"]), -h["clip_threshold"], h["clip_threshold"])
    return with_decay(p, h, lambda q: q - h["lr"] * d)


def _next_estimate(g, i, params=None):
    """Hands optax, which asks after its steps 1, 4, 7, ..., what the others are given before steps 2, 5, 8, ..."""
    estimates = [[gradients.hessian(t, one.size) for t in range(2, 80, 3)] for one in g]
    return [jnp.asarray(np.stack(each))[i] for each in estimates], i + 1


_ESTIMATOR = optax.GradientTransformation(lambda params: jnp.zeros([], jnp.int32), _next_estimate)


def by_optax(h, hypers):
    if not h["bias_correction"]:
        return None, {}
    core = optax.contrib._sophia.scale_by_sophia(
        b1=h["beta1"], b2=h["beta2"], eps=h["eps"], gamma=h["gamma"], clip_threshold=h["clip_threshold"], update_interval=3,
        hessian_diagonal_fn=_ESTIMATOR,
    )  # fmt: skip
    return chain_with_decay(h, [core], [minus_lr(hypers)]), {"exp_avg": "mu"}


class _SophiaH(pytorch_optimizer.SophiaH):
    """Gives the package's optimizer the estimates, and zeros before its first step, when it would make one itself."""

    def step(self):
        p = self.param_groups[0]["params"][0]
        t = self.param_groups[0].get("step", 0) + 1
        estimate = np.zeros(p.numel()) if t == 1 else gradients.hessian(t, p.numel())
        super().step(hessian=None if estimate is None else [torch.tensor(estimate)])


def by_pytorch_optimizer(h):
    if h["bias_correction"] or h["gamma"] != 1 or not agree(h, decay_mode="decoupled", decay_order="before"):
        return None
    arguments = dict(
        lr=h["lr"], betas=(h["beta1"], h["beta2"]), weight_decay=h["weight_decay"], p=h["clip_threshold"], eps=h["eps"],
        maximize=bool(h["maximize"]), update_period=10**9, foreach=False,
    )  # fmt: skip
    return _SophiaH, arguments, {"exp_avg": "momentum", "hessian": "hessian_moment"}


PEERS = {"pytorch_optimizer": by_pytorch_optimizer}
