//! Statistics of parameters, gradients and states, and a hash of all that decides the next steps.

use dlopt_sys as sys;

use crate::params::Slot;
use crate::view::{same_count, tensors};
use crate::{Group, Optimizer, Result, View};

/// What is known of one parameter, or of several together. Norms are 2-norms.
#[derive(Clone, Debug, PartialEq)]
pub struct Stats {
    /// Elements.
    pub numel: i64,
    /// Steps applied to it: its age; of several the largest.
    pub steps: i64,
    /// Learning rate of the next step: schedule and scale included, bias correction not; NaN where several differ.
    pub effective_lr: f64,
    /// Weight decay of the next step, scale included; NaN where several differ.
    pub effective_weight_decay: f64,
    /// Of the parameter, if it was shown.
    pub param: Option<Numbers>,
    /// Of the gradient, if it was shown.
    pub grad: Option<Numbers>,
    /// Norm of what the parameter has moved by, if it was shown as it was before.
    pub update_norm: Option<f64>,
    /// That beside the norm of the parameter: about 1e-3 in a healthy training.
    pub update_ratio: Option<f64>,
    /// Elements of all states that are NaN or infinite.
    pub state_nonfinite: i64,
    /// Norm of each state in the order of [`Rule::states`](crate::Rule::states); NaN for one that is not kept.
    pub state_norms: Vec<f64>,
}

/// What is known of the elements of a buffer.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbers {
    /// Their norm.
    pub norm: f64,
    /// How many are NaN or infinite.
    pub nonfinite: i64,
    /// How many were measured.
    pub measured: i64,
    /// How many are NaN.
    pub nan: i64,
    /// How many are infinite.
    pub inf: i64,
    /// How many are zero.
    pub zero: i64,
    /// How many are denormal.
    pub denormal: i64,
    /// How many there are of each power of two: entry i is of magnitudes from 2^(i - 48) up to twice that.
    pub magnitudes: Vec<i64>,
}

/// What is measured: all parameters, unless a slot or a group is named. The optimizer keeps no references, so it must be shown them.
#[derive(Clone, Copy, Debug, Default)]
#[must_use = "a description does nothing by itself"]
pub struct Measure<'a> {
    slot: Option<Slot>,
    group: Option<Group>,
    sample: Option<i32>,
    params: Option<&'a [View<'a>]>,
    grads: Option<&'a [View<'a>]>,
    before: Option<&'a [View<'a>]>,
}

impl<'a> Measure<'a> {
    /// All parameters, of which none is shown: their states.
    pub fn new() -> Self {
        Self::default()
    }

    /// One parameter alone.
    pub fn slot(mut self, slot: Slot) -> Self {
        self.slot = Some(slot);
        self
    }

    /// Those of one group.
    pub fn group(mut self, group: Group) -> Self {
        self.group = Some(group);
        self
    }

    /// 1024 elements of every so many times as many; default 1: all.
    pub fn sample(mut self, sample: i32) -> Self {
        self.sample = Some(sample);
        self
    }

    /// The parameters, in slot order; those with [`View::none`] are left out.
    pub fn params(mut self, params: &'a [View<'a>]) -> Self {
        self.params = Some(params);
        self
    }

    /// The gradients.
    pub fn grads(mut self, grads: &'a [View<'a>]) -> Self {
        self.grads = Some(grads);
        self
    }

    /// The parameters as they were before the last step.
    pub fn before(mut self, before: &'a [View<'a>]) -> Self {
        self.before = Some(before);
        self
    }
}

impl Stats {
    fn of(stats: &sys::dlopt_stats) -> Self {
        let given = |number: f64| (!number.is_nan()).then_some(number);
        let param = Numbers {
            norm: stats.param_norm,
            nonfinite: stats.param_nonfinite,
            measured: stats.param_measured,
            nan: stats.param_nan,
            inf: stats.param_inf,
            zero: stats.param_zero,
            denormal: stats.param_denormal,
            magnitudes: stats.param_magnitudes.to_vec(),
        };
        let grad = Numbers {
            norm: stats.grad_norm,
            nonfinite: stats.grad_nonfinite,
            measured: stats.grad_measured,
            nan: stats.grad_nan,
            inf: stats.grad_inf,
            zero: stats.grad_zero,
            denormal: stats.grad_denormal,
            magnitudes: stats.grad_magnitudes.to_vec(),
        };
        Stats {
            numel: stats.numel,
            steps: stats.steps,
            effective_lr: stats.effective_lr,
            effective_weight_decay: stats.effective_weight_decay,
            param: (param.nonfinite >= 0).then_some(param),
            grad: (grad.nonfinite >= 0).then_some(grad),
            update_norm: given(stats.update_norm),
            update_ratio: given(stats.update_ratio),
            state_nonfinite: stats.state_nonfinite,
            state_norms: stats
                .state_norm
                .iter()
                .copied()
                .take(stats.state_count as usize)
                .collect(),
        }
    }
}

impl Optimizer<'_> {
    /// Measures one parameter, its gradient and its state.
    pub fn stats(&self, slot: Slot, param: Option<&View<'_>>, grad: Option<&View<'_>>) -> Result<Stats> {
        let (param, grad) = (
            param.map(|view| view.raw().tensor()),
            grad.map(|view| view.raw().tensor()),
        );
        let mut stats = crate::sized(|stats: &mut sys::dlopt_stats, size| stats.struct_size = size);
        let status = unsafe {
            let (param, grad) = (crate::pointer(param.as_ref()), crate::pointer(grad.as_ref()));
            sys::dlopt_optimizer_stats(self.raw(), slot.0, param, grad, &mut stats)
        };
        self.checked(status)?;
        Ok(Stats::of(&stats))
    }

    /// Measures parameters, gradients and states together; each buffer is read once.
    pub fn measure(&self, what: &Measure<'_>) -> Result<Stats> {
        let count = self.param_count();
        let mut lists = Vec::new();
        for (name, views) in [("params", what.params), ("grads", what.grads), ("before", what.before)] {
            same_count(name, views.map_or(count, <[_]>::len), count)?;
            lists.push(views.map(tensors));
        }
        let list = |index: usize| {
            lists[index]
                .as_ref()
                .map_or(std::ptr::null(), |list: &Vec<_>| list.as_ptr())
        };
        let mut desc = crate::initialised(|desc, size| unsafe { sys::dlopt_stats_desc_init(desc, size) });
        desc.slot = what.slot.map_or(desc.slot, |slot| slot.0);
        desc.group = what.group.map_or(desc.group, |group| group.0);
        desc.sample = what.sample.unwrap_or(desc.sample);
        (desc.params, desc.grads, desc.before, desc.count) = (list(0), list(1), list(2), count);
        let mut stats = crate::sized(|stats: &mut sys::dlopt_stats, size| stats.struct_size = size);
        self.checked(unsafe { sys::dlopt_optimizer_measure(self.raw(), &desc, &mut stats) })?;
        Ok(Stats::of(&stats))
    }

    /// Hashes all that decides the next steps: two optimizers with the same hash take the same steps to the same bits. The parameters are in
    /// it if they are given.
    pub fn state_hash(&self, params: Option<&[View<'_>]>) -> Result<u64> {
        let list = params.map(tensors);
        let (data, count) = list
            .as_ref()
            .map_or((std::ptr::null(), 0), |list| (list.as_ptr(), list.len()));
        let mut hash = 0;
        self.checked(unsafe { sys::dlopt_optimizer_state_hash(self.raw(), data, count, &mut hash) })?;
        Ok(hash)
    }
}
