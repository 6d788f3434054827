"""CAME."""

import numpy as np
import pytorch_optimizer

from generator.by_hand import arrived, with_decay
from generator.by_torch import agree, decay_of_pytorch_optimizer, maybe, plain
from rules.adafactor import rms, second_moment

DEFAULTS = dict(
    lr=2e-4, beta1=0.9, beta2=0.999, beta3=0.9999, eps1=1e-30, eps2=1e-16, d=1.0, weight_decay=0.0, decay_mode="decoupled"
)
PRESETS = {"pytorch_optimizer": dict(decay_mode="decoupled")}

_C = dict(lr=0.04, beta1=0.7, beta2=0.85, beta3=0.8, eps1=0.02, eps2=0.03, d=0.75, weight_decay=0.2)
CASES = [
    ("defaults", None, {}, "factors"),
    ("pytorch_optimizer", "pytorch_optimizer", dict(_C, lr="@case_lr", maximize=1), "factors"),
    ("pytorch_optimizer_fixed", "pytorch_optimizer", dict(_C, decay_mode="fixed"), "factors"),
    ("pytorch_optimizer_l2", "pytorch_optimizer", dict(_C, decay_mode="l2"), "factors"),
    ("pytorch_optimizer_no_clip", "pytorch_optimizer", dict(_C, d=1e3, eps2=1e-3), "factors"),
    ("pytorch_optimizer_long", "pytorch_optimizer", dict(_C, lr="@case_lr"), "factors_long"),
    ("cautious_after", None, dict(_C, cautious="count", decay_order="after"), "factors"),
    ("elements", None, _C, "exact"),
    ("wide", None, _C, "wide"),
    ("double", None, _C, "double"),
]


def by_hand(p, g, state, h, t):
    g = arrived(p, g, h)
    pair = (g.ndim - 1, g.ndim - 2) if g.ndim > 1 else None
    v = second_moment(state, ("exp_avg_sq", "exp_avg_sq_row", "exp_avg_sq_col"), g * g + h["eps1"], h["beta2"], pair)
    u = g / np.sqrt(v)
    u = u / max(1.0, rms(u) / h["d"])
    m = state["exp_avg"] = h["beta1"] * state.get("exp_avg", 0.0) + (1 - h["beta1"]) * u
    step = m
    if pair:
        names = (None, "exp_avg_res_row", "exp_avg_res_col")
        step = m / np.sqrt(second_moment(state, names, (u - m) ** 2 + h["eps2"], h["beta3"], pair))
    return with_decay(p, h, lambda q: q - h["lr"] * step)


def _by_pytorch_optimizer(h):
    decay = decay_of_pytorch_optimizer(h)
    if decay is None or not plain(h) or not agree(h, decay_order="before"):
        return None
    arguments = dict(
        lr=h["lr"], betas=(h["beta1"], h["beta2"], h["beta3"]), clip_threshold=h["d"], eps1=h["eps1"], eps2=h["eps2"], foreach=False,
        maximize=bool(h["maximize"]), **decay,
    )  # fmt: skip
    factored = ("exp_avg_sq", "exp_avg_sq_row", "exp_avg_sq_col", "exp_avg_res_row", "exp_avg_res_col")
    return pytorch_optimizer.CAME, arguments, {"exp_avg": "exp_avg", **{name: maybe(name) for name in factored}}


PEERS = {"pytorch_optimizer": _by_pytorch_optimizer}
