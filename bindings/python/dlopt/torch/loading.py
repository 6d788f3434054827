"""What is loaded into an optimizer: states alone, or a state_dict of this package or of torch.optim."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Tuple

from .. import _native, entries
from .state import SHARED, take

if TYPE_CHECKING:
    from .optimizer import Optimizer
    from .place import Place

Groups = List[Dict[str, Any]]


def _saved_groups(optimizer: "Optimizer", given: Groups) -> Groups:
    """The param groups of a state_dict, which must fit those that there are."""
    counts, saved = [len(group["params"]) for group in optimizer.param_groups], [len(group["params"]) for group in given]
    if saved != counts:
        raise ValueError(f"state_dict['param_groups']: got groups of {saved} parameters, wanted {counts}")
    return [copy.deepcopy({key: value for key, value in group.items() if key != "params"}) for group in given]


def _by_place(optimizer: "Optimizer", groups: Groups) -> List[Tuple[Any, "Place"]]:
    """The name of each parameter in a state_dict, usually its index, beside the parameter."""
    return [pair for link, group in zip(optimizer._links, groups) for pair in zip(group["params"], link.places)]


def _take_all(optimizer: "Optimizer", found: List[Tuple[Any, "Place", Mapping[str, Any]]], shared: Mapping[str, Any]) -> None:
    handle, rule = optimizer.native._handle, optimizer.rule
    for key, place, entry in found:
        take(optimizer, place, entry, f"state[{key!r}]")
    entries.take(handle, rule, entries.ALL_SLOTS, shared, f"state[{SHARED!r}]", lambda value: value, nonfinite=True)
    _native.optimizer_steps_set(handle, entries.ALL_SLOTS, max((_native.optimizer_steps_get(handle, place.slot) for _, place, _ in found), default=0))


def set_states(optimizer: "Optimizer", given: Mapping[Any, Any]) -> None:
    """Sets the states of all parameters, by parameter; those that are not given start afresh."""
    if not optimizer._links:
        return
    found = [(place.slot, place, given.get(place.param, {})) for place in optimizer._places()]
    strange = [key for key in given if isinstance(key, str) and key != SHARED or not isinstance(key, str) and id(key) not in optimizer._by_id]
    if strange:
        raise KeyError("state: got what is no parameter of this optimizer")
    with optimizer._changing():
        _take_all(optimizer, found, given.get(SHARED, {}))


def load(optimizer: "Optimizer", state_dict: Mapping[str, Any]) -> None:
    """All of a state_dict, or nothing."""
    state_dict = dict(state_dict)
    for before in getattr(optimizer, "_optimizer_load_state_dict_pre_hooks", {}).values():
        state_dict = before(optimizer, state_dict) or state_dict
    optimizer._follow_params()
    saved = _saved_groups(optimizer, state_dict["param_groups"])
    states = state_dict["state"]
    found = [(key, place, states.get(key, {})) for key, place in _by_place(optimizer, state_dict["param_groups"])]
    strange = set(states) - {key for key, _, _ in found} - {SHARED}
    if strange:
        raise ValueError(f"state_dict['state']: got {', '.join(map(repr, strange))}, wanted what the groups have as params")
    with optimizer._changing():
        for link, group, new in zip(optimizer._links, optimizer.param_groups, saved):
            link.hand_over(optimizer.native._handle, {**group, **new})
        _take_all(optimizer, found, states.get(SHARED, {}))
    for group, new in zip(optimizer.param_groups, saved):
        group.update(new)
    for after in getattr(optimizer, "_optimizer_load_state_dict_post_hooks", {}).values():
        after(optimizer)
