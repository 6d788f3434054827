"""An optimizer saved, and loaded again: to go on as if it had never stopped. Checkpoints are safetensors files."""

from __future__ import annotations

import json
import os
from typing import IO, TYPE_CHECKING, Any, Callable, Dict, Iterable, Mapping, NamedTuple, Optional, Union

from . import _native
from .errors import CorruptError

if TYPE_CHECKING:
    from .loss_scale import LossScale
    from .optimizer import Optimizer

Path = Union[str, "os.PathLike[str]"]
Progress = Callable[[int, int], object]
"""Is told every few megabytes how many bytes of how many are done. What it raises ends the call."""


class Piece(NamedTuple):
    """Rows (what one index of the first dimension leads to) of a parameter of the checkpoint that become rows of one here."""

    source: str
    """name of the parameter in the checkpoint"""
    target: str
    """and of the one here"""
    rows: int
    source_row: int = 0
    """the first of them there"""
    target_row: int = 0
    """and here"""

    def _desc(self) -> Dict[str, Any]:
        return {"from": self.source, "to": self.target, "from_row": self.source_row, "to_row": self.target_row, "rows": self.rows}


_DECLARE, _PARTIAL, _EXTRA, _KEEP_CONFIGURATION, _NONFINITE = 1, 2, 4, 8, 16
_LONGEST_HEADER = 100_000_000


def _save_desc(scaler: Optional["LossScale"], progress: Optional[Progress]) -> Any:
    return {"scaler": None if scaler is None else scaler._handle, "progress": progress}


def save(optimizer: "Optimizer", file: Union[Path, IO[bytes]], *, scaler: Optional["LossScale"] = None, progress: Optional[Progress] = None) -> None:
    """Saves an optimizer to a path, or to an open binary file.

    Under a path there is always a whole checkpoint, the old one or the new one. Parameters are not in it: they are the caller's.
    """
    desc = _save_desc(scaler, progress)
    if isinstance(file, (str, os.PathLike)):
        _native.optimizer_save_file(optimizer._handle, os.fspath(file), desc)
    else:
        _native.optimizer_save_bytes(optimizer._handle, file.write, desc)


def to_bytes(optimizer: "Optimizer", *, scaler: Optional["LossScale"] = None) -> bytes:
    """A checkpoint in memory."""
    return _native.optimizer_save_block(optimizer._handle, _save_desc(scaler, None))


def size(optimizer: "Optimizer", *, scaler: Optional["LossScale"] = None) -> int:
    """How many bytes a checkpoint takes now."""
    return _native.optimizer_save_size(optimizer._handle, _save_desc(scaler, None))


def load(
    optimizer: "Optimizer",
    source: Union[Path, IO[bytes], bytes, bytearray, memoryview],
    *,
    partial: bool = False,
    extra: bool = False,
    declare: bool = False,
    keep_configuration: bool = False,
    nonfinite: bool = False,
    rename: Optional[Mapping[str, str]] = None,
    pieces: Iterable[Piece] = (),
    scaler: Optional["LossScale"] = None,
    progress: Optional[Progress] = None,
) -> None:
    """Loads a checkpoint from a path, an open binary file or bytes: all of it, or nothing.

    declare: parameters of the checkpoint that are not declared are declared as they were
    partial: declared parameters that the checkpoint has not got keep what they have
    extra: parameters of the checkpoint that nobody declared are left out
    keep_configuration: hyper-parameters, schedules and all else that the caller set stay as they are
    nonfinite: states may hold NaN and infinities
    rename: names in the checkpoint, and what they are called here
    pieces: parameters here that are runs of rows of those in the checkpoint, or put together from several: each row once, with all its states
    scaler: becomes what was saved
    """
    flags = _DECLARE * declare | _PARTIAL * partial | _EXTRA * extra | _KEEP_CONFIGURATION * keep_configuration | _NONFINITE * nonfinite
    desc = {**_save_desc(scaler, progress), "flags": flags, "rename": dict(rename or {}), "pieces": [piece._desc() for piece in pieces]}
    if isinstance(source, (str, os.PathLike)):
        _native.optimizer_load_file(optimizer._handle, os.fspath(source), desc)
    elif isinstance(source, (bytes, bytearray, memoryview)):
        _native.optimizer_load_block(optimizer._handle, source, desc)
    else:
        _native.optimizer_load_bytes(optimizer._handle, source.read, desc)


def _length(first: bytes) -> int:
    length = int.from_bytes(first, "little")
    if len(first) < 8 or length > _LONGEST_HEADER:
        raise CorruptError(f"source: got a header of {length} bytes, wanted at most {_LONGEST_HEADER}: it is no safetensors file")
    return length


def metadata(source: Union[Path, bytes]) -> Dict[str, str]:
    """What a checkpoint says of itself in words: versions, rule, groups with their hyper-parameters, wrappers, parameters. Checksums are not verified."""
    if isinstance(source, bytes):
        header = source[8 : 8 + _length(source[:8])]
    else:
        with open(source, "rb") as file:
            header = file.read(_length(file.read(8)))
    try:
        return dict(json.loads(header)["__metadata__"])
    except (ValueError, KeyError, TypeError) as reason:
        raise CorruptError(f"source: got no header of a checkpoint ({reason})") from None


def rule_of(checkpoint: bytes) -> str:
    """The rule of the optimizer that a checkpoint is of."""
    words = dict(word.split("=", 1) for word in metadata(checkpoint)["dlopt.optimizer"].split(" "))
    return words["rule"]
