"""Arrays: whatever has the buffer protocol, __dlpack__ or __cuda_array_interface__. They are borrowed for one call, and never copied."""

from __future__ import annotations

from typing import Any, List, Mapping, Optional, Sequence, Tuple, Union

from . import _native
from ._native import Array
from .enums import Dtype, DtypeLike

__all__ = ["Array", "Arrays", "array", "at", "dtype_name", "listed"]

Arrays = Union[Any, Sequence[Any], Mapping[str, Any]]
"""One array, a list or tuple of them (None: no array), or a mapping from names to them."""


def dtype_name(dtype: DtypeLike) -> str:
    """The short name of an element type, such as "bf16"."""
    return Dtype(dtype).name.lower()


def array(of: Any, dtype: Optional[DtypeLike] = None) -> Array:
    """The memory of an array as an Array, no copy. Its elements may be called another type of the same size:

    >>> import array as integers
    >>> bits = integers.array("H", [0x3F80, 0x4000])  # 1 and 2, as NumPy, too, would have to keep them
    >>> array(bits, "bf16")
    <dlopt.Array of bf16, shape (2,)>
    """
    return Array.of(of, None if dtype is None else dtype_name(dtype))


def at(address: int, shape: Sequence[int], dtype: DtypeLike = "f32") -> Array:
    """Memory at an address, row-major without gaps. Whoever gives it sees to it that it stays there."""
    return _native.tensor_init(address, Dtype(dtype), shape)


def listed(arrays: Arrays) -> List[Any]:
    """The arrays in their order."""
    if isinstance(arrays, Mapping):
        return list(arrays.values())
    return list(arrays) if isinstance(arrays, (list, tuple)) else [arrays]


def described(of: Any) -> Tuple[Tuple[int, ...], str]:
    """Shape and element type of an array."""
    seen = Array.of(of)
    return seen.shape, seen.dtype
