//! The step and its results.

use dlopt_sys as sys;

use crate::view::{same_count, Raw, Raws};
use crate::{Error, Flat, Optimizer, Result, Status, Step, View, ViewMut};

/// The gradients of a step, in slot order: `&[View]` is such.
pub struct Grads<'g> {
    list: Option<&'g [Raw]>,
    zero: bool,
}

impl<'g> Grads<'g> {
    /// Gradients that the step overwrites with zeros once it has used them, in the same pass.
    pub fn zeroing(grads: &'g mut [ViewMut<'_>]) -> Self {
        Grads {
            list: Some(grads.raws()),
            zero: true,
        }
    }

    /// Those of [`Optimizer::accumulate`].
    pub fn accumulated() -> Self {
        Grads {
            list: None,
            zero: false,
        }
    }
}

impl<'g> From<&'g [View<'_>]> for Grads<'g> {
    fn from(grads: &'g [View<'_>]) -> Self {
        Grads {
            list: Some(grads.raws()),
            zero: false,
        }
    }
}

impl<'g, const N: usize> From<&'g [View<'_>; N]> for Grads<'g> {
    fn from(grads: &'g [View<'_>; N]) -> Self {
        grads[..].into()
    }
}

impl<'g> From<&'g Vec<View<'_>>> for Grads<'g> {
    fn from(grads: &'g Vec<View<'_>>) -> Self {
        grads[..].into()
    }
}

/// What a step found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Report {
    /// Whether gradients that are not finite held it back.
    pub skipped: bool,
    /// Norm of the gradients before clipping; `None` when nothing asked for it.
    pub grad_norm: Option<f64>,
    /// Elements that are NaN or infinite; `None` when nothing asked for a norm.
    pub nonfinite: Option<i64>,
    /// Steps applied so far, this one included.
    pub applied_step: i64,
    /// Steps held back in a row so far, this one included.
    pub skips: i32,
}

impl Report {
    pub(crate) fn of(desc: &sys::dlopt_step_desc) -> Self {
        let measured = desc.nonfinite >= 0;
        Report {
            skipped: desc.skipped != 0,
            grad_norm: measured.then_some(desc.grad_norm),
            nonfinite: measured.then_some(desc.nonfinite),
            applied_step: desc.applied_step,
            skips: desc.skips,
        }
    }
}

/// What C is given for a step.
pub(crate) struct Prepared {
    pub(crate) params: *const sys::dlopt_tensor,
    pub(crate) grads: *const sys::dlopt_tensor,
    pub(crate) count: usize,
    pub(crate) desc: sys::dlopt_step_desc,
}

impl Optimizer<'_> {
    /// Takes one step on one flat buffer of f32 or f64. The first call on an optimizer without parameters declares one, and allocates its
    /// state; later calls are checked against it.
    ///
    /// ```compile_fail,E0502
    /// # let mut opt = dlopt::Sgd::new().build()?;
    /// let mut w = vec![1.0f32; 3];
    /// opt.step(&mut w, &w)?; // error: a parameter is not its own gradient
    /// # Ok::<(), dlopt::Error>(())
    /// ```
    #[inline]
    pub fn step<T: Flat>(&mut self, param: &mut [T], grad: &[T]) -> Result<()> {
        if param.len() != grad.len() {
            return Err(unequal(param.len(), grad.len()));
        }
        // SAFETY: both have that many elements, and the borrow checker keeps them apart.
        let status = unsafe { T::step(self.raw(), param.as_mut_ptr(), grad.as_ptr(), param.len()) };
        self.checked(status)
    }

    /// Takes one step on every parameter: lists in slot order.
    pub fn step_many(&mut self, params: &mut [ViewMut<'_>], grads: &[View<'_>]) -> Result<()> {
        same_count("grads", grads.len(), params.len())?;
        let [tensors, gradients] = self.scratch.fill([Some(params.raws()), Some(grads.raws())]);
        // SAFETY: lists of one length, of buffers that are borrowed as they are used.
        let status =
            unsafe { sys::dlopt_optimizer_step(self.raw(), tensors, gradients, params.len(), std::ptr::null_mut()) };
        self.checked(status)
    }

    /// Takes one step with options: divides, clips, updates, copies, zeroes in one pass, a second one for a norm.
    pub fn step_with<'g>(
        &mut self,
        params: &mut [ViewMut<'_>],
        grads: impl Into<Grads<'g>>,
        options: &mut Step<'_>,
    ) -> Result<Report> {
        let mut prepared = self.prepare(params.raws(), &grads.into(), options)?;
        // SAFETY: all lists have the lengths that C takes them to have, and all buffers are borrowed as they are used.
        let status = unsafe {
            sys::dlopt_optimizer_step(
                self.raw(),
                prepared.params,
                prepared.grads,
                prepared.count,
                &mut prepared.desc,
            )
        };
        self.checked(status)?;
        Ok(Report::of(&prepared.desc))
    }

    /// Checks the lengths of all lists, which C cannot, and makes of them what C is given.
    pub(crate) fn prepare(&mut self, params: &[Raw], grads: &Grads<'_>, options: &Step<'_>) -> Result<Prepared> {
        let count = params.len();
        for (name, list) in [
            ("grads", grads.list),
            ("deltas", options.deltas),
            ("copies", options.copies),
        ] {
            same_count(name, list.map_or(count, <[_]>::len), count)?;
        }
        let averages = count * self.averages;
        same_count("averages", options.averages.map_or(averages, <[_]>::len), averages)?;
        if let Some(rows) = options.rows {
            same_count("rows", rows.len(), count)?;
            rows.iter()
                .zip(params)
                .enumerate()
                .try_for_each(|(slot, (rows, param))| rows.fit(slot, param))?;
        }
        let lists = [
            Some(params),
            grads.list,
            options.deltas,
            options.copies,
            options.averages,
        ];
        let [params, gradients, deltas, copies, averages] = self.scratch.fill(lists);
        let zero = if grads.zero { sys::DLOPT_STEP_ZERO_GRADS } else { 0 };
        let rows = self.scratch.fill_rows(options.rows);
        let desc = sys::dlopt_step_desc {
            flags: options.desc.flags | zero,
            deltas,
            copies,
            averages,
            rows,
            ..options.desc
        };
        Ok(Prepared {
            params,
            grads: gradients,
            count,
            desc,
        })
    }
}

#[cold]
fn unequal(param: usize, grad: usize) -> Error {
    Error::new(
        Status::Shape,
        format!("grad: got {grad} elements, wanted {param} as param has"),
    )
}
