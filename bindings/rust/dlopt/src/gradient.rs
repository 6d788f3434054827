//! What is done to gradients that lie in many buffers before a step: norms, clipping, unscaling, penalties.
//!
//! Unscaling, and clipping by norm and by value, also run fused inside a step ([`Step`](crate::Step)). Gradients with
//! [`ViewMut::none`](crate::ViewMut::none) are left out.

use std::ptr;

use dlopt_sys as sys;

use crate::view::{same_count, tensors};
use crate::{ClipForm, PercentileForm, Result, Runtime, Units, View, ViewMut};

/// The p-norm of all elements of many gradients together, and how many of them are NaN or infinite.
pub fn norm(runtime: Option<&Runtime>, grads: &[View<'_>], p: f64) -> Result<(f64, i64)> {
    let (grads, mut norm, mut nonfinite) = (tensors(grads), 0.0, 0);
    let status = unsafe {
        sys::dlopt_grad_norm(
            Runtime::raw(runtime),
            grads.as_ptr(),
            grads.len(),
            p,
            &mut norm,
            &mut nonfinite,
        )
    };
    Runtime::checked(runtime, status)?;
    Ok((norm, nonfinite))
}

/// How C clips by a norm, and the kind of number that it tells.
type ClipByNorm<T> = unsafe extern "C" fn(
    *mut sys::dlopt_runtime,
    *const sys::dlopt_tensor,
    usize,
    f64,
    f64,
    sys::dlopt_clip_form,
    *mut T,
) -> sys::dlopt_status;

fn clip_by_norm<T: Default>(
    clip: ClipByNorm<T>,
    runtime: Option<&Runtime>,
    grads: &mut [ViewMut<'_>],
    max_norm: f64,
    p: f64,
    form: ClipForm,
) -> Result<T> {
    let (grads, mut told) = (tensors(grads), T::default());
    // SAFETY: as many tensors as it is told, of buffers that are borrowed to be written.
    let status = unsafe {
        clip(
            Runtime::raw(runtime),
            grads.as_ptr(),
            grads.len(),
            max_norm,
            p,
            form.number(),
            &mut told,
        )
    };
    Runtime::checked(runtime, status)?;
    Ok(told)
}

/// Scales all gradients so that their common p-norm is at most `max_norm`. Returns the norm before.
pub fn clip_norm(
    runtime: Option<&Runtime>,
    grads: &mut [ViewMut<'_>],
    max_norm: f64,
    p: f64,
    form: ClipForm,
) -> Result<f64> {
    clip_by_norm(sys::dlopt_clip_norm, runtime, grads, max_norm, p, form)
}

/// Limits every element to `-limit` .. `limit`. NaN stays NaN.
pub fn clip_value(runtime: Option<&Runtime>, grads: &mut [ViewMut<'_>], limit: f64) -> Result<()> {
    let grads = tensors(grads);
    let status = unsafe { sys::dlopt_clip_value(Runtime::raw(runtime), grads.as_ptr(), grads.len(), limit) };
    Runtime::checked(runtime, status)
}

/// Scales each gradient so that its own p-norm is at most `max_norm`. Returns how many were scaled.
pub fn clip_per_tensor(
    runtime: Option<&Runtime>,
    grads: &mut [ViewMut<'_>],
    max_norm: f64,
    p: f64,
    form: ClipForm,
) -> Result<i64> {
    clip_by_norm(sys::dlopt_clip_per_tensor, runtime, grads, max_norm, p, form)
}

/// Scales each row of each gradient so that its own p-norm is at most `max_norm`. Returns how many were scaled.
pub fn clip_per_row(
    runtime: Option<&Runtime>,
    grads: &mut [ViewMut<'_>],
    max_norm: f64,
    p: f64,
    form: ClipForm,
) -> Result<i64> {
    clip_by_norm(sys::dlopt_clip_per_row, runtime, grads, max_norm, p, form)
}

/// Scales each unit of each gradient so that its p-norm is at most `factor` times that of the same unit of the parameter, which counts as
/// `eps` at least (AGC). Returns how many were scaled.
pub fn clip_agc(
    runtime: Option<&Runtime>,
    params: &[View<'_>],
    grads: &mut [ViewMut<'_>],
    (factor, eps): (f64, f64),
    p: f64,
    units: Units,
) -> Result<i64> {
    same_count("params", params.len(), grads.len())?;
    let (params, grads, mut clipped) = (tensors(params), tensors(grads), 0);
    let status = unsafe {
        let (runtime, count) = (Runtime::raw(runtime), grads.len());
        let units = units.number();
        sys::dlopt_clip_agc(
            runtime,
            params.as_ptr(),
            grads.as_ptr(),
            count,
            factor,
            eps,
            p,
            units,
            &mut clipped,
        )
    };
    Runtime::checked(runtime, status)?;
    Ok(clipped)
}

/// The norms of the last steps, for [`clip_percentile`].
#[derive(Clone, Debug)]
pub struct NormHistory {
    raw: sys::dlopt_norm_history,
    norms: Vec<f64>,
}

impl NormHistory {
    /// A history that remembers `capacity` norms, and has none; bitsandbytes has 100.
    pub fn new(capacity: usize) -> Self {
        NormHistory::restore(vec![0.0; capacity], 0)
    }

    /// One that was kept: its [`norms`](Self::norms) and how many it had [`seen`](Self::seen).
    pub fn restore(norms: Vec<f64>, seen: i64) -> Self {
        let mut raw =
            crate::initialised(|raw, size| unsafe { sys::dlopt_norm_history_init(raw, size, ptr::null_mut(), 0) });
        raw.capacity = norms.len() as i64;
        raw.seen = seen;
        NormHistory { raw, norms }
    }

    /// Which percentile gradients are clipped to: 0 .. 100, default 5.
    pub fn percentile(mut self, percentile: f64) -> Self {
        self.raw.percentile = percentile;
        self
    }

    /// Which number is a percentile; default as bitsandbytes.
    pub fn form(mut self, form: PercentileForm) -> Self {
        self.raw.form = form.number();
        self
    }

    /// The norms; those not seen yet are 0.
    pub fn norms(&self) -> &[f64] {
        &self.norms
    }

    /// How many norms there were so far.
    pub fn seen(&self) -> i64 {
        self.raw.seen
    }

    /// Norm of the gradients that were clipped last, before that.
    pub fn norm(&self) -> f64 {
        self.raw.norm
    }

    /// The percentile that they were clipped to.
    pub fn max_norm(&self) -> f64 {
        self.raw.max_norm
    }
}

// SAFETY: the pointer inside is only set for the length of a call.
unsafe impl Send for NormHistory {}
unsafe impl Sync for NormHistory {}

/// Scales all gradients so that their common p-norm is at most a percentile of the last norms, this one included; and remembers this norm.
pub fn clip_percentile(
    runtime: Option<&Runtime>,
    grads: &mut [ViewMut<'_>],
    p: f64,
    form: ClipForm,
    history: &mut NormHistory,
) -> Result<()> {
    let grads = tensors(grads);
    history.raw.norms = history.norms.as_mut_ptr();
    let status = unsafe {
        let runtime = Runtime::raw(runtime);
        sys::dlopt_clip_percentile(runtime, grads.as_ptr(), grads.len(), p, form.number(), &mut history.raw)
    };
    history.raw.norms = ptr::null_mut();
    Runtime::checked(runtime, status)
}

/// Subtracts from each row of each gradient its mean. Tensors of fewer than `min_ndim` dimensions (2 or more) are left alone.
pub fn centralize(runtime: Option<&Runtime>, grads: &mut [ViewMut<'_>], min_ndim: i32) -> Result<()> {
    let grads = tensors(grads);
    let status = unsafe { sys::dlopt_grad_centralize(Runtime::raw(runtime), grads.as_ptr(), grads.len(), min_ndim) };
    Runtime::checked(runtime, status)
}

/// Divides all gradients by a loss scale. Returns how many elements were NaN or infinite: a step must not follow when there were any.
pub fn unscale(runtime: Option<&Runtime>, grads: &mut [ViewMut<'_>], scale: f64) -> Result<i64> {
    let (grads, mut nonfinite) = (tensors(grads), 0);
    let status = unsafe {
        sys::dlopt_grad_unscale(
            Runtime::raw(runtime),
            grads.as_ptr(),
            grads.len(),
            scale,
            &mut nonfinite,
        )
    };
    Runtime::checked(runtime, status)?;
    Ok(nonfinite)
}

/// l1 sum |p| + l2 / 2 sum p^2 over all parameters together.
pub fn penalty(runtime: Option<&Runtime>, params: &[View<'_>], l1: f64, l2: f64) -> Result<f64> {
    penalty_of(runtime, &tensors(params), ptr::null(), l1, l2)
}

/// The same; and adds its gradient, l1 sign(p) + l2 p, to the gradients.
pub fn add_penalty(
    runtime: Option<&Runtime>,
    params: &[View<'_>],
    grads: &mut [ViewMut<'_>],
    l1: f64,
    l2: f64,
) -> Result<f64> {
    same_count("grads", grads.len(), params.len())?;
    penalty_of(runtime, &tensors(params), tensors(grads).as_ptr(), l1, l2)
}

fn penalty_of(
    runtime: Option<&Runtime>,
    params: &[sys::dlopt_tensor],
    grads: *const sys::dlopt_tensor,
    l1: f64,
    l2: f64,
) -> Result<f64> {
    let mut value = 0.0;
    let status = unsafe {
        sys::dlopt_grad_penalty(
            Runtime::raw(runtime),
            params.as_ptr(),
            grads,
            params.len(),
            l1,
            l2,
            &mut value,
        )
    };
    Runtime::checked(runtime, status)?;
    Ok(value)
}
