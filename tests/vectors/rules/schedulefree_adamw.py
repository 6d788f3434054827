"""Schedule-Free AdamW."""

import numpy as np
import optax
import schedulefree

from rules.schedulefree_sgd import move, shared, training, wrapped

DEFAULTS = dict(lr=2.5e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0, warmup_steps=0, r=0.0, weight_lr_power=2.0)
PRESETS = {"schedulefree": dict(weight_lr_power=2.0)}

_S = dict(lr=0.08, beta1=0.7, beta2=0.85, eps=0.03, weight_decay=0.2, warmup_steps=5, r=0.75, weight_lr_power=1.5)
CASES = [
    ("defaults", None, {}, "exact"),
    ("schedulefree", "schedulefree", dict(_S, weight_lr_power=2.0), "exact"),
    ("everything", None, _S, "exact"),
    ("everything_long", None, dict(_S, lr="@case_lr"), "long"),
    ("maximize", None, dict(_S, maximize=1), "exact"),
    ("optax", None, dict(_S, warmup_steps=0, r=0.0, lr="@case_lr"), "exact"),
    ("wide", None, dict(_S, eps=1e-7), "wide"),
    ("double", None, dict(_S, eps=1e-9), "double"),
]


def by_hand(p, g, state, h, t):
    g = -g if h["maximize"] else g
    v = state["exp_avg_sq"] = h["beta2"] * state.get("exp_avg_sq", np.zeros_like(p)) + (1 - h["beta2"]) * g * g
    d = g / (np.sqrt(v / (1 - h["beta2"] ** t)) + h["eps"])
    return move(p, d + h["weight_decay"] * p, state, h, h["beta1"], t)


def by_schedulefree(h):
    if h["maximize"]:
        return None
    arguments = dict(shared(h), betas=(h["beta1"], h["beta2"]), eps=h["eps"])
    return training(schedulefree.AdamWScheduleFree), arguments, {"z": "z", "exp_avg_sq": "exp_avg_sq"}


PEERS = {"schedulefree": by_schedulefree}


def by_optax(h, hypers):
    core = [optax.scale_by_adam(b1=0.0, b2=h["beta2"], eps=h["eps"]), optax.add_decayed_weights(h["weight_decay"])]
    return wrapped(core, h, hypers, h["beta1"], {"z": "z", "exp_avg_sq": "nu"})
