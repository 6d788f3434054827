"""The rules by optax, f64, where optax has the behaviour, built from its public parts. run() returns None for a case it cannot express."""

import jax
import jax.numpy as jnp
import numpy as np
import optax


def _moving_only(hypers, *allowed):
    """True when only the allowed hyper-parameters change from step to step: optax holds the rest as constants."""
    return all(h[k] == hypers[0][k] for h in hypers for k in h if k not in allowed)


def _minus_lr(hypers):
    rates = jnp.asarray([-h["lr"] for h in hypers])
    return optax.scale_by_schedule(lambda count: rates[count])


def _with_decay(h, core, lr):
    """L2 decay before the core, decoupled decay between it and lr; decay after the update does not exist in optax."""
    decay = optax.add_decayed_weights(h["weight_decay"])
    front = [optax.scale(-1.0)] if h.get("maximize") else []
    if h.get("decay_mode", "l2") == "l2":
        return optax.chain(*front, decay, *core, *lr)
    if h.get("decay_order") == "after":
        return None
    return optax.chain(*front, *core, decay, *lr)


def _sgd(h, hypers):
    lr, form = _minus_lr(hypers), h["momentum_form"]
    if h["momentum"] == 0:
        return _with_decay(h, [], [lr]), {}
    trace = optax.trace(decay=h["momentum"], nesterov=bool(h["nesterov"]))
    if form == "torch" and h["dampening"] == 0:
        return _with_decay(h, [trace], [lr]), {"momentum_buffer": "trace"}
    if form == "sutskever" and h["decay_mode"] == "l2":
        return _with_decay(h, [lr, trace], []), {"momentum_buffer": "trace"}
    if form == "ema" and h["first_step"] == "zeros" and not h["nesterov"]:
        return _with_decay(h, [optax.ema(h["momentum"], debias=False)], [lr]), {"momentum_buffer": "ema"}
    return None, {}


def _adagrad(h, hypers):
    if h["lr_decay"] or h["eps_mode"] != "inside":
        return None, {}
    core = optax.scale_by_rss(initial_accumulator_value=h["initial_accumulator_value"], eps=h["eps"])
    return _with_decay(h, [core], [_minus_lr(hypers)]), {"sum": "sum_of_squares"}


def _rmsprop(h, hypers):
    arguments = dict(
        decay=h["alpha"], eps=h["eps"], initial_scale=h["initial_accumulator_value"], eps_in_sqrt=h["eps_mode"] == "inside"
    )
    if h["centered"] and h["initial_accumulator_value"]:
        return None, {}  # optax starts the mean at the same value
    core = [optax.scale_by_stddev(**arguments) if h["centered"] else optax.scale_by_rms(**arguments)]
    names = {"square_avg": "nu", **({"grad_avg": "mu"} if h["centered"] else {})}
    lr = [_minus_lr(hypers)]
    if h["momentum"] and h["lr_place"] == "inside":
        if h["decay_mode"] != "l2":
            return None, {}  # optax would pass the decay through the buffer
        core, lr = core + [optax.scale(-1.0)] + lr + [optax.trace(decay=h["momentum"])], [optax.scale(-1.0)]
        names["momentum_buffer"] = "trace"
    elif h["momentum"]:
        core += [optax.trace(decay=h["momentum"])]
        names["momentum_buffer"] = "trace"
    return _with_decay(h, core, lr), names


def _adam(h, hypers):
    if not h["bias_correction"] or h["eps_mode"] == "hat" or (h["amsgrad"] and h["amsgrad_form"] == "raw"):
        return None, {}
    inside = h["eps_mode"] == "inside"
    arguments = dict(b1=h["beta1"], b2=h["beta2"], eps=0.0 if inside else h["eps"], eps_root=h["eps"] if inside else 0.0)
    names = {"exp_avg": "mu", "exp_avg_sq": "nu"}
    if h["amsgrad"]:
        return _with_decay(h, [optax.scale_by_amsgrad(**arguments)], [_minus_lr(hypers)]), {**names, "max_exp_avg_sq": "nu_max"}
    return _with_decay(h, [optax.scale_by_adam(**arguments)], [_minus_lr(hypers)]), names


def _lion(h, hypers):
    core = optax.scale_by_lion(b1=h["beta1"], b2=h["beta2"])
    return _with_decay(h, [core], [_minus_lr(hypers)]), {"exp_avg": "mu"}


_RULES = {"sgd": _sgd, "adagrad": _adagrad, "rmsprop": _rmsprop, "adam": _adam, "adamw": _adam, "lion": _lion}


def run(rule, start, grads, hypers):
    if not _moving_only(hypers, "lr") or any(g is None for g in grads):
        return None
    transform, names = _RULES[rule](hypers[0], hypers)
    if transform is None:
        return None
    p = jnp.asarray(start)
    state, results = transform.init(p), []
    update = jax.jit(transform.update)
    for g in grads:
        move, state = update(jnp.asarray(g), state, p)
        p = optax.apply_updates(p, move)
        arrays = {ours: np.asarray(optax.tree.get(state, theirs)) for ours, theirs in names.items()}
        results.append((np.asarray(p), arrays))
    return results
