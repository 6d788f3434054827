"""dlopt's optimizers for torch modules: drop-ins for torch.optim.

>>> import dlopt.torch
>>> opt = dlopt.torch.AdamW(model.parameters(), lr=1e-3)  # doctest: +SKIP
"""

from .drop_ins import ASGD, SGD, Adadelta, Adafactor, Adagrad, Adam, Adamax, AdamW, NAdam, RAdam, RMSprop, Rprop, SparseAdam
from .optimizer import Optimizer
