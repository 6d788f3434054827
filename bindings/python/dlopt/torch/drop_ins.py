"""The optimizers of torch.optim under their own names, with the signatures and defaults that they have there."""

from __future__ import annotations

from typing import Any, Dict, Optional, Tuple, Type

from .. import rules
from ..errors import UnsupportedError
from ..optimizer import Optimizer as Native
from ..torch_names import Names, number
from .groups import Number, plain
from .optimizer import Optimizer


class DropIn(Optimizer):
    """An optimizer of torch.optim: param groups, states and state_dict are as they are there.

    Keywords beyond torch's own are hyper-parameters of dlopt (max_norm, cautious, ...), and stand in the param groups as well. foreach and fused are
    taken and say nothing: there is one way to compute a step. capturable and differentiable are refused.
    """

    _as_torch = True

    def _take(self, params: Any, kind: Type[Native], group: Dict[str, Any], options: Dict[str, Any]) -> None:
        for name in ("capturable", "differentiable"):
            if group.get(name):
                raise UnsupportedError(f"{name}: got {group[name]!r}, wanted False: a step is neither captured in a graph nor differentiated")
        native = kind(preset="torch")  # type: ignore[call-arg]  # every rule that torch has takes it
        names = Names(native.rule, kind._fields(), as_torch=True)
        covered = {name for key in names.keys for name in names.hypers(key, group[key])}
        for name, value in options.items():
            if name not in names.fields or name in covered:
                raise TypeError(f"{type(self).__name__}: got the keyword {name!r}, wanted one of {', '.join([*group, *sorted(set(names.fields) - covered)])}")
            number(names.fields[name], plain(value), name)
        self._begin(params, native, {**group, **options})


def _own(given: Dict[str, Any]) -> Dict[str, Any]:
    """The arguments of a constructor that are entries of param groups."""
    return {name: value for name, value in given.items() if name not in ("self", "params", "options", "__class__")}


class SGD(DropIn):
    """torch.optim.SGD. A sparse gradient moves the rows that it holds; with momentum it counts as a dense one, as the buffer moves all rows."""

    def __init__(self, params: Any, lr: Number = 1e-3, momentum: float = 0, dampening: float = 0, weight_decay: Number = 0, nesterov: bool = False, *,
                 maximize: bool = False, foreach: Optional[bool] = None, differentiable: bool = False, fused: Optional[bool] = None,
                 **options: Any) -> None:
        self._take(params, rules.SGD, _own(locals()), options)


class Adam(DropIn):
    """torch.optim.Adam."""

    def __init__(self, params: Any, lr: Number = 1e-3, betas: Tuple[Number, Number] = (0.9, 0.999), eps: float = 1e-8, weight_decay: float = 0,
                 amsgrad: bool = False, *, foreach: Optional[bool] = None, maximize: bool = False, capturable: bool = False,
                 differentiable: bool = False, fused: Optional[bool] = None, decoupled_weight_decay: bool = False, **options: Any) -> None:
        self._take(params, rules.Adam, _own(locals()), options)


class AdamW(DropIn):
    """torch.optim.AdamW."""

    def __init__(self, params: Any, lr: Number = 1e-3, betas: Tuple[Number, Number] = (0.9, 0.999), eps: float = 1e-8, weight_decay: float = 1e-2,
                 amsgrad: bool = False, *, maximize: bool = False, foreach: Optional[bool] = None, capturable: bool = False,
                 differentiable: bool = False, fused: Optional[bool] = None, **options: Any) -> None:
        self._take(params, rules.AdamW, _own(locals()), options)


class NAdam(DropIn):
    """torch.optim.NAdam."""

    def __init__(self, params: Any, lr: Number = 2e-3, betas: Tuple[float, float] = (0.9, 0.999), eps: float = 1e-8, weight_decay: float = 0,
                 momentum_decay: float = 4e-3, decoupled_weight_decay: bool = False, *, foreach: Optional[bool] = None, maximize: bool = False,
                 capturable: bool = False, differentiable: bool = False, **options: Any) -> None:
        self._take(params, rules.NAdam, _own(locals()), options)


class RAdam(DropIn):
    """torch.optim.RAdam."""

    def __init__(self, params: Any, lr: Number = 1e-3, betas: Tuple[float, float] = (0.9, 0.999), eps: float = 1e-8, weight_decay: float = 0,
                 decoupled_weight_decay: bool = False, *, foreach: Optional[bool] = None, maximize: bool = False, capturable: bool = False,
                 differentiable: bool = False, **options: Any) -> None:
        self._take(params, rules.RAdam, _own(locals()), options)


class Adamax(DropIn):
    """torch.optim.Adamax."""

    def __init__(self, params: Any, lr: Number = 2e-3, betas: Tuple[float, float] = (0.9, 0.999), eps: float = 1e-8, weight_decay: float = 0,
                 foreach: Optional[bool] = None, *, maximize: bool = False, differentiable: bool = False, capturable: bool = False,
                 **options: Any) -> None:
        self._take(params, rules.Adamax, _own(locals()), options)


class Adadelta(DropIn):
    """torch.optim.Adadelta."""

    def __init__(self, params: Any, lr: Number = 1.0, rho: float = 0.9, eps: float = 1e-6, weight_decay: float = 0, foreach: Optional[bool] = None, *,
                 capturable: bool = False, maximize: bool = False, differentiable: bool = False, **options: Any) -> None:
        self._take(params, rules.Adadelta, _own(locals()), options)


class Adagrad(DropIn):
    """torch.optim.Adagrad."""

    def __init__(self, params: Any, lr: Number = 1e-2, lr_decay: float = 0, weight_decay: float = 0, initial_accumulator_value: float = 0,
                 eps: float = 1e-10, foreach: Optional[bool] = None, *, maximize: bool = False, differentiable: bool = False,
                 fused: Optional[bool] = None, **options: Any) -> None:
        self._take(params, rules.Adagrad, _own(locals()), options)


class RMSprop(DropIn):
    """torch.optim.RMSprop."""

    def __init__(self, params: Any, lr: Number = 1e-2, alpha: float = 0.99, eps: float = 1e-8, weight_decay: float = 0, momentum: float = 0,
                 centered: bool = False, capturable: bool = False, foreach: Optional[bool] = None, maximize: bool = False,
                 differentiable: bool = False, **options: Any) -> None:
        self._take(params, rules.RMSprop, _own(locals()), options)


class Rprop(DropIn):
    """torch.optim.Rprop."""

    def __init__(self, params: Any, lr: Number = 1e-2, etas: Tuple[float, float] = (0.5, 1.2), step_sizes: Tuple[float, float] = (1e-6, 50), *,
                 capturable: bool = False, foreach: Optional[bool] = None, maximize: bool = False, differentiable: bool = False,
                 **options: Any) -> None:
        self._take(params, rules.Rprop, _own(locals()), options)


class ASGD(DropIn):
    """torch.optim.ASGD."""

    def __init__(self, params: Any, lr: Number = 1e-2, lambd: float = 1e-4, alpha: float = 0.75, t0: float = 1e6, weight_decay: float = 0,
                 foreach: Optional[bool] = None, maximize: bool = False, differentiable: bool = False, capturable: bool = False,
                 **options: Any) -> None:
        self._take(params, rules.ASGD, _own(locals()), options)


class SparseAdam(DropIn):
    """torch.optim.SparseAdam. A dense gradient is taken for one of all rows."""

    def __init__(self, params: Any, lr: Number = 1e-3, betas: Tuple[float, float] = (0.9, 0.999), eps: float = 1e-8, maximize: bool = False,
                 **options: Any) -> None:
        self._take(params, rules.SparseAdam, _own(locals()), options)


class Adafactor(DropIn):
    """torch.optim.Adafactor."""

    def __init__(self, params: Any, lr: Number = 1e-2, beta2_decay: float = -0.8, eps: Tuple[Optional[float], float] = (None, 1e-3), d: float = 1.0,
                 weight_decay: float = 0.0, *, foreach: Optional[bool] = None, maximize: bool = False, **options: Any) -> None:
        self._take(params, rules.Adafactor, _own(locals()), options)
