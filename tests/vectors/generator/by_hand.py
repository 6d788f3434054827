"""What the rules by hand share: NumPy, f64, the only oracle for what no framework has and a second opinion on everything else.

A rule's by_hand(p, g, state, h, t) updates `state` (a dict, empty before the first step) and returns the new p. t counts from 1.
"""


def arrived(p, g, h):
    """The gradient as a rule sees it: its direction, and decay of the L2 kind."""
    g = -g if h["maximize"] else g
    return g + h["weight_decay"] * p if h.get("decay_mode") == "l2" else g


def _kept(h):
    lr, lr0, w = h["lr"], h["decay_lr"], h["weight_decay"]
    return {
        "decoupled": lambda: 1 - lr * w,
        "independent": lambda: 1 - lr / lr0 * w,
        "corrected": lambda: 1 - lr**2 / lr0 * w,
        "fixed": lambda: 1 - w,
        "proximal": lambda: 1 / (1 + lr * w),
    }[h["decay_mode"]]()


def with_decay(p, h, update):
    """Applies update(p) with decay beside it, before or after."""
    if h.get("decay_mode", "l2") == "l2" or h["weight_decay"] == 0:
        return update(p)
    return update(p) * _kept(h) if h["decay_order"] == "after" else update(p * _kept(h))


def run(rule, start, grads, hypers):
    """Yields (p, state) after each step; grads and hypers hold one entry a step. A None gradient is no step for the parameter."""
    p, state, age = start.copy(), {}, 0
    for g, h in zip(grads, hypers):
        if g is not None:
            age += 1
            p = rule.by_hand(p, g, state, h, age)
        yield p, dict(state)


def run_slots(rule, starts, rows, hypers):
    """[per step: ([p per slot], [state per slot], state that all share)]; rows holds one list of gradients a step."""
    if hasattr(rule, "by_hand_together"):
        return list(rule.by_hand_together(starts, rows, hypers))
    runs = [list(run(rule, start, [row[i] for row in rows], hypers)) for i, start in enumerate(starts)]
    return [([p for p, _ in step], [state for _, state in step], {}) for step in zip(*runs)]
