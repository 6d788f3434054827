//! A builder for each update rule. Written by bindings/generate.

mod adabelief;
mod adadelta;
mod adafactor;
mod adagrad;
mod adam;
mod adamax;
mod adamw;
mod adan;
mod ademamix;
mod adopt;
mod asgd;
mod came;
mod lamb;
mod laprop;
mod lars;
mod lion;
mod nadam;
mod nadamw;
mod novograd;
mod prodigy;
mod psgld;
mod quickprop;
mod radam;
mod rmsprop;
mod rprop;
mod schedulefree_adamw;
mod schedulefree_sgd;
mod sgd;
mod sgld;
mod signsgd;
mod sm3;
mod sophia;
mod sparse_adam;
mod swats;
mod yogi;

pub use adabelief::AdaBelief;
pub use adadelta::Adadelta;
pub use adafactor::Adafactor;
pub use adagrad::Adagrad;
pub use adam::Adam;
pub use adamax::Adamax;
pub use adamw::AdamW;
pub use adan::Adan;
pub use ademamix::AdEmaMix;
pub use adopt::Adopt;
pub use asgd::Asgd;
pub use came::Came;
pub use lamb::Lamb;
pub use laprop::LaProp;
pub use lars::Lars;
pub use lion::Lion;
pub use nadam::NAdam;
pub use nadamw::NAdamW;
pub use novograd::NovoGrad;
pub use prodigy::Prodigy;
pub use psgld::Psgld;
pub use quickprop::Quickprop;
pub use radam::RAdam;
pub use rmsprop::RmsProp;
pub use rprop::Rprop;
pub use schedulefree_adamw::ScheduleFreeAdamW;
pub use schedulefree_sgd::ScheduleFreeSgd;
pub use sgd::Sgd;
pub use sgld::Sgld;
pub use signsgd::SignSgd;
pub use sm3::Sm3;
pub use sophia::Sophia;
pub use sparse_adam::SparseAdam;
pub use swats::Swats;
pub use yogi::Yogi;

/// The tables that the builders were made from: number, then name and number of each setting.
#[cfg(test)]
pub(crate) const ALL: &[(i32, &[(&str, i32)])] = &[
    (crate::Rule::Sgd as i32, Sgd::NAMES),
    (crate::Rule::Adagrad as i32, Adagrad::NAMES),
    (crate::Rule::RmsProp as i32, RmsProp::NAMES),
    (crate::Rule::Adam as i32, Adam::NAMES),
    (crate::Rule::AdamW as i32, AdamW::NAMES),
    (crate::Rule::Lion as i32, Lion::NAMES),
    (crate::Rule::Sgld as i32, Sgld::NAMES),
    (crate::Rule::Psgld as i32, Psgld::NAMES),
    (crate::Rule::AdaBelief as i32, AdaBelief::NAMES),
    (crate::Rule::Yogi as i32, Yogi::NAMES),
    (crate::Rule::Adan as i32, Adan::NAMES),
    (crate::Rule::Adopt as i32, Adopt::NAMES),
    (crate::Rule::AdEmaMix as i32, AdEmaMix::NAMES),
    (crate::Rule::LaProp as i32, LaProp::NAMES),
    (crate::Rule::Lars as i32, Lars::NAMES),
    (crate::Rule::Lamb as i32, Lamb::NAMES),
    (crate::Rule::NovoGrad as i32, NovoGrad::NAMES),
    (crate::Rule::Prodigy as i32, Prodigy::NAMES),
    (crate::Rule::Adadelta as i32, Adadelta::NAMES),
    (crate::Rule::Adamax as i32, Adamax::NAMES),
    (crate::Rule::SignSgd as i32, SignSgd::NAMES),
    (crate::Rule::Asgd as i32, Asgd::NAMES),
    (crate::Rule::RAdam as i32, RAdam::NAMES),
    (crate::Rule::NAdam as i32, NAdam::NAMES),
    (crate::Rule::NAdamW as i32, NAdamW::NAMES),
    (crate::Rule::Rprop as i32, Rprop::NAMES),
    (crate::Rule::Quickprop as i32, Quickprop::NAMES),
    (crate::Rule::ScheduleFreeSgd as i32, ScheduleFreeSgd::NAMES),
    (crate::Rule::ScheduleFreeAdamW as i32, ScheduleFreeAdamW::NAMES),
    (crate::Rule::Sophia as i32, Sophia::NAMES),
    (crate::Rule::SparseAdam as i32, SparseAdam::NAMES),
    (crate::Rule::Adafactor as i32, Adafactor::NAMES),
    (crate::Rule::Came as i32, Came::NAMES),
    (crate::Rule::Sm3 as i32, Sm3::NAMES),
    (crate::Rule::Swats as i32, Swats::NAMES),
];
