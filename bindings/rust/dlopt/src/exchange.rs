//! States and counts handed over and taken, by name: to go on where another library stopped, and back.

use dlopt_sys as sys;

use crate::error::{c_text, check};
use crate::{Dtype, Element, Error, Group, Master, Optimizer, Param, Result, Role, Slot, StateForm, Status};

/// How a parameter is declared; [`param`](Declaration::param) declares another one like it.
#[derive(Clone, Debug, PartialEq)]
pub struct Declaration {
    /// Its name, also where it was given none.
    pub name: String,
    /// Its dimensions.
    pub shape: Vec<i64>,
    /// The type of its elements.
    pub dtype: Dtype,
    /// The group whose hyper-parameters it has.
    pub group: Group,
    /// What it is to its model.
    pub role: Role,
    /// Factor of its learning rate.
    pub lr_scale: f64,
    /// Factor of its weight decay.
    pub decay_scale: f64,
    /// What is kept beside it.
    pub master: Master,
    /// How its moments are kept: full where it is too small for few bits.
    pub state_form: StateForm,
    /// Whether each row counts its steps.
    pub row_ages: bool,
}

impl Declaration {
    /// What declares a parameter like this one.
    pub fn param(&self) -> Param<'_> {
        Param::new(&self.shape)
            .name(&self.name)
            .dtype(self.dtype)
            .group(self.group)
            .role(self.role)
            .lr_scale(self.lr_scale)
            .decay_scale(self.decay_scale)
            .master(self.master)
            .state_form(self.state_form)
            .row_ages(self.row_ages)
    }

    /// # Safety
    /// Name and shape are there.
    unsafe fn of(desc: &sys::dlopt_param_desc) -> Option<Self> {
        let shape = match desc.ndim {
            0 => &[],
            ndim => std::slice::from_raw_parts(desc.shape, ndim as usize),
        };
        Some(Declaration {
            name: std::ffi::CStr::from_ptr(desc.name).to_str().ok()?.into(),
            shape: shape.into(),
            dtype: Dtype::from_number(desc.dtype)?,
            group: Group(desc.group),
            role: Role::from_number(desc.role)?,
            lr_scale: desc.lr_scale,
            decay_scale: desc.decay_scale,
            master: Master::from_number(desc.master)?,
            state_form: StateForm::from_number(desc.state_form)?,
            row_ages: desc.row_ages != 0,
        })
    }
}

/// The number of a slot; `None` is what all parameters share.
fn number(slot: Option<Slot>) -> i32 {
    slot.map_or(sys::DLOPT_SLOT_ALL, |slot| slot.0)
}

impl Optimizer<'_> {
    /// Calls with a tensor of as many elements, of the state's shape; of one dimension where their number is another, which the library names.
    fn with_tensor(
        &self,
        (slot, name): (Option<Slot>, &str),
        (data, dtype, len): (*mut std::os::raw::c_void, Dtype, usize),
        call: impl FnOnce(*const std::os::raw::c_char, &sys::dlopt_tensor) -> i32,
    ) -> Result<()> {
        let mut tensor = self.state_tensor(number(slot), name)?;
        let name = c_text("name", name)?;
        let len = len as i64; // a slice has at most isize::MAX bytes
        if crate::state::shape_of(&tensor).iter().product::<i64>() != len {
            (tensor.ndim, tensor.shape) = (1, &len);
        }
        (tensor.data, tensor.dtype) = (data, dtype.number());
        check(call(name.as_ptr(), &tensor))
    }

    /// Copies a state of a parameter, or one that all share (`None`), into a buffer of as many elements; decoded, and rounded to their type.
    pub fn copy_state<T: Element>(&self, slot: Option<Slot>, name: &str, to: &mut [T]) -> Result<()> {
        let array = (to.as_mut_ptr().cast(), T::DTYPE, to.len());
        self.with_tensor((slot, name), array, |name, tensor| unsafe {
            sys::dlopt_optimizer_state_get(self.raw(), number(slot), name, tensor)
        })
    }

    /// Sets a state of a parameter, or one that all share (`None`), from a buffer of as many elements. It has then seen a gradient.
    /// Numbers must be finite, and second moments not negative.
    pub fn set_state<T: Element>(&mut self, slot: Option<Slot>, name: &str, from: &[T]) -> Result<()> {
        self.set_state_with(slot, name, from, 0)
    }

    /// The same with numbers that need not be finite, as after a run that diverged.
    pub fn set_state_nonfinite<T: Element>(&mut self, slot: Option<Slot>, name: &str, from: &[T]) -> Result<()> {
        self.set_state_with(slot, name, from, sys::DLOPT_STATE_SET_NONFINITE)
    }

    fn set_state_with<T: Element>(&mut self, slot: Option<Slot>, name: &str, from: &[T], flags: u32) -> Result<()> {
        let array = (from.as_ptr() as *mut _, T::DTYPE, from.len());
        self.with_tensor((slot, name), array, |name, tensor| unsafe {
            sys::dlopt_optimizer_state_set(self.raw(), number(slot), name, tensor, flags)
        })
    }

    /// Makes a state what it is before the first gradient.
    pub fn forget_state(&mut self, slot: Option<Slot>, name: &str) -> Result<()> {
        let name = c_text("name", name)?;
        let none = std::ptr::null();
        check(unsafe { sys::dlopt_optimizer_state_set(self.raw(), number(slot), name.as_ptr(), none, 0) })
    }

    /// Whether a state has seen a gradient, or was set.
    pub fn has_started(&self, slot: Option<Slot>, name: &str) -> Result<bool> {
        let name = c_text("name", name)?;
        let mut started = 0;
        check(unsafe { sys::dlopt_optimizer_state_started(self.raw(), number(slot), name.as_ptr(), &mut started) })?;
        Ok(started != 0)
    }

    /// How many steps were applied to one parameter; `None`: to the optimizer.
    pub fn steps_of(&self, slot: Option<Slot>) -> Result<i64> {
        let mut steps = 0;
        check(unsafe { sys::dlopt_optimizer_steps_get(self.raw(), number(slot), &mut steps) })?;
        Ok(steps)
    }

    /// Sets how many steps were applied to one parameter, which bias corrections go by; `None`: to the optimizer, which schedules go by.
    pub fn set_steps(&mut self, slot: Option<Slot>, steps: i64) -> Result<()> {
        check(unsafe { sys::dlopt_optimizer_steps_set(self.raw(), number(slot), steps) })
    }

    /// How a parameter is declared, also by a checkpoint.
    pub fn declaration(&self, slot: Slot) -> Result<Declaration> {
        let mut desc = crate::sized(|desc: &mut sys::dlopt_param_desc, size| desc.struct_size = size);
        check(unsafe { sys::dlopt_optimizer_param_info(self.raw(), slot.0, &mut desc) })?;
        // SAFETY: the optimizer's own memory, which nothing changes meanwhile.
        unsafe { Declaration::of(&desc) }.ok_or_else(|| {
            Error::new(
                Status::Unsupported,
                "declaration: got something that these bindings do not know",
            )
        })
    }
}
