//! A builder for each kind of schedule. Sequences, products and chains: [`Schedule`](crate::Schedule). Written by
//! bindings/generate.

mod constant;
mod cosine;
mod cosine_restarts;
mod cyclic;
mod exponential;
mod inverse_sqrt;
mod inverse_time;
mod linear;
mod multi_step;
mod noam;
mod one_cycle;
mod piecewise;
mod plateau;
mod polynomial;
mod range_test;
mod rex;
mod step;
mod table;
mod warmup;
mod warmup_cosine;
mod wsd;

pub use constant::Constant;
pub use cosine::Cosine;
pub use cosine_restarts::CosineRestarts;
pub use cyclic::Cyclic;
pub use exponential::Exponential;
pub use inverse_sqrt::InverseSqrt;
pub use inverse_time::InverseTime;
pub use linear::Linear;
pub use multi_step::MultiStep;
pub use noam::Noam;
pub use one_cycle::OneCycle;
pub use piecewise::Piecewise;
pub use plateau::Plateau;
pub use polynomial::Polynomial;
pub use range_test::RangeTest;
pub use rex::Rex;
pub use step::Step;
pub use table::Table;
pub use warmup::Warmup;
pub use warmup_cosine::WarmupCosine;
pub use wsd::Wsd;

/// The tables that the builders were made from: number, then name and number of each setting.
#[cfg(test)]
pub(crate) const ALL: &[(i32, &[(&str, i32)])] = &[
    (crate::ScheduleKind::Constant as i32, Constant::NAMES),
    (crate::ScheduleKind::Step as i32, Step::NAMES),
    (crate::ScheduleKind::Exponential as i32, Exponential::NAMES),
    (crate::ScheduleKind::Cosine as i32, Cosine::NAMES),
    (crate::ScheduleKind::Linear as i32, Linear::NAMES),
    (crate::ScheduleKind::WarmupCosine as i32, WarmupCosine::NAMES),
    (crate::ScheduleKind::MultiStep as i32, MultiStep::NAMES),
    (crate::ScheduleKind::Polynomial as i32, Polynomial::NAMES),
    (crate::ScheduleKind::CosineRestarts as i32, CosineRestarts::NAMES),
    (crate::ScheduleKind::OneCycle as i32, OneCycle::NAMES),
    (crate::ScheduleKind::Cyclic as i32, Cyclic::NAMES),
    (crate::ScheduleKind::InverseSqrt as i32, InverseSqrt::NAMES),
    (crate::ScheduleKind::Noam as i32, Noam::NAMES),
    (crate::ScheduleKind::InverseTime as i32, InverseTime::NAMES),
    (crate::ScheduleKind::Wsd as i32, Wsd::NAMES),
    (crate::ScheduleKind::Warmup as i32, Warmup::NAMES),
    (crate::ScheduleKind::Rex as i32, Rex::NAMES),
    (crate::ScheduleKind::Piecewise as i32, Piecewise::NAMES),
    (crate::ScheduleKind::Table as i32, Table::NAMES),
    (crate::ScheduleKind::RangeTest as i32, RangeTest::NAMES),
    (crate::ScheduleKind::Plateau as i32, Plateau::NAMES),
];
