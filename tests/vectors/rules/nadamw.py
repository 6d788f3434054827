"""NAdamW: NAdam with decoupled weight decay, in the form of AlgoPerf's baseline."""

from rules import nadam
from rules.nadam import PEERS, by_hand, by_optax, by_torch  # noqa: F401

DEFAULTS = {**nadam.DEFAULTS, "lr": 1e-3, "weight_decay": 1e-2, "nesterov_form": "same", "decay_mode": "decoupled"}
_BESIDE = dict(eps_mode="outside", decay_order="before")
PRESETS = {name: dict(_BESIDE, nesterov_form=form) for name, form in (("timm", "same"), ("torch", "scheduled"), ("optax", "next"))}

N = nadam.N
CASES = nadam.SHARED + [
    ("timm", "timm", N, "exact"),
    ("timm_scheduled", "timm", dict(N, lr="@case_lr", maximize=1), "exact"),
    ("timm_wide", "timm", dict(N, eps=1e-7), "wide"),
    ("timm_double", "timm", dict(N, eps=1e-9), "double"),
    ("timm_long", "timm", N, "long"),
    ("after", None, dict(N, decay_order="after"), "exact"),
    ("l2", None, dict(N, decay_mode="l2"), "exact"),
]
