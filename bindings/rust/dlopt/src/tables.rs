//! The builders have what the library's tables have: every rule, kind, wrapper and field, by name and number, and nothing else.

use crate::{rules, schedules, wrappers, HyperInfo, Rule, Scaler, ScalerOptions, ScheduleKind, WrapperKind};

/// The names of a builder's methods; those that Rust keeps for itself end in `_`.
fn built(names: &[(&'static str, i32)]) -> Vec<(&'static str, i32)> {
    names
        .iter()
        .map(|&(name, id)| (name.trim_end_matches('_'), id))
        .collect()
}

fn told(infos: &[HyperInfo]) -> Vec<(&'static str, i32)> {
    infos.iter().map(|info| (info.name, info.id)).collect()
}

#[test]
fn every_hyper_parameter_of_every_rule_has_a_method() {
    assert_eq!(rules::ALL.len(), Rule::count() as usize);
    for &(number, names) in rules::ALL {
        let rule = Rule::from_number(number).expect("a rule of the library");
        assert_eq!(built(names), told(&rule.hypers()), "{}", rule.name());
    }
}

#[test]
fn every_field_of_every_schedule_has_a_method() {
    let composed = [ScheduleKind::Sequence, ScheduleKind::Product, ScheduleKind::Chain];
    assert_eq!(schedules::ALL.len() + composed.len(), ScheduleKind::count() as usize);
    for &(number, names) in schedules::ALL {
        let kind = ScheduleKind::from_number(number).expect("a kind of the library");
        assert_eq!(built(names), told(&kind.fields()), "{}", kind.name());
    }
}

#[test]
fn every_field_of_every_wrapper_has_a_method() {
    let all = [
        (WrapperKind::Ema, wrappers::Ema::NAMES),
        (WrapperKind::Swa, wrappers::Swa::NAMES),
        (WrapperKind::Lookahead, wrappers::Lookahead::NAMES),
        (WrapperKind::Accumulate, wrappers::Accumulate::NAMES),
        (WrapperKind::Sam, wrappers::Sam::NAMES),
    ];
    assert_eq!(all.len(), WrapperKind::count() as usize);
    for (kind, names) in all {
        assert_eq!(built(names), told(&kind.fields()), "{}", kind.name());
    }
}

#[test]
fn every_setting_of_a_scaler_has_a_method() {
    let fields = told(&Scaler::fields());
    let settings = fields
        .iter()
        .position(|&(name, _)| name == "scale")
        .expect("what it remembers");
    assert_eq!(built(ScalerOptions::NAMES), fields[..settings]);
}

#[test]
fn enumerations_have_the_names_of_the_library() {
    // Names in Rust have capitals where the library has underscores and words of its own.
    let plain = |name: String| name.to_lowercase().replace('_', "");
    for &rule in Rule::ALL {
        assert_eq!(plain(format!("{rule:?}")), plain(rule.name().into()));
    }
    for &kind in ScheduleKind::ALL {
        assert_eq!(plain(format!("{kind:?}")), plain(kind.name().into()));
    }
    assert_eq!(Rule::from_name("adamw"), Ok(Rule::AdamW));
}
