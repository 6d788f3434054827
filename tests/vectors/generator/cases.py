"""The cases of each rule: a preset, hyper-parameters away from where they do nothing, and the gradients to meet.

A case is (name, preset, settings, gradient set). A setting that starts with "@" is the name of a schedule that the hyper-parameter follows.
"""

import inspect

import torch

from . import schedules

_SGD = dict(
    lr=1e-3, weight_decay=0.0, momentum=0.0, dampening=0.0, nesterov=0, maximize=0,
    momentum_form="torch", first_step="gradient", decay_mode="l2", decay_order="before",
)  # fmt: skip
_ADAGRAD = dict(
    lr=1e-2, weight_decay=0.0, eps=1e-10, maximize=0, lr_decay=0.0, initial_accumulator_value=0.0, eps_mode="outside",
    decay_mode="l2", decay_order="before",
)  # fmt: skip
_RMSPROP = dict(
    lr=1e-2, weight_decay=0.0, momentum=0.0, eps=1e-8, alpha=0.99, centered=0, maximize=0,
    initial_accumulator_value=0.0, eps_mode="outside", lr_place="outside", decay_mode="l2", decay_order="before",
)  # fmt: skip
_ADAM = dict(
    lr=1e-3, weight_decay=0.0, beta1=0.9, beta2=0.999, eps=1e-8, amsgrad=0, maximize=0, bias_correction=1,
    decay_mode="l2", decay_order="before", eps_mode="outside", amsgrad_form="raw",
)  # fmt: skip
_LION = dict(lr=1e-4, weight_decay=0.0, beta1=0.9, beta2=0.99, maximize=0, decay_mode="decoupled", decay_order="before")

DEFAULTS = {
    "sgd": _SGD,
    "adagrad": _ADAGRAD,
    "rmsprop": _RMSPROP,
    "adam": _ADAM,
    "adamw": {**_ADAM, "weight_decay": 1e-2, "decay_mode": "decoupled"},
    "lion": _LION,
}

# What a preset sets, in the words of its peer's documentation. "bnb" is bitsandbytes.
_L2 = dict(decay_mode="l2")
_ADAM_TORCH = dict(eps_mode="outside", amsgrad_form="raw", bias_correction=1, decay_order="before")
PRESETS = {
    ("sgd", "torch"): dict(_L2, momentum_form="torch", first_step="gradient"),
    ("sgd", "optax"): dict(_L2, momentum_form="torch", first_step="zeros"),
    ("sgd", "sutskever"): dict(_L2, momentum_form="sutskever", first_step="zeros"),
    ("adagrad", "torch"): dict(_L2, eps_mode="outside", initial_accumulator_value=0.0),
    ("adagrad", "optax"): dict(_L2, eps_mode="inside", initial_accumulator_value=0.1),
    ("rmsprop", "torch"): dict(_L2, eps_mode="outside", lr_place="outside", initial_accumulator_value=0.0),
    ("rmsprop", "tf"): dict(_L2, eps_mode="inside", lr_place="inside", initial_accumulator_value=1.0),
    ("rmsprop", "optax"): dict(_L2, eps_mode="inside", lr_place="inside", initial_accumulator_value=0.0),
    ("adam", "torch"): _ADAM_TORCH,
    ("adam", "optax"): dict(_ADAM_TORCH, amsgrad_form="corrected"),
    ("adam", "tf"): dict(_ADAM_TORCH, eps_mode="hat"),
    ("adamw", "torch"): _ADAM_TORCH,
    ("adamw", "optax"): dict(_ADAM_TORCH, amsgrad_form="corrected"),
    ("adamw", "bnb"): dict(_ADAM_TORCH, decay_order="after"),
    ("lion", "optax"): dict(decay_mode="decoupled", decay_order="before"),
}

_M = dict(lr=0.05, momentum=0.8, weight_decay=0.03)
_FADING = dict(_M, lr="@case_lr")
SGD = [
    ("defaults", None, {}, "exact"),
    ("plain_l2_maximize", None, dict(lr=0.05, weight_decay=0.03, maximize=1), "exact"),
    ("torch_dampening", "torch", dict(_M, dampening=0.3, maximize=1), "exact"),
    ("torch_nesterov", "torch", dict(_M, nesterov=1), "exact"),
    ("torch_scheduled", "torch", dict(_FADING, dampening=0.25), "exact"),
    ("torch_wide", "torch", dict(_M, nesterov=1), "wide"),
    ("torch_double", "torch", dict(_M, dampening=0.3), "double"),
    ("first_step_zeros", None, dict(_M, dampening=0.3, first_step="zeros"), "exact"),
    ("optax_momentum", "optax", dict(_FADING, maximize=1), "exact"),
    ("optax_nesterov", "optax", dict(_FADING, nesterov=1), "exact"),
    ("optax_dampening", "optax", dict(_M, dampening=0.4), "exact"),
    ("ema_gradient", None, dict(_FADING, momentum_form="ema"), "exact"),
    ("ema_zeros", None, dict(_FADING, momentum_form="ema", first_step="zeros"), "exact"),
    ("ema_nesterov", None, dict(_M, momentum_form="ema", nesterov=1, maximize=1), "exact"),
    ("ema_nesterov_zeros", None, dict(_M, momentum_form="ema", nesterov=1, first_step="zeros"), "exact"),
    ("sutskever", "sutskever", dict(_FADING), "exact"),
    ("sutskever_nesterov", "sutskever", dict(_FADING, nesterov=1, maximize=1), "exact"),
    ("sutskever_no_momentum", "sutskever", dict(lr=0.05, weight_decay=0.03), "exact"),
    ("sutskever_decoupled", "sutskever", dict(_FADING, decay_mode="decoupled"), "exact"),
    ("decoupled_before", None, dict(_FADING, decay_mode="decoupled", dampening=0.2), "exact"),
    ("decoupled_after", None, dict(_FADING, decay_mode="decoupled", decay_order="after", maximize=1), "exact"),
    ("decoupled_after_nesterov", None, dict(_M, decay_mode="decoupled", decay_order="after", nesterov=1), "exact"),
    ("decoupled_no_momentum", None, dict(lr=0.05, weight_decay=0.3, decay_mode="decoupled", decay_order="after"), "exact"),
]

_G = dict(lr=0.2, weight_decay=0.05, eps=0.03, lr_decay=0.2, initial_accumulator_value=0.4)
ADAGRAD = [
    ("defaults", None, {}, "exact"),
    ("torch", "torch", _G, "exact"),
    ("torch_maximize", "torch", dict(_G, maximize=1, initial_accumulator_value=0.0), "exact"),
    ("torch_scheduled", "torch", dict(_G, lr="@case_lr", weight_decay=0.0), "exact"),
    ("torch_wide", "torch", dict(_G, eps=1e-8, initial_accumulator_value=0.0), "wide"),
    ("torch_double", "torch", dict(_G, eps=1e-9), "double"),
    ("optax", "optax", dict(lr=0.2, eps=0.03, weight_decay=0.05), "exact"),
    ("optax_maximize", "optax", dict(lr="@case_lr", eps=0.01, initial_accumulator_value=0.7, maximize=1), "exact"),
    ("inside", None, dict(_G, eps_mode="inside"), "exact"),
    ("decoupled", None, dict(_G, lr="@case_lr", decay_mode="decoupled", weight_decay=0.5), "exact"),
    ("decoupled_after", None, dict(_G, decay_mode="decoupled", decay_order="after"), "exact"),
    ("inside_wide", None, dict(_G, eps_mode="inside", eps=1e-6, initial_accumulator_value=0.0), "wide"),
]

_R = dict(lr=0.04, weight_decay=0.02, eps=0.03, alpha=0.8)
_RM = dict(_R, lr="@case_lr", momentum=0.7)
RMSPROP = [
    ("defaults", None, {}, "exact"),
    ("torch", "torch", dict(_R, maximize=1), "exact"),
    ("torch_momentum", "torch", _RM, "exact"),
    ("torch_centered", "torch", dict(_R, centered=1), "exact"),
    ("torch_centered_momentum", "torch", dict(_RM, centered=1, maximize=1), "exact"),
    ("torch_wide", "torch", dict(_R, momentum=0.7, eps=1e-8), "wide"),
    ("torch_double", "torch", dict(_R, momentum=0.7, centered=1, eps=1e-9), "double"),
    ("tf", "tf", dict(_RM, eps=0.01), "exact"),
    ("tf_centered", "tf", dict(_RM, centered=1, maximize=1), "exact"),
    ("tf_no_momentum", "tf", _R, "exact"),
    ("optax", "optax", _RM, "exact"),
    ("optax_centered", "optax", dict(_RM, centered=1), "exact"),
    ("optax_initial", "optax", dict(_RM, initial_accumulator_value=0.6), "exact"),
    ("outside_inside", None, dict(_RM, eps_mode="outside", lr_place="inside", initial_accumulator_value=0.5), "exact"),
    ("decoupled", None, dict(_RM, decay_mode="decoupled", weight_decay=0.5), "exact"),
    ("decoupled_after", "tf", dict(_RM, decay_mode="decoupled", decay_order="after", weight_decay=0.5), "exact"),
    ("inside_outside", None, dict(_RM, eps_mode="inside", lr_place="outside", centered=1), "exact"),
]

_A = dict(lr=0.06, beta1=0.7, beta2=0.85, eps=0.03, weight_decay=0.2)
_ADAM_SHARED = [
    ("defaults", None, {}, "exact"),
    ("torch", "torch", dict(_A, maximize=1), "exact"),
    ("torch_amsgrad", "torch", dict(_A, amsgrad=1), "exact"),
    ("torch_scheduled", "torch", dict(_A, lr="@case_lr", amsgrad=1, maximize=1), "exact"),
    ("torch_wide", "torch", dict(_A, eps=1e-7), "wide"),
    ("torch_double", "torch", dict(_A, eps=1e-9, amsgrad=1), "double"),
    ("optax", "optax", dict(_A, lr="@case_lr"), "exact"),
    ("optax_amsgrad", "optax", dict(_A, amsgrad=1, maximize=1), "exact"),
    ("inside", None, dict(_A, eps_mode="inside"), "exact"),
    ("inside_amsgrad", None, dict(_A, eps_mode="inside", amsgrad=1), "exact"),
    ("inside_amsgrad_corrected", "optax", dict(_A, eps_mode="inside", amsgrad=1), "exact"),
    ("hat", None, dict(_A, eps_mode="hat"), "exact"),
    ("hat_amsgrad", None, dict(_A, eps_mode="hat", amsgrad=1, maximize=1), "exact"),
    ("no_bias_correction", None, dict(_A, bias_correction=0, amsgrad=1), "exact"),
    ("no_bias_correction_inside", None, dict(_A, bias_correction=0, eps_mode="inside", lr="@case_lr"), "exact"),
    ("no_bias_correction_hat", None, dict(_A, bias_correction=0, eps_mode="hat"), "exact"),
]
ADAM = _ADAM_SHARED + [
    ("tf", "tf", dict(_A, amsgrad=1), "exact"),
    ("decoupled_before", None, dict(_A, decay_mode="decoupled"), "exact"),
    ("decoupled_after", None, dict(_A, decay_mode="decoupled", decay_order="after"), "exact"),
]
ADAMW = _ADAM_SHARED + [
    ("after", None, dict(_A, lr="@case_lr", decay_order="after"), "exact"),
    ("bnb_amsgrad", "bnb", dict(_A, amsgrad=1), "exact"),
    ("l2", None, dict(_A, decay_mode="l2"), "exact"),
]

_L = dict(lr=0.03, beta1=0.6, beta2=0.8, weight_decay=0.25)
LION = [
    ("defaults", None, {}, "exact"),
    ("optax", "optax", _L, "exact"),
    ("optax_maximize", "optax", dict(_L, lr="@case_lr", maximize=1), "exact"),
    ("after", None, dict(_L, lr="@case_lr", decay_order="after"), "exact"),
    ("l2", None, dict(_L, decay_mode="l2"), "exact"),
    ("wide", None, _L, "wide"),
    ("double", None, _L, "double"),
]

CASES = {"sgd": SGD, "adagrad": ADAGRAD, "rmsprop": RMSPROP, "adam": ADAM, "adamw": ADAMW, "lion": LION}


def hypers_at(rule, preset, settings, step):
    """All hyper-parameters of a case at a step (from 0), schedules evaluated."""
    merged = {**DEFAULTS[rule], **PRESETS.get((rule, preset), {}), **settings}
    return {k: schedules.value(v[1:], step) if isinstance(v, str) and v.startswith("@") else v for k, v in merged.items()}


def check_torch_defaults():
    """The defaults above are PyTorch's own wherever PyTorch has the rule."""
    kinds = dict(sgd="SGD", adagrad="Adagrad", rmsprop="RMSprop", adam="Adam", adamw="AdamW")
    for rule, kind in kinds.items():
        parameters = inspect.signature(getattr(torch.optim, kind)).parameters
        theirs = {name: p.default for name, p in parameters.items()}
        theirs.update(dict(zip(("beta1", "beta2"), theirs.pop("betas", ()))))
        shared = set(theirs) & set(DEFAULTS[rule])
        assert {"lr", "weight_decay", "maximize"} <= shared
        assert all(float(theirs[name]) == float(DEFAULTS[rule][name]) for name in shared), rule
