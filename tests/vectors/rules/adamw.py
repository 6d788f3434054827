"""AdamW: Adam with decoupled weight decay, on by default."""

import torch

from rules import adam
from rules.adam import by_hand, by_optax  # noqa: F401

DEFAULTS = {**adam.DEFAULTS, "weight_decay": 1e-2, "decay_mode": "decoupled"}
TORCH = torch.optim.AdamW
PRESETS = {
    "torch": adam.PRESETS["torch"],
    "optax": adam.PRESETS["optax"],
    "bnb": dict(adam.PRESETS["torch"], decay_order="after"),  # bitsandbytes
}

A = adam.A
CASES = adam.SHARED + [
    ("after", None, dict(A, lr="@case_lr", decay_order="after"), "exact"),
    ("bnb_amsgrad", "bnb", dict(A, amsgrad=1), "exact"),
    ("l2", None, dict(A, decay_mode="l2"), "exact"),
]


def by_torch(h):
    made = adam.by_torch(h)
    if made is None or h["decay_mode"] != "decoupled":
        return made
    kind, arguments = made
    return torch.optim.AdamW, {name: v for name, v in arguments.items() if name != "decoupled_weight_decay"}
