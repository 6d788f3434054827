//! Builder of schedules of kind `inverse_time`. Written by bindings/generate.

use crate::value::schedule;

schedule! {
    /// BASE / (1 + LAMBDA t)^POWER.
    InverseTime {
        /// the value that the shape is applied to (-1e+30 .. 1e+30, default 1)
        base: f64 => Base,
        /// how fast it falls, per step (0 .. 1e+30, default 1)
        lambda: f64 => Lambda,
        /// exponent; the sum of the values diverges up to 1, that of their squares converges above 1/2 (0 .. 1e+30,
        /// default 1)
        power: f64 => Power,
    }
}
