//! Builder of schedules of kind `multi_step`. Written by bindings/generate.

use crate::value::schedule;

schedule! {
    /// BASE GAMMA^n, n being how many of MILESTONES are \<= t.
    MultiStep {
        /// the value that the shape is applied to (-1e+30 .. 1e+30, default 1)
        base: f64 => Base,
        /// factor of each drop (0 .. 1e+30, default 0.1)
        gamma: f64 => Gamma,
        /// the steps of the drops, not falling; a repeated one drops again (numbers of 0 .. 2^53, default none)
        milestones: &[f64] => Milestones,
    }
}
