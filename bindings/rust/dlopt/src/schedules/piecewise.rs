//! Builder of schedules of kind `piecewise`. Written by bindings/generate.

use crate::choices::Interpolation;
use crate::value::schedule;

schedule! {
    /// BASE VALUES\[n\], n being how many of MILESTONES are \<= t; INTERPOLATION may join the values.
    Piecewise {
        /// the value that the shape is applied to (-1e+30 .. 1e+30, default 1)
        base: f64 => Base,
        /// the steps from which the next value holds, not falling (numbers of 0 .. 2^53, default none)
        milestones: &[f64] => Milestones,
        /// factors of base, one more than milestones (numbers of -1e+30 .. 1e+30, default none)
        values: &[f64] => Values,
        /// between milestones: hold, or go to the next value (default [`None`](Interpolation))
        interpolation: Interpolation => Interpolation,
    }
}
