"""LAMB."""

import numpy as np
import optax
import pytorch_optimizer
import torch
from timm.optim.lamb import Lamb

from generator.by_optax import minus_lr
from generator.by_torch import PublishedFormula, agree

DEFAULTS = dict(
    lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.01, trust_ratio="decayed", trust_min=0.0, trust_max=0.0, trust_eps=0.0,
    norm_max=0.0, grad_averaging=1, bias_correction="moments", eps_mode="outside", decay_place="update",
)  # fmt: skip
_APEX = dict(
    trust_ratio="decayed", trust_min=0.0, trust_max=0.0, trust_eps=0.0, norm_max=0.0,
    bias_correction="moments", eps_mode="outside", decay_place="update",
)  # fmt: skip
PRESETS = {
    "apex": _APEX,
    "timm": _APEX,
    "optax": dict(_APEX, trust_ratio="always"),
    "deepspeed": dict(_APEX, trust_ratio="always", trust_min=0.01, trust_max=10.0, bias_correction="lr"),
    "pytorch_optimizer": dict(
        _APEX, trust_ratio="always", trust_eps=1e-6, norm_max=10.0, bias_correction="first", decay_place="parameter"
    ),
}

_B = dict(lr=0.05, beta1=0.7, beta2=0.85, eps=0.03, weight_decay=0.2)
CASES = [
    ("defaults", None, {}, "layers"),
    ("apex", "apex", dict(_B, lr="@case_lr", maximize=1), "layers"),
    ("apex_left_alone", "apex", dict(_B, weight_decay=0.0), "layers"),
    ("apex_nvlamb", "apex", dict(_B, weight_decay=0.0, trust_ratio="always"), "layers"),
    ("apex_l2", "apex", dict(_B, decay_place="gradient", trust_ratio="always"), "layers"),
    ("timm", "timm", _B, "layers"),
    ("timm_long", "timm", dict(_B, lr="@case_lr"), "long"),
    ("timm_trust_clip", "timm", dict(_B, trust_max=1.0), "layers"),
    ("timm_no_averaging", "timm", dict(_B, grad_averaging=0, bias_correction="none"), "layers"),
    ("timm_decoupled", "timm", dict(_B, decay_place="parameter", trust_ratio="always"), "layers"),
    ("timm_wide", "timm", dict(_B, eps=1e-7), "wide"),
    ("timm_double", "timm", dict(_B, eps=1e-9), "double"),
    ("optax", "optax", dict(_B, lr="@case_lr", trust_eps=0.5), "layers"),
    ("optax_no_decay", "optax", dict(_B, weight_decay=0.0), "layers"),
    ("optax_inside", "optax", dict(_B, eps_mode="inside"), "layers"),
    ("optax_long", "optax", _B, "long"),
    ("never", None, dict(_B, trust_ratio="never"), "layers"),
    ("limits", None, dict(_B, trust_min=0.7, trust_max=1.1, norm_max=2.0), "layers"),
    ("deepspeed", "deepspeed", dict(_B, lr=0.2), "layers"),
    ("deepspeed_inside", "deepspeed", dict(_B, eps_mode="inside", trust_min=0.6, trust_max=1.2), "layers"),
    ("pytorch_optimizer", "pytorch_optimizer", dict(_B, trust_eps=0.03), "exact"),
    ("pytorch_optimizer_coupled", "pytorch_optimizer", dict(_B, trust_eps=0.03, decay_place="update", maximize=1), "layers"),
    ("pytorch_optimizer_debias", "pytorch_optimizer", dict(_B, trust_eps=0.03, bias_correction="none", grad_averaging=0), "exact"),
    ("pytorch_optimizer_long", "pytorch_optimizer", dict(_B, trust_eps=0.03, lr="@case_lr"), "long"),
]


def _ratio(p, u, h):
    if h["trust_ratio"] == "never" or (h["trust_ratio"] == "decayed" and h["weight_decay"] == 0):
        return 1.0
    wn, un = np.linalg.norm(p), np.linalg.norm(u)
    if wn == 0 or un == 0:
        return 1.0
    ratio = min(wn, h["norm_max"] or np.inf) / (un + h["trust_eps"])
    return max(min(ratio, h["trust_max"] or np.inf), h["trust_min"])


def by_hand(p, g, state, h, t):
    w, place, b1, b2, eps = h["weight_decay"], h["decay_place"], h["beta1"], h["beta2"], h["eps"]
    g = -g if h["maximize"] else g
    g = g + w * p if place == "gradient" else g
    m = state["exp_avg"] = b1 * state.get("exp_avg", 0.0) + (1 - b1 if h["grad_averaging"] else 1.0) * g
    v = state["exp_avg_sq"] = b2 * state.get("exp_avg_sq", 0.0) + (1 - b2) * g * g
    c1, c2 = 1 - b1**t, 1 - b2**t
    form, lr = h["bias_correction"], h["lr"]
    if form == "moments":
        m, v = m / c1, v / c2
    elif form != "none":
        lr *= np.sqrt(c2) / c1 if form == "lr" else 1 / c1
    u = m / (np.sqrt(v + eps) if h["eps_mode"] == "inside" else np.sqrt(v) + eps)
    if place == "update":
        u = u + w * p
    elif place == "parameter":
        p = p * (1 - h["lr"] * w)
    return p - lr * _ratio(p, u, h) * u


def by_optax(h, hypers):
    plain = agree(h, bias_correction="moments", trust_min=0.0, trust_max=0.0, norm_max=0.0, grad_averaging=1)
    if not plain or h["decay_place"] == "parameter" or (h["trust_ratio"] == "decayed" and h["weight_decay"] == 0):
        return None, {}
    inside = h["eps_mode"] == "inside"
    adam = optax.scale_by_adam(h["beta1"], h["beta2"], 0.0 if inside else h["eps"], h["eps"] if inside else 0.0)
    decay = optax.add_decayed_weights(h["weight_decay"])
    core = [decay, adam] if h["decay_place"] == "gradient" else [adam, decay]
    ratio = [] if h["trust_ratio"] == "never" else [optax.scale_by_trust_ratio(eps=h["trust_eps"])]
    direction = [optax.scale(-1.0)] if h["maximize"] else []
    return optax.chain(*direction, *core, *ratio, minus_lr(hypers)), {"exp_avg": "mu", "exp_avg_sq": "nu"}


_NAMES = {"exp_avg": "exp_avg", "exp_avg_sq": "exp_avg_sq"}


def timm_arguments(h):
    """What timm's Lamb is called with, but for its global clip; None where it has no such thing."""
    if not agree(h, eps_mode="outside", trust_min=0.0, trust_eps=0.0, norm_max=0.0, maximize=0) or h["trust_max"] not in (0.0, 1.0):
        return None
    if h["trust_ratio"] == "never" or h["bias_correction"] not in ("none", "moments") or h["decay_place"] == "gradient":
        return None
    return dict(
        lr=h["lr"], betas=(h["beta1"], h["beta2"]), eps=h["eps"], weight_decay=h["weight_decay"], foreach=False,
        bias_correction=h["bias_correction"] == "moments", grad_averaging=bool(h["grad_averaging"]), trust_clip=h["trust_max"] == 1.0,
        always_adapt=h["trust_ratio"] == "always", decoupled_decay=h["decay_place"] == "parameter",
    )  # fmt: skip


def _by_timm(h):
    arguments = timm_arguments(h)
    return arguments and (Lamb, dict(arguments, max_grad_norm=None), _NAMES)


def _by_pytorch_optimizer(h):
    if not agree(h, eps_mode="outside", trust_min=0.0, trust_max=0.0, trust_eps=h["eps"], norm_max=10.0):
        return None
    if h["trust_ratio"] == "decayed" or h["bias_correction"] not in ("none", "first") or h["decay_place"] == "gradient":
        return None
    arguments = dict(
        lr=h["lr"], betas=(h["beta1"], h["beta2"]), eps=h["eps"], weight_decay=h["weight_decay"], maximize=bool(h["maximize"]),
        weight_decouple=h["decay_place"] == "parameter", grad_averaging=bool(h["grad_averaging"]), adam=h["trust_ratio"] == "never",
        adam_debias=h["bias_correction"] == "none",
    )  # fmt: skip
    return pytorch_optimizer.Lamb, arguments, _NAMES


class _DeepSpeed(PublishedFormula):
    """The published formula of DeepSpeed's FusedLamb, which needs a GPU to run."""

    @torch.no_grad()
    def step(self):
        group = self.param_groups[0]
        b1, b2 = group["betas"]
        for p in group["params"]:
            x = self.state[p]
            if not x:
                x.update(t=0, m=torch.zeros_like(p), v=torch.zeros_like(p))
            x["t"] += 1
            x["m"].mul_(b1).add_(p.grad, alpha=1 - b1)
            x["v"].mul_(b2).addcmul_(p.grad, p.grad, value=1 - b2)
            root = (x["v"] + group["eps"]).sqrt() if group["eps_inside_sqrt"] else x["v"].sqrt() + group["eps"]
            update = x["m"] / root + group["weight_decay"] * p
            wn, un = p.norm(), update.norm()
            coefficient = 1.0 if wn == 0 or un == 0 else max(min(wn / un, group["max_coeff"]), group["min_coeff"])
            lr = group["lr"] * (1 - b2 ** x["t"]) ** 0.5 / (1 - b1 ** x["t"])
            p.sub_(lr * coefficient * update)


def _by_deepspeed(h):
    if not agree(h, bias_correction="lr", trust_ratio="always", trust_eps=0.0, norm_max=0.0, decay_place="update", maximize=0):
        return None
    flags = dict(eps_inside_sqrt=h["eps_mode"] == "inside", min_coeff=h["trust_min"], max_coeff=h["trust_max"])
    call = dict(lr=h["lr"], betas=(h["beta1"], h["beta2"]), eps=h["eps"], weight_decay=h["weight_decay"], **flags)
    return _DeepSpeed, call, {"exp_avg": "m", "exp_avg_sq": "v"}


PEERS = {"timm": _by_timm, "pytorch_optimizer": _by_pytorch_optimizer, "deepspeed_formula": _by_deepspeed}
