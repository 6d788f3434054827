//! Options of a step.

use std::marker::PhantomData;

use dlopt_sys as sys;

use crate::rows::Rows;
use crate::view::{Raw, Raws};
use crate::{ClipForm, Scaler, ViewMut};

/// Options of a step. They may serve many steps; what they borrow must be let go of between two of them.
#[must_use = "options do nothing by themselves"]
pub struct Step<'s> {
    pub(crate) desc: sys::dlopt_step_desc,
    pub(crate) deltas: Option<&'s [Raw]>,
    pub(crate) copies: Option<&'s [Raw]>,
    pub(crate) averages: Option<&'s [Raw]>,
    pub(crate) rows: Option<&'s [Rows<'s>]>,
    borrow: PhantomData<&'s mut Scaler>,
}

impl Default for Step<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'s> Step<'s> {
    /// A step without options.
    pub fn new() -> Self {
        let desc = crate::initialised(|desc, size| unsafe { sys::dlopt_step_desc_init(desc, size) });
        Step {
            desc,
            deltas: None,
            copies: None,
            averages: None,
            rows: None,
            borrow: PhantomData,
        }
    }

    fn flag(mut self, flag: u32, on: bool) -> Self {
        self.desc.flags = if on {
            self.desc.flags | flag
        } else {
            self.desc.flags & !flag
        };
        self
    }

    /// Gradients are divided by this first: a loss scale, or a number of micro-batches; 1e-30 .. 1e30, default 1.
    pub fn grad_scale(mut self, scale: f64) -> Self {
        self.desc.grad_scale = scale;
        self
    }

    /// Then scaled so that their common norm is at most this; default infinity: as the hyper-parameter says.
    pub fn max_norm(mut self, limit: f64) -> Self {
        self.desc.max_norm = limit;
        self
    }

    /// p of that norm: above 0, or infinity; default 2.
    pub fn norm_type(mut self, p: f64) -> Self {
        self.desc.norm_type = p;
        self
    }

    /// Then each gradient is scaled so that its own norm is at most this; default infinity.
    pub fn tensor_max_norm(mut self, limit: f64) -> Self {
        self.desc.tensor_max_norm = limit;
        self
    }

    /// Then each row of a gradient, so that its norm is at most this part of that of the parameter's row, which counts as `eps` at least.
    pub fn agc(mut self, clipping: f64, eps: f64) -> Self {
        self.desc.agc_clipping = clipping;
        self.desc.agc_eps = eps;
        self
    }

    /// Then each element is limited to -this .. this; default infinity: as the hyper-parameter says.
    pub fn clip_value(mut self, limit: f64) -> Self {
        self.desc.clip_value = limit;
        self
    }

    /// The factor that brings a norm down to its limit; default as PyTorch.
    pub fn clip_form(mut self, form: ClipForm) -> Self {
        self.desc.clip_form = form.number();
        self
    }

    /// Whether a NaN or infinity in any gradient holds the step back: nothing changes, nothing is counted.
    pub fn skip_nonfinite(self, skip: bool) -> Self {
        self.flag(sys::DLOPT_STEP_SKIP_NONFINITE, skip)
    }

    /// How many steps in a row may be held back; the next goes through as it is. Default 0: no limit.
    pub fn max_skips(mut self, limit: i32) -> Self {
        self.desc.max_skips = limit;
        self
    }

    /// Whether the norm is wanted even when nothing else needs it.
    pub fn grad_norm(self, wanted: bool) -> Self {
        self.flag(sys::DLOPT_STEP_GRAD_NORM, wanted)
    }

    /// Whether denormal numbers are taken for zeros throughout the step.
    pub fn flush_denormals(self, flush: bool) -> Self {
        self.flag(sys::DLOPT_STEP_FLUSH_DENORMALS, flush)
    }

    /// The loss at the parameters that the gradients were taken at; only rules that say so need it.
    pub fn loss(mut self, loss: f64) -> Self {
        self.desc.loss = loss;
        self
    }

    /// Divides gradients by the scale of a scaler, too, and updates it; gradients that are not finite hold the step back.
    pub fn scaler(mut self, scaler: &'s mut Scaler) -> Self {
        self.desc.scaler = scaler.raw();
        self
    }

    /// Receives, for each slot, what the step would add to the parameter, which then stays; the state moves on.
    pub fn deltas(mut self, deltas: &'s mut [ViewMut<'_>]) -> Self {
        self.deltas = Some(deltas.raws());
        self
    }

    /// Receives, for each slot, the parameter as the step leaves it, in F64, F32, F16 or Bf16.
    pub fn copies(mut self, copies: &'s mut [ViewMut<'_>]) -> Self {
        self.copies = Some(copies.raws());
        self
    }

    /// The buffers of averages: for each [`Ema`](crate::wrappers::Ema) and [`Swa`](crate::wrappers::Swa) in the order of wrapping, one for
    /// each slot, of f64 for f64 parameters, else of f32.
    pub fn averages(mut self, averages: &'s mut [ViewMut<'_>]) -> Self {
        self.averages = Some(averages.raws());
        self
    }

    /// For each slot, which rows the step is for.
    pub fn rows(mut self, rows: &'s mut [Rows<'_>]) -> Self {
        self.rows = Some(rows);
        self
    }
}
