"""What an optimizer keeps: states to look at, checkpoints, rows that come and go, statistics."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, NamedTuple, Sequence, Union

from . import _native, checkpoint, monitor
from .arrays import Array, Arrays
from .parameters import Parameters, Slot
from .told import told

if TYPE_CHECKING:
    from .checkpoint import Path
    from .monitor import Stats

ALL = -1
"""In place of a parameter: what all parameters share; what is measured of all together."""


class Memory(NamedTuple):
    """What an optimizer holds, in bytes."""

    state: int
    scratch: int
    handle: int


class States:
    """The part of an optimizer that keeps."""

    _handle: Any
    _parameters: Parameters
    _group_count: int

    def _use_threads(self, elements: int) -> None:
        raise NotImplementedError

    def state(self, slot: Slot, name: str) -> Array:
        """One state array of one parameter, such as "exp_avg": the optimizer's own memory, to read or to write, no copy.

        It keeps the optimizer alive. While a buffer or a tensor shows it, calls that would move or free it raise BufferError; afterwards they end it.
        """
        return _native.optimizer_state(self._handle, self._parameters.number(slot), name)

    # ---- checkpoints

    def save(self, file: Union["Path", IO[bytes]], **options: Any) -> None:
        """Saves to a path, or to an open binary file; options: dlopt.checkpoint.save."""
        checkpoint.save(self, file, **options)  # type: ignore[arg-type]  # every one is an Optimizer

    def load(self, source: Union["Path", IO[bytes], bytes, bytearray, memoryview], **options: Any) -> None:
        """Loads a checkpoint, all of it or nothing; options: dlopt.checkpoint.load. Views of states end."""
        checkpoint.load(self, source, **options)  # type: ignore[arg-type]  # as above
        _, self._group_count, self._parameters = told(self._handle)
        self._use_threads(self._parameters.elements)

    def state_bytes(self) -> bytes:
        """A checkpoint in memory."""
        return checkpoint.to_bytes(self)  # type: ignore[arg-type]  # as above

    # ---- rows

    def reserve_rows(self, slots: Union[Slot, Sequence[Slot]], rows: int) -> None:
        """Makes room for rows, so that edits up to that many of them allocate nothing."""
        _native.optimizer_rows_reserve(self._handle, self._parameters.numbers(slots), rows)

    def edit_rows(self, slots: Union[Slot, Sequence[Slot]], source: Sequence[int]) -> None:
        """New row i takes all that is kept of row source[i]; dlopt.rows.FRESH: nothing. The parameters themselves are yours to move: dlopt.rows.apply."""
        numbers = self._parameters.numbers(slots)
        _native.optimizer_rows_edit(self._handle, numbers, source)
        for number in numbers:
            self._parameters.reshape(number, len(source))

    def reset_rows(self, slots: Union[Slot, Sequence[Slot]], rows: Sequence[int]) -> None:
        """Makes the states of some rows those of fresh ones."""
        _native.optimizer_rows_reset(self._handle, self._parameters.numbers(slots), rows)

    # ---- looking inside

    def measure(self, slot: Slot = ALL, *, params: Arrays = None, grads: Arrays = None, before: Arrays = None, group: int = -1, sample: int = 1) -> "Stats":
        """Statistics of one parameter, a group or all: of the arrays that are shown, and of all states.

        before: the parameters as they were before the last step, for the update's norm
        sample: k: a k-th part of the elements
        """
        shown = {name: self._parameters.ordered(arrays, name) for name, arrays in (("params", params), ("grads", grads), ("before", before))}
        desc = {**_native.stats_desc_init(), "slot": self._parameters.number(slot), "group": group, "sample": sample, **shown}
        return monitor._stats(_native.optimizer_measure(self._handle, desc))

    def stats(self, slot: Slot, param: Any = None, grad: Any = None) -> "Stats":
        """Statistics of one parameter, of every element."""
        return monitor._stats(_native.optimizer_stats(self._handle, self._parameters.number(slot), param, grad))

    def state_hash(self, params: Arrays = None) -> int:
        """A hash of all that decides the next steps: two with the same take the same steps to the same bits."""
        return _native.optimizer_state_hash(self._handle, self._parameters.ordered(params, "params"))

    @property
    def memory(self) -> Memory:
        """What it holds. Steps never change it."""
        return Memory(*_native.optimizer_memory_query(self._handle))

    @property
    def memory_needed(self) -> int:
        """How many bytes Optimizer.place needs."""
        return _native.optimizer_size(self._handle)
