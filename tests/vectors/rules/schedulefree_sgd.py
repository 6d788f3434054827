"""Schedule-Free SGD."""

import jax.numpy as jnp
import numpy as np
import optax
import schedulefree

DEFAULTS = dict(lr=1.0, momentum=0.9, weight_decay=0.0, warmup_steps=0, r=0.0, weight_lr_power=2.0)
PRESETS = {"schedulefree": dict(weight_lr_power=2.0)}

_S = dict(lr=0.08, momentum=0.7, weight_decay=0.2, warmup_steps=5, r=0.75, weight_lr_power=1.5)
CASES = [
    ("defaults", None, {}, "exact"),
    ("schedulefree", "schedulefree", dict(_S, weight_lr_power=2.0), "exact"),
    ("everything", None, _S, "exact"),
    ("everything_long", None, dict(_S, lr="@case_lr"), "long"),
    ("maximize", None, dict(_S, maximize=1), "exact"),
    ("optax", None, dict(_S, warmup_steps=0, r=0.0, lr="@case_lr"), "exact"),
    ("wide", None, dict(_S, weight_decay=0.0), "wide"),
    ("double", None, dict(_S, weight_decay=0.0), "double"),
]


def average(state, h, t):
    """Advances the sums of the average; returns the warmed-up lr and the share of this step."""
    lr = h["lr"] * min(1.0, t / h["warmup_steps"]) if h["warmup_steps"] else h["lr"]
    lr_max = max(lr, state.get("lr_max", [0.0])[0])
    weight = t ** h["r"] * lr_max ** h["weight_lr_power"]
    total = state.get("weight_sum", [0.0])[0] + weight
    state.update(lr_max=np.array([lr_max]), weight_sum=np.array([total]))
    return lr, weight / total if total else 0.0


def move(p, d, state, h, beta, t):
    """By the paper's own sequences: x and z from y, then z, x and y one step on."""
    lr, share = average(state, h, t)
    z = state.get("z", p)
    x = (p - (1 - beta) * z) / beta
    state["z"] = z - lr * d
    x = (1 - share) * x + share * state["z"]
    return (1 - beta) * state["z"] + beta * x


def by_hand(p, g, state, h, t):
    g = -g if h["maximize"] else g
    return move(p, g + h["weight_decay"] * p, state, h, h["momentum"], t)


def training(kind):
    """The package's optimizers begin in eval mode."""

    def make(parameters, **arguments):
        optimizer = kind(parameters, foreach=False, **arguments)
        optimizer.train()
        return optimizer

    return make


def shared(h):
    names = ("lr", "weight_decay", "warmup_steps", "r", "weight_lr_power")
    return {name: h[name] for name in names}


def by_schedulefree(h):
    return None if h["maximize"] else (training(schedulefree.SGDScheduleFree), dict(shared(h), momentum=h["momentum"]), {"z": "z"})


PEERS = {"schedulefree": by_schedulefree}


def wrapped(core, h, hypers, beta, names):
    """optax.contrib.schedule_free, which has no powers of t and no warm-up of its own."""
    if h["r"] or h["warmup_steps"] or h["maximize"]:
        return None, {}
    rates = [h["lr"] for h in hypers]
    lr = lambda count: jnp.asarray(rates)[count - 1]
    base = optax.chain(*core, optax.scale_by_schedule(lambda count: -jnp.asarray(rates)[count]))
    return optax.contrib.schedule_free(base, lr, b1=beta, weight_lr_power=h["weight_lr_power"]), names


def by_optax(h, hypers):
    return wrapped([optax.add_decayed_weights(h["weight_decay"])], h, hypers, h["momentum"], {"z": "z"})
