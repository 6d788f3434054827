"""RAdam."""

from unittest import mock

import numpy as np
import optax
import pytorch_optimizer
import torch
from timm.optim.radam import RAdamLegacy

from generator.by_hand import arrived, with_decay
from generator.by_optax import chain_with_decay, minus_lr
from generator.by_torch import agree, plain

DEFAULTS = dict(
    lr=1e-3, weight_decay=0.0, beta1=0.9, beta2=0.999, eps=1e-8,
    eps_mode="hat", threshold=5.0, rectify="above", unrectified="momentum", decay_mode="l2",
)  # fmt: skip
TORCH = torch.optim.RAdam  # the same defaults, wherever the names are the same
PRESETS = {
    "torch": dict(eps_mode="hat", rectify="above", unrectified="momentum", decay_mode="l2"),
    "optax": dict(eps_mode="outside", rectify="from", unrectified="momentum", decay_mode="l2"),
    "pytorch_optimizer": dict(eps_mode="hat", rectify="from", unrectified="nothing", decay_mode="decoupled"),
    "timm": dict(eps_mode="hat", rectify="from", unrectified="momentum", decay_mode="decoupled", decay_order="before"),
}

TIE = 0.7678067796924253  # the average of this beta2 is of length 5 at step 7, to the last bit
_R = dict(lr=0.06, beta1=0.7, beta2=0.85, eps=0.03, weight_decay=0.2)
_BARE = dict(_R, weight_decay=0.0)
CASES = [
    # Frameworks' length is off by 1e-13 when beta2 is close to 1, which a parameter that starts from zero would show.
    ("defaults", None, {}, "long"),
    ("torch", "torch", dict(_R, maximize=1), "exact"),
    ("torch_decoupled", "torch", dict(_R, decay_mode="decoupled"), "exact"),
    ("torch_scheduled", "torch", dict(_R, lr="@case_lr"), "exact"),
    ("torch_tie", "torch", dict(_R, beta2=TIE), "exact"),
    ("torch_wide", "torch", dict(_R, eps=1e-7), "wide"),
    ("torch_double", "torch", dict(_R, eps=1e-9), "double"),
    ("torch_long", "torch", dict(_R, beta2=0.99), "long"),
    ("optax", "optax", dict(_R, lr="@case_lr", maximize=1), "exact"),
    ("optax_tie", "optax", dict(_R, beta2=TIE), "exact"),
    ("optax_threshold", "optax", dict(_R, threshold=6.5), "exact"),
    ("optax_long", "optax", dict(_R, beta2=0.99), "long"),
    ("inside", "optax", dict(_R, eps_mode="inside"), "exact"),
    ("pytorch_optimizer", "pytorch_optimizer", _BARE, "exact"),
    ("pytorch_optimizer_tie", "pytorch_optimizer", dict(_BARE, beta2=TIE, maximize=1), "exact"),
    ("pytorch_optimizer_long", "pytorch_optimizer", dict(_BARE, beta2=0.99), "long"),
    ("timm", "timm", dict(_R, lr="@case_lr"), "exact"),
    ("timm_tie", "timm", dict(_R, beta2=TIE), "exact"),
    ("timm_long", "timm", dict(_R, beta2=0.99), "long"),
    ("nothing_decays", "pytorch_optimizer", _R, "exact"),
    ("paper", None, dict(_R, threshold=4.0), "exact"),
    ("decoupled_after", None, dict(_R, decay_mode="decoupled", decay_order="after"), "exact"),
]


def by_hand(p, g, state, h, t):
    g = arrived(p, g, h)
    b1, b2, eps, zero = h["beta1"], h["beta2"], h["eps"], np.zeros_like(p)
    m = state["exp_avg"] = b1 * state.get("exp_avg", zero) + (1 - b1) * g
    v = state["exp_avg_sq"] = b2 * state.get("exp_avg_sq", zero) + (1 - b2) * g**2
    m, c2 = m / (1 - b1**t), 1 - b2**t
    longest = 2 / (1 - b2) - 1
    length = longest - 2 * t * b2**t / c2
    if length < h["threshold"] or (length == h["threshold"] and h["rectify"] == "above"):
        return with_decay(p, h, lambda q: q if h["unrectified"] == "nothing" else q - h["lr"] * m)
    factor = np.sqrt((length - 4) / (longest - 4) * (length - 2) / (longest - 2) * longest / length)
    denominator = {
        "outside": lambda: np.sqrt(v / c2) + eps,
        "inside": lambda: np.sqrt(v / c2 + eps),
        "hat": lambda: (np.sqrt(v) + eps) / np.sqrt(c2),
    }[h["eps_mode"]]()
    return with_decay(p, h, lambda q: q - h["lr"] * factor * m / denominator)


def by_torch(h):
    if not agree(h, eps_mode="hat", threshold=5.0, rectify="above", unrectified="momentum", decay_order="before"):
        return None
    return torch.optim.RAdam, dict(betas=(h["beta1"], h["beta2"]), decoupled_weight_decay=h["decay_mode"] == "decoupled")


def by_optax(h, hypers):
    if not agree(h, rectify="from", unrectified="momentum") or h["eps_mode"] == "hat":
        return None, {}
    inside = h["eps_mode"] == "inside"
    core = optax.scale_by_radam(
        b1=h["beta1"], b2=h["beta2"], eps=0.0 if inside else h["eps"], eps_root=h["eps"] if inside else 0.0, threshold=h["threshold"]
    )
    return chain_with_decay(h, [core], [minus_lr(hypers)]), {"exp_avg": "mu", "exp_avg_sq": "nu"}


def by_pytorch_optimizer(h):
    if not agree(h, eps_mode="hat", rectify="from", threshold=5.0, weight_decay=0.0):  # its decay waits, or is left out
        return None
    arguments = dict(
        lr=h["lr"], betas=(h["beta1"], h["beta2"]), eps=h["eps"], maximize=bool(h["maximize"]), foreach=False,
        degenerated_to_sgd=h["unrectified"] == "momentum",
    )  # fmt: skip
    return pytorch_optimizer.RAdam, arguments, {"exp_avg": "exp_avg", "exp_avg_sq": "exp_avg_sq"}


class _Timm(RAdamLegacy):
    """timm's own RAdam, kept from rounding everything to f32."""

    def step(self):
        with mock.patch.object(torch.Tensor, "float", lambda tensor: tensor):
            super().step()


def by_timm(h):
    plainly = agree(h, eps_mode="hat", rectify="from", threshold=5.0, unrectified="momentum", decay_order="before", maximize=0)
    if not plain(h) or not plainly or h["decay_mode"] != "decoupled":
        return None
    arguments = dict(lr=h["lr"], betas=(h["beta1"], h["beta2"]), eps=h["eps"], weight_decay=h["weight_decay"])
    return _Timm, arguments, {"exp_avg": "exp_avg", "exp_avg_sq": "exp_avg_sq"}


PEERS = {"pytorch_optimizer": by_pytorch_optimizer, "timm": by_timm}
