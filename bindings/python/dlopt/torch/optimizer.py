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
from . import loading
from .groups import Link, Names, plain
from .memory import versions_rise
from .place import Place, declare
from .state import States

RULE_OF: Dict[Type[Native], Rule] = {kind: rule for rule, kind in ALL.items()}


def shown(value: Any) -> Any:
    """A hyper-parameter as it stands in a param group."""
    return value.name.rstrip("_").lower() if isinstance(value, Numbered) else value


class Optimizer(torch.optim.Optimizer):
    """A rule of dlopt over the parameters of a torch module: Optimizer(model.parameters(), dlopt.Lion, lr=1e-4).

    Param groups hold all hyper-parameters of the rule under dlopt's names, and what is written there holds from the next step on.
    CPU tensors of float32, float64, bfloat16 and float16; arithmetic and states are float32 but for float64.
    """

    native: Native
    """The optimizer of dlopt beneath: to measure, to save as safetensors, to hash."""

    _as_torch = False

    def __init__(self, params: Any, rule: Union[Type[Native], Rule, str], *, preset: Optional[str] = None, **hypers: Any) -> None:
        kind = rule if isinstance(rule, type) else ALL[Rule(rule)]
        given: Dict[str, Any] = {name: plain(value) for name, value in hypers.items()}
        native = kind(**given) if preset is None else kind(preset=preset, **given)
        self._begin(params, native, {name: shown(getattr(native, name)) for name in kind._fields()})

    def _begin(self, params: Any, native: Native, defaults: Dict[str, Any]) -> None:
        self.native = native
        self._links: List[Link] = []
        self._by_id: Dict[int, Place] = {}
        super().__init__(params, defaults)

    # ---- what it is made of

    @property
    def rule(self) -> Rule:
        return RULE_OF[type(self.native)]

    @property
    def _names(self) -> Names:
        return Names(type(self.native), self.rule, self._as_torch)

    @property
    def _element_wise(self) -> bool:
        """Whether the order of dimensions does not matter to the rule."""
        by_rows = (StateShape.ROWS, StateShape.COLUMNS, StateShape.AXES)
        return not any(row.shape in by_rows for row in info.states(self.rule))

    @property
    def state(self) -> Any:  # type: ignore[override]  # a dict in torch.optim: here it is what the library keeps
        return States(self)

    @state.setter
    def state(self, entries: Mapping[Any, Any]) -> None:
        loading.replace(self, entries)

    def _places(self) -> List[Place]:
        self._follow_params()
        return [place for link in self._links for place in link.places]

    def _place(self, param: Any) -> Place:
        self._follow_params()
        place = self._by_id.get(id(param))
        if place is None:
            raise KeyError("state: got no parameter of this optimizer")
        return place

    # ---- changes

    @contextmanager
    def _changing(self) -> Iterator[Any]:
        """All of a change, or nothing: it is made to a clone, which then takes the place of what was."""
        native, self.native = self.native, copy.copy(self.native)
        try:
            yield self.native._handle
        except BaseException:
            self.native = native
            for link in self._links:
                link.forget()
            raise

    def _index(self) -> None:
        self._by_id = {id(place.param): place for link in self._links for place in link.places}

    def add_param_group(self, param_group: Dict[str, Any]) -> None:
        """As in torch.optim."""
        super().add_param_group(param_group)
        group = self.param_groups[-1]
        try:
            with self._changing() as handle:
                link = Link(_native.optimizer_group_add(handle) if self._links else 0, self._names)
                link.hand_over(handle, group)
                names = group.get("param_names") or [None] * len(group["params"])
                link.places = [declare(handle, param, link.number, name, self._element_wise) for param, name in zip(group["params"], names)]
        except BaseException:
            self.param_groups.pop()
            raise
        self._links.append(link)
        self._index()

    def _follow_params(self) -> None:
        """A parameter that stands in a group in place of another one starts afresh."""
        for link, group in zip(self._links, self.param_groups):
            params = group["params"]
            if len(params) != len(link.places) or any(place.param is not param for place, param in zip(link.places, params)):
                self._exchange_params(link, params)

    def _exchange_params(self, link: Link, params: List[Tensor]) -> None:
        known = {id(place.param): place for place in link.places}
        with self._changing() as handle:
            places = [known.get(id(param)) or declare(handle, param, link.number, None, self._element_wise) for param in params]
            for place in link.places:
                if place not in places:
                    _native.optimizer_param_remove(handle, place.slot)
        link.places = places
        self._index()

    # ---- steps

    @torch.no_grad()
    def step(self, closure: Optional[Callable[[], Any]] = None) -> Any:  # type: ignore[override]  # torch's stubs differ between versions
        """Takes a step. Parameters without a gradient stay; the closure, if there is one, is called first, and its loss returned."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        self._take_step(None if loss is None else float(loss))
        return loss

    def _take_step(self, loss: Optional[float]) -> None:
        handle = self.native._handle
        count = _native.optimizer_param_count(handle)
        params: List[Any] = [None] * count
        grads: List[Any] = [None] * count
        rows: Dict[int, Any] = {}
        for link, group in zip(self._links, self.param_groups):
            link.hand_over(handle, group)
            ...


