"""AdamW: Adam with decoupled weight decay, on by default."""

import torch
from timm.optim.adamw import AdamWLegacy

from generator.by_torch import agree
from rules import adam
from rules.adam import by_hand, by_optax  # noqa: F401

DEFAULTS = {**adam.DEFAULTS, "weight_decay": 1e-2, "decay_mode": "decoupled"}
TORCH = torch.optim.AdamW
_TORCH = dict(eps_mode="outside", amsgrad_form="raw", bias_correction=1, decay_order="before")
PRESETS = {
    "torch": _TORCH,
    "optax": dict(_TORCH, amsgrad_form="corrected"),
    "apex": _TORCH,
    "bnb": dict(_TORCH, decay_order="after"),  # bitsandbytes
}

A = adam.A
CASES = adam.SHARED + [
    ("after", None, dict(A, lr="@case_lr", decay_order="after"), "exact"),
    ("apex", "apex", dict(A, lr="@case_lr"), "exact"),
    ("bnb", "bnb", dict(A, lr="@case_lr"), "exact"),
    ("bnb_amsgrad", "bnb", dict(A, amsgrad=1), "exact"),
    ("l2", None, dict(A, decay_mode="l2"), "exact"),
    ("long", "torch", dict(A, amsgrad=1), "long"),
    ("cautious_mask", None, dict(A, cautious="mask"), "long"),
    ("cautious_mean", None, dict(A, cautious="mean", maximize=1), "long"),
    ("cautious_count", None, dict(A, cautious="count", maximize=1), "long"),
    ("corrected", None, dict(A, decay_mode="corrected", decay_lr=0.4), "long"),
]


def by_torch(h):
    made = adam.by_torch(h)
    if made is None or h["decay_mode"] != "decoupled":
        return made
    kind, arguments = made
    return torch.optim.AdamW, {name: v for name, v in arguments.items() if name != "decoupled_weight_decay"}


def by_timm(h):
    if h["cautious"] not in ("off", "mean") or h["decay_mode"] not in ("decoupled", "corrected"):
        return None
    if not agree(h, eps_mode="outside", bias_correction=1, amsgrad_form="raw", decay_order="before", zero_grad="step"):
        return None
    corrected = h["decay_mode"] == "corrected"
    arguments = dict(
        lr=h["decay_lr"] if corrected else h["lr"],  # the largest it has seen is its lr0
        betas=(h["beta1"], h["beta2"]), eps=h["eps"], weight_decay=h["weight_decay"], amsgrad=bool(h["amsgrad"]),
        caution=h["cautious"] == "mean", corrected_weight_decay=corrected, maximize=bool(h["maximize"]), foreach=False,
    )  # fmt: skip
    names = {"exp_avg": "exp_avg", "exp_avg_sq": "exp_avg_sq"}
    return AdamWLegacy, arguments, {**names, "max_exp_avg_sq": "max_exp_avg_sq"} if h["amsgrad"] else names


PEERS = {"timm": by_timm, **adam.PEERS}
