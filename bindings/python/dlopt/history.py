"""What a training went through, row by row; as CSV, or as an event file for TensorBoard."""

from __future__ import annotations

import os
import time
from typing import IO, Any, List, NamedTuple, Optional, Sequence, Tuple, Union

from . import _native
from .enums import HistoryFormat, HistoryFormatLike
from .owner import Owner
from .runtime import Runtime, raw


class Row(NamedTuple):
    """A row: the step, seconds since 1970 or 0, and the numbers in the order of the columns."""

    step: int
    wall_time: float
    values: Tuple[float, ...]


class History(Owner):
    """A table with a step, a wall time and some named numbers in each row.

    >>> history = History(["loss", "lr"])
    >>> history.append(0, loss=2.5, lr=0.1)
    >>> history["loss"]
    [2.5]
    """

    _destroy = staticmethod(_native.history_destroy)

    def __init__(self, columns: Sequence[str], *, runtime: Optional[Runtime] = None) -> None:
        self.columns = tuple(columns)
        super().__init__(_native.history_create(raw(runtime), self.columns))

    def append(self, step: int, *, wall_time: Optional[float] = None, **values: float) -> None:
        """Appends a row: a number for each column, by name. A wall time that is not given is taken from the clock."""
        self.append_row(step, self._ordered(values), wall_time=wall_time)

    def append_row(self, step: int, values: Sequence[float], *, wall_time: Optional[float] = None) -> None:
        """Appends a row: the numbers in the order of the columns, whose names may be ones that keywords cannot have."""
        _native.history_append(self._handle, step, time.time() if wall_time is None else wall_time, values)

    def _ordered(self, values: "dict[str, float]") -> List[float]:
        if values.keys() != set(self.columns):
            raise TypeError(f"values: got {', '.join(values) or 'none'}, wanted {', '.join(self.columns)}")
        return [values[name] for name in self.columns]

    def __len__(self) -> int:
        return _native.history_rows(self._handle)

    def row(self, index: int) -> Row:
        """A row by number, from 0."""
        step, wall_time, values = _native.history_row(self._handle, index)
        return Row(step, wall_time, tuple(values))

    def rows(self) -> List[Row]:
        """All rows."""
        return [self.row(index) for index in range(len(self))]

    def steps(self) -> List[int]:
        """The steps of all rows."""
        return [row.step for row in self.rows()]

    def __getitem__(self, column: str) -> List[float]:
        if column not in self.columns:
            raise KeyError(column)
        place = self.columns.index(column)
        return [row.values[place] for row in self.rows()]

    def write(self, file: IO[bytes], *, format: HistoryFormatLike = "csv", first: int = 0) -> None:
        """Writes rows from `first` on: a whole file with 0, what it grows by with the number of rows written before."""
        _native.history_write(self._handle, HistoryFormat(format), first, file.write)

    def save(self, path: Union[str, "os.PathLike[str]"], *, format: HistoryFormatLike = "csv") -> None:
        """Writes all of it to a file, in place of one that is there: there is always the old one or the new one."""
        _native.history_save(self._handle, HistoryFormat(format), os.fspath(path))

    def __reduce__(self) -> Any:
        return _remade, (type(self), self.columns, self.rows())


def _remade(kind: "type[History]", columns: Sequence[str], rows: Sequence[Row]) -> History:
    made = kind(columns)
    for row in rows:
        made.append_row(row.step, row.values, wall_time=row.wall_time)
    return made
