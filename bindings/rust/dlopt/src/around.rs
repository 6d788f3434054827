//! What goes around a step: looking at gradients before it, accumulating them, other places to take them at, modes.

use std::ptr;

use dlopt_sys as sys;

use crate::error::check;
use crate::params::Slot;
use crate::view::{same_count, Raws};
use crate::{Mode, Optimizer, Result, View, ViewMut};

impl Optimizer<'_> {
    /// Measures one gradient before the step, while it is in the cache. It must not change until then, which the step takes as given: one
    /// that did is clipped by the norm that it had.
    pub fn observe(&mut self, slot: Slot, grad: &View<'_>) -> Result<()> {
        let status = unsafe { sys::dlopt_optimizer_observe(self.raw(), slot.0, &grad.raw().tensor()) };
        self.checked(status)
    }

    /// Forgets what was observed of a parameter.
    pub fn forget(&mut self, slot: Slot) -> Result<()> {
        check(unsafe { sys::dlopt_optimizer_observe(self.raw(), slot.0, ptr::null()) })
    }

    /// Adds gradients, times a weight, to those that [`Grads::accumulated`](crate::Grads::accumulated) stands for; the optimizer must be
    /// wrapped with [`Accumulate`](crate::wrappers::Accumulate). Returns the sum of the weights so far.
    pub fn accumulate(&mut self, grads: &[View<'_>], weight: f64) -> Result<f64> {
        let mut total = 0.0;
        let [tensors] = self.scratch.fill([Some(grads.raws())]);
        let status = unsafe { sys::dlopt_optimizer_accumulate(self.raw(), tensors, grads.len(), weight, &mut total) };
        self.checked(status)?;
        Ok(total)
    }

    /// Moves the parameters to where SAM takes the gradient of the next step, which puts them back; the optimizer must be wrapped with
    /// [`Sam`](crate::wrappers::Sam).
    pub fn perturb(&mut self, params: &mut [ViewMut<'_>], grads: &[View<'_>]) -> Result<()> {
        same_count("grads", grads.len(), params.len())?;
        let [tensors, gradients] = self.scratch.fill([Some(params.raws()), Some(grads.raws())]);
        let status = unsafe { sys::dlopt_optimizer_perturb(self.raw(), tensors, gradients, params.len()) };
        self.checked(status)
    }

    /// Puts parameters that were perturbed back without a step.
    pub fn put_back(&mut self, params: &mut [ViewMut<'_>]) -> Result<()> {
        let [tensors] = self.scratch.fill([Some(params.raws())]);
        let status = unsafe { sys::dlopt_optimizer_perturb(self.raw(), tensors, ptr::null(), params.len()) };
        self.checked(status)
    }

    /// Turns the parameters into what another mode needs; with rules that have no modes this changes nothing.
    pub fn mode(&mut self, mode: Mode, params: &mut [ViewMut<'_>]) -> Result<()> {
        let [tensors] = self.scratch.fill([Some(params.raws())]);
        let status = unsafe { sys::dlopt_optimizer_mode(self.raw(), mode.number(), tensors, params.len()) };
        self.checked(status)
    }

    /// Hands over estimates of the diagonal of the Hessian to a rule that uses them.
    pub fn hessian(&mut self, hessians: &[View<'_>]) -> Result<()> {
        let [tensors] = self.scratch.fill([Some(hessians.raws())]);
        let status = unsafe { sys::dlopt_optimizer_hessian(self.raw(), tensors, hessians.len()) };
        self.checked(status)
    }
}
