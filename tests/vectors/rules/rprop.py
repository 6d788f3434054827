"""Rprop: iRprop-, iRprop+ and Rprop+."""

import numpy as np
import torch

from generator import gradients
from generator.by_hand import arrived, with_decay
from generator.by_torch import agree

DEFAULTS = dict(
    lr=1e-2, etaminus=0.5, etaplus=1.2, step_size_min=1e-6, step_size_max=50.0, weight_decay=0.0,
    rprop_form="irprop_minus", decay_mode="l2",
)  # fmt: skip
TORCH = torch.optim.Rprop
PRESETS = {"torch": dict(rprop_form="irprop_minus", decay_mode="l2")}
LOSSES = True

_R = dict(lr=0.04, etaminus=0.4, etaplus=1.3, step_size_min=0.02, step_size_max=0.11)
CASES = [
    ("defaults", None, {}, "exact"),
    ("torch", "torch", _R, "exact"),
    ("torch_maximize", "torch", dict(_R, maximize=1), "exact"),
    ("torch_first_below", "torch", dict(_R, lr=0.001), "exact"),
    ("torch_first_above", "torch", dict(_R, lr=7.0), "exact"),
    ("torch_long", "torch", _R, "long"),
    ("torch_wide", "torch", _R, "wide"),
    ("torch_double", "torch", _R, "double"),
    ("l2", None, dict(_R, weight_decay=0.3), "exact"),
    ("decoupled", None, dict(_R, weight_decay=0.3, decay_mode="decoupled", lr="@case_lr"), "exact"),
    ("irprop_plus", None, dict(_R, rprop_form="irprop_plus"), "exact"),
    ("irprop_plus_long", None, dict(_R, rprop_form="irprop_plus", maximize=1), "long"),
    ("rprop_plus", None, dict(_R, rprop_form="rprop_plus"), "exact"),
    ("rprop_plus_long", None, dict(_R, rprop_form="rprop_plus"), "long"),
    ("rprop_plus_after", None, dict(_R, rprop_form="rprop_plus", weight_decay=0.3, decay_mode="decoupled", decay_order="after"), "long"),
]


def by_hand(p, g, state, h, t):
    """As the papers have it, one weight after the other, with the step of the time before kept to be taken back."""
    g = arrived(p, g, h)
    zero = np.zeros_like(p)
    old, sizes = state.get("prev", zero), state.get("step_size", np.full_like(p, h["lr"]))
    now, before = gradients.loss(t), state.get("prev_loss", [np.inf])[0]
    grew = now > before
    back = h["rprop_form"] == "rprop_plus" or (h["rprop_form"] == "irprop_plus" and grew)
    steps, kept = zero.copy(), g.copy()
    bound = lambda size: min(max(size, h["step_size_min"]), h["step_size_max"])
    new_sizes = zero.copy()
    for i in range(p.size):
        turn = np.sign(g[i]) * np.sign(old[i])
        new_sizes[i] = bound(sizes[i] * (h["etaplus"] if turn > 0 else h["etaminus"] if turn < 0 else 1.0))
        if turn >= 0:
            steps[i] = np.sign(g[i]) * new_sizes[i]
        else:
            steps[i] = -state["_last"][i] if back else 0.0
            kept[i] = 0.0
    state.update(_last=steps, prev=kept, step_size=new_sizes, prev_loss=np.array([now]), loss_grew=np.array([float(grew)]))
    return with_decay(p, h, lambda q: q - steps)


def by_torch(h):
    if not agree(h, rprop_form="irprop_minus", decay_mode="l2", weight_decay=0.0):
        return None
    return _Rprop, dict(etas=(h["etaminus"], h["etaplus"]), step_sizes=(h["step_size_min"], h["step_size_max"]))


class _Rprop(torch.optim.Rprop):
    """Takes the argument that all others have."""

    def __init__(self, *args, weight_decay, **kwargs):
        assert weight_decay == 0
        super().__init__(*args, **kwargs)
