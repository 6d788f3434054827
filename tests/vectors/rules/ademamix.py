"""AdEMAMix."""

import math

import jax.numpy as jnp
import numpy as np
import optax.contrib
import pytorch_optimizer
import torch

from generator.by_hand import arrived, with_decay
from generator.by_optax import chain_with_decay, minus_lr
from generator.by_torch import PublishedFormula, agree, decay_of_pytorch_optimizer, plain

DEFAULTS = dict(
    lr=1e-3, weight_decay=0.0, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, t_alpha=0, t_beta3=0, eps=1e-8, eps_root=0.0,
    decay_mode="decoupled",
)  # fmt: skip
PRESETS = {
    "optax": dict(decay_mode="decoupled", decay_order="before"),
    "pytorch_optimizer": dict(eps_root=0.0, decay_mode="l2", decay_order="before"),
    "bnb": dict(eps_root=0.0, decay_mode="decoupled", decay_order="after"),  # bitsandbytes
}

_X = dict(lr=0.05, beta1=0.7, beta2=0.85, beta3=0.97, alpha=3.0, eps=0.02, weight_decay=0.2)
CASES = [
    ("defaults", None, {}, "exact"),
    ("optax", "optax", dict(_X, eps_root=0.03), "exact"),
    ("optax_maximize", "optax", dict(_X, lr="@case_lr", maximize=1), "exact"),
    ("optax_warm", "optax", dict(_X, t_alpha=9, t_beta3=6), "exact"),
    ("optax_warm_long", "optax", dict(_X, eps_root=0.01, t_alpha=50, t_beta3=40), "long"),
    ("pytorch_optimizer", "pytorch_optimizer", _X, "exact"),
    ("pytorch_optimizer_warm", "pytorch_optimizer", dict(_X, t_alpha=7, t_beta3=7, lr="@case_lr"), "exact"),
    ("pytorch_optimizer_warm_long", "pytorch_optimizer", dict(_X, t_alpha=45, t_beta3=45, maximize=1), "long"),
    ("bnb", "bnb", _X, "exact"),
    ("bnb_warm", "bnb", dict(_X, t_alpha=11, t_beta3=13), "exact"),
    ("warm_from_nothing", None, dict(_X, beta1=0.0, t_beta3=12), "exact"),
    ("wide", None, dict(_X, eps=1e-6), "wide"),
    ("double", None, dict(_X, eps=1e-9), "double"),
]


def _alpha(h, t):
    return min(t * h["alpha"] / h["t_alpha"], h["alpha"]) if h["t_alpha"] else h["alpha"]


def _beta3(h, t):
    """The paper's formula; from a beta1 of 0 its limit."""
    start, end, done = h["beta1"], h["beta3"], t / h["t_beta3"] if h["t_beta3"] else 1
    if done >= 1:
        return end
    if start == 0:
        return end ** (1 / done)
    a, b = math.log(start), math.log(end)
    return math.exp(a * b / ((1 - done) * b + done * a))


def by_hand(p, g, state, h, t):
    g = arrived(p, g, h)
    b1, b2, b3 = h["beta1"], h["beta2"], _beta3(h, t)
    zero = np.zeros_like(p)
    fast = state["exp_avg"] = b1 * state.get("exp_avg", zero) + (1 - b1) * g
    slow = state["exp_avg_slow"] = b3 * state.get("exp_avg_slow", zero) + (1 - b3) * g
    v = state["exp_avg_sq"] = b2 * state.get("exp_avg_sq", zero) + (1 - b2) * g * g
    root = np.sqrt(v / (1 - b2**t) + h["eps_root"]) + h["eps"]
    return with_decay(p, h, lambda q: q - h["lr"] * (fast / (1 - b1**t) + _alpha(h, t) * slow) / root)


def by_optax(h, hypers):
    steps = range(1, len(hypers) + 1)
    alphas, betas = jnp.asarray([_alpha(h, t) for t in steps]), jnp.asarray([_beta3(h, t) for t in steps])
    core = optax.contrib.scale_by_ademamix(
        b1=h["beta1"], b2=h["beta2"], b3=lambda t: betas[t], alpha=lambda t: alphas[t], eps=h["eps"], eps_root=h["eps_root"]
    )
    return chain_with_decay(h, [core], [minus_lr(hypers)]), {"exp_avg": "m1", "exp_avg_slow": "m2", "exp_avg_sq": "nu"}


def _pytorch_optimizer(h):
    decay = decay_of_pytorch_optimizer(h)
    if decay is None or h["t_alpha"] != h["t_beta3"] or not agree(h, eps_root=0.0, decay_order="before"):
        return None
    return pytorch_optimizer.AdEMAMix, dict(
        decay, lr=h["lr"], betas=(h["beta1"], h["beta2"], h["beta3"]), eps=h["eps"], alpha=h["alpha"],
        t_alpha_beta3=h["t_alpha"] or None, maximize=bool(h["maximize"]), foreach=False,
    ), {name: name for name in ("exp_avg", "exp_avg_sq", "exp_avg_slow")}  # fmt: skip


class _Bitsandbytes(PublishedFormula):
    """The published formula of bitsandbytes' 32-bit AdEMAMix, whose kernels need a GPU; without warm-up."""

    @torch.no_grad()
    def step(self):
        group = self.param_groups[0]
        b1, b2, b3 = group["betas"]
        for p in group["params"]:
            g, x = p.grad, self.state[p]
            if not x:
                x.update(t=0, m1=torch.zeros_like(p), m2=torch.zeros_like(p), nu=torch.zeros_like(p))
            x["t"] += 1
            x["m1"] = x["m1"] * b1 + (1 - b1) * g
            x["m2"] = x["m2"] * b3 + (1 - b3) * g
            x["nu"] = x["nu"] * b2 + (1 - b2) * g * g
            c1, c2 = 1 - b1 ** x["t"], (1 - b2 ** x["t"]) ** 0.5
            p.sub_(group["lr"] * ((x["m1"] / c1 + group["alpha"] * x["m2"]) / (x["nu"].sqrt() / c2 + group["eps"])))
            p.mul_(1 - group["lr"] * group["weight_decay"])


def _by_bitsandbytes(h):
    plainly = agree(h, eps_root=0.0, t_alpha=0, t_beta3=0, decay_mode="decoupled", decay_order="after", maximize=0)
    if not plain(h) or not plainly:
        return None
    betas = (h["beta1"], h["beta2"], h["beta3"])
    call = dict(lr=h["lr"], betas=betas, alpha=h["alpha"], eps=h["eps"], weight_decay=h["weight_decay"])
    return _Bitsandbytes, call, {"exp_avg": "m1", "exp_avg_slow": "m2", "exp_avg_sq": "nu"}


PEERS = {"pytorch_optimizer": _pytorch_optimizer, "bitsandbytes_formula": _by_bitsandbytes}
