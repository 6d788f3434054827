"""The rules by torch.optim, f64, where PyTorch has the behaviour. run() returns None for a case that it cannot express."""

import numpy as np
import torch

_COMMON = {"lr": "lr", "weight_decay": "weight_decay", "maximize": "maximize", "eps": "eps"}


def _is(h, **wanted):
    return all(h.get(k, v) == v for k, v in wanted.items())


def _sgd(h):
    if not _is(h, momentum_form="torch", first_step="gradient", decay_mode="l2"):
        return None
    return torch.optim.SGD, dict(momentum=h["momentum"], dampening=h["dampening"], nesterov=bool(h["nesterov"]))


def _adagrad(h):
    if not _is(h, eps_mode="outside", decay_mode="l2"):
        return None
    return torch.optim.Adagrad, dict(lr_decay=h["lr_decay"], initial_accumulator_value=h["initial_accumulator_value"])


def _rmsprop(h):
    if not _is(h, eps_mode="outside", decay_mode="l2", initial_accumulator_value=0.0) or (h["momentum"] and h["lr_place"] != "outside"):
        return None
    return torch.optim.RMSprop, dict(alpha=h["alpha"], momentum=h["momentum"], centered=bool(h["centered"]))


def _adam(h):
    if not _is(h, eps_mode="outside", bias_correction=1, amsgrad_form="raw", decay_order="before"):
        return None
    decoupled = h["decay_mode"] == "decoupled"
    return torch.optim.Adam, dict(
        betas=(h["beta1"], h["beta2"]), amsgrad=bool(h["amsgrad"]), decoupled_weight_decay=decoupled
    )


_RULES = {"sgd": _sgd, "adagrad": _adagrad, "rmsprop": _rmsprop, "adam": _adam, "adamw": _adam}
_MOVING = {"lr": "lr", "weight_decay": "weight_decay", "momentum": "momentum", "alpha": "alpha", "eps": "eps", "lr_decay": "lr_decay"}


def make(rule, h):
    """(class, keyword arguments) of the torch optimizer for hyper-parameters h, or None."""
    made = _RULES[rule](h) if rule in _RULES else None
    if made is None:
        return None
    kind, arguments = made
    if rule == "adamw" and arguments.pop("decoupled_weight_decay"):
        kind = torch.optim.AdamW
    arguments.update({name: h[key] for key, name in _COMMON.items() if key in h})
    arguments["maximize"] = bool(arguments["maximize"])
    return kind, dict(arguments, foreach=False)


def apply_hypers(group, h):
    """Writes what may change from step to step into a parameter group."""
    for key, name in _MOVING.items():
        if key in h and name in group:
            group[name] = h[key]
    if "betas" in group:
        group["betas"] = (h["beta1"], h["beta2"])


def state_of(optimizer, p):
    """The state arrays of a parameter by PyTorch's names, without its step counter and without absent ones."""
    return {k: v.numpy().copy() for k, v in optimizer.state[p].items() if k != "step" and v is not None}


def run(rule, start, grads, hypers):
    made = [make(rule, h) for h in hypers]
    if None in made:
        return None
    kind, arguments = made[0]
    p = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = kind([p], **arguments)
    results = []
    for g, h in zip(grads, hypers):
        apply_hypers(optimizer.param_groups[0], h)
        p.grad = None if g is None else torch.tensor(np.asarray(g))
        optimizer.step()
        results.append((p.detach().numpy().copy(), state_of(optimizer, p)))
    return results
