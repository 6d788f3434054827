"""The parameters of an optimizer: what was declared, by number and by name."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

from . import _native
from .arrays import Arrays, described
from .enums import Dtype, DtypeLike, Master, MasterLike, Role, RoleLike, StateForm, StateFormLike
from .errors import InvalidArgumentError

Slot = Union[int, str]
"""A parameter by number or by name."""


@dataclass(frozen=True)
class Parameter:
    """How a parameter was declared."""

    slot: int
    name: str
    shape: Tuple[int, ...]
    dtype: str

    @property
    def size(self) -> int:
        """How many elements it has."""
        return prod(self.shape)


class Parameters:
    """Those of one optimizer, in the order of their numbers; None in place of a removed one."""

    def __init__(self, count: int = 0, known: Sequence[Parameter] = ()) -> None:
        self._slots: List[Optional[Parameter]] = [None] * count
        self._numbers: Dict[str, int] = {}
        for parameter in known:
            self._slots[parameter.slot] = parameter
            self._numbers[parameter.name] = parameter.slot

    def copy(self) -> "Parameters":
        """Those of a clone."""
        return Parameters(len(self._slots), list(self))

    def __len__(self) -> int:
        return len(self._slots)

    def __iter__(self) -> Iterator[Parameter]:
        return (parameter for parameter in self._slots if parameter is not None)

    def __getitem__(self, slot: Slot) -> Parameter:
        parameter = self._slots[self.number(slot)]
        assert parameter is not None
        return parameter

    @property
    def elements(self) -> int:
        """Of all together."""
        return sum(parameter.size for parameter in self)

    @property
    def complete(self) -> bool:
        """Whether none was removed."""
        return len(self._numbers) == len(self._slots)

    def number(self, slot: Slot) -> int:
        """The number of a parameter, by number or by name. What the library does not know it says itself."""
        if not isinstance(slot, str):
            return slot
        if slot not in self._numbers:
            raise InvalidArgumentError(f"slot: got {slot!r}, wanted one of {', '.join(self._numbers) or 'none: there are no parameters'}")
        return self._numbers[slot]

    def numbers(self, slots: Union[Slot, Sequence[Slot]]) -> List[int]:
        """The numbers of one or several."""
        return [self.number(slot) for slot in ([slots] if isinstance(slots, (int, str)) else slots)]

    def note(self, slot: int, name: Optional[str], shape: Sequence[int], dtype: DtypeLike) -> None:
        """One that was declared."""
        parameter = Parameter(slot, f"param_{slot}" if name is None else name, tuple(shape), Dtype(dtype).name.lower())
        self._slots.append(parameter)
        self._numbers[parameter.name] = slot

    def drop(self, slot: int) -> None:
        """One that was removed."""
        parameter = self[slot]
        self._slots[slot] = None
        del self._numbers[parameter.name]

    def reshape(self, slot: int, rows: int) -> None:
        """One whose rows were edited."""
        parameter = self[slot]
        self._slots[slot] = Parameter(slot, parameter.name, (rows, *parameter.shape[1:]), parameter.dtype)

    def ordered(self, arrays: Arrays, argument: str) -> Any:
        """Those of a mapping in the order of their numbers, where one that is missing is None; all else as it is."""
        if not isinstance(arrays, Mapping):
            return arrays
        found: List[Any] = [None] * len(self._slots)
        for name, value in arrays.items():
            if name not in self._numbers:
                raise InvalidArgumentError(f"{argument}: got {name!r}, wanted names among {', '.join(self._numbers) or 'none: there are no parameters'}")
            found[self._numbers[name]] = value
        return found


def description(name: Optional[str], shape: Sequence[int], dtype: DtypeLike, group: int, role: RoleLike, lr_scale: float, decay_scale: float,
                master: MasterLike, states: StateFormLike, row_ages: bool) -> Dict[str, Any]:
    """The fields of a dlopt_param_desc."""
    return {**_native.param_desc_init(), "name": name, "shape": shape, "dtype": Dtype(dtype), "group": group, "role": Role(role), "lr_scale": lr_scale,
            "decay_scale": decay_scale, "master": Master(master), "state_form": StateForm(states), "row_ages": bool(row_ages)}


def declarations(arrays: Arrays) -> List[Tuple[Optional[str], Tuple[int, ...], str]]:
    """Name, shape and element type of each array, as a first step declares them."""
    named = arrays.items() if isinstance(arrays, Mapping) else [(None, array) for array in (arrays if isinstance(arrays, (list, tuple)) else [arrays])]
    return [(name, *described(array)) for name, array in named]
