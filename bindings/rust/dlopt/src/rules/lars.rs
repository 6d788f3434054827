//! Builder of `lars`. Written by bindings/generate.

use crate::choices::{Cautious, FirstStep, LrPlace, NullGrad, TrustForm, TrustRatio};
use crate::value::rule;

rule! {
    /// LARS: SGD with momentum whose gradient is scaled to each tensor's norm; LARC, which clips that scale. Paper and
    /// departures: `src/rules/lars.h` of the library. Presets: `timm`, `optax`, `apex`.
    Lars {
        /// learning rate (0 .. 1e+30, default 1)
        lr: f64 => Lr,
        /// how much of the momentum buffer stays; 0: no buffer (0 .. below 1, default 0)
        momentum: f64 => Momentum,
        /// how much of the scaled gradient the buffer refuses (0 .. 1, default 0)
        dampening: f64 => Dampening,
        /// step with gradient and buffer; needs momentum and no dampening (default false)
        nesterov: bool => Nesterov,
        /// pull of the parameters towards zero (0 .. 1e+30, default 0)
        weight_decay: f64 => WeightDecay,
        /// what the trust ratio is multiplied by (0 .. 1e+30, default 0.001)
        trust_coefficient: f64 => TrustCoefficient,
        /// added to the norm that the trust ratio divides by (0 .. 1e+30, default 1e-08)
        eps: f64 => Eps,
        /// which tensors are scaled: none, those with weight decay, all (default [`Decayed`](TrustRatio))
        trust_ratio: TrustRatio => TrustRatio,
        /// how the ratio is made; see [`TrustForm`] (default [`Separate`](TrustForm))
        trust_form: TrustForm => TrustForm,
        /// the smaller of lr and the ratio in place of their product (default false)
        trust_clip: bool => TrustClip,
        /// lr outside or inside the momentum buffer (default [`Outside`](LrPlace))
        lr_place: LrPlace => LrPlace,
        /// what the buffer holds after its first gradient (default [`Gradient`](FirstStep))
        first_step: FirstStep => FirstStep,
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
    }
}
