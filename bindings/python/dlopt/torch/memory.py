"""Tensors as the library has them described: an address, an element type, and sizes in the order in which they lie in memory."""

from __future__ import annotations

from typing import Any, Dict, List, Literal, Optional, Sequence, Tuple

import torch
from torch import Tensor

from .. import _native
from ..errors import DeviceError, DtypeError, UnsupportedError

Order = Optional[Tuple[int, ...]]
"""The dimensions of a tensor from the outermost in memory to the innermost; None: as they are."""

DTYPES: Dict[torch.dtype, Literal["f32", "f64", "bf16", "f16"]] = {torch.float32: "f32", torch.float64: "f64", torch.bfloat16: "bf16", torch.float16: "f16"}
CPU = 1
_DEVICES = {"cpu": CPU, "cuda": 2}


def check(tensor: Tensor, what: str) -> None:
    """Refuses what has no dense memory that the library could be told of."""
    if tensor.layout != torch.strided:
        raise UnsupportedError(f"{what}: got a tensor of layout {tensor.layout}, wanted a dense one")
    if tensor.dtype not in DTYPES:
        raise DtypeError(f"{what}: got {tensor.dtype}, wanted one of {', '.join(map(str, DTYPES))}")
    if tensor.device.type not in _DEVICES:
        raise DeviceError(f"{what}: got a tensor on {tensor.device}, wanted one on the CPU")


def device_of(tensor: Tensor) -> Tuple[int, int]:
    """As DLPack counts devices."""
    return _DEVICES[tensor.device.type], tensor.device.index or 0


def order_of(tensor: Tensor) -> Order:
    """Such as (0, 2, 3, 1) for channels_last."""
    if tensor.is_contiguous():
        return None
    order = tuple(sorted(range(tensor.dim()), key=lambda dim: -tensor.stride(dim)))
    return None if order == tuple(range(tensor.dim())) else order


def laid_out(tensor: Tensor, order: Order) -> Tensor:
    """The tensor with its dimensions in this order."""
    return tensor if order is None else tensor.permute(order)


def put_back(tensor: Tensor, order: Order) -> Tensor:
    """The tensor with its dimensions as they were before laid_out."""
    if order is None or tensor.dim() != len(order):
        return tensor
    back = sorted(range(len(order)), key=order.__getitem__)
    return tensor.permute(back)


def array_of(tensor: Tensor, owner: Any = None) -> Any:
    """The memory of a tensor. Without an owner it must outlive the array."""
    strides: Optional[Sequence[int]] = None if tensor.is_contiguous() else tensor.stride()
    return _native.Array(tensor.data_ptr(), tensor.shape, DTYPES[tensor.dtype], strides=strides, device=device_of(tensor), owner=owner)


def note_writes(params: List[Tensor]) -> None:
    """Tells autograd that parameters were written: a graph that still needs their old values must not be run backward."""
    if not hasattr(torch.autograd.graph, "increment_version"):
        for param in params:
            param.detach().as_strided((0,), (1,)).zero_()
        return
    try:
        torch.autograd.graph.increment_version(params)
    except TypeError:  # before it took several
        for param in params:
            torch.autograd.graph.increment_version(param)
