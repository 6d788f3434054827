//! The bare update on state that the program keeps: for engines that have their own tensors, threads and step count.

use std::marker::PhantomData;
use std::ops::Range;
use std::os::raw::c_void;
use std::ptr;

use dlopt_sys as sys;

use crate::error::check;
use crate::value::Settings;
use crate::{Element, Error, Flat, Hyper, Result, Rule, Status, Value};

/// No rule keeps more states.
const MAX_STATES: usize = sys::DLOPT_STATS_MAX_STATES as usize;

/// A rule and its hyper-parameters, ready to update any buffers. Builders make it, too: `AdamW::new().lr(1e-3).kernel()?`.
#[derive(Clone, Debug)]
pub struct Kernel {
    rule: Rule,
    hypers: Vec<sys::dlopt_hyper_value>,
}

/// A state of a kernel's rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KernelState {
    /// Whether it must be given, with the shape and type of its parameter.
    pub kept: bool,
    /// What each of its elements starts from.
    pub initial: f64,
}

impl Kernel {
    /// A rule with its default hyper-parameters.
    pub fn new(rule: Rule) -> Self {
        Kernel {
            rule,
            hypers: Vec::new(),
        }
    }

    pub(crate) fn build(rule: Rule, settings: &Settings) -> Result<Self> {
        if settings.preset.is_some() {
            return Err(Error::new(
                Status::Unsupported,
                "preset: got one, wanted none: kernels take hyper-parameters",
            ));
        }
        let mut made = Kernel::new(rule);
        for (id, value) in &settings.values {
            made.set_number(*id, value.number()?);
        }
        made.states()?; // the library looks at the hyper-parameters
        Ok(made)
    }

    /// Sets a hyper-parameter, which the next call checks.
    pub fn set(&mut self, hyper: Hyper, value: impl Into<Value>) -> Result<()> {
        self.set_number(hyper.number(), value.into().number()?);
        Ok(())
    }

    fn set_number(&mut self, hyper: i32, value: f64) {
        self.hypers.retain(|known| known.hyper != hyper);
        let struct_size = std::mem::size_of::<sys::dlopt_hyper_value>() as u32;
        self.hypers.push(sys::dlopt_hyper_value {
            struct_size,
            hyper,
            value,
        });
    }

    /// The states of the rule, in the order of [`Rule::states`].
    pub fn states(&self) -> Result<Vec<KernelState>> {
        let (mut kept, mut initial) = (
            0u32,
            vec![0.0; unsafe { sys::dlopt_rule_state_count(self.rule.number()) } as usize],
        );
        check(unsafe {
            let (hypers, count) = (self.hypers.as_ptr(), self.hypers.len());
            sys::dlopt_kernel_states(self.rule.number(), hypers, count, &mut kept, initial.as_mut_ptr())
        })?;
        let state = |(k, &initial): (usize, &f64)| KernelState {
            kept: kept >> k & 1 != 0,
            initial,
        };
        Ok(initial.iter().enumerate().map(state).collect())
    }

    /// Updates a whole parameter and its states, as an optimizer's step does. `step` is 1 for the first.
    pub fn apply<T: Flat>(&self, step: i64, buffers: &mut KernelBuffers<'_, T>) -> Result<()> {
        let past = buffers.desc.n;
        self.apply_to(step, buffers, 0, past)
    }

    /// Updates some of its elements. However a parameter is cut into ranges, the bits are the same.
    pub fn apply_range<T: Flat>(
        &self,
        step: i64,
        buffers: &mut KernelBuffers<'_, T>,
        range: Range<usize>,
    ) -> Result<()> {
        self.apply_to(step, buffers, end(range.start), end(range.end))
    }

    fn apply_to<T: Flat>(&self, step: i64, buffers: &mut KernelBuffers<'_, T>, first: i64, past: i64) -> Result<()> {
        if let Some(error) = &buffers.wrong {
            return Err(error.clone());
        }
        // SAFETY: all buffers have n elements and are borrowed, so that nothing else uses them.
        unsafe { self.call(step, &buffers.desc, &buffers.states, first, past) }
    }

    /// Updates some of the elements that `pointers` stand for.
    ///
    /// # Safety
    /// No other thread uses these elements meanwhile: ranges that are updated at once must have none in common.
    pub unsafe fn apply_shared(&self, step: i64, pointers: &KernelPointers<'_>, range: Range<usize>) -> Result<()> {
        self.call(step, &pointers.desc, &pointers.states, end(range.start), end(range.end))
    }

    unsafe fn call(
        &self,
        step: i64,
        desc: &sys::dlopt_kernel_buffers,
        states: &[*mut c_void; MAX_STATES],
        first: i64,
        past: i64,
    ) -> Result<()> {
        let buffers = sys::dlopt_kernel_buffers {
            states: states.as_ptr(),
            ..*desc
        };
        let (rule, hypers, count) = (self.rule.number(), self.hypers.as_ptr(), self.hypers.len());
        check(sys::dlopt_kernel_apply(
            ptr::null_mut(),
            rule,
            hypers,
            count,
            step,
            &buffers,
            first,
            past,
            ptr::null_mut(),
        ))
    }
}

/// A bound of a range; one that is too large stays so.
fn end(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

/// The buffers of one parameter, of f32 or f64, and how its gradients enter. All have as many elements as the parameter.
pub struct KernelBuffers<'a, T> {
    desc: sys::dlopt_kernel_buffers,
    states: [*mut c_void; MAX_STATES],
    wrong: Option<Error>,
    borrow: PhantomData<&'a mut [T]>,
}

impl<'a, T: Flat> KernelBuffers<'a, T> {
    /// A parameter and its gradient.
    pub fn new<G: Element>(param: &'a mut [T], grad: &'a [G]) -> Self {
        Self::of(param, grad.as_ptr() as *mut G, grad.len())
    }

    /// The same; the gradient is overwritten with zeros where it was used.
    pub fn zeroing<G: Element>(param: &'a mut [T], grad: &'a mut [G]) -> Self {
        let mut buffers = Self::of(param, grad.as_mut_ptr(), grad.len());
        buffers.desc.flags |= sys::DLOPT_STEP_ZERO_GRADS;
        buffers
    }

    fn of<G: Element>(param: &'a mut [T], grad: *mut G, len: usize) -> Self {
        let mut desc = crate::initialised(|desc, size| unsafe { sys::dlopt_kernel_buffers_init(desc, size) });
        desc.dtype = T::DTYPE.number();
        desc.grad_dtype = G::DTYPE.number();
        desc.n = param.len() as i64;
        desc.param = param.as_mut_ptr().cast();
        desc.grad = grad.cast();
        let mut buffers = KernelBuffers {
            desc,
            states: [ptr::null_mut(); MAX_STATES],
            wrong: None,
            borrow: PhantomData,
        };
        buffers.fits("grad", len);
        buffers
    }

    /// Notes the first buffer of another length; calls tell of it.
    fn fits(&mut self, name: &str, len: usize) {
        if len as i64 != self.desc.n {
            let message = format!("{name}: got {len} elements, wanted {} as param has", self.desc.n);
            self.wrong.get_or_insert(Error::new(Status::Shape, message));
        }
    }

    /// The next state of the rule, in the order of [`Rule::states`].
    pub fn state(mut self, state: &'a mut [T]) -> Self {
        self.fits("state", state.len());
        self.push(state.as_mut_ptr().cast());
        self
    }

    /// In place of the next state: it is not kept.
    pub fn no_state(mut self) -> Self {
        self.push(ptr::null_mut());
        self
    }

    /// The next state, which has not seen a gradient yet though this is not the first step.
    pub fn fresh_state(mut self, state: &'a mut [T]) -> Self {
        self.desc.fresh |= 1u32.checked_shl(self.desc.n_states as u32).unwrap_or(0);
        self.state(state)
    }

    fn push(&mut self, state: *mut c_void) {
        match self.states.get_mut(self.desc.n_states as usize) {
            Some(place) => *place = state,
            None => {
                let message = format!("state: got more than {MAX_STATES}, which no rule has");
                self.wrong.get_or_insert(Error::new(Status::InvalidArgument, message));
                return;
            }
        }
        self.desc.n_states += 1;
    }

    /// Receives what would be added to the parameter, which then stays.
    pub fn delta<D: Element>(mut self, delta: &'a mut [D]) -> Self {
        self.fits("delta", delta.len());
        self.desc.delta_dtype = D::DTYPE.number();
        self.desc.delta = delta.as_mut_ptr().cast();
        self
    }

    /// Gradients are multiplied by this first: 1 / loss scale, times the factor of clipping.
    pub fn grad_factor(mut self, factor: f64) -> Self {
        self.desc.grad_factor = factor;
        self
    }

    /// Then limited to -this .. this; default infinity: as the hyper-parameter says.
    pub fn clip_value(mut self, limit: f64) -> Self {
        self.desc.clip_value = limit;
        self
    }

    /// Factors of learning rate and weight decay; 0 .. 1e6, default 1.
    pub fn scales(mut self, lr: f64, decay: f64) -> Self {
        (self.desc.lr_scale, self.desc.decay_scale) = (lr, decay);
        self
    }

    /// Number of the parameter, with which the noise of rules that add some differs; default 0.
    pub fn slot(mut self, slot: u32) -> Self {
        self.desc.slot = slot;
        self
    }

    /// Takes denormal numbers for zeros.
    pub fn flush_denormals(mut self) -> Self {
        self.desc.flags |= sys::DLOPT_STEP_FLUSH_DENORMALS;
        self
    }

    /// Gives the buffers to many threads at once, for as long as they are borrowed.
    pub fn share(self) -> Result<KernelPointers<'a>> {
        match self.wrong {
            Some(error) => Err(error),
            None => Ok(KernelPointers {
                desc: self.desc,
                states: self.states,
                borrow: PhantomData,
            }),
        }
    }
}

/// Buffers that many threads may update ranges of: [`Kernel::apply_shared`].
pub struct KernelPointers<'a> {
    desc: sys::dlopt_kernel_buffers,
    states: [*mut c_void; MAX_STATES],
    borrow: PhantomData<&'a mut [u8]>,
}

// SAFETY: whoever follows the pointers answers for it.
unsafe impl Send for KernelPointers<'_> {}
unsafe impl Sync for KernelPointers<'_> {}
