"""Quickprop, as Fahlman's program and FANN's do it."""

import numpy as np

from generator.by_hand import arrived, with_decay

DEFAULTS = dict(lr=0.7, mu=1.75, step_threshold=0.0, weight_limit=0.0, weight_decay=1e-4, decay_mode="l2")
PRESETS = {"fann": dict(step_threshold=0.001, weight_limit=1500.0, decay_mode="l2")}

_Q = dict(lr=0.05, mu=1.4, weight_decay=0.02)
CASES = [
    ("defaults", None, {}, "exact"),
    ("fahlman", None, dict(_Q, lr="@case_lr"), "exact"),
    ("fahlman_maximize", None, dict(_Q, maximize=1), "exact"),
    ("fann", "fann", dict(_Q, lr=0.002), "exact"),
    ("fann_long", "fann", dict(_Q, lr=0.001, weight_decay=1e-4), "long"),
    ("threshold", None, dict(_Q, step_threshold=0.03), "exact"),
    ("weight_limit", None, dict(_Q, weight_limit=0.6), "long"),
    ("decoupled_after", None, dict(_Q, decay_mode="decoupled", decay_order="after", weight_decay=0.3), "exact"),
    ("wide", None, dict(_Q, lr=1e-7, weight_decay=0.0), "wide"),
    ("double", None, dict(_Q, lr=1e-7, weight_decay=0.0), "double"),
]


def by_hand(p, g, state, h, t):
    """In the words of the program: slopes are what the weight should follow, and steps are added."""
    slopes = -arrived(p, g, h)
    old_slopes = -state.get("prev", np.zeros_like(p))
    old_steps = -state.get("prev_step", np.zeros_like(p))
    shrink = h["mu"] / (1 + h["mu"])
    steps = np.zeros_like(p)
    for i, (slope, old_slope, old_step) in enumerate(zip(slopes, old_slopes, old_steps)):
        if abs(old_step) <= h["step_threshold"]:
            steps[i] = h["lr"] * slope
            continue
        side = np.sign(old_step)
        assert side * old_slope > 0  # nobody meddles in these runs
        if side * slope > 0:
            steps[i] += h["lr"] * slope
        if side * slope > shrink * side * old_slope:
            steps[i] += h["mu"] * old_step
        else:
            steps[i] += old_step * (slope / (old_slope - slope))
    state.update(prev=-slopes, prev_step=-steps)
    limit = h["weight_limit"] or np.inf
    return with_decay(p, h, lambda q: q + (np.clip(p + steps, -limit, limit) - p) if np.isfinite(limit) else q + steps)
