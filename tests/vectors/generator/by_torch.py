"""The rules by optimizers written for PyTorch, f64: torch.optim itself and packages of others. run() returns None for what they lack.

A rule's by_torch(h), and each function in its PEERS, returns (class, keyword arguments beside the common ones) or None.
"""

import numpy as np
import torch

_COMMON = {"lr": "lr", "weight_decay": "weight_decay", "maximize": "maximize", "eps": "eps"}
_MOVING = {"lr": "lr", "weight_decay": "weight_decay", "momentum": "momentum", "alpha": "alpha", "eps": "eps", "lr_decay": "lr_decay"}


class PublishedFormula(torch.optim.Optimizer):
    """What a peer computes that cannot be run here, written from its formula: a class of this adds the step."""

    def __init__(self, params, **defaults):
        super().__init__(params, defaults)


def agree(h, **wanted):
    return all(h.get(k, v) == v for k, v in wanted.items())


def plain(h):
    """Whether a step is no more than the rule's."""
    return agree(h, cautious="off", zero_grad="step", null_grad="skip")


def make(rule, h):
    """(class, keyword arguments) of the torch.optim optimizer for hyper-parameters h, or None."""
    made = rule.by_torch(h) if hasattr(rule, "by_torch") else None
    if made is None or h.get("decay_mode", "l2") not in ("l2", "decoupled") or not plain(h):
        return None
    kind, arguments = made
    return kind, {**_common(h), **arguments, "foreach": False}


def _common(h):
    shared = {name: h[key] for key, name in _COMMON.items() if key in h}
    return {**shared, "maximize": bool(shared["maximize"])}


def decay_of_pytorch_optimizer(h):
    """What most optimizers of that package call weight decay, or None for what they lack."""
    if h["decay_mode"] not in ("l2", "decoupled", "fixed"):
        return None
    return dict(
        weight_decay=h["weight_decay"], weight_decouple=h["decay_mode"] != "l2", fixed_decay=h["decay_mode"] == "fixed"
    )


def apply_hypers(group, h):
    """Writes what may change from step to step into a parameter group."""
    for key, name in _MOVING.items():
        if key in h and name in group:
            group[name] = h[key]
    if "betas" in group:
        group["betas"] = tuple(h[f"beta{i + 1}"] for i in range(len(group["betas"])))


def state_of(optimizer, p):
    """The state arrays of a parameter by PyTorch's names, without what follows from its age and without absent ones."""
    kept = {k: v for k, v in optimizer.state[p].items() if k not in ("step", "mu") and v is not None}
    return {k: np.atleast_1d(v.numpy().copy()) for k, v in kept.items()}


def run(rule, starts, rows, hypers):
    made = [make(rule, h) for h in hypers]
    return None if None in made else _drive(*made[0], starts, rows, hypers, state_of)


def run_peers(rule, starts, rows, hypers):
    """{package: run} by the rule's PEERS: {package: function(h) -> (class, arguments, {our state name: theirs}) or None}.

    Arguments are the whole call beside the parameters: other packages have other names. They must hold for all steps but for lr. In place of
    their name may stand a function of (their state, parameter), or maybe(their name) for what not all parameters have. A fourth part names what stands in the first parameter group, for all parameters.
    """
    runs = {}
    for package, peer in getattr(rule, "PEERS", {}).items():
        made = [peer(h) for h in hypers]
        moving = {k for h in hypers for k in h if h[k] != hypers[0][k]} - {"lr"}
        if None in made or moving:
            continue
        kind, arguments, names, *shared = made[0]
        states = lambda optimizer, p, names=names: _states(optimizer.state[p], p, names)
        runs[package] = _drive(kind, arguments, starts, rows, hypers, states, *shared)
    return runs


def maybe(theirs):
    return lambda state, _: state.get(theirs)


def _states(state, p, names):
    """By our names; what a function finds None for is not kept of this parameter."""
    found = {ours: theirs(state, p) if callable(theirs) else state[theirs] for ours, theirs in names.items()}
    return {ours: value.detach().numpy().copy() for ours, value in found.items() if value is not None}


def _drive(kind, arguments, starts, rows, hypers, state_of, shared={}):
    parameters = [torch.tensor(start, dtype=torch.float64, requires_grad=True) for start in starts]
    optimizer = kind(parameters, **arguments)
    results = []
    for row, h in zip(rows, hypers):
        apply_hypers(optimizer.param_groups[0], h)
        for p, g in zip(parameters, row):
            p.grad = None if g is None else torch.tensor(np.asarray(g))
        optimizer.step()
        together = {ours: np.array(float(optimizer.param_groups[0][theirs])) for ours, theirs in shared.items()}
        results.append(([p.detach().numpy().copy() for p in parameters], [state_of(optimizer, p) for p in parameters], together))
    return results
