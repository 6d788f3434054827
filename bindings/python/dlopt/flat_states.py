"""States exchanged with other libraries as flat arrays: those of all parameters, one after the other."""

from __future__ import annotations

import ctypes
from math import prod
from typing import Any, Dict, List, Mapping, Sequence, Tuple

from . import _native, entries
from .arrays import Array
from .entries import ALL_SLOTS
from .enums import Rule, StateShape
from .errors import InvalidArgumentError, ShapeError, StateError, UnsupportedError
from .info import StateInfo
from .parameters import Parameter, Parameters

_BYTES = {"f64": 8, "f32": 4, "f16": 2, "bf16": 2}
_NUMBERS = (StateShape.NUMBER, StateShape.SHARED)


def fresh_array(shape: Sequence[int], dtype: str) -> Array:
    """An array of memory of its own."""
    memory = ctypes.create_string_buffer(max(prod(shape) * _BYTES[dtype], 1))
    return Array(ctypes.addressof(memory), shape, dtype, owner=memory)


def _piece(flat: Array, first: int, shape: Sequence[int]) -> Array:
    return Array(flat.address + first * _BYTES[flat.dtype], shape, flat.dtype, owner=flat)


class FlatStates:
    """The part of an optimizer whose states are taken out and put in as flat arrays."""

    _handle: Any
    _rule: Rule
    _parameters: Parameters

    def _adopt_states(self, fresh: Any) -> None:
        steps = (_native.optimizer_steps_get(fresh, parameter.slot) for parameter in self._parameters)
        _native.optimizer_steps_set(fresh, ALL_SLOTS, max(steps, default=0))
        self._handle = fresh

    def _flat_rows(self) -> List[StateInfo]:
        """The states that all parameters keep, in the order of the rule."""
        by_name = {row.name: row for parameter in self._parameters for row, _ in entries.kept(self._handle, self._rule, parameter.slot)}
        by_name.update({row.name: row for row, _ in entries.kept(self._handle, self._rule, ALL_SLOTS)})
        for row in by_name.values():
            if row.shape not in (StateShape.ELEMENTS, *_NUMBERS):
                raise UnsupportedError(f"{row.name}: got a state that has not the shape of its parameter, which no flat array can hold")
        return list(by_name.values())

    def _ages(self) -> int:
        ages = sorted({_native.optimizer_steps_get(self._handle, parameter.slot) for parameter in self._parameters})
        if len(ages) > 1:
            raise StateError(f"step: got parameters that have taken {', '.join(map(str, ages))} steps, wanted one number for all")
        return ages[0] if ages else 0

    def _flat_number(self, name: str, shape: StateShape) -> float:
        slots = [ALL_SLOTS] if shape == StateShape.SHARED else [parameter.slot for parameter in self._parameters]
        values = {entries.number(self._handle, slot, name) for slot in slots}
        if len(values) != 1:
            raise StateError(f"{name}: got {', '.join(map(str, sorted(values)))}, wanted one number for all parameters")
        return values.pop()

    def flat_states(self) -> Dict[str, Any]:
        """Each state of all parameters as one flat array, in the order of declaration, beside "step": {"step": 7, "exp_avg": ..., "exp_avg_sq": ...}. Copies."""
        kind = "f64" if any(parameter.dtype == "f64" for parameter in self._parameters) else "f32"
        flat: Dict[str, Any] = {"step": self._ages()}
        for row in self._flat_rows():
            if row.shape in _NUMBERS:
                flat[row.name] = self._flat_number(row.name, row.shape)
                continue
            flat[row.name] = fresh_array([self._parameters.elements], kind)
            for parameter, first in self._firsts():
                _native.optimizer_state_get(self._handle, parameter.slot, row.name, _piece(flat[row.name], first, parameter.shape))
        return flat

    def load_flat_states(self, states: Mapping[str, Any], *, nonfinite: bool = False) -> None:
        """Takes flat arrays (any: NumPy's, tensors on the CPU) as flat_states gives them: all, or nothing."""
        rows = self._flat_rows()
        pieces: Dict[int, Dict[str, Any]] = {parameter.slot: {"step": states.get("step")} for parameter in self._parameters}
        missing = [name for name in ("step", *(row.name for row in rows)) if name not in states]
        strange = sorted(set(states) - {"step", *(row.name for row in rows)})
        if missing or strange:
            raise InvalidArgumentError(f"states: got {', '.join(states)}, wanted step, {', '.join(row.name for row in rows)}")
        shared: Dict[str, Any] = {}
        for row in rows:
            value = states[row.name]
            if row.shape == StateShape.SHARED:
                shared[row.name] = value
                continue
            flat = None if row.shape == StateShape.NUMBER else self._flat_array(row.name, value)
            for parameter, first in self._firsts():
                pieces[parameter.slot][row.name] = value if flat is None else _piece(flat, first, parameter.shape)
        fresh = _native.optimizer_clone(self._handle)
        for slot, entry in pieces.items():
            begun = entries.count_of(entry, self._rule, "states") != 0
            entries.take(fresh, self._rule, slot, entry if begun else {}, "states", lambda piece: piece, nonfinite)
        entries.take(fresh, self._rule, ALL_SLOTS, shared, "states", lambda piece: piece, nonfinite)
        self._adopt_states(fresh)

    def _flat_array(self, name: str, value: Any) -> Array:
        flat = Array.of(value)
        if flat.shape != (self._parameters.elements,) or flat.strides is not None and flat.strides != (1,):
            raise ShapeError(f"states['{name}']: got shape {flat.shape}, strides {flat.strides}, wanted {self._parameters.elements} numbers without gaps")
        if flat.dtype not in _BYTES:
            raise UnsupportedError(f"states['{name}']: got {flat.dtype}, wanted one of {', '.join(_BYTES)}")
        return flat

    def _firsts(self) -> List[Tuple[Parameter, int]]:
        """The parameters, each with where it begins in a flat array."""
        found, first = [], 0
        for parameter in self._parameters:
            found.append((parameter, first))
            first += parameter.size
        return found
