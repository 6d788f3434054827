//! What accompanies an optimizer.

use dlopt_sys as sys;

use crate::error::check;
use crate::value::Settings;
use crate::{Optimizer, Result, Rule, Status, WrapperField, WrapperKind};

/// The builders of [`wrappers`](crate::wrappers).
pub trait Wrapper: Described {}

/// What all of them know.
pub trait Described {
    #[doc(hidden)]
    const KIND: WrapperKind;

    #[doc(hidden)]
    fn settings(&self) -> &Settings;
}

/// A wrapper of an optimizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Wrapped(i32);

impl Optimizer<'_> {
    /// Adds a wrapper, and allocates what it keeps of the parameters declared so far.
    pub fn wrap(&mut self, wrapper: &impl Wrapper) -> Result<Wrapped> {
        // A wrapper cannot be taken off again, so that its settings are tried before.
        Optimizer::new(Rule::Sgd)?.wrap_raw(wrapper)?;
        self.wrap_raw(wrapper)
    }

    fn wrap_raw<W: Wrapper>(&mut self, wrapper: &W) -> Result<Wrapped> {
        let mut index = 0;
        check(unsafe { sys::dlopt_optimizer_wrap(self.raw(), W::KIND.number(), &mut index) })?;
        self.averages = self.count_averages();
        for (field, value) in &wrapper.settings().values {
            check(unsafe { sys::dlopt_optimizer_wrap_set(self.raw(), index, *field, value.number()?) })?;
        }
        Ok(Wrapped(index))
    }

    /// How many wrappers keep averages in buffers of the program: those that are updated every so many steps.
    pub(crate) fn count_averages(&self) -> usize {
        let every = |index| match self.get_wrapped(Wrapped(index), WrapperField::Every) {
            Ok(_) => Some(true),
            Err(error) => (error.status() == Status::UnknownHyper).then_some(false), // another wrapper; else there is none
        };
        (0..).map_while(every).filter(|&average| average).count()
    }

    /// Sets a field of a wrapper; it takes effect with the next step.
    pub fn set_wrapped(&mut self, wrapped: Wrapped, field: WrapperField, value: impl Into<crate::Value>) -> Result<()> {
        let value = value.into().number()?;
        check(unsafe { sys::dlopt_optimizer_wrap_set(self.raw(), wrapped.0, field.number(), value) })
    }

    /// Reads a field of a wrapper.
    pub fn get_wrapped(&self, wrapped: Wrapped, field: WrapperField) -> Result<f64> {
        let mut value = 0.0;
        check(unsafe { sys::dlopt_optimizer_wrap_get(self.raw(), wrapped.0, field.number(), &mut value) })?;
        Ok(value)
    }
}
