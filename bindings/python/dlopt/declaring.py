"""The parameters of an optimizer: how they are declared, and what is set for each."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any, Optional, Sequence

from . import _native
from .arrays import Arrays
from .checkpoint import _DECLARE
from .enums import Role, Rule
from .parameters import Parameters, Slot, declarations, description
from .runtime import shared

if TYPE_CHECKING:
    from .enums import DtypeLike, MasterLike, RoleLike, StateFormLike


class Declaring:
    """The part of an optimizer that knows its parameters."""

    _handle: Any
    _rule: Rule
    _parameters: Parameters
    _serial: bool  # whether it does without threads so far

    @property
    def parameters(self) -> Parameters:
        """What was declared."""
        return self._parameters

    def add(self, *, shape: Sequence[int], name: Optional[str] = None, dtype: "DtypeLike" = "f32", group: int = 0, role: "RoleLike" = "weight",
            lr_scale: float = 1, decay_scale: float = 1, master: "MasterLike" = "none", states: "StateFormLike" = "full", row_ages: bool = False) -> int:
        """Declares a parameter and allocates its state, so that no step allocates. Returns its number.

        name: unique; None: "param_" and its number
        role: what it is to its model; see scale_roles
        lr_scale, decay_scale: factors of lr and weight_decay
        master: what is kept beside a parameter of 16 bits
        states: how its moments are kept: in full, or in fewer bits
        row_ages: each row counts its own steps
        """
        desc = description(name, shape, dtype, group, role, lr_scale, decay_scale, master, states, row_ages)
        self._use_threads(self._parameters.elements + max(prod(desc["shape"]), 0))
        slot = _native.optimizer_param_add(self._handle, desc)
        self._parameters.note(slot, name, desc["shape"], desc["dtype"])
        return slot

    def _declare(self, arrays: Arrays) -> None:
        """Declares arrays as they are: all of them, or none."""
        found = declarations(arrays)
        self._use_threads(sum(prod(shape) for _, shape, _ in found))
        before = _native.optimizer_clone(self._handle)
        try:
            for name, shape, dtype in found:
                self.add(name=name, shape=shape, dtype=dtype)  # type: ignore[arg-type]  # the library says so where it is no type of parameters
        except BaseException:
            self._undo(before)
            raise

    def _undo(self, before: Any) -> None:
        """Goes back to what there was before parameters were declared."""
        self._handle = before
        self._parameters = Parameters()

    def _use_threads(self, elements: int) -> None:
        """Goes over to the shared pool once there is enough to do, while there is little state that has to move."""
        runtime = shared(elements) if self._serial and self._parameters.complete else None
        if runtime is None:
            return
        moved = _native.optimizer_create(runtime, self._rule)
        _native.optimizer_load_block(moved, _native.optimizer_save_block(self._handle, None), {"flags": _DECLARE})
        self._handle = moved
        self._serial = False

    def remove(self, slot: Slot) -> None:
        """Removes a parameter and frees its state. Its number stays empty: hand over None there."""
        number = self._parameters.number(slot)
        _native.optimizer_param_remove(self._handle, number)
        self._parameters.drop(number)

    def freeze(self, slot: Slot, frozen: bool = True) -> None:
        """Freezes a parameter, or lets it move again. A frozen one keeps its state and age."""
        _native.optimizer_param_freeze(self._handle, self._parameters.number(slot), frozen)

    def scale(self, slot: Slot, *, lr_scale: float = 1, decay_scale: float = 1) -> None:
        """Sets the factors that multiply lr and weight_decay for one parameter."""
        _native.optimizer_param_scale(self._handle, self._parameters.number(slot), lr_scale, decay_scale)

    def scale_elements(self, slot: Slot, *, lr_scales: Any = None, decay_scales: Any = None) -> None:
        """Sets factors for each element of one parameter, or for each column: arrays, which are copied. None: 1 for all."""
        _native.optimizer_param_scales(self._handle, self._parameters.number(slot), lr_scales, decay_scales)

    def scale_roles(self, roles: Sequence["RoleLike"], *, lr_scale: float = 1, decay_scale: float = 1) -> None:
        """Sets factors for every parameter of some roles: scale_roles(["bias", "norm"], decay_scale=0) is "no decay on biases and norms"."""
        bits = sum({1 << Role(role) for role in ([roles] if isinstance(roles, str) else roles)})
        _native.optimizer_role_scale(self._handle, bits, lr_scale, decay_scale)

    def project(self, slot: Slot, lower: float = float("-inf"), upper: float = float("inf"), *, unit: int = 0) -> None:
        """Keeps a parameter within limits after each step, and each run of `unit` elements of its last dimension at norm 1; without limits it is free again."""
        _native.optimizer_param_project(self._handle, self._parameters.number(slot), lower, upper, unit)
