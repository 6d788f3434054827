//! Builder of schedules of kind `table`. Written by bindings/generate.

use crate::choices::AfterEnd;
use crate::value::schedule;

schedule! {
    /// BASE VALUES\[t\].
    Table {
        /// the value that the shape is applied to (-1e+30 .. 1e+30, default 1)
        base: f64 => Base,
        /// factors of base, one for each step (numbers of -1e+30 .. 1e+30, default none)
        values: &[f64] => Values,
        /// past the last value: stay, or start again (default [`Hold`](AfterEnd))
        after_end: AfterEnd => AfterEnd,
    }
}
