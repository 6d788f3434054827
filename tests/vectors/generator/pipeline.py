"""Whole steps over a small net: groups, per-parameter scales, schedules, unscaling, clipping, missing gradients; by PyTorch, optax and NumPy."""

import jax.numpy as jnp
import numpy as np
import optax
import torch
from timm.optim.lamb import Lamb

from . import by_hand, by_torch, cases, gradients

_ADAMW = dict(lr="@case_lr", beta1=0.7, beta2=0.85, eps=0.03, weight_decay=0.2)
_SGD = dict(lr=0.05, momentum=0.8, dampening=0.3, weight_decay=0.1)

# desc: dlopt_step_desc. groups[g] overrides `set` in group g > 0. slots[i]: (group, lr_scale, decay_scale).
CASES = {
    "adamw_two_groups": dict(
        rule="adamw",
        set=_ADAMW,
        groups={1: dict(lr=0.02, weight_decay=0.0, beta1=0.5)},
        slots=[(0, 1, 1), (1, 1, 1), (0, 1, 1)],
        desc={},
        gradients="net",
    ),
    "adamw_scales": dict(rule="adamw", set=_ADAMW, groups={}, slots=[(0, 0.5, 2), (0, 3, 0), (0, 0, 1)], desc={}, gradients="net"),
    "sgd_scaled_l2": dict(rule="sgd", set=_SGD, groups={}, slots=[(0, 2, 0.5), (0, 0.5, 4), (0, 1, 0)], desc={}, gradients="net"),
    "sgd_unscale": dict(rule="sgd", set=_SGD, groups={}, slots=[(0, 1, 1)] * 3, desc=dict(grad_scale=64.0), gradients="net_scaled"),
    "adamw_unscale_odd": dict(rule="adamw", set=_ADAMW, groups={}, slots=[(0, 1, 1)] * 3, desc=dict(grad_scale=3.0), gradients="net"),
    "sgd_clip_torch": dict(rule="sgd", set=_SGD, groups={}, slots=[(0, 1, 1)] * 3, desc=dict(max_norm=2.0), gradients="net"),
    "sgd_clip_exact": dict(
        rule="sgd", set=dict(lr=0.05, momentum=0.8), groups={}, slots=[(0, 1, 1)] * 3, desc=dict(max_norm=2.0, clip_form="exact"), gradients="net"
    ),
    "sgd_clip_p1": dict(rule="sgd", set=_SGD, groups={}, slots=[(0, 1, 1)] * 3, desc=dict(max_norm=3.0, norm_type=1.0), gradients="net"),
    "sgd_clip_p3": dict(rule="sgd", set=_SGD, groups={}, slots=[(0, 1, 1)] * 3, desc=dict(max_norm=1.5, norm_type=3.0), gradients="net"),
    "sgd_clip_max": dict(
        rule="sgd", set=_SGD, groups={}, slots=[(0, 1, 1)] * 3, desc=dict(max_norm=1.0, norm_type=float("inf")), gradients="net"
    ),
    "sgd_clip_value": dict(rule="sgd", set=_SGD, groups={}, slots=[(0, 1, 1)] * 3, desc=dict(clip_value=0.6), gradients="net"),
    "adamw_everything": dict(
        rule="adamw",
        set=dict(_ADAMW, weight_decay="@case_fade", beta1="@case_beta", amsgrad=1),
        groups={1: dict(lr="@case_fade", eps=0.1)},
        slots=[(0, 1, 1), (1, 0.5, 2), (0, 2, 1)],
        desc=dict(grad_scale=64.0, max_norm=2.0, clip_value=0.9, clip_form="torch"),
        gradients="net_scaled",
    ),
    "rmsprop_everything": dict(
        rule="rmsprop",
        set=dict(lr="@case_lr", weight_decay=0.02, eps=0.03, alpha=0.8, momentum=0.7, centered=1),
        groups={1: dict(momentum=0.5, alpha=0.6)},
        slots=[(1, 1, 1), (0, 0.5, 2), (1, 1, 0)],
        desc=dict(grad_scale=64.0, max_norm=4.0, norm_type=0.5, clip_form="exact"),
        gradients="net_scaled",
    ),
    "sgd_independent": dict(
        rule="sgd", set=dict(_SGD, lr="@case_lr", decay_mode="independent", decay_lr=0.3), groups={1: dict(decay_order="after")},
        slots=[(0, 2, 0.5), (1, 0.5, 2), (0, 1, 1)], desc={}, gradients="net",
    ),
    "sgd_corrected": dict(
        rule="sgd", set=dict(_SGD, lr="@case_lr", decay_mode="corrected", decay_lr=0.2), groups={1: dict(decay_order="after")},
        slots=[(0, 2, 0.5), (1, 0.5, 2), (0, 1, 1)], desc={}, gradients="net",
    ),
    "adamw_fixed": dict(
        rule="adamw", set=dict(_ADAMW, decay_mode="fixed"), groups={1: dict(decay_order="after", maximize=1)},
        slots=[(0, 2, 0.5), (1, 0.5, 0.2), (0, 1, 1)], desc={}, gradients="net",
    ),
    "adamw_proximal": dict(
        rule="adamw", set=dict(_ADAMW, decay_mode="proximal", decay_order="after"), groups={1: dict(decay_order="before")},
        slots=[(0, 2, 0.5), (1, 0.5, 2), (0, 1, 1)], desc={}, gradients="net",
    ),
    "adamw_independent_of_its_own": dict(
        rule="adamw", set=dict(_ADAMW, lr=0.05, decay_mode="independent"), groups={1: dict(lr=0.02)},
        slots=[(0, 1, 1), (1, 1, 1), (0, 3, 1)], desc={}, gradients="net",
    ),  # fmt: skip
    "sgd_l1": dict(
        rule="sgd", set=dict(_SGD, decay_mode="l1", weight_decay=0.4), groups={1: dict(decay_order="after")},
        slots=[(0, 2, 0.5), (1, 0.5, 2), (0, 1, 1)], desc={}, gradients="net",
    ),
    "adamw_cautious_decay": dict(
        rule="adamw", set=dict(_ADAMW, decay_mode="cautious"), groups={1: dict(decay_order="after")},
        slots=[(1, 2, 0.5), (0, 0.5, 2), (0, 1, 1)], desc={}, gradients="net",
    ),
    "sgd_zeros_stay": dict(
        rule="sgd", set=dict(_SGD, zero_grad="skip"), groups={}, slots=[(0, 1, 1)], desc={}, gradients="exact",
    ),
    "adamw_zeros_stay": dict(
        rule="adamw", set=dict(_ADAMW, zero_grad="skip", decay_mode="l2"), groups={}, slots=[(0, 1, 1)], desc={}, gradients="exact",
    ),
    "adamw_missing_is_zero": dict(
        rule="adamw", set=dict(_ADAMW, null_grad="zero"), groups={}, slots=[(0, 1, 1)] * 3, desc={}, gradients="net",
    ),
    "psgld_two_slots": dict(
        rule="psgld", set=dict(lr=0.02, data_size=3.0, seed=2**40 + 7, temperature=0.5, weight_decay=0.1, burn_in=2, decay_mode="decoupled"),
        groups={1: dict(seed=5, decay_order="after")}, slots=[(0, 2, 1), (1, 1, 1), (1, 0.5, 2)], desc={}, gradients="net",
    ),
    "adamw_own_limits": dict(
        rule="adamw", set=dict(_ADAMW, max_norm="@case_fade", clip_value=0.02), groups={1: dict(lr=0.02)},
        slots=[(0, 1, 1), (1, 1, 1), (0, 1, 1)], desc={}, gradients="net",
    ),
    "sgd_limits_of_the_step_come_first": dict(
        rule="sgd", set=dict(_SGD, max_norm=0.5, clip_value=0.1), groups={}, slots=[(0, 1, 1)] * 3,
        desc=dict(max_norm=2.0, clip_value=0.9), gradients="net",
    ),
    "lamb_clip_exact": dict(  # the clip that apex' and timm's LAMB have built in
        rule="lamb", set=dict(lr=0.05, beta1=0.7, beta2=0.85, eps=0.03, weight_decay=0.2), groups={},
        slots=[(0, 1, 1)] * 3, desc=dict(max_norm=2.0, clip_form="exact"), gradients="layers",
    ),
    "adagrad_missing": dict(
        rule="adagrad", set=dict(lr=0.2, lr_decay=0.3, eps=0.03), groups={}, slots=[(0, 1, 1)] * 3, desc={}, gradients="net"
    ),
}


def _p_norm(row, p):
    flat = np.abs(np.concatenate([np.ravel(g) for g in row if g is not None]))
    return flat.max() if np.isinf(p) else (flat**p).sum() ** (1 / p)


def _desc_at(case, step):
    """The options of a step, with the limits that the optimizer has itself."""
    own = cases.hypers_at(case["rule"], None, case["set"], step)
    return {**{name: own[name] for name in ("max_norm", "clip_value") if np.isfinite(own[name])}, **case["desc"]}


def _numpy_process(row, desc):
    """Unscale, clip by norm, clip by value. Returns the processed gradients and the norm before clipping."""
    row = [None if g is None else g / desc.get("grad_scale", 1.0) for g in row]
    norm = _p_norm(row, desc.get("norm_type", 2.0))
    if "max_norm" in desc:
        exact = desc.get("clip_form") == "exact"
        factor = min(1.0, desc["max_norm"] / norm if exact else desc["max_norm"] / (norm + 1e-6))
        row = [None if g is None else g * factor for g in row]
    limit = desc.get("clip_value", np.inf)
    return [None if g is None else np.clip(g, -limit, limit) for g in row], norm


def _slot_hypers(case, slot, step):
    group, lr_scale, decay_scale = case["slots"][slot]
    h = cases.hypers_at(case["rule"], None, {**case["set"], **case["groups"].get(group, {})}, step)
    if "decay_lr" in h:
        h["decay_lr"] *= lr_scale
    return {**h, "lr": h["lr"] * lr_scale, "weight_decay": h["weight_decay"] * decay_scale}


def run_numpy(case):
    """[per step: ([p per slot], [state per slot], norm)]"""
    source = gradients.SETS[case["gradients"]]
    processed = [_numpy_process(row, _desc_at(case, t)) for t, row in enumerate(source["grads"])]
    runs = []
    for i, start in enumerate(source["start"]):
        hypers = [_slot_hypers(case, i, t) for t in range(gradients.STEPS)]
        runs.append(list(by_hand.run(cases.RULES[case["rule"]], start, [row[i] for row, _ in processed], hypers, i)))
    return [([r[t][0] for r in runs], [r[t][1] for r in runs], processed[t][1]) for t in range(gradients.STEPS)]


def run_torch(case):
    """The same by torch.optim with one parameter group a slot, torch's clipping utilities, and optax's clip for the exact form."""
    source = gradients.SETS[case["gradients"]]
    parameters = [torch.tensor(s, requires_grad=True) for s in source["start"]]
    made = [by_torch.make(cases.RULES[case["rule"]], _slot_hypers(case, i, 0)) for i in range(len(parameters))]
    if None in made:
        return None
    optimizer = made[0][0]([dict(arguments, params=[p]) for p, (_, arguments) in zip(parameters, made)])
    results = []
    for t, row in enumerate(source["grads"]):
        desc = _desc_at(case, t)
        for i, (p, g) in enumerate(zip(parameters, row)):
            p.grad = None if g is None else torch.tensor(g) / desc.get("grad_scale", 1.0)
            by_torch.apply_hypers(optimizer.param_groups[i], _slot_hypers(case, i, t))
        norm = _torch_clip(parameters, desc)
        optimizer.step()
        states = [by_torch.state_of(optimizer, p) if p in optimizer.state else {} for p in parameters]
        results.append(([p.detach().numpy().copy() for p in parameters], states, norm))
    return results


def run_timm(case):
    """LAMB by timm, whose clip to a global norm is its own. It does not tell the norm."""
    if case["rule"] != "lamb":
        return None
    source, norms = gradients.SETS[case["gradients"]], [norm for _, _, norm in run_numpy(case)]
    parameters = [torch.tensor(s, requires_grad=True) for s in source["start"]]
    optimizer = Lamb(parameters, max_grad_norm=case["desc"]["max_norm"], **cases.RULES["lamb"].timm_arguments(_slot_hypers(case, 0, 0)))
    results = []
    for row, norm in zip(source["grads"], norms):
        for p, g in zip(parameters, row):
            p.grad = torch.tensor(g)
        optimizer.step()
        states = [by_torch.state_of(optimizer, p) for p in parameters]
        results.append(([p.detach().numpy().copy() for p in parameters], states, norm))
    return results


def _torch_clip(parameters, desc):
    p_of_norm = desc.get("norm_type", 2.0)
    if desc.get("clip_form") == "exact":
        norm = float(torch.nn.utils.get_total_norm([p.grad for p in parameters if p.grad is not None], p_of_norm))
        _exact_clip(parameters, desc["max_norm"], norm, p_of_norm)
    else:
        norm = float(torch.nn.utils.clip_grad_norm_(parameters, desc.get("max_norm", float("inf")), p_of_norm))
    if "clip_value" in desc:
        torch.nn.utils.clip_grad_value_(parameters, desc["clip_value"])
    return norm


def _exact_clip(parameters, max_norm, norm, p_of_norm):
    """optax.clip_by_global_norm for p = 2; for another p, which optax lacks, its formula."""
    having = [p for p in parameters if p.grad is not None]
    if p_of_norm == 2.0:
        clip = optax.clip_by_global_norm(max_norm)
        clipped, _ = clip.update([jnp.asarray(p.grad.numpy()) for p in having], clip.init(None))
        for p, g in zip(having, clipped):
            p.grad.copy_(torch.tensor(np.asarray(g)))
    elif norm >= max_norm:
        for p in having:
            p.grad.mul_(max_norm / norm)
