"""The optimizer: a rule with its hyper-parameters, and what it keeps of your parameters. The classes of the rules are in dlopt.rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Optional, Sequence, Tuple, Type, TypeVar, Union

from . import _native
from .arrays import Arrays
from .declaring import Declaring
from .enums import Hyper, Rule, RuleLike
from .errors import StateError, UnknownHyperError
from .exchange import Exchange
from .fields import Settings
from .groups import Followed, Group, Groups
from .owner import Owner
from .parameters import Parameters
from .runtime import Runtime, raw
from .schedule import Schedule
from .states import States
from .stepping import Stepping
from .told import told
from .told import wrappers as told_wrappers

if TYPE_CHECKING:
    from .wrapper import Wrapper

O = TypeVar("O", bound="Optimizer")
W = TypeVar("W", bound="Wrapper")

Params = Optional[Arrays]
"""Parameters to declare at once; None: the first step declares those that it is given."""

_EVERY_GROUP = -1


class Optimizer(Declaring, Stepping, States, Settings, Exchange, Owner):
    """A rule with its hyper-parameters, and the state that it keeps of each parameter. Parameters and gradients stay yours.

    Hyper-parameters are attributes: opt.lr = 0.1. Without a runtime large trainings share a pool with a thread for each processor; results do not depend
    on it.
    """

    _destroy = staticmethod(_native.optimizer_destroy)

    def __init__(self, rule: RuleLike, *, params: Params = None, preset: Optional[str] = None, runtime: Optional[Runtime] = None) -> None:
        self._begin(_native.optimizer_create(raw(runtime), Rule(rule)), Rule(rule), runtime)
        if preset is not None:
            self.preset(preset)
        if params is not None:
            self._declare(params)

    def _begin(self, handle: Any, rule: Rule, runtime: Optional[Runtime]) -> None:
        Owner.__init__(self, handle)
        self._rule = rule
        self._serial = raw(runtime) is None
        self._parameters = Parameters()
        self._followed = Followed()
        self._group_count = 1
        self._bare: Optional[type] = None

    @classmethod
    def _adopt(cls: Type[O], handle: Any, runtime: Optional[Runtime] = None) -> O:
        """An optimizer of a handle that is there already."""
        made = cls.__new__(cls)
        rule, groups, parameters = told(handle)
        made._begin(handle, rule, runtime)
        made._group_count, made._parameters = groups, parameters
        return made

    @property
    def rule(self) -> Rule:
        """The update rule."""
        return self._rule

    # ---- hyper-parameters

    def _get(self, number: int) -> float:
        return _native.optimizer_get(self._handle, number)

    def _set(self, number: int, value: Any) -> None:
        self._set_in(None, number, value)

    def _set_in(self, group: Optional[int], number: int, value: Any) -> None:
        """Sets a hyper-parameter of one group, or of all: a number, a schedule, or a function of the step."""
        if isinstance(value, Schedule):
            self.follow(number, value, group=group)
        elif callable(value):
            self._set_number(group, number, value(self.steps))
            self._followed.begin(self._numbers_of(group), number, value)
            self._bare = None
        else:
            self._set_number(group, number, value)
            self._followed.end(self._numbers_of(group), number)

    def _numbers_of(self, group: Optional[int]) -> Sequence[int]:
        return range(self._group_count) if group is None else (group,)

    def _set_number(self, group: Optional[int], number: int, value: float) -> None:
        try:
            self._set_raw(self._handle, group, number, value)
        except StateError:
            # It follows a schedule, which ends here; but not for a value that nobody would take.
            self._set_raw(_native.optimizer_create(None, self._rule), None, number, value)
            _native.optimizer_schedule(self._handle, _EVERY_GROUP if group is None else group, number, None)
            self._set_raw(self._handle, group, number, value)

    @staticmethod
    def _set_raw(handle: Any, group: Optional[int], number: int, value: float) -> None:
        if group is None:
            _native.optimizer_set(handle, number, value)
        else:
            _native.optimizer_group_set(handle, group, number, value)

    def __getattr__(self, name: str) -> Any:
        """Only for names that there are not."""
        if name.startswith("_"):
            raise AttributeError(name)
        raise UnknownHyperError(f"{type(self).__name__}: got {name}, wanted one of {', '.join(self._fields())}")

    def preset(self, name: str) -> None:
        """Sets, in every group, the conventions of a framework by name. Learning rates, betas and other amounts stay."""
        if not isinstance(name, str):
            raise TypeError(f"name: got {name!r}, wanted a str")
        _native.optimizer_preset(self._handle, name)

    def follow(self, hyper: Union[Hyper, str, int], schedule: Union[Schedule, Callable[[int], float], None], *, group: Optional[int] = None) -> None:
        """Lets a real hyper-parameter follow a schedule, of which a copy is taken, in one group or in all. None: it follows none any more."""
        number = Hyper(hyper)
        if schedule is not None and not isinstance(schedule, Schedule):
            return self._set_in(group, number, schedule)
        handle = None if schedule is None else schedule._handle
        _native.optimizer_schedule(self._handle, _EVERY_GROUP if group is None else group, number, handle)
        self._followed.end(self._numbers_of(group), number)

    def report(self, metric: float) -> None:
        """Tells every plateau that the groups follow the metric that it watches."""
        _native.optimizer_report(self._handle, metric)

    # ---- groups

    @property
    def groups(self) -> Groups:
        """The groups of parameters; group 0 is there from the beginning."""
        return Groups(self)

    def add_group(self, **hypers: Any) -> Group:
        """Adds a group, a copy of what group 0 has now, with some hyper-parameters set to other values."""
        for name in hypers:
            if name not in self._fields():
                raise UnknownHyperError(f"{type(self).__name__}: got {name}, wanted one of {', '.join(self._fields())}")
        group = Group(self, _native.optimizer_group_add(self._handle))
        self._group_count += 1
        self._followed.copied(group.index)
        for name, value in hypers.items():
            group[name] = value
        return group

    # ---- wrappers

    def wrap(self, wrapper: W) -> W:
        """Lets a wrapper of dlopt.wrappers accompany it, and returns it."""
        wrapper._join(self)
        return wrapper

    @property
    def wrappers(self) -> "Tuple[Wrapper, ...]":
        """What accompanies it, in the order of wrapping; also what came with a copy or a checkpoint."""
        from .wrappers import ALL

        return tuple(ALL[kind]._found(self, index) for index, kind in enumerate(told_wrappers(self._handle)))

    # ---- copies

    def _copied(self: O, handle: Any) -> O:
        copied = type(self).__new__(type(self))
        Owner.__init__(copied, handle)
        copied._rule, copied._serial, copied._group_count, copied._bare = self._rule, self._serial, self._group_count, self._bare
        copied._parameters, copied._followed = self._parameters.copy(), self._followed.copy()
        return copied

    def __copy__(self: O) -> O:
        """An independent optimizer that takes the same steps to the same bits."""
        return self._copied(_native.optimizer_clone(self._handle))

    def __deepcopy__(self: O, memo: Any) -> O:
        return self.__copy__()

    def place(self: O, memory: Any) -> O:
        """A copy that lies wholly in a buffer of memory_needed bytes, and allocates nothing from then on. It keeps the buffer."""
        return self._copied(_native.optimizer_place(self._handle, memory))

    def __reduce__(self) -> Any:
        if self._followed:
            raise TypeError(f"{type(self).__name__}: {self._followed.names()} follows a function, which a checkpoint cannot hold")
        return _unpickled, (type(self), self._rule, self.state_bytes())

    def __repr__(self) -> str:
        if self.closed:
            return f"<{type(self).__name__}, closed>"
        fresh = _native.optimizer_create(None, self._rule)
        other = [f"{name}={field.shown(self)}" for name, field in self._fields().items()
                 if self._get(field.number) != _native.optimizer_get(fresh, field.number)]
        return f"<{type(self).__name__}({', '.join(other)}), parameters: {len(list(self._parameters))}, steps: {self.steps}>"


def _unpickled(kind: Type[Optimizer], rule: Rule, state: bytes) -> Optimizer:
    made = kind.__new__(kind)
    made._begin(_native.optimizer_create(raw(None), rule), rule, None)
    made.load(state, declare=True, nonfinite=True)
    return made
