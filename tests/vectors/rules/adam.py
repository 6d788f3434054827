"""Adam, with AMSGrad."""

import numpy as np
import optax
import torch

from generator.by_hand import arrived, with_decay
from generator.by_optax import chain_with_decay, minus_lr
from generator.by_torch import PublishedFormula, agree, plain

DEFAULTS = dict(
    lr=1e-3, weight_decay=0.0, beta1=0.9, beta2=0.999, eps=1e-8, amsgrad=0, bias_correction=1,
    decay_mode="l2", eps_mode="outside", amsgrad_form="raw",
)  # fmt: skip
TORCH = torch.optim.Adam  # the same defaults, wherever the names are the same
_TORCH = dict(eps_mode="outside", amsgrad_form="raw", bias_correction=1, decay_order="before")
PRESETS = {
    "torch": dict(_TORCH, decay_mode="l2"),
    "optax": dict(_TORCH, decay_mode="l2", amsgrad_form="corrected"),
    "tf": dict(_TORCH, decay_mode="decoupled", eps_mode="hat"),
    "apex": dict(_TORCH, decay_mode="decoupled"),
    "bnb": dict(_TORCH, decay_mode="decoupled", decay_order="after"),
}

A = dict(lr=0.06, beta1=0.7, beta2=0.85, eps=0.03, weight_decay=0.2)
SHARED = [
    ("defaults", None, {}, "exact"),
    ("torch", "torch", dict(A, maximize=1), "exact"),
    ("torch_amsgrad", "torch", dict(A, amsgrad=1), "exact"),
    ("torch_scheduled", "torch", dict(A, lr="@case_lr", amsgrad=1, maximize=1), "exact"),
    ("torch_wide", "torch", dict(A, eps=1e-7), "wide"),
    ("torch_double", "torch", dict(A, eps=1e-9, amsgrad=1), "double"),
    ("optax", "optax", dict(A, lr="@case_lr"), "exact"),
    ("optax_amsgrad", "optax", dict(A, amsgrad=1, maximize=1), "exact"),
    ("inside", None, dict(A, eps_mode="inside"), "exact"),
    ("inside_amsgrad", None, dict(A, eps_mode="inside", amsgrad=1), "exact"),
    ("inside_amsgrad_corrected", "optax", dict(A, eps_mode="inside", amsgrad=1), "exact"),
    ("hat", None, dict(A, eps_mode="hat", decay_mode="decoupled"), "exact"),
    ("hat_amsgrad", None, dict(A, eps_mode="hat", amsgrad=1, maximize=1), "exact"),
    ("no_bias_correction", None, dict(A, bias_correction=0, amsgrad=1), "exact"),
    ("no_bias_correction_inside", None, dict(A, bias_correction=0, eps_mode="inside", lr="@case_lr"), "exact"),
    ("no_bias_correction_hat", None, dict(A, bias_correction=0, eps_mode="hat"), "exact"),
]
CASES = SHARED + [
    ("tf", "tf", dict(A, amsgrad=1), "exact"),
    ("apex", "apex", dict(A, lr="@case_lr"), "exact"),
    ("apex_l2", "apex", dict(A, decay_mode="l2"), "exact"),
    ("bnb", "bnb", dict(A, lr="@case_lr"), "exact"),
    ("bnb_long", "bnb", A, "long"),
    ("decoupled_before", None, dict(A, decay_mode="decoupled"), "exact"),
    ("decoupled_after", None, dict(A, decay_mode="decoupled", decay_order="after"), "exact"),
]


def by_hand(p, g, state, h, t):
    g = arrived(p, g, h)
    b1, b2, eps = h["beta1"], h["beta2"], h["eps"]
    c1, c2 = (1 - b1**t, 1 - b2**t) if h["bias_correction"] else (1.0, 1.0)
    zero = np.zeros_like(p)
    m = state["exp_avg"] = b1 * state.get("exp_avg", zero) + (1 - b1) * g
    v = state["exp_avg_sq"] = b2 * state.get("exp_avg_sq", zero) + (1 - b2) * g * g
    corrected = v / c2
    if h["amsgrad"] and h["amsgrad_form"] == "corrected":
        corrected = state["max_exp_avg_sq"] = np.maximum(state.get("max_exp_avg_sq", zero), v / c2)
    elif h["amsgrad"]:
        state["max_exp_avg_sq"] = np.maximum(state.get("max_exp_avg_sq", zero), v)
        corrected = state["max_exp_avg_sq"] / c2
    denominator = {
        "outside": lambda: np.sqrt(corrected) + eps,
        "inside": lambda: np.sqrt(corrected + eps),
        "hat": lambda: np.sqrt(corrected) + eps / np.sqrt(c2),
    }[h["eps_mode"]]()
    return with_decay(p, h, lambda q: q - h["lr"] * (m / c1) / denominator)


def by_torch(h):
    if not agree(h, eps_mode="outside", bias_correction=1, amsgrad_form="raw", decay_order="before"):
        return None
    decoupled = h["decay_mode"] == "decoupled"
    return torch.optim.Adam, dict(
        betas=(h["beta1"], h["beta2"]), amsgrad=bool(h["amsgrad"]), decoupled_weight_decay=decoupled
    )


def by_optax(h, hypers):
    if not h["bias_correction"] or h["eps_mode"] == "hat" or (h["amsgrad"] and h["amsgrad_form"] == "raw"):
        return None, {}
    inside = h["eps_mode"] == "inside"
    arguments = dict(b1=h["beta1"], b2=h["beta2"], eps=0.0 if inside else h["eps"], eps_root=h["eps"] if inside else 0.0)
    names = {"exp_avg": "mu", "exp_avg_sq": "nu"}
    if h["amsgrad"]:
        return chain_with_decay(h, [optax.scale_by_amsgrad(**arguments)], [minus_lr(hypers)]), {**names, "max_exp_avg_sq": "nu_max"}
    return chain_with_decay(h, [optax.scale_by_adam(**arguments)], [minus_lr(hypers)]), names


class _Bitsandbytes(PublishedFormula):
    """The published formula of bitsandbytes' 32-bit Adam, whose kernels need a GPU: the corrections go into step size and eps."""

    @torch.no_grad()
    def step(self):
        group = self.param_groups[0]
        b1, b2 = group["betas"]
        for p in group["params"]:
            x = self.state[p]
            if not x:
                x.update(t=0, s1=torch.zeros_like(p), s2=torch.zeros_like(p))
            x["t"] += 1
            x["s1"].mul_(b1).add_(p.grad * (1 - b1))
            x["s2"].mul_(b2).add_(p.grad * p.grad * (1 - b2))
            c1, c2 = 1 - b1 ** x["t"], (1 - b2 ** x["t"]) ** 0.5
            p.sub_(group["lr"] * c2 / c1 * (x["s1"] / (x["s2"].sqrt() + group["eps"] * c2)))
            p.mul_(1 - group["lr"] * group["weight_decay"])


def by_bitsandbytes(h):
    plainly = agree(h, eps_mode="outside", bias_correction=1, amsgrad=0, decay_mode="decoupled", decay_order="after", maximize=0)
    if not plain(h) or not plainly:
        return None
    call = dict(lr=h["lr"], betas=(h["beta1"], h["beta2"]), eps=h["eps"], weight_decay=h["weight_decay"])
    return _Bitsandbytes, call, {"exp_avg": "s1", "exp_avg_sq": "s2"}


class _Keras(PublishedFormula):
    """The published formula of Keras' Adam: weight decay first."""

    @torch.no_grad()
    def step(self):
        group = self.param_groups[0]
        b1, b2 = group["betas"]
        for p in group["params"]:
            g, x = p.grad, self.state[p]
            p.sub_(p * group["weight_decay"] * group["lr"])
            if not x:
                x.update(t=0, m=torch.zeros_like(p), v=torch.zeros_like(p), v_hat=torch.zeros_like(p))
            x["t"] += 1
            x["m"] += (g - x["m"]) * (1 - b1)
            x["v"] += (g * g - x["v"]) * (1 - b2)
            x["v_hat"] = torch.maximum(x["v_hat"], x["v"])
            alpha = group["lr"] * (1 - b2 ** x["t"]) ** 0.5 / (1 - b1 ** x["t"])
            p.sub_(x["m"] * alpha / ((x["v_hat"] if group["amsgrad"] else x["v"]).sqrt() + group["eps"]))


def by_keras(h):
    plainly = agree(h, eps_mode="hat", bias_correction=1, amsgrad_form="raw", decay_mode="decoupled", decay_order="before", maximize=0)
    if not plain(h) or not plainly:
        return None
    call = dict(lr=h["lr"], betas=(h["beta1"], h["beta2"]), eps=h["eps"], weight_decay=h["weight_decay"], amsgrad=h["amsgrad"])
    names = {"exp_avg": "m", "exp_avg_sq": "v"}
    return _Keras, call, {**names, "max_exp_avg_sq": "v_hat"} if h["amsgrad"] else names


PEERS = {"bitsandbytes_formula": by_bitsandbytes, "keras_formula": by_keras}
