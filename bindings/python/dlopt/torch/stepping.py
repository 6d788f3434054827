"""What a step is given: parameters, gradients and rows in slot order. It is made anew for each step, so what has not changed must cost little."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

import torch
from torch import Tensor

from .groups import Link
from .memory import array_of
from .place import Place


class Arrays:
    """The arrays of one step."""

    def __init__(self, count: int) -> None:
        self.params: List[Any] = [None] * count
        self.grads: List[Any] = [None] * count
        self.rows: Dict[int, Any] = {}
        self.moved: List[Tensor] = []
        """the parameters that the step will write"""

    def gather(self, link: Link, spread: bool) -> None:
        """Adds what one group has. `spread`: sparse gradients count as dense ones."""
        params, grads, moved, strided = self.params, self.grads, self.moved, torch.strided
        for place in link.places:
            param, slot = place.param, place.slot
            same = param.data_ptr() == place.address and param.is_contiguous() is place.whole
            params[slot] = place.array if same else place.describe()
            grad = param.grad
            if grad is None:
                continue
            moved.append(param)
            if grad.layout is not strided:
                self._sparse(place, grad, spread)
            elif grad.data_ptr() == place.grad_address and grad.dtype is place.grad_dtype and place.order is None and grad.is_contiguous():
                grads[slot] = place.grad_array
            else:
                grads[slot] = place.gradient(grad)

    def _sparse(self, place: Place, grad: Tensor, spread: bool) -> None:
        if spread:
            dense = grad.detach().to_dense()
            self.grads[place.slot] = array_of(dense, owner=dense)
            return
        self.grads[place.slot], self.rows[place.slot] = place.rows(grad)

    def options(self, loss: Optional[float]) -> Dict[str, Any]:
        """The fields of a dlopt_step_desc; none where there is nothing to say."""
        told: Dict[str, Any] = {} if loss is None else {"loss": loss}
        if self.rows:
            told["rows"] = [self.rows.get(slot) for slot in range(len(self.params))]
        return told
