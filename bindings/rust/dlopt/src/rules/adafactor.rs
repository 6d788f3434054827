//! Builder of `adafactor`. Written by bindings/generate.

use crate::choices::{Cautious, DecayBy, DecayMode, DecayOrder, EpsForm, Factored, LrPlace, NullGrad, RelativeStep};
use crate::value::rule;

rule! {
    /// Adafactor: gradients divided by a root mean square of which only the means of rows and columns are kept. Paper
    /// and departures: `src/rules/adafactor.h` of the library. Presets: `torch`, `optax`, `timm`, `pytorch_optimizer`,
    /// `big_vision`.
    Adafactor {
        /// learning rate (0 .. 1e+30, default 0.01)
        lr: f64 => Lr,
        /// 1 - t^this of the second moment stays at step t (-100 .. 0, default -0.8)
        beta2_decay: f64 => Beta2Decay,
        /// at most this much of the second moment stays (0 .. 1, default 1)
        beta2: f64 => Beta2,
        /// how much of the mean update stays; 0: there is none (0 .. below 1, default 0)
        beta1: f64 => Beta1,
        /// keeps the second moment from zero (0 .. 1e+30, default 1e-30)
        eps1: f64 => Eps1,
        /// the RMS of a parameter counts as this at least (0 .. 1e+30, default 0.001)
        eps2: f64 => Eps2,
        /// limit of the RMS of a parameter's update, before lr (1e-30 .. infinity, default 1)
        d: f64 => D,
        /// pull of the parameters towards zero (0 .. 1e+30, default 0)
        weight_decay: f64 => WeightDecay,
        /// where eps1 acts; see [`EpsForm`] (default [`Machine`](EpsForm))
        eps_form: EpsForm => EpsForm,
        /// lr at a step; see [`RelativeStep`] (default [`On`](RelativeStep))
        relative_step: RelativeStep => RelativeStep,
        /// multiply the step by the RMS of its parameter (default true)
        scale_parameter: bool => ScaleParameter,
        /// which dimensions; see [`Factored`] (default [`Last`](Factored))
        factored: Factored => Factored,
        /// dimensions of fewer elements are not factored (0 .. 2^53, default 0)
        min_dim_size_to_factor: i64 => MinDimSizeToFactor,
        /// lr outside or inside the mean update (default [`Inside`](LrPlace))
        lr_place: LrPlace => LrPlace,
        /// how weight_decay acts; see [`DecayMode`] (default [`Decoupled`](DecayMode))
        decay_mode: DecayMode => DecayMode,
        /// what decay takes for lr; see [`DecayBy`] (default [`Lr`](DecayBy))
        decay_by: DecayBy => DecayBy,
        /// climb instead of descend (default false)
        maximize: bool => Maximize,
        /// take only steps that agree with their gradients; see [`Cautious`] (default [`Off`](Cautious))
        cautious: Cautious => Cautious,
        /// a parameter without a gradient is left out, or steps with zeros (default [`Skip`](NullGrad))
        null_grad: NullGrad => NullGrad,
        /// limit of the common norm of all gradients, where a step gives none; the same in every group (0 .. infinity,
        /// default infinity)
        max_norm: f64 => MaxNorm,
        /// limit of each gradient element, where a step gives none; the same in every group (0 .. infinity, default
        /// infinity)
        clip_value: f64 => ClipValue,
        /// of parameters that are rounded stochastically (0 .. 2^53, default 0)
        seed: i64 => Seed,
        /// decay beside the update: before or after it (default [`Before`](DecayOrder))
        decay_order: DecayOrder => DecayOrder,
        /// lr0 of decay_mode independent and corrected; 0: lr as it was set (0 .. 1e+30, default 0)
        decay_lr: f64 => DecayLr,
    }
}
