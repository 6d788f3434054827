"""The rules by hand in NumPy, f64: the only oracle for what no framework has, and a second opinion on everything else.

Each rule is a function (p, g, state, h, t) that updates `state` (a dict, empty before the first step) and returns the new p. t counts from 1.
"""

import numpy as np


def _directed(g, h):
    return -g if h.get("maximize") else g


def _decay_in_gradient(p, g, h):
    return g + h["weight_decay"] * p if h.get("decay_mode", "l2") == "l2" else g


def _with_decoupled_decay(p, h, update):
    """Applies update(p) with the decoupled decay before or after it."""
    shrink = 1 - h["lr"] * h["weight_decay"]
    if h.get("decay_mode", "l2") == "l2" or h["weight_decay"] == 0:
        return update(p)
    return update(p) * shrink if h.get("decay_order") == "after" else update(p * shrink)


def sgd(p, g, state, h, t):
    g = _decay_in_gradient(p, _directed(g, h), h)
    u, form, lr = h["momentum"], h["momentum_form"], h["lr"]
    if u == 0:
        return _with_decoupled_decay(p, h, lambda q: q - lr * g)
    fresh = "momentum_buffer" not in state
    old = np.zeros_like(p) if fresh else state["momentum_buffer"]
    if form == "sutskever":
        new = u * old - lr * g
        move = u * new - lr * g if h["nesterov"] else new
    else:
        kept = 1 - (u if form == "ema" else h["dampening"])
        new = g.copy() if fresh and h["first_step"] == "gradient" else u * old + kept * g
        ahead = kept * g if form == "ema" else g
        move = -lr * (ahead + u * new if h["nesterov"] else new)
    state["momentum_buffer"] = new
    return _with_decoupled_decay(p, h, lambda q: q + move)


def adagrad(p, g, state, h, t):
    g = _decay_in_gradient(p, _directed(g, h), h)
    total = state.get("sum", np.full_like(p, h["initial_accumulator_value"])) + g * g
    state["sum"] = total
    root = np.sqrt(total + h["eps"]) if h["eps_mode"] == "inside" else np.sqrt(total) + h["eps"]
    rate = h["lr"] / (1 + (t - 1) * h["lr_decay"])
    return _with_decoupled_decay(p, h, lambda q: q - rate * g / root)


def rmsprop(p, g, state, h, t):
    g = _decay_in_gradient(p, _directed(g, h), h)
    a, lr = h["alpha"], h["lr"]
    square = a * state.get("square_avg", np.full_like(p, h["initial_accumulator_value"])) + (1 - a) * g * g
    state["square_avg"] = square
    variance = square
    if h["centered"]:
        state["grad_avg"] = a * state.get("grad_avg", np.zeros_like(p)) + (1 - a) * g
        variance = np.maximum(square - state["grad_avg"] ** 2, 0)
    direction = g / (np.sqrt(variance + h["eps"]) if h["eps_mode"] == "inside" else np.sqrt(variance) + h["eps"])
    if h["momentum"] == 0:
        return _with_decoupled_decay(p, h, lambda q: q - lr * direction)
    inside = h["lr_place"] == "inside"
    old = state.get("momentum_buffer", np.zeros_like(p))
    state["momentum_buffer"] = h["momentum"] * old + (lr if inside else 1) * direction
    return _with_decoupled_decay(p, h, lambda q: q - (1 if inside else lr) * state["momentum_buffer"])


def adam(p, g, state, h, t):
    g = _decay_in_gradient(p, _directed(g, h), h)
    b1, b2, eps = h["beta1"], h["beta2"], h["eps"]
    c1, c2 = (1 - b1**t, 1 - b2**t) if h["bias_correction"] else (1.0, 1.0)
    zero = np.zeros_like(p)
    m = state["exp_avg"] = b1 * state.get("exp_avg", zero) + (1 - b1) * g
    v = state["exp_avg_sq"] = b2 * state.get("exp_avg_sq", zero) + (1 - b2) * g * g
    corrected = v / c2
    if h["amsgrad"] and h["amsgrad_form"] == "corrected":
        corrected = state["max_exp_avg_sq"] = np.maximum(state.get("max_exp_avg_sq", zero), v / c2)
    elif h["amsgrad"]:
        state["max_exp_avg_sq"] = np.maximum(state.get("max_exp_avg_sq", zero), v)
        corrected = state["max_exp_avg_sq"] / c2
    denominator = {
        "outside": lambda: np.sqrt(corrected) + eps,
        "inside": lambda: np.sqrt(corrected + eps),
        "hat": lambda: np.sqrt(corrected) + eps / np.sqrt(c2),
    }[h["eps_mode"]]()
    return _with_decoupled_decay(p, h, lambda q: q - h["lr"] * (m / c1) / denominator)


def lion(p, g, state, h, t):
    g = _decay_in_gradient(p, _directed(g, h), h)
    m = state.get("exp_avg", np.zeros_like(p))
    direction = np.sign(h["beta1"] * m + (1 - h["beta1"]) * g)
    state["exp_avg"] = h["beta2"] * m + (1 - h["beta2"]) * g
    return _with_decoupled_decay(p, h, lambda q: q - h["lr"] * direction)


RULES = {"sgd": sgd, "adagrad": adagrad, "rmsprop": rmsprop, "adam": adam, "adamw": adam, "lion": lion}


def run(rule, start, grads, hypers):
    """Yields (p, state) after each step; grads and hypers hold one entry a step. A None gradient is no step for the parameter."""
    p, state, age = start.copy(), {}, 0
    for g, h in zip(grads, hypers):
        if g is not None:
            age += 1
            p = RULES[rule](p, g, state, h, age)
        yield p, dict(state)
