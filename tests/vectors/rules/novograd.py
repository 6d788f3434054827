"""NovoGrad."""

import numpy as np
import optax
import pytorch_optimizer
import torch
from timm.optim.nvnovograd import NvNovoGrad

from generator.by_optax import minus_lr
from generator.by_torch import PublishedFormula, agree

DEFAULTS = dict(
    lr=1e-3, beta1=0.95, beta2=0.98, eps=1e-8, weight_decay=0.0,
    grad_averaging="off", bias_correction=0, eps_mode="outside", first_step="gradient", decay_place="gradient",
)  # fmt: skip
_PLAIN = dict(grad_averaging="off", bias_correction=0, first_step="gradient", decay_place="gradient")
PRESETS = {
    "pytorch_optimizer": _PLAIN,
    "optax": _PLAIN,
    "timm": dict(_PLAIN, first_step="nonzero"),
    "apex": dict(grad_averaging="on", bias_correction=1, first_step="gradient", decay_place="update"),
}

_N = dict(lr=0.05, beta1=0.7, beta2=0.6, eps=0.03, weight_decay=0.2)
CASES = [
    ("defaults", None, {}, "layers"),
    ("optax", "optax", dict(_N, lr="@case_lr", maximize=1), "layers"),
    ("optax_inside", "optax", dict(_N, eps_mode="inside"), "layers"),
    ("optax_long", "optax", _N, "long"),
    ("timm", "timm", _N, "layers"),
    ("timm_averaging", "timm", dict(_N, grad_averaging="on", decay_place="parameter", lr="@case_lr"), "layers"),
    ("timm_long", "timm", dict(_N, lr="@case_lr"), "long"),
    ("pytorch_optimizer", "pytorch_optimizer", dict(_N, maximize=1), "layers"),
    ("pytorch_optimizer_averaging", "pytorch_optimizer", dict(_N, grad_averaging="later"), "layers"),
    ("pytorch_optimizer_decoupled", "pytorch_optimizer", dict(_N, decay_place="parameter", lr="@case_lr"), "long"),
    ("apex", "apex", dict(_N, lr="@case_lr"), "layers"),
    ("apex_reg_inside_moment", "apex", dict(_N, decay_place="gradient"), "layers"),
    ("apex_eps_inside", "apex", dict(_N, decay_place="gradient", eps_mode="inside", maximize=1), "layers"),
    ("apex_init_zero", "apex", dict(_N, first_step="zeros"), "layers"),
    ("apex_long", "apex", _N, "long"),
    ("wide", None, dict(_N, eps=1e-7), "wide"),
    ("double", None, _N, "double"),
]


def by_hand(p, g, state, h, t):
    g = -g if h["maximize"] else g
    b1, b2, w, place, lr = h["beta1"], h["beta2"], h["weight_decay"], h["decay_place"], h["lr"]
    old, square = state.get("exp_avg_sq", 0.0), np.sum(g * g)
    begins = {"gradient": t == 1, "zeros": False, "nonzero": old == 0}[h["first_step"]]
    v = state["exp_avg_sq"] = square if begins else b2 * old + (1 - b2) * square
    c1, c2 = (1 - b1**t, 1 - b2**t) if h["bias_correction"] else (1.0, 1.0)
    norm = np.sqrt(v / c2 + h["eps"]) if h["eps_mode"] == "inside" else np.sqrt(v / c2) + h["eps"]
    kept = {"off": 1.0, "on": 1 - b1, "later": 1.0 if t == 1 else 1 - b1}[h["grad_averaging"]]
    entering = g if place == "update" else g / norm + (w * p if place == "gradient" else 0.0)
    m = state["exp_avg"] = b1 * state.get("exp_avg", 0.0) + kept * entering
    if place == "update":
        return p - lr * (m / c1 / norm + w * p)
    return (p * (1 - lr * w) if place == "parameter" else p) - lr * m / c1


def by_optax(h, hypers):
    if not agree(h, grad_averaging="off", bias_correction=0, first_step="gradient", decay_place="gradient"):
        return None, {}
    inside = h["eps_mode"] == "inside"
    core = optax.scale_by_novograd(
        h["beta1"], h["beta2"], 0.0 if inside else h["eps"], h["eps"] if inside else 0.0, weight_decay=h["weight_decay"]
    )
    direction = [optax.scale(-1.0)] if h["maximize"] else []
    return optax.chain(*direction, core, minus_lr(hypers)), {"exp_avg": "mu", "exp_avg_sq": "nu"}


def _shared(h):
    """The call that timm and pytorch_optimizer have in common, where they have the rest."""
    if not agree(h, bias_correction=0, eps_mode="outside") or h["decay_place"] == "update":
        return None
    return dict(lr=h["lr"], betas=(h["beta1"], h["beta2"]), eps=h["eps"], weight_decay=h["weight_decay"])


def _by_timm(h):
    if not agree(h, first_step="nonzero", maximize=0) or h["grad_averaging"] == "later" or not _shared(h):
        return None
    flags = dict(grad_averaging=h["grad_averaging"] == "on", decoupled_decay=h["decay_place"] == "parameter")
    return NvNovoGrad, dict(_shared(h), **flags), {"exp_avg": "exp_avg", "exp_avg_sq": "exp_avg_sq"}


def _by_pytorch_optimizer(h):
    if not agree(h, first_step="gradient") or h["grad_averaging"] == "on" or not _shared(h):
        return None
    flags = dict(
        grad_averaging=h["grad_averaging"] == "later", weight_decouple=h["decay_place"] == "parameter", maximize=bool(h["maximize"])
    )
    return pytorch_optimizer.NovoGrad, dict(_shared(h), **flags), {"exp_avg": "moments", "exp_avg_sq": "grads_ema"}


class _Fused(PublishedFormula):
    """The published formula of apex' FusedNovoGrad, which keeps the norm itself and needs a GPU to run."""

    @torch.no_grad()
    def step(self):
        group = self.param_groups[0]
        b1, b2, decay = group["betas"][0], group["betas"][1], group["weight_decay"]
        for p in group["params"]:
            x, now = self.state[p], torch.linalg.vector_norm(p.grad)
            if not x:
                x.update(t=0, m=torch.zeros_like(p), norm=0.0 * now if group["init_zero"] else now.clone())
            x["t"] += 1
            x["norm"] = (b2 * x["norm"] ** 2 + (1 - b2) * now**2).sqrt()
            below = x["norm"] / (1 - b2 ** x["t"]) ** 0.5 + group["eps"]
            inside = group["reg_inside_moment"]
            x["m"] = b1 * x["m"] + (1 - b1) * (p.grad / below + decay * p if inside else p.grad)
            mean = x["m"] / (1 - b1 ** x["t"])
            p.sub_(group["lr"] * (mean if inside else mean / below + decay * p))


def _by_fused(h):
    if not agree(h, grad_averaging="on", bias_correction=1, eps_mode="outside", maximize=0) or h["first_step"] == "nonzero":
        return None
    if h["decay_place"] == "parameter":
        return None
    flags = dict(init_zero=h["first_step"] == "zeros", reg_inside_moment=h["decay_place"] == "gradient")
    call = dict(lr=h["lr"], betas=(h["beta1"], h["beta2"]), eps=h["eps"], weight_decay=h["weight_decay"], **flags)
    return _Fused, call, {"exp_avg": "m", "exp_avg_sq": lambda x, p: x["norm"] ** 2}


PEERS = {"timm": _by_timm, "pytorch_optimizer": _by_pytorch_optimizer, "apex_formula": _by_fused}
