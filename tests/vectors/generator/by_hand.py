"""What the rules by hand share: NumPy, f64, the only oracle for what no framework has and a second opinion on everything else.

A rule's by_hand(p, g, state, h, t) updates `state` (a dict, empty before the first step) and returns the new p. t counts from 1.
"""


def arrived(p, g, h):
    """The gradient as a rule sees it: its direction, and decay of the L2 kind."""
    g = -g if h.get("maximize") else g
    return g + h["weight_decay"] * p if h.get("decay_mode", "l2") == "l2" else g


def with_decay(p, h, update):
    """Applies update(p) with the decoupled decay before or after it."""
    shrink = 1 - h["lr"] * h["weight_decay"]
    if h.get("decay_mode", "l2") == "l2" or h["weight_decay"] == 0:
        return update(p)
    return update(p) * shrink if h.get("decay_order") == "after" else update(p * shrink)


def run(rule, start, grads, hypers):
    """Yields (p, state) after each step; grads and hypers hold one entry a step. A None gradient is no step for the parameter."""
    p, state, age = start.copy(), {}, 0
    for g, h in zip(grads, hypers):
        if g is not None:
            age += 1
            p = rule.by_hand(p, g, state, h, age)
        yield p, dict(state)
