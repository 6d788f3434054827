"""The states of one parameter, told and taken by name."""

from __future__ import annotations

import ctypes
import sys
from typing import Any, Callable, Dict, FrozenSet, Iterator, List, Mapping, Optional, Tuple

from . import _native, info
from .enums import Hyper, Rule, StateShape
from .errors import InvalidArgumentError, StateError

Entry = Dict[str, Any]
Show = Callable[[Any], Any]
"""Makes of a dlopt.Array what the caller wants to have."""

ALL_SLOTS = -1
_NONFINITE = 1

# Rates that the next step makes anew.
_REMADE: Mapping[Rule, FrozenSet[str]] = {Rule.ASGD: frozenset({"rate"})}
# What torch.optim keeps though it follows from the rest.
_DERIVED: Mapping[Rule, FrozenSet[str]] = {Rule.ASGD: frozenset({"mu"})}
# What tells nothing before a step is told a loss, which torch.optim never is.
_UNTOLD = {"prev_loss": sys.float_info.max, "loss_grew": 0.0}


def kept(handle: Any, rule: Rule, slot: int) -> Iterator[Tuple[info.StateInfo, bool]]:
    """The states that are kept of a parameter (or of all together), and whether each has seen a gradient."""
    for row in info.states(rule):
        if (row.shape == StateShape.SHARED) != (slot == ALL_SLOTS) or row.name in _REMADE.get(rule, ()):
            continue
        try:
            yield row, bool(_native.optimizer_state_started(handle, slot, row.name))
        except StateError:
            continue


def number(handle: Any, slot: int, name: str) -> float:
    """A state that is one number."""
    value = ctypes.c_double()
    _native.optimizer_state_get(handle, slot, name, value)
    return value.value


def _group(handle: Any, slot: int) -> int:
    return int(_native.optimizer_param_info(handle, slot)["group"])


def tell(handle: Any, rule: Rule, slot: int, show: Show, show_number: Callable[[float], Any]) -> Entry:
    """What there is of a parameter: nothing before its first step, but with Adagrad, as in torch.optim. `show` gets the name of a state that is an array."""
    rows = list(kept(handle, rule, slot))
    steps = 0 if slot == ALL_SLOTS else _native.optimizer_steps_get(handle, slot)
    if not steps and not any(started for _, started in rows) and rule != Rule.ADAGRAD:
        return {}
    entry: Entry = {} if slot == ALL_SLOTS else {"step": show_number(float(steps))}
    for row, started in rows:
        if row.shape in (StateShape.NUMBER, StateShape.SHARED):
            value = number(handle, slot, row.name)
            if _UNTOLD.get(row.name) != value:
                entry[row.name] = show_number(value)
        else:
            entry[row.name] = show(row.name) if started or rule == Rule.ADAGRAD else None
    if rule == Rule.ASGD:
        t0 = _native.optimizer_group_get(handle, _group(handle, slot), Hyper.T0)
        entry["mu"] = show_number(1 / max(1.0, steps - t0))
    return entry


def count_of(entry: Mapping[str, Any], rule: Rule, label: str) -> int:
    """The steps that a parameter has taken. SGD's go without in torch.optim, and do not matter."""
    if "step" not in entry:
        if rule == Rule.SGD:
            return 0
        raise InvalidArgumentError(f"{label}: got no step, wanted how many steps the parameter has taken")
    steps = float(entry["step"])
    if steps != int(steps):
        raise InvalidArgumentError(f"{label}['step']: got {steps}, wanted a whole number")
    return int(steps)


def _check_names(entry: Mapping[str, Any], rule: Rule, label: str) -> None:
    names = {row.name for row in info.states(rule)}
    strange = sorted(set(entry) - names - _DERIVED.get(rule, frozenset()) - {"step"})
    if strange:
        raise InvalidArgumentError(f"{label}: got {', '.join(strange)}, wanted those of {rule.name.lower()}: step, {', '.join(sorted(names))}")


def _may_lack(row: info.StateInfo, rule: Rule) -> bool:
    return row.shape in (StateShape.NUMBER, StateShape.SHARED) and row.name in _UNTOLD or rule == Rule.SGD


def take(handle: Any, rule: Rule, slot: int, entry: Mapping[str, Any], label: str, array: Show, nonfinite: bool) -> None:
    """Sets the states of a parameter from what tell or torch.optim told; from nothing: as before its first step."""
    if not entry:
        reset(handle, rule, slot)
        return
    _check_names(entry, rule, label)
    steps = None if slot == ALL_SLOTS else count_of(entry, rule, label)
    for row, _ in list(kept(handle, rule, slot)):
        if row.name not in entry and not _may_lack(row, rule):
            raise InvalidArgumentError(f"{label}: got no {row.name}, wanted it beside {', '.join(map(str, entry))}")
        value = entry.get(row.name)
        if value is not None:
            value = ctypes.c_double(float(value)) if row.shape in (StateShape.NUMBER, StateShape.SHARED) else array(value)
        try:
            _native.optimizer_state_set(handle, slot, row.name, value, _NONFINITE * nonfinite)
        except Exception as error:
            raise type(error)(f"{label}['{row.name}']: {error}") from None
    if steps is not None:
        _native.optimizer_steps_set(handle, slot, steps)


def reset(handle: Any, rule: Rule, slot: int) -> None:
    """As before the first step."""
    for row, _ in list(kept(handle, rule, slot)):
        _native.optimizer_state_set(handle, slot, row.name, None, 0)
    if slot != ALL_SLOTS:
        _native.optimizer_steps_set(handle, slot, 0)


def slots_in(handle: Any) -> List[int]:
    """The parameters that there are; removed ones are left out."""
    return [slot for slot in range(_native.optimizer_param_count(handle)) if describe(handle, slot) is not None]


def describe(handle: Any, slot: int) -> Optional[Dict[str, Any]]:
    """How a parameter is declared; None: it was removed."""
    try:
        return dict(_native.optimizer_param_info(handle, slot))
    except StateError:
        return None
