"""Where a parameter stands in the library."""

from __future__ import annotations

from typing import Any, Tuple

import torch
from torch import Tensor

from .. import _native
from ..errors import UnsupportedError
from .memory import DTYPES, Order, array_of, check, device_of, laid_out, order_of

_CODES = {"f64": 1, "f32": 2, "f16": 3, "bf16": 4}


class Place:
    """A parameter, its slot, and its memory as it was described last: to describe it costs more than to see that it is the same."""

    __slots__ = ("param", "slot", "order", "address", "array", "grad_address", "grad_dtype", "grad_array")

    def __init__(self, param: Tensor, slot: int, order: Order) -> None:
        self.param, self.slot, self.order = param, slot, order
        self.address, self.array = -1, None
        self.grad_address, self.grad_dtype, self.grad_array = -1, None, None

    def describe(self) -> Any:
        """The parameter, which may have moved, as an array."""
        param = self.param.detach()
        check(param, f"params[{self.slot}]")
        if order_of(param) != self.order:
            raise UnsupportedError(f"params[{self.slot}]: got dimensions that lie in memory as {order_of(param)}, wanted {self.order}: as they lay before")
        self.array = array_of(laid_out(param, self.order))
        self.address = param.data_ptr()
        return self.array

    def gradient(self, grad: Tensor) -> Any:
        """A dense gradient as an array; one that lies otherwise than its parameter is copied."""
        check(grad, f"grads[{self.slot}]")
        given = laid_out(grad.detach(), self.order)
        dense = given.contiguous()
        if dense.data_ptr() != given.data_ptr():
            return array_of(dense, owner=dense)
        self.grad_array = array_of(dense)
        self.grad_address, self.grad_dtype = grad.data_ptr(), grad.dtype
        return self.grad_array

    def rows(self, grad: Tensor) -> Tuple[Any, Any]:
        """A sparse gradient as an array of its rows, and their numbers."""
        if self.order is not None:
            raise UnsupportedError(f"grads[{self.slot}]: got rows of a parameter whose first dimension is not the outermost in memory")
        if grad.layout != torch.sparse_coo or grad.sparse_dim() != 1:
            raise UnsupportedError(f"grads[{self.slot}]: got a tensor of layout {grad.layout} with {grad.sparse_dim()} sparse dimensions, wanted sparse_coo with 1")
        grad = grad.detach().coalesce()
        values, numbers = grad.values().contiguous(), grad.indices()[0].contiguous()
        check(values, f"grads[{self.slot}]")
        return array_of(values, owner=values), numbers


def declare(handle: Any, param: Tensor, group: int, name: Any, element_wise: bool) -> Place:
    """Declares a parameter."""
    what = "params" if name is None else f"params ({name})"
    check(param, what)
    order = order_of(param)
    if order is not None and not element_wise:
        raise UnsupportedError(f"{what}: got a tensor with strides {param.stride()}, wanted its dimensions in row-major order, as the rule keeps sums of rows")
    kind, number = device_of(param)
    shape = tuple(laid_out(param, order).shape)
    described = {"shape": shape, "dtype": _CODES[DTYPES[param.dtype]], "device_type": kind, "device_id": number, "group": group}
    slot = _native.optimizer_param_add(handle, described if name is None else {**described, "name": name})
    return Place(param, slot, order)
