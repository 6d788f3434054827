//! A step in pieces, for programs that can spare only a part of each frame.

use dlopt_sys as sys;

use crate::panics;
use crate::step::{Grads, Report};
use crate::view::Raws;
use crate::{Optimizer, Result, Status, Step, ViewMut};

/// A step that was [begun](Optimizer::begin). It has the bits of the whole step, however it is cut.
///
/// As long as it lives, all buffers and the optimizer are its own. Dropped before its end it is given up, as if it had not been, if nothing
/// of it is applied yet; else what is left of it is done, so that no parameter stays half updated. Leaked it leaves the optimizer unusable.
pub struct Pieces<'b, 'm> {
    optimizer: &'b mut Optimizer<'m>,
    open: bool,
}

impl<'m> Optimizer<'m> {
    /// Begins a step in pieces: checks everything that [`step_with`](Self::step_with) does, and changes nothing.
    pub fn begin<'b>(
        &'b mut self,
        params: &'b mut [ViewMut<'_>],
        grads: impl Into<Grads<'b>>,
        options: &'b mut Step<'_>,
    ) -> Result<Pieces<'b, 'm>> {
        let prepared = self.prepare(params.raws(), &grads.into(), options)?;
        // SAFETY: as for the whole step; the guard holds all that is borrowed until nothing of it is used any more.
        let status = unsafe {
            sys::dlopt_optimizer_step_begin(
                self.raw(),
                prepared.params,
                prepared.grads,
                prepared.count,
                &prepared.desc,
            )
        };
        self.checked(status)?;
        Ok(Pieces {
            optimizer: self,
            open: true,
        })
    }
}

impl Pieces<'_, '_> {
    /// Does a part of the step, of about so many elements; each pass over them counts. True when nothing is left but [`end`](Self::end).
    ///
    /// With a scaler that fails at its minimum (`Nonfinite`), and when the job system did not do its work (`Internal`), the step is over.
    pub fn part(&mut self, max_elements: i64) -> Result<bool> {
        let done = self.advance(max_elements);
        if self.optimizer.runtime.is_some() {
            panics::resume();
        }
        done
    }

    fn advance(&mut self, max_elements: i64) -> Result<bool> {
        let mut done = 0;
        let status = unsafe { sys::dlopt_optimizer_step_part(self.optimizer.raw(), max_elements, &mut done) };
        let outcome = crate::error::check(status);
        if let Err(error) = &outcome {
            self.open &= !matches!(error.status(), Status::Nonfinite | Status::Internal);
        }
        outcome.map(|()| done != 0)
    }

    /// Does what is left, and ends the step: counts it and updates its scaler.
    pub fn end(mut self) -> Result<Report> {
        self.part(i64::MAX)?;
        self.finish()
    }

    fn finish(&mut self) -> Result<Report> {
        let mut desc = crate::initialised(|desc, size| unsafe { sys::dlopt_step_desc_init(desc, size) });
        crate::error::check(unsafe { sys::dlopt_optimizer_step_end(self.optimizer.raw(), &mut desc) })?;
        self.open = false;
        Ok(Report::of(&desc))
    }

    /// Gives the step up. When parts of it are applied already this is `State`, and the step goes on.
    pub fn abort(&mut self) -> Result<()> {
        crate::error::check(unsafe { sys::dlopt_optimizer_step_abort(self.optimizer.raw()) })?;
        self.open = false;
        Ok(())
    }
}

impl Drop for Pieces<'_, '_> {
    fn drop(&mut self) {
        if !self.open || self.abort().is_ok() {
            return;
        }
        // Applied in part: it can only be finished. An error here has ended it, too.
        if self.advance(i64::MAX).is_ok() {
            let ended = self.finish();
            debug_assert!(ended.is_ok(), "{ended:?}");
        }
        if self.optimizer.runtime.is_some() {
            panics::resume_or_forget();
        }
    }
}
