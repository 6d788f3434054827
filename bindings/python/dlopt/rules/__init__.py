"""A class for each update rule. Written by bindings/generate."""

from typing import Dict, Type

from ..enums import Rule
from ..optimizer import Optimizer
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

__all__ = ["ALL", "AdaBelief", "Adadelta", "Adafactor", "Adagrad", "Adam", "Adamax", "AdamW", "Adan", "AdEMAMix", "ADOPT", "ASGD", "CAME",
           "LAMB", "LaProp", "LARS", "Lion", "NAdam", "NAdamW", "NovoGrad", "Prodigy", "PSGLD", "Quickprop", "RAdam", "RMSprop", "Rprop",
           "ScheduleFreeAdamW", "ScheduleFreeSGD", "SGD", "SGLD", "SignSGD", "SM3", "Sophia", "SparseAdam", "SWATS", "Yogi"]

ALL: Dict[Rule, Type[Optimizer]] = {Rule.SGD: SGD, Rule.ADAGRAD: Adagrad, Rule.RMSPROP: RMSprop, Rule.ADAM: Adam, Rule.ADAMW: AdamW,
                                    Rule.LION: Lion, Rule.SGLD: SGLD, Rule.PSGLD: PSGLD, Rule.ADABELIEF: AdaBelief, Rule.YOGI: Yogi,
                                    Rule.ADAN: Adan, Rule.ADOPT: ADOPT, Rule.ADEMAMIX: AdEMAMix, Rule.LAPROP: LaProp, Rule.LARS: LARS,
                                    Rule.LAMB: LAMB, Rule.NOVOGRAD: NovoGrad, Rule.PRODIGY: Prodigy, Rule.ADADELTA: Adadelta, Rule.ADAMAX:
                                    Adamax, Rule.SIGNSGD: SignSGD, Rule.ASGD: ASGD, Rule.RADAM: RAdam, Rule.NADAM: NAdam, Rule.NADAMW:
                                    NAdamW, Rule.RPROP: Rprop, Rule.QUICKPROP: Quickprop, Rule.SCHEDULEFREE_SGD: ScheduleFreeSGD,
                                    Rule.SCHEDULEFREE_ADAMW: ScheduleFreeAdamW, Rule.SOPHIA: Sophia, Rule.SPARSE_ADAM: SparseAdam,
                                    Rule.ADAFACTOR: Adafactor, Rule.CAME: CAME, Rule.SM3: SM3, Rule.SWATS: SWATS}
