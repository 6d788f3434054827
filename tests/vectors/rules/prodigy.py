"""Prodigy."""

import jax.numpy as jnp
import numpy as np
import optax.contrib
import prodigyopt
import pytorch_optimizer

from generator.by_torch import agree

DEFAULTS = dict(
    lr=1.0, beta1=0.9, beta2=0.999, beta3=0.0, eps=1e-8, weight_decay=0.0, d0=1e-6, d_coef=1.0, growth_rate=1e30,
    safeguard_warmup=0, bias_correction=0, decay_place="parameter",
)  # fmt: skip
PRESETS = {
    "prodigyopt": dict(bias_correction=0, decay_place="parameter"),
    "optax": dict(bias_correction=1, decay_place="parameter"),
}

_P = dict(lr=0.8, beta1=0.7, beta2=0.85, eps=0.03, weight_decay=0.2, d0=0.01, d_coef=1.5)
CASES = [
    ("defaults", None, {}, "slope"),
    ("prodigyopt", "prodigyopt", dict(_P, beta3=0.6, lr="@case_beta"), "slope"),
    ("prodigyopt_l2", "prodigyopt", dict(_P, decay_place="gradient"), "slope"),
    ("prodigyopt_slow", "prodigyopt", dict(_P, growth_rate=1.1), "slope"),
    ("prodigyopt_safeguard", "prodigyopt", dict(_P, lr="@case_beta", safeguard_warmup=1), "slope"),
    ("prodigyopt_corrected", "prodigyopt", dict(_P, bias_correction=1, decay_place="gradient"), "slope"),
    ("prodigyopt_layers", "prodigyopt", dict(_P, d0=0.1), "layers"),
    ("prodigyopt_long", "prodigyopt", dict(_P, growth_rate=1.3, d0=0.1), "long"),
    ("optax", "optax", dict(_P, beta3=0.6), "slope"),
    ("optax_safeguard", "optax", dict(_P, lr="@case_beta", safeguard_warmup=1), "slope"),
    ("optax_long", "optax", dict(_P, d0=0.1), "long"),
    ("maximize", None, dict(_P, maximize=1), "slope"),
]


def by_hand_together(starts, rows, hypers):
    """All slots in step: the estimate d is one for all."""
    params = [start.copy() for start in starts]
    states = [
        {"exp_avg": np.zeros_like(p), "exp_avg_sq": np.zeros_like(p), "s": np.zeros_like(p), "p0": p.copy()} for p in params
    ]
    d = d_max = hypers[0]["d0"]
    numerator, k = 0.0, 0
    for row, h in zip(rows, hypers):
        b1, b2, w, d0 = h["beta1"], h["beta2"], h["weight_decay"], h["d0"]
        b3 = h["beta3"] or np.sqrt(b2)
        correction = np.sqrt(1 - b2 ** (k + 1)) / (1 - b1 ** (k + 1)) if h["bias_correction"] else 1.0
        rate = d * h["lr"] * correction
        way, below = 0.0, 0.0
        for p, g, x in zip(params, row, states):
            g = -g if h["maximize"] else g
            g = g + w * p if h["decay_place"] == "gradient" else g
            way += d / d0 * rate * np.sum(g * (x["p0"] - p))
            x["exp_avg"] = b1 * x["exp_avg"] + (1 - b1) * (d * g)
            x["exp_avg_sq"] = b2 * x["exp_avg_sq"] + (1 - b2) * (d * g) ** 2
            x["s"] = b3 * x["s"] + d / d0 * (d if h["safeguard_warmup"] else rate) * g
            below += np.sum(np.abs(x["s"]))
        if below > 0:
            numerator = b3 * numerator + way
            found = h["d_coef"] * numerator / below
            d = max(d, found) if d == d0 else d
            d_max = max(d_max, found)
            d = min(d_max, d * h["growth_rate"])
            k += 1
            decay = rate * w if h["decay_place"] == "parameter" else 0.0
            params = [p - decay * p - rate * x["exp_avg"] / (np.sqrt(x["exp_avg_sq"]) + d * h["eps"]) for p, x in zip(params, states)]
        shared = dict(d=d, d_max=d_max, d_numerator=numerator, k=float(k))
        yield params, [dict(x) for x in states], shared


def by_optax(h, hypers):
    if not agree(h, bias_correction=1, decay_place="parameter", growth_rate=1e30, maximize=0):
        return None, {}
    rates = jnp.asarray([h["lr"] for h in hypers])
    transform = optax.contrib.prodigy(
        learning_rate=lambda count: rates[count],
        betas=(h["beta1"], h["beta2"]), beta3=h["beta3"] or None, eps=h["eps"], estim_lr0=h["d0"], estim_lr_coef=h["d_coef"],
        weight_decay=h["weight_decay"], safeguard_warmup=bool(h["safeguard_warmup"]),
    )  # fmt: skip
    names = {"exp_avg": "exp_avg", "exp_avg_sq": "exp_avg_sq", "s": "grad_sum", "p0": "params0"}
    return transform, (names, {"d": "estim_lr", "d_numerator": "numerator_weighted"})


_SHARED = {"d": "d", "d_max": "d_max", "d_numerator": "d_numerator"}


def _call(h):
    return dict(
        lr=h["lr"], betas=(h["beta1"], h["beta2"]), beta3=h["beta3"] or None, eps=h["eps"], weight_decay=h["weight_decay"],
        d0=h["d0"], d_coef=h["d_coef"], growth_rate=h["growth_rate"], safeguard_warmup=bool(h["safeguard_warmup"]),
    )  # fmt: skip


def _shaped(name):
    """The package keeps s and p0 flat, and a p0 of zeros as one number."""
    return lambda state, p: state[name].expand(p.numel()).reshape(p.shape)


def _by_prodigyopt(h):
    if h["maximize"]:
        return None
    flags = dict(decouple=h["decay_place"] == "parameter", use_bias_correction=bool(h["bias_correction"]))
    names = {"exp_avg": "exp_avg", "exp_avg_sq": "exp_avg_sq", "s": _shaped("s"), "p0": _shaped("p0")}
    return prodigyopt.Prodigy, dict(_call(h), **flags), names, {**_SHARED, "k": "k"}


def _by_pytorch_optimizer(h):
    if h["decay_place"] == "gradient":  # it adds the decay too late to be seen
        return None
    flags = dict(bias_correction=bool(h["bias_correction"]), maximize=bool(h["maximize"]))
    names = {name: name for name in ("exp_avg", "exp_avg_sq", "s", "p0")}
    return pytorch_optimizer.Prodigy, dict(_call(h), **flags), names, _SHARED


PEERS = {"prodigyopt": _by_prodigyopt, "pytorch_optimizer": _by_pytorch_optimizer}
