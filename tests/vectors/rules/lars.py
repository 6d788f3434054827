"""LARS and LARC."""

import numpy as np
import optax
import torch
from timm.optim.lars import Lars

from generator.by_optax import minus_lr
from generator.by_torch import agree

DEFAULTS = dict(
    lr=1.0, momentum=0.0, dampening=0.0, nesterov=0, weight_decay=0.0, trust_coefficient=1e-3, eps=1e-8,
    trust_ratio="decayed", trust_form="separate", trust_clip=0, lr_place="outside", first_step="gradient",
)  # fmt: skip
PRESETS = {
    "timm": dict(trust_ratio="decayed", trust_form="separate", trust_clip=0, lr_place="outside", first_step="gradient"),
    "optax": dict(trust_ratio="always", trust_form="joint", trust_clip=0, lr_place="inside", first_step="zeros"),
    "apex": dict(trust_ratio="always", trust_form="larc", trust_clip=1, lr_place="outside", first_step="gradient"),
}

_A = dict(lr=0.5, momentum=0.7, weight_decay=0.3, trust_coefficient=0.4, eps=0.05)
CASES = [
    ("defaults", None, {}, "layers"),
    ("timm", "timm", dict(_A, dampening=0.2), "layers"),
    ("timm_nesterov", "timm", dict(_A, nesterov=1), "layers"),
    ("timm_scheduled", "timm", dict(_A, lr="@case_lr", dampening=0.2), "layers"),
    ("timm_clip", "timm", dict(_A, lr=1.5, trust_coefficient=0.8, trust_clip=1), "layers"),
    ("timm_always_adapt", "timm", dict(_A, weight_decay=0.0, trust_ratio="always"), "layers"),
    ("timm_left_alone", "timm", dict(_A, weight_decay=0.0), "layers"),
    ("timm_long", "timm", dict(_A, lr="@case_lr", weight_decay=0.1), "long"),
    ("timm_wide", "timm", _A, "wide"),
    ("timm_double", "timm", _A, "double"),
    ("optax", "optax", dict(_A, lr="@case_lr"), "layers"),
    ("optax_nesterov", "optax", dict(_A, nesterov=1, lr="@case_lr"), "layers"),
    ("optax_no_momentum", "optax", dict(_A, momentum=0.0), "layers"),
    ("optax_never", "optax", dict(_A, trust_ratio="never"), "layers"),
    ("optax_long", "optax", dict(_A, lr="@case_lr", weight_decay=0.1), "long"),
    ("apex", "apex", dict(_A, lr=1.5, dampening=0.2), "layers"),
    ("apex_scheduled", "apex", dict(_A, lr="@case_lr", nesterov=1), "layers"),
    ("apex_scaling", "apex", dict(_A, trust_clip=0), "layers"),
    ("apex_long", "apex", dict(_A, lr=1.5, weight_decay=0.1), "long"),
    ("never", None, dict(_A, dampening=0.2, weight_decay=0.1, trust_ratio="never", maximize=1), "layers"),
    ("zeros", None, dict(_A, dampening=0.2, trust_ratio="always", first_step="zeros"), "layers"),
    ("paper", None, dict(_A, lr="@case_lr", weight_decay=0.1, trust_ratio="always", lr_place="inside", first_step="zeros", maximize=1), "layers"),
]


def _ratio(p, g, h):
    """(ratio, whether the gradient keeps its decay)."""
    w, lr, form = h["weight_decay"], h["lr"], h["trust_form"]
    if h["trust_ratio"] == "never" or (h["trust_ratio"] == "decayed" and w == 0):
        return 1.0, True
    wn = np.linalg.norm(p)
    gn = np.linalg.norm(g + w * p) if form == "joint" else np.linalg.norm(g)
    zero = wn == 0 or gn == 0
    if zero and form == "larc":
        return 1.0, False
    below = gn + h["eps"] if form == "joint" else gn + w * wn + h["eps"]
    ratio = 1.0 if zero else h["trust_coefficient"] * wn / below
    return (min(ratio / lr, 1.0) if h["trust_clip"] else ratio), True


def by_hand(p, g, state, h, t):
    g = -g if h["maximize"] else g
    ratio, decays = _ratio(p, g, h)
    d = ratio * (g + (h["weight_decay"] if decays else 0.0) * p)
    inside = h["lr_place"] == "inside"
    d = h["lr"] * d if inside else d
    u = h["momentum"]
    if u:
        first = "momentum_buffer" not in state and h["first_step"] == "gradient"
        old = state.get("momentum_buffer", np.zeros_like(p))
        new = state["momentum_buffer"] = d.copy() if first else u * old + (1 - h["dampening"]) * d
        d = d + u * new if h["nesterov"] else new
    return p - d if inside else p - h["lr"] * d


def by_optax(h, hypers):
    if not agree(h, lr_place="inside", first_step="zeros", dampening=0.0) or (h["trust_form"] != "joint" and h["trust_ratio"] != "never"):
        return None, {}
    if h["trust_clip"] or h["trust_ratio"] == "decayed":
        return None, {}
    ratio = [optax.scale_by_trust_ratio(trust_coefficient=h["trust_coefficient"], eps=h["eps"])] if h["trust_ratio"] == "always" else []
    trace = [optax.trace(decay=h["momentum"], nesterov=bool(h["nesterov"]))] if h["momentum"] else []
    direction = [optax.scale(-1.0)] if h["maximize"] else []
    lr = [optax.scale(-1.0), minus_lr(hypers)]  # so that the buffer has the gradient's sign
    chain = optax.chain(*direction, optax.add_decayed_weights(h["weight_decay"]), *ratio, *lr, *trace, optax.scale(-1.0))
    return chain, ({"momentum_buffer": "trace"} if h["momentum"] else {})


class _Larc(torch.optim.SGD):
    """The published formula of LARC around PyTorch's SGD."""

    def __init__(self, params, trust, eps, clip, **arguments):
        super().__init__(params, **arguments)
        self.larc = trust, eps, clip

    @torch.no_grad()
    def step(self):
        trust, eps, clip = self.larc
        group = self.param_groups[0]
        decay, group["weight_decay"] = group["weight_decay"], 0.0
        for p in group["params"]:
            wn, gn = p.norm(), p.grad.norm()
            if wn == 0 or gn == 0:
                continue
            local = trust * wn / (gn + decay * wn + eps)
            p.grad = (p.grad + decay * p) * (min(local / group["lr"], 1.0) if clip else local)
        super().step()
        group["weight_decay"] = decay


def _names(h):
    return {"momentum_buffer": "momentum_buffer"} if h["momentum"] else {}


def _sgd(h):
    """The call of PyTorch's SGD."""
    same = {name: h[name] for name in ("lr", "momentum", "dampening", "weight_decay")}
    return dict(same, nesterov=bool(h["nesterov"]), maximize=bool(h["maximize"]))


def _by_sgd(h):
    if not agree(h, trust_ratio="never", lr_place="outside", first_step="gradient"):
        return None
    return torch.optim.SGD, _sgd(h), _names(h)


def _by_larc(h):
    if not agree(h, trust_ratio="always", trust_form="larc", lr_place="outside", first_step="gradient", maximize=0):
        return None
    return _Larc, dict(_sgd(h), trust=h["trust_coefficient"], eps=h["eps"], clip=h["trust_clip"]), _names(h)


def _by_timm(h):
    if not agree(h, trust_form="separate", lr_place="outside", first_step="gradient", maximize=0) or h["trust_ratio"] == "never":
        return None
    same = {name: h[name] for name in ("lr", "momentum", "dampening", "weight_decay", "eps")}
    flags = dict(nesterov=bool(h["nesterov"]), trust_clip=bool(h["trust_clip"]), always_adapt=h["trust_ratio"] == "always")
    return Lars, dict(trust_coeff=h["trust_coefficient"], foreach=False, **same, **flags), _names(h)


PEERS = {"timm": _by_timm, "torch": _by_sgd, "larc_formula": _by_larc}
