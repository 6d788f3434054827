"""torch.optim.Optimizer with dlopt beneath: the base of all classes here."""

from __future__ import annotations

import copy
from contextlib import contextmanager
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Type, Union

import torch
from torch import Tensor

from .. import _native, info
from ..enums import Rule, StateShape
from ..numbered import Numbered
from ..optimizer import Optimizer as Native
from ..rules import ALL
from ..torch_names import Names
from . import loading
from .groups import Link, plain
from .memory import note_writes
from .place import Place, declare
from .state import States
from .stepping import Arrays

_BY_ROWS = (StateShape.ROWS, StateShape.COLUMNS, StateShape.AXES)


def _shown(value: Any) -> Any:
    """A hyper-parameter as it stands in a param group."""
    return value.name.rstrip("_").lower() if isinstance(value, Numbered) else value


class Optimizer(torch.optim.Optimizer):
    """A rule of dlopt over the parameters of a torch module: Optimizer(model.parameters(), dlopt.Lion, lr=1e-4).

    Param groups hold all hyper-parameters of the rule under dlopt's names; what is written there, as schedulers do, holds from the next step on.
    Parameters are CPU tensors of float32, float64, bfloat16 or float16; states are float32, float64 of float64.
    """

    native: Native
    """The optimizer of dlopt beneath: to measure, to hash, to save as safetensors. Another one after add_param_group and load_state_dict."""

    _as_torch = False

    def __init__(self, params: Any, rule: Union[Type[Native], Rule, str], *, preset: Optional[str] = None, **hypers: Any) -> None:
        kind = rule if isinstance(rule, type) else ALL[Rule(rule)]
        given: Dict[str, Any] = {name: plain(value) for name, value in hypers.items() if value is not None}
        native = kind(**given) if preset is None else kind(preset=preset, **given)
        self._begin(params, native, {name: _shown(getattr(native, name)) for name in kind._fields()})

    def _begin(self, params: Any, native: Native, defaults: Dict[str, Any]) -> None:
        self.native = native
        self._links: List[Link] = []
        self._by_id: Dict[int, Place] = {}
        super().__init__(params, defaults)

    @property
    def rule(self) -> Rule:
        """The update rule."""
        return self.native.rule

    # ---- states

    @property
    def state(self) -> Any:
        """What is kept of each parameter, as in torch.optim: {parameter: {"step": ..., "exp_avg": ...}}. Arrays are the library's own memory."""
        return States(self)

    @state.setter
    def state(self, entries: Mapping[Any, Any]) -> None:
        loading.set_states(self, {key: entry for key, entry in entries.items()})

    def load_state_dict(self, state_dict: Dict[str, Any]) -> None:
        """Takes what state_dict gave, of this class or of its namesake in torch.optim: all of it, or nothing.

        Entries of its param groups take the place of those here. States keep the precision that they have here.
        """
        loading.load(self, state_dict)

    def __getstate__(self) -> Dict[str, Any]:
        slots = [[place.slot for place in link.places] for link in self._links]
        return {"defaults": self.defaults, "param_groups": self.param_groups, "native": self.native, "slots": slots}

    def __setstate__(self, state: Dict[str, Any]) -> None:
        slots = state.pop("slots")
        super().__setstate__(state)
        self._links = [self._link(number, group["params"], slots[number]) for number, group in enumerate(self.param_groups)]
        self._index()

    # ---- groups and parameters

    def _link(self, number: int, params: List[Tensor], slots: List[int]) -> Link:
        link = Link(number, self._names())
        link.settle([Place(param, slot) for param, slot in zip(params, slots)])
        return link

    def _names(self) -> Names:
        return Names(self.rule, self.native._fields(), self._as_torch)

    def _index(self) -> None:
        self._by_id = {id(place.param): place for link in self._links for place in link.places}

    def _declare(self, param: Tensor, group: int, name: Optional[str] = None) -> Place:
        by_rows = any(row.shape in _BY_ROWS for row in info.states(self.rule))
        return declare(self.native, param, group, name, not by_rows)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """All of a change, or nothing: it is made to a clone, which then takes the place of what was."""
        native, self.native = self.native, copy.copy(self.native)
        try:
            yield
        except BaseException:
            self.native = native
            raise

    def add_param_group(self, param_group: Dict[str, Any]) -> None:
        """As in torch.optim."""
        super().add_param_group(param_group)
        group = self.param_groups[-1]
        link = Link(len(self._links), self._names())
        try:
            with self._changing():
                if link.number > 0:
                    self.native.add_group()
                link.hand_over(self.native._handle, group)
                names = group.get("param_names") or [None] * len(group["params"])
                link.settle([self._declare(param, link.number, name) for param, name in zip(group["params"], names)])
        except BaseException:
            self.param_groups.pop()
            raise
        self._links.append(link)
        self._index()

    def _follow_params(self) -> None:
        """Sees to parameters that were put into a group in place of others, or taken from it: new ones start afresh."""
        if len(self.param_groups) != len(self._links):
            raise ValueError(f"param_groups: got {len(self.param_groups)}, wanted {len(self._links)}: add_param_group adds one, and none can be removed")
        for link, group in zip(self._links, self.param_groups):
            if not link.fits(group["params"]):
                self._exchange_params(link, group["params"])

    def _exchange_params(self, link: Link, params: List[Tensor]) -> None:
        known = {id(place.param): place for place in link.places}
        with self._changing():
            places = [known.get(id(param)) or self._declare(param, link.number) for param in params]
            for place in link.places:
                if place not in places:
                    self.native.remove(place.slot)
        link.settle(places)
        self._index()

    def _place(self, param: Any) -> Place:
        self._follow_params()
        if id(param) not in self._by_id:
            raise KeyError("state: got what is no parameter of this optimizer")
        return self._by_id[id(param)]

    def _places(self) -> List[Place]:
        self._follow_params()
        return [place for link in self._links for place in link.places]

    # ---- steps

    @torch.no_grad()
    def step(self, closure: Optional[Callable[[], Any]] = None) -> Any:
        """Takes a step. Parameters without a gradient stay. A closure is called first, and what it returns, the loss, is returned."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        self._follow_params()
        handle = self.native._handle
        arrays = Arrays(_native.optimizer_param_count(handle))
        for link, group in zip(self._links, self.param_groups):
            link.hand_over(handle, group)
            arrays.gather(link, spread=self.rule == Rule.SGD and group["momentum"] != 0)
        options = arrays.options(None if loss is None else float(loss))
        if options:
            _native.optimizer_step(handle, arrays.params, arrays.grads, options)
        else:
            _native.step(handle, arrays.params, arrays.grads)
        note_writes(arrays.moved)
        return loss
