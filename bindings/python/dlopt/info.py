"""What the library tells of itself: its rules, schedules, wrappers and loss scales as data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Tuple, Union

from . import _native
from .enums import Recipe, Rule, ScheduleKind, StateMoment, StateShape, ValueKind, WrapperKind


@dataclass(frozen=True)
class HyperInfo:
    """What is known of a hyper-parameter or a field."""

    id: int
    kind: ValueKind
    default: float
    lower: float
    upper: float
    name: str
    doc: str
    choices: Tuple[str, ...]
    """names of a choice in the order of their numbers"""


@dataclass(frozen=True)
class StateInfo:
    """What is known of a state of a rule."""

    name: str
    doc: str
    optional: bool
    """kept only while a hyper-parameter asks for it, or of some shapes"""
    bytes_per_element: int
    """for f32 parameters with full states; 0 for one that does not have the parameter's shape"""
    shape: StateShape
    moment: StateMoment


def _values(count: int, tell: Callable[[int], Any]) -> List[HyperInfo]:
    rows = (tell(index) for index in range(count))
    return [HyperInfo(id, ValueKind(kind), default, lower, upper, name, doc, tuple(choices.split())) for id, kind, default, lower, upper, name, doc, choices in rows]


def rules() -> List[str]:
    """The names of all rules; there is a class for each in dlopt.rules."""
    return [_native.rule_name(number) for number in range(1, _native.rule_count() + 1)]


def rule(name: str) -> Rule:
    """A rule by its name."""
    return Rule(_native.rule_from_name(name))


def hypers(of: Union[Rule, str]) -> List[HyperInfo]:
    """The hyper-parameters of a rule."""
    number = Rule(of)
    return _values(_native.rule_hyper_count(number), lambda index: _native.rule_hyper_info(number, index))


def states(of: Union[Rule, str]) -> List[StateInfo]:
    """The states that a rule may keep of a parameter."""
    number = Rule(of)
    rows = (_native.rule_state_info(number, index) for index in range(_native.rule_state_count(number)))
    return [StateInfo(name, doc, bool(optional), size, StateShape(shape), StateMoment(moment)) for name, doc, optional, size, shape, moment in rows]


def _named(tell: Callable[[int], Any], index: int) -> List[str]:
    """Names in the order of their numbers, as long as there are."""
    found: List[str] = []
    while (name := tell(index)) is not None:
        found.append(name)
        index += 1
    return found


def presets(of: Union[Rule, str]) -> List[str]:
    """The presets of a rule."""
    number = Rule(of)
    return _named(lambda index: _native.rule_preset_name(number, index), 0)


def schedules() -> List[str]:
    """The names of all kinds of schedule; there is a class for each in dlopt.schedules, but for compositions."""
    return [_native.schedule_kind_name(number) for number in range(1, _native.schedule_kind_count() + 1)]


def schedule_fields(of: Union[ScheduleKind, str]) -> List[HyperInfo]:
    """The fields of a kind of schedule."""
    number = ScheduleKind(of)
    return _values(_native.schedule_field_count(number), lambda index: _native.schedule_field_info(number, index))


def wrappers() -> List[str]:
    """The names of all wrappers; there is a class for each in dlopt.wrappers."""
    return [_native.wrapper_name(number) for number in range(1, _native.wrapper_count() + 1)]


def wrapper_fields(of: Union[WrapperKind, str]) -> List[HyperInfo]:
    """The fields of a wrapper."""
    number = WrapperKind(of)
    return _values(_native.wrapper_field_count(number), lambda index: _native.wrapper_field_info(number, index))


def scaler_fields() -> List[HyperInfo]:
    """The fields of a loss scale."""
    return _values(_native.scaler_field_count(), _native.scaler_field_info)


def norm_watch_fields() -> List[HyperInfo]:
    """The fields of a watch over norms."""
    return _values(_native.norm_watch_field_count(), _native.norm_watch_field_info)


def version() -> Tuple[int, int, int]:
    """The version of the library."""
    number = _native.version()
    return number // 1_000_000, number // 1000 % 1000, number % 1000


def build() -> Dict[str, Any]:
    """How the library was built: version, compiler, commit, instruction sets."""
    return dict(json.loads(_native.build_info()))


def status(number: int) -> str:
    """The fixed sentence for a status."""
    return _native.status_string(number)


def recipes() -> List[str]:
    """The names of all recipes."""
    return _named(_native.recipe_name, Recipe.RESNET)
