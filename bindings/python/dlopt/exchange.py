"""States exchanged with other libraries, in the layout of torch.optim's state_dict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Dict, List, Literal, Mapping, Optional, Sequence

from . import _native, entries
from .arrays import Array
from .entries import ALL_SLOTS
from .errors import InvalidArgumentError
from .flat_states import FlatStates, fresh_array
from .parameters import Parameter
from .torch_names import Names, to_torch

if TYPE_CHECKING:
    from .fields import Field
    from .groups import Groups

By = Literal["index", "name"]

_SHARED = "shared"


class Exchange(FlatStates):
    """The part of an optimizer that others read and write."""

    @property
    def groups(self) -> "Groups":
        """The groups of parameters."""
        raise NotImplementedError

    @classmethod
    def _fields(cls) -> "Dict[str, Field[Any, Any]]":
        raise NotImplementedError

    def state_dict(self, *, by: By = "index", arrays: Optional[Callable[[Array], Any]] = None) -> Dict[str, Any]:
        """Hyper-parameters and states in the layout of torch.optim, with its names: {"state": {0: {"step": ..., "exp_avg": ...}}, "param_groups": [...]}.

        by: parameters go by "index", in the order of their declaration, or by "name"
        arrays: makes of each dlopt.Array what is wanted: numpy.asarray, torch.from_dlpack. States are copies, float32, of f64 parameters float64
        """
        if by not in ("index", "name"):
            raise InvalidArgumentError(f"by: got {by!r}, wanted index or name")
        known = list(self._parameters)
        keys: Dict[int, Any] = {parameter.slot: index if by == "index" else parameter.name for index, parameter in enumerate(known)}
        states: Dict[Any, Any] = {keys[parameter.slot]: self._entry(parameter, arrays) for parameter in known}
        states[_SHARED] = entries.tell(self._handle, self._rule, ALL_SLOTS, lambda name: None, float)
        members = self._members()
        groups = [{**to_torch(self._rule, {name: group[name] for name in self._fields()}), "params": [keys[parameter.slot] for parameter in members[group.index]]}
                  for group in self.groups]
        return {"state": {key: entry for key, entry in states.items() if entry}, "param_groups": groups}

    def _entry(self, parameter: Parameter, arrays: Optional[Callable[[Array], Any]]) -> Dict[str, Any]:
        def show(name: str) -> Any:
            shape = _native.optimizer_state(self._handle, parameter.slot, name).shape
            copied = fresh_array(shape, "f64" if parameter.dtype == "f64" else "f32")
            _native.optimizer_state_get(self._handle, parameter.slot, name, copied)
            return copied if arrays is None else arrays(copied)

        return entries.tell(self._handle, self._rule, parameter.slot, show, float)

    def _members(self) -> List[List[Parameter]]:
        """The parameters of each group."""
        members: List[List[Parameter]] = [[] for _ in self.groups]
        for parameter in self._parameters:
            members[_native.optimizer_param_info(self._handle, parameter.slot)["group"]].append(parameter)
        return members

    def load_state_dict(self, state_dict: Mapping[str, Any], *, keep_hypers: bool = False, nonfinite: bool = False) -> None:
        """Takes what state_dict gave, or that of the optimizer's namesake in torch.optim: all of it, or nothing. Parameters must be declared.

        Its arrays may be any: NumPy's, tensors on the CPU. Earlier views of states are left behind, as they were.

        keep_hypers: hyper-parameters stay as they are; one that follows a schedule cannot be set
        nonfinite: states may hold NaN and infinities
        """
        saved, states = state_dict["param_groups"], dict(state_dict["state"])
        shared = states.pop(_SHARED, {})
        places = self._saved_places(saved)
        strange = set(states) - set(places)
        if strange:
            raise InvalidArgumentError(f"state: got {', '.join(map(repr, strange))}, wanted what the groups have as params")
        fresh = _native.optimizer_clone(self._handle)
        if not keep_hypers:
            self._set_hypers(fresh, saved)
        for key, slot in places.items():
            entries.take(fresh, self._rule, slot, states.get(key, {}), f"state[{key!r}]", lambda value: value, nonfinite)
        entries.take(fresh, self._rule, ALL_SLOTS, shared, f"state[{_SHARED!r}]", lambda value: value, nonfinite)
        self._adopt_states(fresh)

    def _saved_places(self, saved: Sequence[Mapping[str, Any]]) -> Dict[Any, int]:
        """The slot of each parameter of a state_dict: those with names go by them, the rest by their order."""
        members = self._members()
        found, wanted = [len(group["params"]) for group in saved], [len(group) for group in members]
        if found != wanted:
            raise InvalidArgumentError(f"param_groups: got groups of {found} parameters, wanted {wanted}")
        places: Dict[Any, int] = {}
        for group, mine in zip(saved, members):
            names = {parameter.name: parameter.slot for parameter in mine}
            for key, parameter in zip(group["params"], mine):
                if isinstance(key, str) and key not in names:
                    raise InvalidArgumentError(f"param_groups: got {key!r}, wanted names among {', '.join(names)}")
                places[key] = names[key] if isinstance(key, str) else parameter.slot
        return places

    def _set_hypers(self, handle: Any, saved: Sequence[Mapping[str, Any]]) -> None:
        names = Names(self._rule, self._fields(), as_torch=True)
        for index, group in enumerate(saved):
            for key in names.watched(group):
                for hyper, number in names.numbers(key, group[key]):
                    _native.optimizer_group_set(handle, index, hyper, number)
