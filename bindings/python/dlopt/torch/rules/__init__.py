"""A class for each update rule that torch.optim has not got. Written by bindings/generate."""

from .adabelief import AdaBelief
from .adan import Adan
from .ademamix import AdEMAMix
from .adopt import ADOPT
from .came import CAME
from .lamb import LAMB
from .laprop import LaProp
from .lars import LARS
from .lion import Lion
from .nadamw import NAdamW
from .novograd import NovoGrad
from .prodigy import Prodigy
from .psgld import PSGLD
from .quickprop import Quickprop
from .schedulefree_adamw import ScheduleFreeAdamW
from .schedulefree_sgd import ScheduleFreeSGD
from .sgld import SGLD
from .signsgd import SignSGD
from .sm3 import SM3
from .sophia import Sophia
from .swats import SWATS
from .yogi import Yogi

__all__ = ["AdaBelief", "Adan", "AdEMAMix", "ADOPT", "CAME", "LAMB", "LaProp", "LARS", "Lion", "NAdamW", "NovoGrad", "Prodigy", "PSGLD",
           "Quickprop", "ScheduleFreeAdamW", "ScheduleFreeSGD", "SGLD", "SignSGD", "SM3", "Sophia", "SWATS", "Yogi"]
