//! Values of hyper-parameters and fields, and the macros that make enumerations and builders from the library's tables.

use crate::runtime::Runtime;
use crate::{Error, Result, Status};

/// What a hyper-parameter or field is set to: a number, a `bool`, a choice such as [`DecayMode`](crate::choices::DecayMode), or, of some
/// fields of schedules, a list of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Value(pub(crate) Kind);

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Number(f64),
    List(Vec<f64>),
}

impl Value {
    /// The number that the library is given for anything but a list.
    pub(crate) fn number(&self) -> Result<f64> {
        match self.0 {
            Kind::Number(number) => Ok(number),
            Kind::List(_) => Err(Error::new(
                Status::InvalidArgument,
                "value: got a list, wanted a number",
            )),
        }
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Value(Kind::Number(value))
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        f64::from(u8::from(value)).into()
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        f64::from(value).into()
    }
}

impl From<i64> for Value {
    /// A number that no `f64` holds is beyond all bounds: infinite.
    fn from(value: i64) -> Self {
        let rounded = value as f64;
        if rounded.abs() <= 2f64.powi(53) && rounded as i64 == value {
            rounded.into()
        } else {
            f64::INFINITY.copysign(rounded).into()
        }
    }
}

impl From<&[f64]> for Value {
    fn from(values: &[f64]) -> Self {
        Value(Kind::List(values.to_vec()))
    }
}

/// What a builder was told: only that is set, so that a preset keeps what it says of the rest.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub(crate) values: Vec<(i32, Value)>,
    pub(crate) preset: Option<String>,
    pub(crate) runtime: Option<Runtime>,
}

impl Settings {
    /// The last of two values of one setting holds.
    pub(crate) fn set(&mut self, id: i32, value: impl Into<Value>) {
        self.values.retain(|&(known, _)| known != id);
        self.values.push((id, value.into()));
    }
}

/// An enumeration of the C headers.
macro_rules! numbered {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$text:meta])* $member:ident = $constant:ident,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(i32)]
        #[non_exhaustive]
        pub enum $name { $($(#[$text])* $member = dlopt_sys::$constant as i32,)* }

        impl $name {
            /// All that these bindings know.
            pub const ALL: &'static [Self] = &[$(Self::$member),*];

            /// The number that C knows it by.
            pub const fn number(self) -> i32 {
                self as i32
            }

            /// What has this number in C.
            pub fn from_number(number: i32) -> Option<Self> {
                Self::ALL.iter().copied().find(|member| member.number() == number)
            }
        }

        impl From<$name> for $crate::Value {
            fn from(member: $name) -> Self {
                member.number().into()
            }
        }
    };
}

/// A builder: a structure with a method for each setting.
macro_rules! settings {
    ($ids:ident, $(#[$doc:meta])* $name:ident { $($(#[$text:meta])* $setter:ident: $type:ty => $id:ident,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default)]
        #[must_use = "a builder does nothing by itself"]
        pub struct $name {
            pub(crate) settings: $crate::value::Settings,
        }

        impl $name {
            #[cfg(test)]
            pub(crate) const NAMES: &'static [(&'static str, i32)] = &[$((stringify!($setter), $crate::$ids::$id.number())),*];

            /// A builder that leaves every setting at its default.
            pub fn new() -> Self {
                Self::default()
            }
            $(
                $(#[$text])*
                pub fn $setter(mut self, value: $type) -> Self {
                    self.settings.set($crate::$ids::$id.number(), value);
                    self
                }
            )*
        }
    };
}

/// What the builders of handles have in common.
macro_rules! made_in_runtime {
    ($name:ident) => {
        impl $name {
            /// Takes memory and threads from a runtime in place of the default one.
            pub fn runtime(mut self, runtime: &$crate::Runtime) -> Self {
                self.settings.runtime = Some(runtime.clone());
                self
            }
        }
    };
}

/// The builders that know the conventions of peers.
macro_rules! with_presets {
    ($name:ident) => {
        impl $name {
            /// Takes the conventions of a peer, by name; what is set beside it goes before it.
            pub fn preset(mut self, name: &str) -> Self {
                self.settings.preset = Some(name.into());
                self
            }
        }
    };
}

macro_rules! rule {
    ($(#[$doc:meta])* $name:ident { $($fields:tt)* }) => {
        $crate::value::settings! { Hyper, $(#[$doc])* $name { $($fields)* } }
        $crate::value::made_in_runtime! { $name }
        $crate::value::with_presets! { $name }

        impl $name {
            /// Makes the optimizer, without parameters.
            pub fn build(&self) -> $crate::Result<$crate::Optimizer<'static>> {
                $crate::Optimizer::build($crate::Rule::$name, &self.settings)
            }

            /// Makes an outline: an optimizer without memory for states, to be [placed](crate::Optimizer::place).
            pub fn outline(&self) -> $crate::Result<$crate::Optimizer<'static>> {
                $crate::Optimizer::build_outline($crate::Rule::$name, &self.settings)
            }

            /// Makes a kernel, for state that the program keeps.
            pub fn kernel(&self) -> $crate::Result<$crate::Kernel> {
                $crate::Kernel::build($crate::Rule::$name, &self.settings)
            }
        }
    };
}

macro_rules! schedule {
    ($(#[$doc:meta])* $name:ident { $($fields:tt)* }) => {
        $crate::value::settings! { ScheduleField, $(#[$doc])* $name { $($fields)* } }
        $crate::value::made_in_runtime! { $name }

        impl $name {
            /// Makes the schedule.
            pub fn build(&self) -> $crate::Result<$crate::Schedule> {
                $crate::Schedule::build($crate::ScheduleKind::$name, &self.settings)
            }
        }
    };
}

macro_rules! wrapper {
    ($(#[$doc:meta])* $name:ident { $($fields:tt)* }) => {
        $crate::value::settings! { WrapperField, $(#[$doc])* $name { $($fields)* } }

        impl $crate::wrapper::Wrapper for $name {}

        impl $crate::wrapper::Described for $name {
            const KIND: $crate::WrapperKind = $crate::WrapperKind::$name;

            fn settings(&self) -> &$crate::value::Settings {
                &self.settings
            }
        }
    };
}

macro_rules! scaler {
    ($(#[$doc:meta])* $name:ident { $($fields:tt)* }) => {
        $crate::value::settings! { ScalerField, $(#[$doc])* $name { $($fields)* } }
        $crate::value::made_in_runtime! { $name }
        $crate::value::with_presets! { $name }

        impl $name {
            /// Makes the scaler.
            pub fn build(&self) -> $crate::Result<$crate::Scaler> {
                $crate::Scaler::build(&self.settings)
            }
        }
    };
}

pub(crate) use {made_in_runtime, numbered, rule, scaler, schedule, settings, with_presets, wrapper};
