//! Loss scales.

use std::ptr::{self, NonNull};

use dlopt_sys as sys;

use crate::error::{c_text, check};
use crate::value::Settings;
use crate::{Result, Runtime, ScalerField, ScalerOptions, Value};

/// A loss scale and what it remembers. Multiply the loss by it before the backward pass, and give it to the step, which divides by it, holds
/// back steps with gradients that are not finite, and updates it.
#[derive(Debug)]
pub struct Scaler {
    handle: NonNull<sys::dlopt_scaler>,
    runtime: Option<Runtime>,
}

// SAFETY: a handle serves one call at a time, on any thread.
unsafe impl Send for Scaler {}

impl Scaler {
    /// A scaler with the defaults of `torch.amp.GradScaler`. Others: [`ScalerOptions`].
    pub fn new() -> Result<Self> {
        ScalerOptions::new().build()
    }

    pub(crate) fn build(settings: &Settings) -> Result<Self> {
        let runtime = settings.runtime.clone();
        let mut handle = ptr::null_mut();
        check(unsafe { sys::dlopt_scaler_create(Runtime::raw(runtime.as_ref()), &mut handle) })?;
        let handle = NonNull::new(handle).expect("a handle of a call that succeeded");
        let mut made = Scaler { handle, runtime };
        if let Some(name) = &settings.preset {
            made.preset(name)?;
        }
        for (field, value) in &settings.values {
            check(unsafe { sys::dlopt_scaler_set(made.raw(), *field, value.number()?) })?;
        }
        Ok(made)
    }

    pub(crate) fn raw(&self) -> *mut sys::dlopt_scaler {
        self.handle.as_ptr()
    }

    /// What the loss is to be multiplied by now.
    pub fn scale(&self) -> Result<f64> {
        let mut scale = 0.0;
        check(unsafe { sys::dlopt_scaler_scale(self.raw(), &mut scale) })?;
        Ok(scale)
    }

    /// Updates it, in programs that check gradients themselves, and once for each iteration of those that take several steps with one scaler
    /// (`deferred`).
    pub fn update(&mut self, nonfinite: bool) -> Result<()> {
        let status = unsafe { sys::dlopt_scaler_update(self.raw(), nonfinite.into()) };
        Runtime::checked(self.runtime.as_ref(), status)
    }

    /// Sets a field.
    pub fn set(&mut self, field: ScalerField, value: impl Into<Value>) -> Result<()> {
        check(unsafe { sys::dlopt_scaler_set(self.raw(), field.number(), value.into().number()?) })
    }

    /// Reads a field, counters included.
    pub fn get(&self, field: ScalerField) -> Result<f64> {
        let mut value = 0.0;
        check(unsafe { sys::dlopt_scaler_get(self.raw(), field.number(), &mut value) })?;
        Ok(value)
    }

    /// Sets all fields as a framework has them ("torch", "deepspeed", "static"), and begins anew.
    pub fn preset(&mut self, name: &str) -> Result<()> {
        let name = c_text("preset", name)?;
        check(unsafe { sys::dlopt_scaler_preset(self.raw(), name.as_ptr()) })
    }
}

impl Drop for Scaler {
    fn drop(&mut self) {
        // A scaler that a leaked step in pieces holds is left to it.
        let _ = unsafe { sys::dlopt_scaler_destroy(self.raw()) };
    }
}
