//! Values as functions of the step.

use std::ptr::{self, NonNull};

use dlopt_sys as sys;

use crate::choices::WarmupKind;
use crate::error::check;
use crate::value::{Kind, Settings};
use crate::{BatchScaling, Error, Result, Runtime, ScheduleField, ScheduleKind, Status, Suggestion, Value};

/// A function from the step number to a value, in closed form: any step, any order, the same bits on every machine. A plateau alone has a
/// past. Builders: [`schedules`](crate::schedules).
#[derive(Debug)]
pub struct Schedule {
    handle: NonNull<sys::dlopt_schedule>,
    runtime: Option<Runtime>,
}

// SAFETY: any thread may use a schedule, and many may read it while nobody changes it.
unsafe impl Send for Schedule {}
unsafe impl Sync for Schedule {}

impl Schedule {
    fn made(
        runtime: Option<Runtime>,
        make: impl FnOnce(*mut sys::dlopt_runtime, *mut *mut sys::dlopt_schedule) -> i32,
    ) -> Result<Self> {
        let mut handle = ptr::null_mut();
        check(make(Runtime::raw(runtime.as_ref()), &mut handle))?;
        Ok(Schedule {
            handle: NonNull::new(handle).expect("a handle of a call that succeeded"),
            runtime,
        })
    }

    pub(crate) fn build(kind: ScheduleKind, settings: &Settings) -> Result<Self> {
        let mut made = Self::made(settings.runtime.clone(), |runtime, handle| unsafe {
            sys::dlopt_schedule_create(runtime, kind.number(), handle)
        })?;
        for (field, value) in &settings.values {
            made.set_value(*field, value)?;
        }
        Ok(made)
    }

    pub(crate) fn raw(&self) -> *const sys::dlopt_schedule {
        self.handle.as_ptr()
    }

    /// The value at a step, from 0.
    pub fn value(&self, step: i64) -> Result<f64> {
        let mut value = 0.0;
        check(unsafe { sys::dlopt_schedule_value(self.raw(), step, &mut value) })?;
        Ok(value)
    }

    /// Sets a field.
    pub fn set(&mut self, field: ScheduleField, value: impl Into<Value>) -> Result<()> {
        self.set_value(field.number(), &value.into())
    }

    fn set_value(&mut self, field: i32, value: &Value) -> Result<()> {
        let schedule = self.handle.as_ptr();
        check(match &value.0 {
            Kind::Number(number) => unsafe { sys::dlopt_schedule_set(schedule, field, *number) },
            Kind::List(list) => unsafe { sys::dlopt_schedule_set_list(schedule, field, list.as_ptr(), list.len()) },
        })
    }

    /// Reads a field that is one number.
    pub fn get(&self, field: ScheduleField) -> Result<f64> {
        let mut value = 0.0;
        check(unsafe { sys::dlopt_schedule_get(self.raw(), field.number(), &mut value) })?;
        Ok(value)
    }

    /// Shows a field that is a list.
    pub fn get_list(&self, field: ScheduleField) -> Result<&[f64]> {
        let (mut values, mut count) = (ptr::null(), 0);
        check(unsafe { sys::dlopt_schedule_get_list(self.raw(), field.number(), &mut values, &mut count) })?;
        // SAFETY: the schedule keeps them, and is borrowed.
        Ok(if count == 0 {
            &[]
        } else {
            unsafe { std::slice::from_raw_parts(values, count) }
        })
    }

    /// Tells a plateau, or every one within a composition, the metric that it watches. An optimizer follows a copy, which its own
    /// [`report`](crate::Optimizer::report) reaches.
    pub fn report(&mut self, metric: f64) -> Result<()> {
        check(unsafe { sys::dlopt_schedule_report(self.handle.as_ptr(), metric) })
    }

    /// Runs several one after another, each on a clock of its own: child i from step `milestones[i - 1]` on. Children are copied, and the
    /// memory is from the runtime of the first.
    pub fn sequence(children: &[&Schedule], milestones: &[i64]) -> Result<Self> {
        if milestones.len() + 1 != children.len() && !children.is_empty() {
            let message = format!(
                "milestones: got {} for {} children, wanted one less",
                milestones.len(),
                children.len()
            );
            return Err(Error::new(Status::InvalidArgument, message));
        }
        Self::composed(children, |runtime, raws, count, handle| unsafe {
            sys::dlopt_schedule_sequence(runtime, raws, count, milestones.as_ptr(), handle)
        })
    }

    /// The product of its children's values.
    pub fn product(children: &[&Schedule]) -> Result<Self> {
        Self::composed(children, |runtime, raws, count, handle| unsafe {
            sys::dlopt_schedule_product(runtime, raws, count, handle)
        })
    }

    /// Applies its children one after another: the value of each is the base of the next.
    pub fn chain(children: &[&Schedule]) -> Result<Self> {
        Self::composed(children, |runtime, raws, count, handle| unsafe {
            sys::dlopt_schedule_chain(runtime, raws, count, handle)
        })
    }

    fn composed(
        children: &[&Schedule],
        make: impl FnOnce(
            *mut sys::dlopt_runtime,
            *const *const sys::dlopt_schedule,
            i32,
            *mut *mut sys::dlopt_schedule,
        ) -> i32,
    ) -> Result<Self> {
        let raws: Vec<_> = children.iter().map(|child| child.raw()).collect();
        let count = i32::try_from(raws.len()).unwrap_or(i32::MAX); // more than are allowed, which the library says
        let runtime = children.first().and_then(|child| child.runtime.clone());
        Self::made(runtime, |runtime, handle| make(runtime, raws.as_ptr(), count, handle))
    }

    /// Puts a warm-up before it, from 0 to its first value.
    pub fn warmup(&self, steps: i64, kind: WarmupKind) -> Result<Self> {
        Self::made(self.runtime.clone(), |runtime, handle| unsafe {
            sys::dlopt_schedule_warmup(runtime, self.raw(), steps, kind.number(), handle)
        })
    }
}

impl Drop for Schedule {
    fn drop(&mut self) {
        let status = unsafe { sys::dlopt_schedule_destroy(self.handle.as_ptr()) };
        debug_assert_eq!(status, 0, "destroy");
    }
}

/// Suggests a learning rate from the record of a range test: learning rates and the losses measured with them. Each older loss counts
/// `smoothing` times less.
pub fn suggest_lr(lr: &[f64], loss: &[f64], smoothing: f64, method: Suggestion) -> Result<f64> {
    if lr.len() != loss.len() {
        let message = format!(
            "loss: got {}, wanted {} as there are learning rates",
            loss.len(),
            lr.len()
        );
        return Err(Error::new(Status::InvalidArgument, message));
    }
    let mut suggestion = 0.0;
    check(unsafe {
        sys::dlopt_lr_suggest(
            lr.as_ptr(),
            loss.as_ptr(),
            lr.len(),
            smoothing,
            method.number(),
            &mut suggestion,
        )
    })?;
    Ok(suggestion)
}

/// Scales a learning rate that was found with one batch size for another.
pub fn scale_lr(lr: f64, batch: i64, reference: i64, scaling: BatchScaling) -> Result<f64> {
    let mut scaled = 0.0;
    check(unsafe { sys::dlopt_lr_scale(lr, batch, reference, scaling.number(), &mut scaled) })?;
    Ok(scaled)
}
