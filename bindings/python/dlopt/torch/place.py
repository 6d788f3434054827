"""Where a parameter stands in the library."""

from __future__ import annotations

import ctypes
from array import array
from typing import Any, Optional, Tuple

import torch
from torch import Tensor

from .. import _native
from ..enums import Dtype
from ..errors import UnsupportedError
from ..optimizer import Optimizer
from .memory import CPU, DTYPES, array_of, check, device_of, laid_out, order_of


class Place:
    """A parameter, its slot, and its memory as it was described last: to describe it costs more than to see that it is the same."""

    __slots__ = ("param", "slot", "order", "whole", "on_cpu", "address", "array", "grad_address", "grad_dtype", "grad_array")

    def __init__(self, param: Tensor, slot: int) -> None:
        self.param, self.slot, self.order = param, slot, order_of(param)
        self.whole, self.on_cpu = param.is_contiguous(), device_of(param)[0] == CPU
        self.address, self.grad_address = -1, -1
        self.array: Optional[_native.Array] = None
        self.grad_array: Optional[_native.Array] = None
        self.grad_dtype: Optional[torch.dtype] = None

    def describe(self) -> Any:
        """The parameter, which may have moved, as an array."""
        param = self.param.detach()
        check(param, f"params[{self.slot}]")
        if order_of(param) != self.order:
            raise UnsupportedError(f"params[{self.slot}]: got dimensions that lie in memory as {order_of(param)}, wanted {self.order}: as they lay before")
        self.array = array_of(laid_out(param, self.order))
        self.address, self.whole = param.data_ptr(), param.is_contiguous()
        return self.array

    def gradient(self, grad: Tensor) -> Any:
        """A dense gradient as an array; one that lies otherwise than its parameter is copied."""
        name = DTYPES.get(grad.dtype)
        if name is not None and self.order is None and self.on_cpu and grad.is_contiguous():
            self.grad_address, self.grad_dtype = grad.data_ptr(), grad.dtype
            self.grad_array = _native.Array(self.grad_address, grad.shape, name)
            return self.grad_array
        check(grad, f"grads[{self.slot}]")
        given = laid_out(grad.detach(), self.order)
        dense = given.contiguous()
        return array_of(dense, owner=dense)

    def rows(self, grad: Tensor) -> Tuple[Any, Any]:
        """A sparse gradient as an array of its rows, and which they are."""
        if self.order is not None:
            raise UnsupportedError(f"grads[{self.slot}]: got rows of a parameter whose first dimension is not the outermost in memory")
        if grad.layout != torch.sparse_coo or grad.sparse_dim() != 1:
            raise UnsupportedError(f"grads[{self.slot}]: got a tensor of layout {grad.layout} with {grad.sparse_dim()} sparse dimensions, wanted sparse_coo with 1")
        grad = grad.detach().coalesce()
        values, numbers = grad.values().contiguous(), grad.indices()[0].contiguous()
        check(values, f"grads[{self.slot}]")
        indices = array("q")
        indices.frombytes(ctypes.string_at(numbers.data_ptr(), 8 * len(numbers)))
        return array_of(values, owner=values), {"indices": indices}


def declare(native: Optimizer, param: Tensor, group: int, name: Optional[str], element_wise: bool) -> Place:
    """Declares a parameter."""
    what = "params" if name is None else f"params ({name})"
    check(param, what)
    order = order_of(param)
    if order is not None and not element_wise:
        raise UnsupportedError(f"{what}: got a tensor with strides {param.stride()}, wanted its dimensions in row-major order, as the rule keeps sums of rows")
    shape = tuple(laid_out(param, order).shape)
    kind, number = device_of(param)
    if kind != CPU:  # the library says itself which devices it has
        _native.optimizer_param_add(native._handle, {"shape": shape, "dtype": Dtype(DTYPES[param.dtype]), "device_type": kind, "device_id": number})
    return Place(param, native.add(name=name, shape=shape, dtype=DTYPES[param.dtype], group=group))
