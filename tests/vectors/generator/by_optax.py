"""The rules by optax, f64, where optax has the behaviour, built from its public parts. run() returns None for a case it cannot express.

A rule's by_optax(h, hypers) returns (transform, {state name: optax's name}) or (None, {}); h is the first step's of hypers. Names may be a
pair: those of each parameter, and those that all share.
"""

import jax
import jax.numpy as jnp
import numpy as np
import optax

from .by_torch import plain


def _moving_only(hypers, *allowed):
    """True when only the allowed hyper-parameters change from step to step: optax holds the rest as constants."""
    return all(h[k] == hypers[0][k] for h in hypers for k in h if k not in allowed)


def minus_lr(hypers):
    rates = jnp.asarray([-h["lr"] for h in hypers])
    return optax.scale_by_schedule(lambda count: rates[count])


def chain_with_decay(h, core, lr):
    """L2 decay before the core, decoupled decay between it and lr; decay after the update does not exist in optax."""
    decay = optax.add_decayed_weights(h["weight_decay"])
    front = [optax.scale(-1.0)] if h["maximize"] else []
    if h["decay_mode"] == "l2":
        return optax.chain(*front, decay, *core, *lr)
    if h["decay_mode"] != "decoupled" or h["decay_order"] == "after":
        return None
    return optax.chain(*front, *core, decay, *lr)


def _arrays(state, names):
    """[{our name: array} per slot]: what optax keeps for each parameter is a list."""
    found = {ours: optax.tree.get(state, theirs) for ours, theirs in names.items()}
    return lambda slot: {ours: np.asarray(arrays[slot]) for ours, arrays in found.items()}


def run(rule, starts, rows, hypers):
    if not _moving_only(hypers, "lr") or any(g is None for row in rows for g in row) or not plain(hypers[0]):
        return None
    transform, names = rule.by_optax(hypers[0], hypers) if hasattr(rule, "by_optax") else (None, {})
    if transform is None:
        return None
    names, shared = names if isinstance(names, tuple) else (names, {})
    parameters = [jnp.asarray(start) for start in starts]
    state, results = transform.init(parameters), []
    update = jax.jit(transform.update)
    for row in rows:
        moves, state = update([jnp.asarray(g) for g in row], state, parameters)
        parameters = optax.apply_updates(parameters, moves)
        arrays = _arrays(state, names)
        together = {ours: np.asarray(optax.tree.get(state, theirs)) for ours, theirs in shared.items()}
        results.append(([np.asarray(p) for p in parameters], [arrays(i) for i in range(len(starts))], together))
    return results
