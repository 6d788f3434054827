//! What the library tells of its rules, schedules, wrappers and scalers.

use dlopt_sys as sys;

use crate::error::{c_text, check, static_text};
use crate::{NormWatch, Recipe, Result, Rule, Scaler, ScheduleKind, StateMoment, StateShape, ValueKind, WrapperKind};

/// What is known about a hyper-parameter of a rule, or a field.
#[derive(Clone, Debug, PartialEq)]
pub struct HyperInfo {
    /// Its number in C: that of a [`Hyper`](crate::Hyper), or of a field.
    pub id: i32,
    /// Its kind; `None` for one that a newer library has.
    pub kind: Option<ValueKind>,
    /// What a new object has.
    pub default: f64,
    /// The smallest value.
    pub lower: f64,
    /// The largest value.
    pub upper: f64,
    /// Such as "beta1".
    pub name: &'static str,
    /// One line.
    pub doc: &'static str,
    /// Names of a choice in the order of their numbers.
    pub choices: Vec<&'static str>,
}

/// What is known about a state of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateInfo {
    /// PyTorch's name where PyTorch has one, such as "exp_avg".
    pub name: &'static str,
    /// One line.
    pub doc: &'static str,
    /// Whether it is kept only while a hyper-parameter asks for it, or of some shapes.
    pub optional: bool,
    /// For f32 parameters with full states; 0 for one that does not have the parameter's shape.
    pub bytes_per_element: i32,
    /// Its shape; `None` for one that a newer library has.
    pub shape: Option<StateShape>,
    /// What it holds; `None` for what a newer library has.
    pub moment: Option<StateMoment>,
}

/// The rows of a table.
fn hypers(count: i32, tell: impl Fn(i32, *mut sys::dlopt_hyper_info) -> i32) -> Vec<HyperInfo> {
    let row = |index| {
        let mut info = crate::sized(|info: &mut sys::dlopt_hyper_info, size| info.struct_size = size);
        check(tell(index, &mut info)).ok()?;
        // SAFETY: the texts of a row are static.
        let (name, doc, choices) =
            unsafe { (static_text(info.name), static_text(info.doc), static_text(info.choices)) };
        Some(HyperInfo {
            id: info.id,
            kind: ValueKind::from_number(info.kind),
            default: info.default_value,
            lower: info.lower,
            upper: info.upper,
            name: name.unwrap_or_default(),
            doc: doc.unwrap_or_default(),
            choices: choices.unwrap_or_default().split_whitespace().collect(),
        })
    };
    (0..count).filter_map(row).collect()
}

impl Rule {
    /// Its name, such as "adamw".
    pub fn name(self) -> &'static str {
        unsafe { static_text(sys::dlopt_rule_name(self.number())) }.unwrap_or_default()
    }

    /// Finds a rule by name.
    pub fn from_name(name: &str) -> Result<Self> {
        let (name, mut rule) = (c_text("name", name)?, 0);
        check(unsafe { sys::dlopt_rule_from_name(name.as_ptr(), &mut rule) })?;
        let newer = || {
            crate::Error::new(
                crate::Status::Unsupported,
                format!("name: got rule {rule}, which is newer than these bindings"),
            )
        };
        Rule::from_number(rule).ok_or_else(newer)
    }

    /// How many rules the library has; a newer one may have more than [`Rule::ALL`].
    pub fn count() -> i32 {
        unsafe { sys::dlopt_rule_count() }
    }

    /// Its hyper-parameters.
    pub fn hypers(self) -> Vec<HyperInfo> {
        let count = unsafe { sys::dlopt_rule_hyper_count(self.number()) };
        hypers(count, |index, info| unsafe {
            sys::dlopt_rule_hyper_info(self.number(), index, info)
        })
    }

    /// The states that it may keep.
    pub fn states(self) -> Vec<StateInfo> {
        let row = |index| {
            let mut info = crate::sized(|info: &mut sys::dlopt_state_info, size| info.struct_size = size);
            check(unsafe { sys::dlopt_rule_state_info(self.number(), index, &mut info) }).ok()?;
            // SAFETY: the texts of a row are static.
            let (name, doc) = unsafe { (static_text(info.name), static_text(info.doc)) };
            Some(StateInfo {
                name: name.unwrap_or_default(),
                doc: doc.unwrap_or_default(),
                optional: info.optional != 0,
                bytes_per_element: info.bytes_per_element,
                shape: StateShape::from_number(info.shape),
                moment: StateMoment::from_number(info.moment),
            })
        };
        (0..unsafe { sys::dlopt_rule_state_count(self.number()) })
            .filter_map(row)
            .collect()
    }

    /// The names of its presets.
    pub fn presets(self) -> Vec<&'static str> {
        (0..)
            .map_while(|index| unsafe { static_text(sys::dlopt_rule_preset_name(self.number(), index)) })
            .collect()
    }
}

impl ScheduleKind {
    /// Its name, such as "warmup_cosine".
    pub fn name(self) -> &'static str {
        unsafe { static_text(sys::dlopt_schedule_kind_name(self.number())) }.unwrap_or_default()
    }

    /// How many kinds the library has.
    pub fn count() -> i32 {
        unsafe { sys::dlopt_schedule_kind_count() }
    }

    /// Its fields.
    pub fn fields(self) -> Vec<HyperInfo> {
        let count = unsafe { sys::dlopt_schedule_field_count(self.number()) };
        hypers(count, |index, info| unsafe {
            sys::dlopt_schedule_field_info(self.number(), index, info)
        })
    }
}

impl WrapperKind {
    /// Its name, such as "lookahead".
    pub fn name(self) -> &'static str {
        unsafe { static_text(sys::dlopt_wrapper_name(self.number())) }.unwrap_or_default()
    }

    /// How many wrappers the library has.
    pub fn count() -> i32 {
        unsafe { sys::dlopt_wrapper_count() }
    }

    /// Its fields.
    pub fn fields(self) -> Vec<HyperInfo> {
        let count = unsafe { sys::dlopt_wrapper_field_count(self.number()) };
        hypers(count, |index, info| unsafe {
            sys::dlopt_wrapper_field_info(self.number(), index, info)
        })
    }
}

impl Recipe {
    /// Its name, such as "resnet".
    pub fn name(self) -> &'static str {
        unsafe { static_text(sys::dlopt_recipe_name(self.number())) }.unwrap_or_default()
    }
}

impl NormWatch {
    /// Its fields.
    pub fn fields() -> Vec<HyperInfo> {
        let count = unsafe { sys::dlopt_norm_watch_field_count() };
        hypers(count, |index, info| unsafe {
            sys::dlopt_norm_watch_field_info(index, info)
        })
    }
}

impl Scaler {
    /// Its fields.
    pub fn fields() -> Vec<HyperInfo> {
        let count = unsafe { sys::dlopt_scaler_field_count() };
        hypers(count, |index, info| unsafe {
            sys::dlopt_scaler_field_info(index, info)
        })
    }
}
