"""A class for each update rule. Written by bindings/generate."""

from .adabelief import AdaBelief
from .adadelta import Adadelta
from .adafactor import Adafactor
from .adagrad import Adagrad
from .adam import Adam
from .adamax import Adamax
from .adamw import AdamW
from .adan import Adan
from .ademamix import AdEMAMix
from .adopt import ADOPT
from .asgd import ASGD
from .came import CAME
from .lamb import LAMB
from .laprop import LaProp
from .lars import LARS
from .lion import Lion
from .nadam import NAdam
from .nadamw import NAdamW
from .novograd import NovoGrad
from .prodigy import Prodigy
from .psgld import PSGLD
from .quickprop import Quickprop
from .radam import RAdam
from .rmsprop import RMSprop
from .rprop import Rprop
from .schedulefree_adamw import ScheduleFreeAdamW
from .schedulefree_sgd import ScheduleFreeSGD
from .sgd import SGD
from .sgld import SGLD
from .signsgd import SignSGD
from .sm3 import SM3
from .sophia import Sophia
from .sparse_adam import SparseAdam
from .swats import SWATS
from .yogi import Yogi

__all__ = ["AdaBelief", "Adadelta", "Adafactor", "Adagrad", "Adam", "Adamax", "AdamW", "Adan", "AdEMAMix", "ADOPT", "ASGD", "CAME", "LAMB",
           "LaProp", "LARS", "Lion", "NAdam", "NAdamW", "NovoGrad", "Prodigy", "PSGLD", "Quickprop", "RAdam", "RMSprop", "Rprop",
           "ScheduleFreeAdamW", "ScheduleFreeSGD", "SGD", "SGLD", "SignSGD", "SM3", "Sophia", "SparseAdam", "SWATS", "Yogi"]
