"""What an optimizer tells of itself in the header of a checkpoint: its rule, how many groups it has, and its parameters."""

from __future__ import annotations

from typing import Any, List, NamedTuple

from . import _native
from .checkpoint import metadata
from .enums import Dtype, Rule, WrapperKind
from .parameters import Parameter, Parameters


class Told(NamedTuple):
    """What is known of a handle."""

    rule: Rule
    groups: int
    parameters: Parameters


class _Enough(Exception):
    """The header is there; what follows it need not be written."""


def _header(handle: Any) -> bytes:
    pieces = bytearray()

    def take(piece: bytes) -> None:
        pieces.extend(piece)
        if len(pieces) >= 8 and len(pieces) >= 8 + int.from_bytes(pieces[:8], "little"):
            raise _Enough

    try:
        _native.optimizer_save_bytes(handle, take, None)
    except _Enough:
        pass
    return bytes(pieces)


def _words(text: str) -> "dict[str, str]":
    return dict(word.split("=", 1) for word in text.split(" "))


def _parameter(name: str, words: "dict[str, str]") -> Parameter:
    shape = tuple(int(size) for size in words["shape"].split(",") if size)
    return Parameter(int(words["slot"]), name, shape, Dtype(int(words["dtype"])).name.lower())


def wrappers(handle: Any) -> List[WrapperKind]:
    """The kinds of what accompanies the optimizer of a handle, in the order of wrapping."""
    known = metadata(_header(handle))
    count = int(_words(known["dlopt.optimizer"])["wrappers"])
    return [WrapperKind(_words(known[f"dlopt.wrapper.{index}"])["kind"]) for index in range(count)]


def told(handle: Any) -> Told:
    """Of a handle that is there already, or has changed as a whole."""
    known = metadata(_header(handle))
    of = _words(known["dlopt.optimizer"])
    prefix = "dlopt.param."
    found: List[Parameter] = [_parameter(key[len(prefix):], _words(text)) for key, text in known.items() if key.startswith(prefix)]
    return Told(Rule(of["rule"]), int(of["groups"]), Parameters(_native.optimizer_param_count(handle), found))
