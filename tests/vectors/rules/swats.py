"""SWATS."""

import numpy as np
import pytorch_optimizer
import torch

from generator.by_hand import arrived, with_decay
from generator.by_torch import agree, decay_of_pytorch_optimizer

DEFAULTS = dict(
    lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-9, weight_decay=0.0, switch_atol=1e-9, switch_rtol=0.0, eps_mode="hat", decay_mode="l2",
)  # fmt: skip
PRESETS = {"ensmallen": dict(eps_mode="outside", switch_rtol=0.0)}

# Where a run switches, rate and mean rate are far closer than ever before, so that rounding does not move the switch.
_S = dict(lr=0.06, beta1=0.7, beta2=0.85, eps=0.03, weight_decay=0.2)
_EARLY = dict(_S, beta2=0.95, switch_atol=0.002)
_PEER = dict(_S, switch_atol=1e-8)
CASES = [
    ("defaults", None, {}, "layers"),
    ("layers", None, _EARLY, "layers"),
    ("layers_scheduled", None, dict(_S, beta2=0.7, switch_atol=0.005, lr="@case_lr"), "layers"),
    ("layers_relative", None, dict(_EARLY, switch_atol=0.0, switch_rtol=0.02, maximize=1), "layers"),
    ("layers_decoupled", None, dict(_S, beta2=0.7, switch_atol=0.004, decay_mode="decoupled"), "layers"),
    ("no_switch", None, dict(_S, switch_atol=0.001), "slope"),
    ("inside", None, dict(_S, eps_mode="inside", switch_rtol=0.1), "exact"),
    ("outside", None, dict(_S, eps_mode="outside", switch_rtol=0.1), "exact"),
    ("hat", None, dict(_S, switch_rtol=0.1), "exact"),
    ("ensmallen_layers", "ensmallen", dict(_EARLY, eps=0.002), "layers"),
    ("ensmallen", "ensmallen", dict(_S, eps=0.001, switch_atol=0.001), "long"),
    ("ensmallen_maximize", "ensmallen", dict(_S, eps=0.001, switch_atol=0.001, maximize=1, weight_decay=0.0), "long"),
    ("pytorch_optimizer", None, dict(_PEER, eps=0.01, switch_rtol=0.01), "long"),
    ("pytorch_optimizer_scheduled", None, dict(_PEER, eps=0.05, switch_rtol=0.05, lr="@case_lr"), "long"),
    ("pytorch_optimizer_fixed", None, dict(_PEER, eps=0.04, switch_rtol=0.04, weight_decay=0.03, decay_mode="fixed"), "long"),
    ("wide", None, dict(_S, eps=1e-7, switch_atol=0.0), "wide"),
    ("double", None, dict(_S, eps=1e-9, switch_atol=0.0), "double"),
]


def _adam(g, x, h):
    """Adam's step, whose moments move here."""
    b1, b2, eps = h["beta1"], h["beta2"], h["eps"]
    x["_age"] += 1
    c1, c2 = 1 - b1 ** x["_age"], 1 - b2 ** x["_age"]
    x["exp_avg"] = b1 * x["exp_avg"] + (1 - b1) * g
    x["exp_avg_sq"] = b2 * x["exp_avg_sq"] + (1 - b2) * g**2
    corrected = x["exp_avg_sq"] / c2
    root = {
        "outside": lambda: np.sqrt(corrected) + eps,
        "inside": lambda: np.sqrt(corrected + eps),
        "hat": lambda: np.sqrt(corrected) + eps / np.sqrt(c2),
    }[h["eps_mode"]]()
    return -h["lr"] * x["exp_avg"] / c1 / root


def _sgd(g, x, h, shared):
    """The step of SGD at the learned rate, with v / (1 - beta1) for its momentum."""
    before = x["exp_avg"] if x["in_sgd"] else 0.0
    x["in_sgd"] = 1.0
    x["exp_avg"] = h["beta1"] * before + (1 - h["beta1"]) * g
    return -shared["sgd_rate"] * h["lr"] / shared["switch_lr"] * x["exp_avg"]


def _learn(steps, gradients, h, shared):
    """One look at Adam's steps of all parameters."""
    shared["k"] += 1
    pp = sum(np.sum(p * p) for p in steps)
    pg = sum(np.sum(p * g) for p, g in zip(steps, gradients))
    if pg == 0:
        return
    rate = pp / -pg
    shared["lambda"] = h["beta2"] * shared["lambda"] + (1 - h["beta2"]) * rate
    mean = shared["lambda"] / (1 - h["beta2"] ** shared["k"])
    if shared["k"] > 1 and mean > 0 and abs(mean - rate) < h["switch_atol"] + h["switch_rtol"] * abs(rate):
        shared["sgd_rate"], shared["switch_lr"] = mean, h["lr"]


def by_hand_together(starts, rows, hypers):
    """All slots in step: they switch together."""
    params = [start.copy() for start in starts]
    states = [{"exp_avg": np.zeros_like(p), "exp_avg_sq": np.zeros_like(p), "in_sgd": 0.0, "_age": 0} for p in params]
    shared = {"lambda": 0.0, "sgd_rate": 0.0, "switch_lr": 0.0, "k": 0.0}
    for row, h in zip(rows, hypers):
        gradients = [arrived(p, g, h) for p, g in zip(params, row)]
        if shared["sgd_rate"]:
            steps = [_sgd(g, x, h, shared) for g, x in zip(gradients, states)]
        else:
            steps = [_adam(g, x, h) for g, x in zip(gradients, states)]
            _learn(steps, gradients, h, shared)
        params = [with_decay(p, h, lambda q, step=step: q + step) for p, step in zip(params, steps)]
        yield params, [dict(x) for x in states], dict(shared)


class _PytorchOptimizer(pytorch_optimizer.SWATS):
    """Goes on with the rate that it has learned, and with changes of lr, which these runs write before each step."""

    def step(self):
        group = self.param_groups[0]
        before, given = group["phase"], group["lr"]
        if before == "sgd":
            group["lr"] = group["sgd_rate"] * (given / self.given)
        super().step()
        self.given = given if before == "adam" else self.given
        group["lambda"] = self.state[group["params"][0]]["exp_avg2"]
        group["sgd_rate"] = group.get("sgd_rate", 0.0) if before == group["phase"] else group["lr"]


def _by_pytorch_optimizer(h):
    """For runs of one tensor: each tensor decides for all."""
    if h["eps_mode"] != "hat" or h["switch_atol"] != 1e-8 or h["switch_rtol"] != h["eps"] or not decay_of_pytorch_optimizer(h):
        return None
    call = dict(lr=h["lr"], betas=(h["beta1"], h["beta2"]), eps=h["eps"], maximize=bool(h["maximize"]), **decay_of_pytorch_optimizer(h))
    mean = lambda state, p: (1 - h["beta1"]) * state["momentum_buffer"] if "momentum_buffer" in state else state["exp_avg"]  # noqa: E731
    return _PytorchOptimizer, call, {"exp_avg": mean, "exp_avg_sq": "exp_avg_sq"}, {"lambda": "lambda", "sgd_rate": "sgd_rate"}


class _Ensmallen(torch.optim.Optimizer):
    """The published formula of ensmallen's SWATS, which is C++; its parameters are one matrix, here all tensors in a row."""

    def __init__(self, params, **defaults):
        super().__init__(params, defaults)
        self.t, self.m, self.v, self.in_sgd = 0, 0.0, 0.0, False

    @torch.no_grad()
    def step(self):
        group = self.param_groups[0]
        (b1, b2), eps = group["betas"], group["eps"]
        sign = -1 if group["maximize"] else 1
        g = torch.cat([(sign * p.grad + group["weight_decay"] * p).reshape(-1) for p in group["params"]])
        self.t += 1
        if self.in_sgd:
            self.v = self.v * b1 + g
            self._apply((1 - b1) * group["sgd_rate"] * self.v, (1 - b1) * self.v)
            return
        self.m = self.m * b1 + (1 - b1) * g
        self.v = self.v * b2 + (1 - b2) * g * g
        delta = group["lr"] * self.m / (1 - b1**self.t) / ((self.v / (1 - b2**self.t)).sqrt() + eps)
        self._apply(delta, self.m)
        self._look(group, delta, g)

    def _look(self, group, delta, g):
        b2, along = group["betas"][1], delta.dot(g)
        if along == 0:
            return
        rate = delta.dot(delta) / along
        group["lambda"] = b2 * group["lambda"] + (1 - b2) * rate
        mean = group["lambda"] / (1 - b2**self.t)
        if abs(mean - rate) < group["eps"] and self.t > 1:
            self.in_sgd, self.v, group["sgd_rate"] = True, torch.zeros_like(g), mean

    def _apply(self, steps, means):
        params = self.param_groups[0]["params"]
        sizes = [p.numel() for p in params]
        for p, step, mean in zip(params, steps.split(sizes), means.split(sizes)):
            p.sub_(step.reshape(p.shape))
            self.state[p]["exp_avg"] = mean.reshape(p.shape)


def _by_ensmallen(h):
    if not agree(h, eps_mode="outside", switch_rtol=0.0, decay_mode="l2") or h["switch_atol"] != h["eps"]:
        return None
    call = dict(lr=h["lr"], betas=(h["beta1"], h["beta2"]), eps=h["eps"], weight_decay=h["weight_decay"], maximize=bool(h["maximize"]))
    start = {"lambda": 0.0, "sgd_rate": 0.0}
    return _Ensmallen, dict(call, **start), {"exp_avg": "exp_avg"}, {"lambda": "lambda", "sgd_rate": "sgd_rate"}


PEERS = {"pytorch_optimizer": _by_pytorch_optimizer, "ensmallen_formula": _by_ensmallen}
