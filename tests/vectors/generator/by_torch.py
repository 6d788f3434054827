"""The rules by optimizers written for PyTorch, f64: torch.optim itself and packages of others. run() returns None for what they lack.

A rule's by_torch(h), and each function in its PEERS, returns (class, keyword arguments beside the common ones) or None.
"""

import numpy as np
import torch

_COMMON = {"lr": "lr", "weight_decay": "weight_decay", "maximize": "maximize", "eps": "eps"}
_MOVING = {"lr": "lr", "weight_decay": "weight_decay", "momentum": "momentum", "alpha": "alpha", "eps": "eps", "lr_decay": "lr_decay"}


def agree(h, **wanted):
    return all(h.get(k, v) == v for k, v in wanted.items())


def make(rule, h):
    """(class, keyword arguments) of the torch.optim optimizer for hyper-parameters h, or None."""
    made = rule.by_torch(h) if hasattr(rule, "by_torch") else None
    if made is None or h.get("decay_mode", "l2") not in ("l2", "decoupled"):
        return None
    kind, arguments = made
    return kind, {**_common(h), **arguments, "foreach": False}


def _common(h):
    shared = {name: h[key] for key, name in _COMMON.items() if key in h}
    return {**shared, "maximize": bool(shared["maximize"])}


def apply_hypers(group, h):
    """Writes what may change from step to step into a parameter group."""
    for key, name in _MOVING.items():
        if key in h and name in group:
            group[name] = h[key]
    if "betas" in group:
        group["betas"] = (h["beta1"], h["beta2"])


def state_of(optimizer, p):
    """The state arrays of a parameter by PyTorch's names, without what follows from its age and without absent ones."""
    kept = {k: v for k, v in optimizer.state[p].items() if k not in ("step", "mu") and v is not None}
    return {k: np.atleast_1d(v.numpy().copy()) for k, v in kept.items()}


def run(rule, start, grads, hypers):
    made = [make(rule, h) for h in hypers]
    return None if None in made else _drive(*made[0], start, grads, hypers, state_of)


def run_peers(rule, start, grads, hypers):
    """{package: run} by the rule's PEERS: {package: function(h) -> (class, arguments, {our state name: theirs}) or None}.

    Arguments are the whole call beside the parameters: other packages have other names. They must hold for all steps but for lr.
    """
    runs = {}
    for package, peer in getattr(rule, "PEERS", {}).items():
        made = [peer(h) for h in hypers]
        moving = {k for h in hypers for k in h if h[k] != hypers[0][k]} - {"lr"}
        if None in made or moving:
            continue
        kind, arguments, names = made[0]
        states = lambda optimizer, p, names=names: {ours: optimizer.state[p][theirs].numpy().copy() for ours, theirs in names.items()}
        runs[package] = _drive(kind, arguments, start, grads, hypers, states)
    return runs


def _drive(kind, arguments, start, grads, hypers, state_of):
    p = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = kind([p], **arguments)
    results = []
    for g, h in zip(grads, hypers):
        apply_hypers(optimizer.param_groups[0], h)
        p.grad = None if g is None else torch.tensor(np.asarray(g))
        optimizer.step()
        results.append((p.detach().numpy().copy(), state_of(optimizer, p)))
    return results
