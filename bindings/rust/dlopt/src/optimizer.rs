//! The optimizer: its making and end, its hyper-parameters and groups.

use std::fmt;
use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::ptr::{self, NonNull};

use dlopt_sys as sys;

use crate::error::{c_text, check};
use crate::scratch::Scratch;
use crate::value::Settings;
use crate::{Hyper, Recipe, Result, Rule, Runtime, Schedule, Value};

/// One rule with its groups, its parameters' state, and a count of applied steps. Parameters and gradients stay the program's: no reference
/// to them outlives the call that brought it.
///
/// It is made by the builder of its rule, such as [`AdamW`](crate::AdamW). `'m` is the life of the memory that it was
/// [placed](Self::place) in, and `'static` for all others. It may go to another thread, but not be shared by two:
///
/// ```
/// fn sent(_: impl Send) {}
/// sent(dlopt::Sgd::new().build()?);
/// # Ok::<(), dlopt::Error>(())
/// ```
/// ```compile_fail,E0277
/// fn shared(_: impl Sync) {}
/// shared(dlopt::Sgd::new().build()?);
/// # Ok::<(), dlopt::Error>(())
/// ```
pub struct Optimizer<'m> {
    pub(crate) handle: NonNull<sys::dlopt_optimizer>,
    pub(crate) runtime: Option<Runtime>,
    pub(crate) scratch: Scratch,
    /// How many wrappers keep averages in buffers of the program.
    pub(crate) averages: usize,
    memory: PhantomData<&'m mut [MaybeUninit<u8>]>,
}

// SAFETY: a handle serves one call at a time, on any thread.
unsafe impl Send for Optimizer<'_> {}

/// A group of parameters with hyper-parameters of its own. Every optimizer has [`Group::FIRST`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Group(pub(crate) i32);

impl Group {
    /// The group that every optimizer begins with.
    pub const FIRST: Group = Group(0);
}

type Create = unsafe extern "C" fn(*mut sys::dlopt_runtime, i32, *mut *mut sys::dlopt_optimizer) -> i32;

impl Optimizer<'static> {
    /// Makes an optimizer of a rule that is only known when the program runs, with its default hyper-parameters.
    pub fn new(rule: Rule) -> Result<Self> {
        Self::build(rule, &Settings::default())
    }

    /// Makes an optimizer as a known training sets it up. `steps_per_epoch` and `total_steps` are read by recipes that say so.
    pub fn from_recipe(
        runtime: Option<&Runtime>,
        recipe: Recipe,
        steps_per_epoch: i64,
        total_steps: i64,
    ) -> Result<Self> {
        Self::made(runtime.cloned(), 0, |raw, handle| unsafe {
            sys::dlopt_recipe_create(raw, recipe.number(), steps_per_epoch, total_steps, handle)
        })
    }

    pub(crate) fn build(rule: Rule, settings: &Settings) -> Result<Self> {
        Self::set_up(sys::dlopt_optimizer_create, rule, settings)
    }

    pub(crate) fn build_outline(rule: Rule, settings: &Settings) -> Result<Self> {
        Self::set_up(sys::dlopt_optimizer_outline, rule, settings)
    }

    fn set_up(create: Create, rule: Rule, settings: &Settings) -> Result<Self> {
        let mut made = Self::made(settings.runtime.clone(), 0, |raw, handle| unsafe {
            create(raw, rule.number(), handle)
        })?;
        if let Some(name) = &settings.preset {
            made.preset(name)?;
        }
        for (id, value) in &settings.values {
            made.set_number(*id, value.number()?)?;
        }
        Ok(made)
    }
}

impl<'m> Optimizer<'m> {
    /// Takes over what a call of C makes.
    pub(crate) fn made(
        runtime: Option<Runtime>,
        averages: usize,
        make: impl FnOnce(*mut sys::dlopt_runtime, *mut *mut sys::dlopt_optimizer) -> i32,
    ) -> Result<Self> {
        let mut handle = ptr::null_mut();
        let status = make(Runtime::raw(runtime.as_ref()), &mut handle);
        let made = NonNull::new(handle).map(|handle| Optimizer {
            handle,
            runtime,
            scratch: Scratch::default(),
            averages,
            memory: PhantomData,
        });
        check(status)?;
        Ok(made.expect("a handle of a call that succeeded"))
    }

    pub(crate) fn raw(&self) -> *mut sys::dlopt_optimizer {
        self.handle.as_ptr()
    }

    /// Makes a `Result` of what a call returned that may have called hooks.
    #[inline]
    pub(crate) fn checked(&self, status: i32) -> Result<()> {
        Runtime::checked(self.runtime.as_ref(), status)
    }

    /// Makes an independent copy, with memory of its own. Both then take the same steps to the same bits.
    pub fn try_clone(&self) -> Result<Optimizer<'static>> {
        Optimizer::made(self.runtime.clone(), self.averages, |_, copy| unsafe {
            sys::dlopt_optimizer_clone(self.raw(), copy)
        })
    }

    /// Sets a hyper-parameter in every group; it takes effect with the next step. One that decides which state is kept allocates it here.
    pub fn set(&mut self, hyper: Hyper, value: impl Into<Value>) -> Result<()> {
        self.set_number(hyper.number(), value.into().number()?)
    }

    fn set_number(&mut self, id: i32, value: f64) -> Result<()> {
        check(unsafe { sys::dlopt_optimizer_set(self.raw(), id, value) })
    }

    /// Reads a hyper-parameter of the first group: as set, or what its schedule gives for the next step. Flags are 0 or 1, choices their
    /// numbers.
    pub fn get(&self, hyper: Hyper) -> Result<f64> {
        let mut value = 0.0;
        check(unsafe { sys::dlopt_optimizer_get(self.raw(), hyper.number(), &mut value) })?;
        Ok(value)
    }

    /// Adds a group, a copy of what the first group has now, schedules included.
    pub fn add_group(&mut self) -> Result<Group> {
        let mut group = 0;
        check(unsafe { sys::dlopt_optimizer_group_add(self.raw(), &mut group) })?;
        Ok(Group(group))
    }

    /// Sets a hyper-parameter of one group.
    pub fn set_in(&mut self, group: Group, hyper: Hyper, value: impl Into<Value>) -> Result<()> {
        let value = value.into().number()?;
        check(unsafe { sys::dlopt_optimizer_group_set(self.raw(), group.0, hyper.number(), value) })
    }

    /// Reads a hyper-parameter of one group.
    pub fn get_in(&self, group: Group, hyper: Hyper) -> Result<f64> {
        let mut value = 0.0;
        check(unsafe { sys::dlopt_optimizer_group_get(self.raw(), group.0, hyper.number(), &mut value) })?;
        Ok(value)
    }

    /// Sets, in every group, the conventions of a peer by name; learning rates, betas and other amounts stay.
    pub fn preset(&mut self, name: &str) -> Result<()> {
        let name = c_text("preset", name)?;
        check(unsafe { sys::dlopt_optimizer_preset(self.raw(), name.as_ptr()) })
    }

    /// Lets a hyper-parameter of every group follow a schedule, which is copied: its value at the number of steps applied so far.
    pub fn follow(&mut self, hyper: Hyper, schedule: &Schedule) -> Result<()> {
        self.follow_number(-1, hyper, Some(schedule))
    }

    /// Lets a hyper-parameter of one group follow a schedule.
    pub fn follow_in(&mut self, group: Group, hyper: Hyper, schedule: &Schedule) -> Result<()> {
        self.follow_number(group.0, hyper, Some(schedule))
    }

    /// Ends that a hyper-parameter follows a schedule, in every group: the value set before holds again.
    pub fn unfollow(&mut self, hyper: Hyper) -> Result<()> {
        self.follow_number(-1, hyper, None)
    }

    /// Ends that a hyper-parameter of one group follows a schedule.
    pub fn unfollow_in(&mut self, group: Group, hyper: Hyper) -> Result<()> {
        self.follow_number(group.0, hyper, None)
    }

    fn follow_number(&mut self, group: i32, hyper: Hyper, schedule: Option<&Schedule>) -> Result<()> {
        let schedule = schedule.map_or(ptr::null(), Schedule::raw);
        check(unsafe { sys::dlopt_optimizer_schedule(self.raw(), group, hyper.number(), schedule) })
    }

    /// Tells every plateau schedule that groups follow the metric that it watches.
    pub fn report(&mut self, metric: f64) -> Result<()> {
        check(unsafe { sys::dlopt_optimizer_report(self.raw(), metric) })
    }

    /// How many steps were applied; skipped ones do not count.
    pub fn steps(&self) -> i64 {
        unsafe { sys::dlopt_optimizer_steps(self.raw()) }
    }
}

impl Drop for Optimizer<'_> {
    fn drop(&mut self) {
        // Nothing else uses the handle, so that this cannot be refused.
        let status = unsafe { sys::dlopt_optimizer_destroy(self.raw()) };
        debug_assert_eq!(status, 0, "destroy");
    }
}

impl fmt::Debug for Optimizer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Optimizer")
            .field("params", &self.param_count())
            .field("steps", &self.steps())
            .finish()
    }
}
