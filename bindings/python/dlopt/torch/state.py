"""opt.state: what the library keeps of each parameter, as tensors that are views of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Iterator, Mapping, MutableMapping

import torch
from torch import Tensor
from torch.utils.dlpack import from_dlpack

from .. import _native, entries
from .memory import laid_out, put_back
from .place import Place

if TYPE_CHECKING:
    from .optimizer import Optimizer

SHARED = "shared"
"""Under this name stands what a rule keeps for all parameters together."""


def _number(value: float) -> Tensor:
    """As torch.optim keeps numbers, in float32, where that holds them to the last bit; else in float64."""
    number = torch.tensor(value, dtype=torch.float32)
    return number if number.item() == value else torch.tensor(value, dtype=torch.float64)


def tell(optimizer: "Optimizer", place: Place) -> Dict[str, Any]:
    """The states of a parameter: arrays are views, numbers copies."""
    handle = optimizer.native._handle

    def show(name: str) -> Tensor:
        return put_back(from_dlpack(_native.optimizer_state(handle, place.slot, name)), place.order)

    return entries.tell(handle, optimizer.rule, place.slot, show, _number)


def tell_shared(optimizer: "Optimizer") -> Dict[str, Any]:
    """What a rule keeps for all parameters together."""
    return entries.tell(optimizer.native._handle, optimizer.rule, entries.ALL_SLOTS, lambda name: None, float)


def take(optimizer: "Optimizer", place: Place, entry: Mapping[str, Any], label: str) -> None:
    """Sets the states of a parameter."""

    def array(value: Any) -> Any:
        if not isinstance(value, Tensor):
            return value
        ordered = place.order if value.dim() == place.param.dim() else None
        return laid_out(value.detach().to("cpu"), ordered).contiguous()

    entries.take(optimizer.native._handle, optimizer.rule, place.slot, entry, label, array, nonfinite=True)


class States(MutableMapping[Any, Dict[str, Any]]):
    """By parameter, as in torch.optim: {} before its first step. To set an entry sets states; to delete it makes the parameter a new one.

    The tensors of an entry are views of the optimizer's memory, and stay alive with it; its numbers (step, mu_product, eta) are copies.
    What replaces states (to set or delete entries, add_param_group, load_state_dict) leaves earlier views behind, as they were.
    """

    def __init__(self, optimizer: "Optimizer") -> None:
        self._optimizer = optimizer

    def __getitem__(self, key: Any) -> Dict[str, Any]:
        if isinstance(key, str) and key == SHARED:
            return tell_shared(self._optimizer)
        return tell(self._optimizer, self._optimizer._place(key))

    def __setitem__(self, key: Any, entry: Dict[str, Any]) -> None:
        place = self._optimizer._place(key)
        with self._optimizer._changing():
            take(self._optimizer, place, entry, "state")

    def __delitem__(self, key: Any) -> None:
        self[key] = {}

    def __contains__(self, key: Any) -> bool:
        try:
            return bool(self[key])
        except KeyError:
            return False

    def __iter__(self) -> Iterator[Any]:
        for place in self._optimizer._places():
            if place.param in self:
                yield place.param
        if tell_shared(self._optimizer):
            yield SHARED

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __reduce__(self) -> Any:
        """What is copied or pickled alone is a dict."""
        return dict, (list(self.items()),)
