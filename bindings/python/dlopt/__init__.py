"""dlopt: the optimizer side of deep learning, on your own arrays.

>>> import array, dlopt
>>> w, g = array.array("f", [1, 1]), array.array("f", [0.5, -0.5])
>>> opt = dlopt.SGD(lr=1)
>>> opt.step(w, g).applied_step
1
>>> list(w)
[0.5, 1.5]
"""

from . import _native, checkpoint, enums, errors, gradient, info, kernel, place, plot, rows, rules, runtime, schedules, wrappers
from .arrays import Array, array
from .errors import Error
from .history import History
from .norm_watch import NormWatch
from .optimizer import Optimizer
from .percentile import PercentileClip
from .recipes import recipe
from .rows import Rows
from .rules import *  # noqa: F403  # a class for each rule
from .runtime import Runtime, get_num_threads, set_num_threads
from .scaler import Scaler
from .schedule import Schedule, scale_lr, suggest_lr
from .step import StepReport

__version__ = _native.version_string()

__all__ = ["Array", "Error", "History", "NormWatch", "Optimizer", "PercentileClip", "Rows", "Runtime", "Scaler", "Schedule", "StepReport", "array", "checkpoint",
           "enums", "errors", "get_num_threads", "gradient", "info", "kernel", "place", "plot", "recipe", "rows", "rules", "runtime", "scale_lr", "schedules",
           "set_num_threads", "suggest_lr", "wrappers"]
__all__ += [name for name in rules.__all__ if name != "ALL"]
