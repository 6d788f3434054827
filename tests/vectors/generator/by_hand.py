"""What the rules by hand share: NumPy, f64, the only oracle for what no framework has and a second opinion on everything else.

A rule's by_hand(p, g, state, h, t) updates `state` (a dict, empty before the first step) and returns the new p. t counts from 1.
"""

import numpy as np


def arrived(p, g, h):
    """The gradient as a rule sees it: its direction, and decay of the L2 kind."""
    g = -g if h["maximize"] else g
    return g + h["weight_decay"] * p if h.get("decay_mode") == "l2" else g


def _decayed(x, p, step, h):
    """x after decay beside the update, for a parameter p that takes a step."""
    lr, lr0, w = h["lr"], h["decay_lr"], h["weight_decay"]
    return {
        "decoupled": lambda: x * (1 - lr * w),
        "independent": lambda: x * (1 - lr / lr0 * w),
        "corrected": lambda: x * (1 - lr**2 / lr0 * w),
        "fixed": lambda: x * (1 - w),
        "proximal": lambda: x / (1 + lr * w),
        "l1": lambda: np.sign(x) * np.maximum(np.abs(x) - lr * w, 0),
        "cautious": lambda: np.where(p * step > 0, x * (1 - lr * w), x),
    }[h["decay_mode"]]()


def _masked(step, g, form):
    agrees = step * g > 0
    part = {"mask": 1.0, "mean": max(agrees.mean(), 1e-3), "count": (agrees.sum() + 1) / agrees.size}[form]
    return np.where(agrees, step / part, 0.0)


def with_decay(p, h, update):
    """Applies update(p) with decay beside it, before or after; or with steps masked."""
    decays = h.get("decay_mode", "l2") != "l2" and h["weight_decay"] != 0
    if h["cautious"] != "off" or (decays and h["decay_mode"] == "cautious"):
        step = p - update(p)
        step = step if h["cautious"] == "off" else _masked(step, h["seen"], h["cautious"])
        update = lambda q: q - step  # noqa: E731
    if not decays:
        return update(p)
    step = p - update(p)
    if h["decay_order"] == "after":
        return _decayed(update(p), p, step, h)
    return update(_decayed(p, p, step, h))


def run(rule, start, grads, hypers, slot=0):
    """Yields (p, state) after each step; grads and hypers hold one entry a step. A None gradient is no step for the parameter."""
    p, state, age = start.copy(), {}, 0
    for g, h in zip(grads, hypers):
        if g is None and h["null_grad"] == "zero":
            g = np.zeros_like(p)
        if g is not None:
            age += 1
            before = {"param": p, **state}
            p = rule.by_hand(p, g, state, {**h, "seen": arrived(p, g, h), "slot": slot}, age)
            if h["zero_grad"] == "skip":
                p = np.where(g == 0, before["param"], p)
                state.update({name: np.where(g == 0, before.get(name, 0.0), x) for name, x in state.items()})
        yield p, dict(state)


def run_slots(rule, starts, rows, hypers):
    """[per step: ([p per slot], [state per slot], state that all share)]; rows holds one list of gradients a step."""
    if hasattr(rule, "by_hand_together"):
        return list(rule.by_hand_together(starts, rows, hypers))
    runs = [list(run(rule, start, [row[i] for row in rows], hypers)) for i, start in enumerate(starts)]
    return [([p for p, _ in step], [state for _, state in step], {}) for step in zip(*runs)]
