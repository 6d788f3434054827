"""Values as functions of the step."""

from __future__ import annotations

from typing import Any, Iterable, List, Optional, Sequence, Type, Union

from . import _native
from .enums import BatchScaling, BatchScalingLike, ScheduleField, ScheduleKind, Suggestion, SuggestionLike, WarmupKind, WarmupKindLike
from .fields import Lists
from .owner import Owner
from .runtime import Runtime, raw


class Schedule(Lists, Owner):
    """A function from the step number to a value, in closed form: any step, any order, the same bits on every machine.

    A plateau alone has a past. There is a class for each kind in dlopt.schedules; this one makes compositions of them. Optimizers and compositions
    take copies: what is set later does not reach them.
    """

    _destroy = staticmethod(_native.schedule_destroy)

    def __init__(self, kind: Union[ScheduleKind, str], runtime: Optional[Runtime] = None) -> None:
        super().__init__(_native.schedule_create(raw(runtime), ScheduleKind(kind)))

    @classmethod
    def _made(cls, handle: Any) -> "Schedule":
        made = cls.__new__(cls)
        Owner.__init__(made, handle)
        return made

    def value(self, step: int) -> float:
        """The value at a step, from 0."""
        return _native.schedule_value(self._handle, step)

    __call__ = value

    def curve(self, steps: Union[int, Iterable[int]]) -> List[float]:
        """The values at several steps, or at all before one."""
        return [self.value(step) for step in (range(steps) if isinstance(steps, int) else steps)]

    def set(self, field: Union[ScheduleField, str], value: Union[float, Sequence[float]]) -> None:
        """Sets a field by name or number; those of a kind are attributes of its class as well."""
        if isinstance(value, (list, tuple)):
            self._set_list(ScheduleField(field), value)
        else:
            self._set(ScheduleField(field), value)  # type: ignore[arg-type]  # the library says so where it is no number

    def get(self, field: Union[ScheduleField, str]) -> float:
        """Reads a field that is one number."""
        return self._get(ScheduleField(field))

    def report(self, metric: float) -> None:
        """Tells a plateau, or every one within a composition, the metric that it watches.

        An optimizer follows a copy, which its own report reaches.
        """
        _native.schedule_report(self._handle, metric)

    def warmup(self, steps: int, kind: WarmupKindLike = "linear") -> "Schedule":
        """This schedule with a warm-up before it, from 0 to its first value."""
        return Schedule._made(_native.schedule_warmup(None, self._handle, steps, WarmupKind(kind)))

    @staticmethod
    def sequence(children: Sequence["Schedule"], milestones: Sequence[int] = (), *, shared_clock: bool = False) -> "Schedule":
        """One after another, each on a clock of its own: child i from step milestones[i - 1] on. With shared_clock all see the same step."""
        made = Schedule._made(_native.schedule_sequence(None, [child._handle for child in children], milestones))
        made.set(ScheduleField.SHARED_CLOCK, shared_clock)
        return made

    @staticmethod
    def product(children: Sequence["Schedule"]) -> "Schedule":
        """The product of their values."""
        return Schedule._made(_native.schedule_product(None, [child._handle for child in children]))

    @staticmethod
    def chain(children: Sequence["Schedule"]) -> "Schedule":
        """One applied to another: the value of each is the base of the next."""
        return Schedule._made(_native.schedule_chain(None, [child._handle for child in children]))

    def _get(self, number: int) -> float:
        return _native.schedule_get(self._handle, number)

    def _set(self, number: int, value: float) -> None:
        _native.schedule_set(self._handle, number, value)

    def _get_list(self, number: int) -> Sequence[float]:
        return _native.schedule_get_list(self._handle, number)

    def _set_list(self, number: int, values: Sequence[float]) -> None:
        _native.schedule_set_list(self._handle, number, values)

    def __reduce__(self) -> Any:
        """Kinds that are their fields can be pickled and copied; a plateau remembers more, and compositions do not tell of what they are made."""
        if not self._fields() or "patience" in self._fields():
            self._refuse_copy()
        return _remade, (type(self), {name: field.read(self) for name, field in self._fields().items()})

    def __repr__(self) -> str:
        if self.closed:
            return f"<{type(self).__name__}, closed>"
        return f"{type(self).__name__}({', '.join(f'{name}={field.shown(self)}' for name, field in self._fields().items())})"


def _remade(kind: Type[Schedule], fields: "dict[str, Any]") -> Schedule:
    return kind(**fields)


def scale_lr(lr: float, batch: int, reference: int, scaling: BatchScalingLike = "linear") -> float:
    """Scales a learning rate that was found with batches of `reference` for batches of another size."""
    return _native.lr_scale(lr, batch, reference, BatchScaling(scaling))


def suggest_lr(lr: Sequence[float], loss: Sequence[float], *, smoothing: float = 0, method: SuggestionLike = "steepest") -> float:
    """Suggests a learning rate from the record of a range test: learning rates, rising, and the losses measured with them.

    Each older loss counts `smoothing` times less.
    """
    return _native.lr_suggest(lr, loss, smoothing, Suggestion(method))
