"""dlopt's optimizers for torch modules: drop-ins for those of torch.optim, and a class for each other rule.

>>> import dlopt.torch
>>> opt = dlopt.torch.AdamW(model.parameters(), lr=1e-3)  # doctest: +SKIP
"""

from . import rules
from .drop_ins import ASGD, SGD, Adadelta, Adafactor, Adagrad, Adam, Adamax, AdamW, NAdam, RAdam, RMSprop, Rprop, SparseAdam
from .optimizer import Optimizer
from .rules import *  # noqa: F403  # a class for each rule that torch.optim has not got

__all__ = ["ASGD", "SGD", "Adadelta", "Adafactor", "Adagrad", "Adam", "Adamax", "AdamW", "NAdam", "Optimizer", "RAdam", "RMSprop", "Rprop", "SparseAdam"]
__all__ += rules.__all__
