"""Everything that values and arguments choose from. Written by bindings/generate."""

from .arguments import (BatchScaling, BatchScalingLike, ClipForm, ClipFormLike, Dtype, DtypeLike, HistoryFormat, HistoryFormatLike,
                        LogLevel, LogLevelLike, Master, MasterLike, Mode, ModeLike, PercentileForm, PercentileFormLike, Role, RoleLike,
                        RowsMode, RowsModeLike, StateForm, StateFormLike, StateMoment, StateMomentLike, StateShape, StateShapeLike,
                        Suggestion, SuggestionLike, Units, UnitsLike, ValueKind, ValueKindLike)
from .choices import (AccumulateReduce, AccumulateReduceLike, AfterEnd, AfterEndLike, Anneal, AnnealLike, AtMinimum, AtMinimumLike,
                      CycleMode, CycleModeLike, EmaWarmup, EmaWarmupLike, Growth, GrowthLike, Interpolation, InterpolationLike,
                      LookaheadInitial, LookaheadInitialLike, LookaheadState, LookaheadStateLike, MetricMode, MetricModeLike,
                      OneCycleConvention, OneCycleConventionLike, ThresholdMode, ThresholdModeLike, WarmupKind, WarmupKindLike)
from .conventions import (AccumulatorForm, AccumulatorFormLike, AmsgradForm, AmsgradFormLike, Cautious, CautiousLike, ClipBase,
                          ClipBaseLike, CorrectionForm, CorrectionFormLike, DecayBy, DecayByLike, DecayMode, DecayModeLike, DecayOrder,
                          DecayOrderLike, DecayPlace, DecayPlaceLike, DiffForm, DiffFormLike, EpsForm, EpsFormLike, EpsMode, EpsModeLike,
                          EpsRootForm, EpsRootFormLike, Factored, FactoredLike, FirstStep, FirstStepLike, GradAveraging, GradAveragingLike,
                          LrPlace, LrPlaceLike, MomentumForm, MomentumFormLike, NesterovForm, NesterovFormLike, NullGrad, NullGradLike,
                          RateLr, RateLrLike, Rectify, RectifyLike, RelativeStep, RelativeStepLike, RpropForm, RpropFormLike, SignForm,
                          SignFormLike, TrustForm, TrustFormLike, TrustRatio, TrustRatioLike, Unrectified, UnrectifiedLike, ZeroGrad,
                          ZeroGradLike)
from .fields import NormWatchField, ScalerField, ScheduleField, WrapperField
from .hypers import Hyper
from .names import Recipe, RecipeLike, Rule, RuleLike, ScheduleKind, ScheduleKindLike, WrapperKind, WrapperKindLike

__all__ = ["AccumulateReduce", "AccumulateReduceLike", "AccumulatorForm", "AccumulatorFormLike", "AfterEnd", "AfterEndLike", "AmsgradForm",
           "AmsgradFormLike", "Anneal", "AnnealLike", "AtMinimum", "AtMinimumLike", "BatchScaling", "BatchScalingLike", "Cautious",
           "CautiousLike", "ClipBase", "ClipBaseLike", "ClipForm", "ClipFormLike", "CorrectionForm", "CorrectionFormLike", "CycleMode",
           "CycleModeLike", "DecayBy", "DecayByLike", "DecayMode", "DecayModeLike", "DecayOrder", "DecayOrderLike", "DecayPlace",
           "DecayPlaceLike", "DiffForm", "DiffFormLike", "Dtype", "DtypeLike", "EmaWarmup", "EmaWarmupLike", "EpsForm", "EpsFormLike",
           "EpsMode", "EpsModeLike", "EpsRootForm", "EpsRootFormLike", "Factored", "FactoredLike", "FirstStep", "FirstStepLike",
           "GradAveraging", "GradAveragingLike", "Growth", "GrowthLike", "HistoryFormat", "HistoryFormatLike", "Hyper", "Interpolation",
           "InterpolationLike", "LogLevel", "LogLevelLike", "LookaheadInitial", "LookaheadInitialLike", "LookaheadState",
           "LookaheadStateLike", "LrPlace", "LrPlaceLike", "Master", "MasterLike", "MetricMode", "MetricModeLike", "Mode", "ModeLike",
           "MomentumForm", "MomentumFormLike", "NesterovForm", "NesterovFormLike", "NormWatchField", "NullGrad", "NullGradLike",
           "OneCycleConvention", "OneCycleConventionLike", "PercentileForm", "PercentileFormLike", "RateLr", "RateLrLike", "Recipe",
           "RecipeLike", "Rectify", "RectifyLike", "RelativeStep", "RelativeStepLike", "Role", "RoleLike", "RowsMode", "RowsModeLike",
           "RpropForm", "RpropFormLike", "Rule", "RuleLike", "ScalerField", "ScheduleField", "ScheduleKind", "ScheduleKindLike", "SignForm",
           "SignFormLike", "StateForm", "StateFormLike", "StateMoment", "StateMomentLike", "StateShape", "StateShapeLike", "Suggestion",
           "SuggestionLike", "ThresholdMode", "ThresholdModeLike", "TrustForm", "TrustFormLike", "TrustRatio", "TrustRatioLike", "Units",
           "UnitsLike", "Unrectified", "UnrectifiedLike", "ValueKind", "ValueKindLike", "WarmupKind", "WarmupKindLike", "WrapperField",
           "WrapperKind", "WrapperKindLike", "ZeroGrad", "ZeroGradLike"]
