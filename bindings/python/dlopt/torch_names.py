"""Hyper-parameters under the names of torch.optim: what stands in its param_groups, and what that is here."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Sequence, Tuple

from .enums import DecayMode, EpsForm, Rule
from .fields import Choice, Field
from .numbered import Numbered

Values = Dict[str, Any]

PAIRS: Mapping[str, Tuple[str, str]] = {
    "betas": ("beta1", "beta2"),
    "etas": ("etaminus", "etaplus"),
    "step_sizes": ("step_size_min", "step_size_max"),
}

_ADAM = ("lr", "betas", "eps", "weight_decay", "amsgrad", "maximize")

KEYS: Mapping[Rule, Tuple[str, ...]] = {
    Rule.SGD: ("lr", "momentum", "dampening", "weight_decay", "nesterov", "maximize"),
    Rule.ADAM: (*_ADAM, "decoupled_weight_decay"),
    Rule.ADAMW: _ADAM,
    Rule.NADAM: ("lr", "betas", "eps", "weight_decay", "momentum_decay", "decoupled_weight_decay", "maximize"),
    Rule.RADAM: ("lr", "betas", "eps", "weight_decay", "decoupled_weight_decay", "maximize"),
    Rule.ADAMAX: ("lr", "betas", "eps", "weight_decay", "maximize"),
    Rule.ADADELTA: ("lr", "rho", "eps", "weight_decay", "maximize"),
    Rule.ADAGRAD: ("lr", "lr_decay", "eps", "weight_decay", "initial_accumulator_value", "maximize"),
    Rule.RMSPROP: ("lr", "momentum", "alpha", "eps", "centered", "weight_decay", "maximize"),
    Rule.RPROP: ("lr", "etas", "step_sizes", "maximize"),
    Rule.ASGD: ("lr", "lambd", "alpha", "t0", "weight_decay", "maximize"),
    Rule.SPARSE_ADAM: ("lr", "betas", "eps", "maximize"),
    Rule.ADAFACTOR: ("lr", "beta2_decay", "eps", "d", "weight_decay", "maximize"),
}
"""What decides a step in a param group of each rule that torch.optim has. The rest there (foreach, fused, ...) is about how it is computed."""


def _pair(key: str, value: Any) -> Tuple[Any, Any]:
    try:
        first, second = value
    except (TypeError, ValueError):
        raise TypeError(f"{key}: got {value!r}, wanted two numbers") from None
    return first, second


def from_torch(rule: Rule, key: str, value: Any) -> Values:
    """One entry of a param group as hyper-parameters of dlopt."""
    if key in PAIRS:
        return dict(zip(PAIRS[key], _pair(key, value)))
    if key == "eps" and rule == Rule.ADAFACTOR:
        eps1, eps2 = _pair(key, value)
        return {"eps_form": "machine", "eps2": eps2} if eps1 is None else {"eps_form": "floor", "eps1": eps1, "eps2": eps2}
    if key == "decoupled_weight_decay":
        return {"decay_mode": "decoupled" if value else "l2"}
    return {key: value}


def to_torch(rule: Rule, hypers: Mapping[str, Any]) -> Values:
    """Hyper-parameters of dlopt as entries of a param group. What torch.optim does not know keeps its name, and choices are told by theirs."""
    left = {name: value.name.rstrip("_").lower() if isinstance(value, Numbered) else value for name, value in hypers.items()}
    group: Values = {}
    for key in KEYS.get(rule, ()):
        if key in PAIRS:
            group[key] = tuple(left.pop(name) for name in PAIRS[key])
        elif key == "eps" and rule == Rule.ADAFACTOR:
            eps1, form = left.pop("eps1"), hypers["eps_form"]
            group[key] = (None if form == EpsForm.MACHINE else eps1, left.pop("eps2"))
            if form != EpsForm.ADDED:
                del left["eps_form"]
        elif key == "decoupled_weight_decay":
            group[key] = hypers["decay_mode"] == DecayMode.DECOUPLED
            if hypers["decay_mode"] in (DecayMode.L2, DecayMode.DECOUPLED):
                del left["decay_mode"]
        else:
            group[key] = left.pop(key)
    return {**group, **left}


def number(field: "Field[Any, Any]", value: Any, key: str) -> float:
    """What the library keeps of a value."""
    if isinstance(field, Choice) and isinstance(value, str):
        return float(field.enum(value))
    try:
        return float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{key}: got {value!r}, wanted a number") from None


class Names:
    """How the hyper-parameters of a rule are called in param groups: as in torch.optim, or as in dlopt."""

    def __init__(self, rule: Rule, fields: "Mapping[str, Field[Any, Any]]", as_torch: bool) -> None:
        self.rule, self.fields = rule, fields
        self.keys: Sequence[str] = KEYS.get(rule, ()) if as_torch else ()

    def watched(self, group: Mapping[str, Any]) -> List[str]:
        """The entries of a group that are hyper-parameters; those of dlopt beside torch's come last, and win."""
        return [*(key for key in self.keys if key in group), *(key for key in group if key in self.fields and key not in self.keys)]

    def hypers(self, key: str, value: Any) -> Values:
        """One entry as hyper-parameters of dlopt."""
        return from_torch(self.rule, key, value) if key in self.keys else {key: value}

    def numbers(self, key: str, value: Any) -> List[Tuple[int, float]]:
        """One entry as the library is to be told of it: hyper-parameters by number."""
        return [(self.fields[name].number, number(self.fields[name], hyper, key)) for name, hyper in self.hypers(key, value).items()]
