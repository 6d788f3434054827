//! Builder of `adabelief`. Written by bindings/generate.

use crate::choices::{Cautious, DecayMode, DecayOrder, EpsRootForm, NullGrad, ZeroGrad};
use crate::value::rule;

rule! {
    /// AdaBelief: Adam whose second moment is that of what the first one did not foresee. Paper and departures:
    /// `src/rules/adabelief.h` of the library. Presets: `optax`, `timm`, `pytorch_optimizer`.
    AdaBelief {
        /// learning rate (0 .. 1e+30, default 0.001)
        lr: f64 => Lr,
        /// how much of the first moment stays (0 .. below 1, default 0.9)
        beta1: f64 => Beta1,
        /// how much of the second moment stays (0 .. below 1, default 0.999)
        beta2: f64 => Beta2,
        /// keeps the denominator from zero (0 .. 1e+30, default 1e-16)
        eps: f64 => Eps,
        /// added to the second moment at every step (eps_root_form own) (0 .. 1e+30, default 1e-16)
        eps_root: f64 => EpsRoot,
        /// what is added to the second moment: eps or eps_root (default [`Same`](EpsRootForm))
        eps_root_form: EpsRootForm => EpsRootForm,
        /// pull of the parameters towards zero (0 .. 1e+30, default 0)
        weight_decay: f64 => WeightDecay,
        /// divide by the largest second moment so far (default false)
        amsgrad: bool => Amsgrad,
        /// rectify the step as RAdam does; eps is then not corrected (default false)
        rectified: bool => Rectified,
        /// how weight_decay acts; see [`DecayMode`] (default [`Decoupled`](DecayMode))
        decay_mode: DecayMode => DecayMode,
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
        /// an element with gradient 0 steps as any other, or stays with its state (default [`Step`](ZeroGrad))
        zero_grad: ZeroGrad => ZeroGrad,
        /// decay beside the update: before or after it (default [`Before`](DecayOrder))
        decay_order: DecayOrder => DecayOrder,
        /// lr0 of decay_mode independent and corrected; 0: lr as it was set (0 .. 1e+30, default 0)
        decay_lr: f64 => DecayLr,
    }
}
