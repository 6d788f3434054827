"""What an optimizer does with gradients: its step, whole and in pieces, and what stands around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Mapping, Optional

from . import _native
from .arrays import Arrays
from .enums import Mode, ModeLike
from .parameters import Parameters, Slot
from .step import Pieces, StepReport, fields

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .groups import Followed
    from .step import StepOptions


class Stepping:
    """The part of an optimizer that steps."""

    _handle: Any
    _parameters: Parameters
    _followed: "Followed"
    _bare: Optional[type]  # what is of this type goes straight to the library, without names to look up or functions to ask

    def _declare(self, arrays: Arrays) -> None:
        raise NotImplementedError

    def _undo(self, before: Any) -> None:
        raise NotImplementedError

    @property
    def steps(self) -> int:
        """How many steps were applied; those held back do not count."""
        return _native.optimizer_steps(self._handle)

    def step(self, params: Arrays, grads: Arrays = None, **options: "Unpack[StepOptions]") -> StepReport:
        """Takes one step: updates every parameter and its state in place.

        The first one declares the parameters. Later ones are given as many, in the same order, or by the same names; None, or a name that is missing, is a
        parameter without a gradient, which stays. grads None: those that were accumulated. For the options see StepOptions: unscaling, clipping, zeroing and
        the rest happen in the same pass.
        """
        if type(params) is self._bare is type(grads) and not options:
            return _native.step(self._handle, params, grads)
        return self._step(params, grads, options)

    def _step(self, params: Arrays, grads: Arrays, options: Mapping[str, Any]) -> StepReport:
        known = fields(options, self._parameters) if len(self._parameters) else None
        before = None
        if known is None:
            before = _native.optimizer_clone(self._handle)
            self._declare(params)
        try:
            report = self._step_known(params, grads, fields(options, self._parameters) if known is None else known)
        except BaseException:
            if before is not None:
                self._undo(before)
            raise
        self._bare = None if self._followed or isinstance(params, Mapping) else type(params)
        return report

    def _step_known(self, params: Arrays, grads: Arrays, known: Dict[str, Any]) -> StepReport:
        self._ask_functions()
        return _native.optimizer_step(self._handle, self._parameters.ordered(params, "params"), self._parameters.ordered(grads, "grads"), known)

    def _ask_functions(self) -> None:
        """Hyper-parameters that follow functions become what these say for the coming step."""
        for (group, number), function in self._followed:
            _native.optimizer_group_set(self._handle, group, number, function(self.steps))

    def step_flat(self, param: Any, grad: Any) -> None:
        """Takes one step on one buffer of f32 or f64, whatever its shape; only the number of elements counts."""
        flat = _native.optimizer_step_f64 if _native.Array.of(param).dtype == "f64" else _native.optimizer_step_f32
        self._ask_functions()
        flat(self._handle, param, grad)
        if not len(self._parameters):
            self._parameters.note(0, None, (_native.Array.of(param).size,), _native.Array.of(param).dtype)  # type: ignore[arg-type]  # one of two

    def begin(self, params: Arrays, grads: Arrays = None, **options: "Unpack[StepOptions]") -> Pieces:
        """Begins a step in pieces; parameters must have been declared. All arrays are kept until it ends, and gradients must stay as they are."""
        known = fields(options, self._parameters)
        self._ask_functions()
        _native.optimizer_step_begin(self._handle, self._parameters.ordered(params, "params"), self._parameters.ordered(grads, "grads"), known)
        return Pieces(self._handle)

    def observe(self, slot: Slot, grad: Any) -> None:
        """Measures one gradient before the step, while it is still in the cache; it must not change until then. None: forgets what was observed."""
        _native.optimizer_observe(self._handle, self._parameters.number(slot), grad)

    def accumulate(self, grads: Arrays, weight: float = 1) -> float:
        """Adds gradients to those that the next step without any uses; the optimizer must be wrapped with Accumulate. Returns the sum of the weights so far."""
        return _native.optimizer_accumulate(self._handle, self._parameters.ordered(grads, "grads"), weight)

    def perturb(self, params: Arrays, grads: Arrays) -> None:
        """Moves the parameters to where SAM takes the gradient of the next step, which puts them back; grads None puts them back without one."""
        _native.optimizer_perturb(self._handle, self._parameters.ordered(params, "params"), self._parameters.ordered(grads, "grads"))

    def hessian(self, hessians: Arrays) -> None:
        """Hands over estimates of the diagonal of the Hessian to a rule that uses them (sophia)."""
        _native.optimizer_hessian(self._handle, self._parameters.ordered(hessians, "hessians"))

    def mode(self, mode: ModeLike, params: Arrays) -> None:
        """Turns the parameters into what "train" or "eval" needs, with schedule-free rules; with all others this changes nothing."""
        _native.optimizer_mode(self._handle, Mode(mode), self._parameters.ordered(params, "params"))

    def train(self, params: Arrays) -> None:
        """The mode in which steps are taken."""
        self.mode("train", params)

    def eval(self, params: Arrays) -> None:
        """The mode for evaluation and for keeping."""
        self.mode("eval", params)
