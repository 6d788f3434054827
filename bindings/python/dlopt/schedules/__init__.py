"""A class for each kind of schedule. Sequences, products and chains: dlopt.Schedule. Written by bindings/generate."""

from typing import Dict, Type

from ..enums import ScheduleKind
from ..schedule import Schedule
from .constant import Constant
from .cosine import Cosine
from .cosine_restarts import CosineRestarts
from .cyclic import Cyclic
from .exponential import Exponential
from .inverse_sqrt import InverseSqrt
from .inverse_time import InverseTime
from .linear import Linear
from .multi_step import MultiStep
from .noam import Noam
from .one_cycle import OneCycle
from .piecewise import Piecewise
from .plateau import Plateau
from .polynomial import Polynomial
from .range_test import RangeTest
from .rex import REX
from .step import Step
from .table import Table
from .warmup import Warmup
from .warmup_cosine import WarmupCosine
from .wsd import WSD

__all__ = ["ALL", "Constant", "Cosine", "CosineRestarts", "Cyclic", "Exponential", "InverseSqrt", "InverseTime", "Linear", "MultiStep",
           "Noam", "OneCycle", "Piecewise", "Plateau", "Polynomial", "RangeTest", "REX", "Step", "Table", "Warmup", "WarmupCosine", "WSD"]

ALL: Dict[ScheduleKind, Type[Schedule]] = {ScheduleKind.CONSTANT: Constant, ScheduleKind.STEP: Step, ScheduleKind.EXPONENTIAL: Exponential,
                                           ScheduleKind.COSINE: Cosine, ScheduleKind.LINEAR: Linear, ScheduleKind.WARMUP_COSINE:
                                           WarmupCosine, ScheduleKind.MULTI_STEP: MultiStep, ScheduleKind.POLYNOMIAL: Polynomial,
                                           ScheduleKind.COSINE_RESTARTS: CosineRestarts, ScheduleKind.ONE_CYCLE: OneCycle,
                                           ScheduleKind.CYCLIC: Cyclic, ScheduleKind.INVERSE_SQRT: InverseSqrt, ScheduleKind.NOAM: Noam,
                                           ScheduleKind.INVERSE_TIME: InverseTime, ScheduleKind.WSD: WSD, ScheduleKind.WARMUP: Warmup,
                                           ScheduleKind.REX: REX, ScheduleKind.PIECEWISE: Piecewise, ScheduleKind.TABLE: Table,
                                           ScheduleKind.RANGE_TEST: RangeTest, ScheduleKind.PLATEAU: Plateau}
