"""SparseAdam: Adam with eps_mode hat over the rows that are there."""

import numpy as np
import torch

from generator.by_hand import arrived, with_decay

DEFAULTS = dict(lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0, decay_mode="decoupled")
PRESETS = {"torch": dict(decay_mode="decoupled")}

_A = dict(lr=0.06, beta1=0.7, beta2=0.85, eps=0.03)
_ROWS = dict(_A, rows="nonzero")
CASES = [
    ("defaults", None, {}, "exact"),
    ("torch", "torch", _A, "exact"),
    ("torch_rows", "torch", _ROWS, "exact"),
    ("torch_rows_long", "torch", dict(_ROWS, lr="@case_lr", maximize=1), "long"),
    ("torch_rows_wide", "torch", dict(_ROWS, eps=1e-7), "wide"),
    ("torch_rows_double", "torch", dict(_ROWS, eps=1e-9), "double"),
    ("rows_decay", None, dict(_ROWS, weight_decay=0.3), "long"),
    ("rows_decay_after", None, dict(_ROWS, weight_decay=0.3, decay_order="after"), "long"),
    ("rows_l2", None, dict(_ROWS, weight_decay=0.3, decay_mode="l2"), "exact"),
]


def by_hand(p, g, state, h, t):
    there = g != 0 if h.get("rows") else np.full(g.shape, True)
    g = arrived(p, g, h)
    zero = np.zeros_like(p)
    old_m, old_v = state.get("exp_avg", zero), state.get("exp_avg_sq", zero)
    m = state["exp_avg"] = np.where(there, h["beta1"] * old_m + (1 - h["beta1"]) * g, old_m)
    v = state["exp_avg_sq"] = np.where(there, h["beta2"] * old_v + (1 - h["beta2"]) * g * g, old_v)
    rate = h["lr"] * np.sqrt(1 - h["beta2"] ** t) / (1 - h["beta1"] ** t)
    return np.where(there, with_decay(p, h, lambda q: q - rate * m / (np.sqrt(v) + h["eps"])), p)


class _SparseAdam(torch.optim.SparseAdam):
    """Gives torch.optim.SparseAdam its gradients as it wants them: the rows that are not 0, or all."""

    def __init__(self, parameters, rows, **arguments):
        super().__init__(parameters, **arguments)
        self.rows = rows

    def step(self):
        for p in self.param_groups[0]["params"]:
            g = p.grad
            indices = torch.nonzero(g).T if self.rows else torch.arange(g.numel())[None]
            p.grad = torch.sparse_coo_tensor(indices, g[indices[0]], g.shape, check_invariants=False).coalesce()
        super().step()


def by_torch_sparse(h):
    if h["weight_decay"]:
        return None
    arguments = dict(lr=h["lr"], betas=(h["beta1"], h["beta2"]), eps=h["eps"], maximize=bool(h["maximize"]), rows=h.get("rows"))
    return _SparseAdam, arguments, {"exp_avg": "exp_avg", "exp_avg_sq": "exp_avg_sq"}


PEERS = {"torch": by_torch_sparse}
