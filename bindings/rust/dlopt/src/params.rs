//! Parameters of an optimizer.

use std::ffi::CString;
use std::marker::PhantomData;
use std::ptr;

use dlopt_sys as sys;

use crate::error::{c_text, check};
use crate::{Dtype, Group, Master, Optimizer, Result, Role, StateForm, View};

/// A parameter of an optimizer: its place in the lists of parameters and gradients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slot(pub(crate) i32);

impl Slot {
    /// The place in the lists of parameters and gradients: 0, 1, ... in the order of declaration.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a parameter is; [`Optimizer::add`] declares it.
#[derive(Clone, Debug)]
#[must_use = "a description does nothing by itself"]
pub struct Param<'a> {
    desc: sys::dlopt_param_desc,
    name: Option<&'a str>,
    shape: PhantomData<&'a [i64]>,
}

impl<'a> Param<'a> {
    /// A parameter of f32 with a shape, in the first group. No dimensions: one element.
    pub fn new(shape: &'a [i64]) -> Self {
        let mut desc = crate::initialised(|desc, size| unsafe { sys::dlopt_param_desc_init(desc, size) });
        desc.ndim = i32::try_from(shape.len()).unwrap_or(i32::MAX); // more than are allowed, which the library says
        desc.shape = shape.as_ptr();
        Param {
            desc,
            name: None,
            shape: PhantomData,
        }
    }

    /// F32 (default), F64, Bf16 or F16.
    pub fn dtype(mut self, dtype: Dtype) -> Self {
        self.desc.dtype = dtype.number();
        self
    }

    /// 1 .. 1023 bytes without control characters, unique; default "param_" and the slot's number.
    pub fn name(mut self, name: &'a str) -> Self {
        self.name = Some(name);
        self
    }

    /// The group whose hyper-parameters it has; default the first.
    pub fn group(mut self, group: Group) -> Self {
        self.desc.group = group.0;
        self
    }

    /// What it is to its model; default a weight.
    pub fn role(mut self, role: Role) -> Self {
        self.desc.role = role.number();
        self
    }

    /// Factor of its learning rate; 0 .. 1e6, default 1.
    pub fn lr_scale(mut self, scale: f64) -> Self {
        self.desc.lr_scale = scale;
        self
    }

    /// Factor of its weight decay; 0 .. 1e6, default 1.
    pub fn decay_scale(mut self, scale: f64) -> Self {
        self.desc.decay_scale = scale;
        self
    }

    /// What is kept beside a parameter of 16 bits; default nothing.
    pub fn master(mut self, master: Master) -> Self {
        self.desc.master = master.number();
        self
    }

    /// How its moments are kept; default full.
    pub fn state_form(mut self, form: StateForm) -> Self {
        self.desc.state_form = form.number();
        self
    }

    /// Whether each row counts the steps that it takes, as a parameter of its own would; default not.
    pub fn row_ages(mut self, ages: bool) -> Self {
        self.desc.row_ages = ages.into();
        self
    }
}

impl Optimizer<'_> {
    /// Declares a parameter and allocates its state, so that no step allocates.
    pub fn add(&mut self, param: &Param<'_>) -> Result<Slot> {
        let name = param.name.map(|name| c_text("name", name)).transpose()?;
        let mut desc = param.desc;
        desc.name = name.as_ref().map_or(ptr::null(), |name: &CString| name.as_ptr());
        let mut slot = 0;
        check(unsafe { sys::dlopt_optimizer_param_add(self.raw(), &desc, &mut slot) })?;
        self.scratch.reserve(self.param_count());
        Ok(Slot(slot))
    }

    /// The number of slots ever declared, removed ones included: how long lists of parameters and gradients are.
    pub fn param_count(&self) -> usize {
        unsafe { sys::dlopt_optimizer_param_count(self.raw()) as usize }
    }

    /// Removes a parameter and frees its state. Its slot stays empty: hand over [`ViewMut::none`](crate::ViewMut::none) there.
    pub fn remove(&mut self, slot: Slot) -> Result<()> {
        check(unsafe { sys::dlopt_optimizer_param_remove(self.raw(), slot.0) })
    }

    /// Freezes a parameter or lets it move again.
    pub fn freeze(&mut self, slot: Slot, frozen: bool) -> Result<()> {
        check(unsafe { sys::dlopt_optimizer_param_freeze(self.raw(), slot.0, frozen.into()) })
    }

    /// Sets the factors that multiply learning rate and weight decay for one parameter; 0 .. 1e6.
    pub fn scale(&mut self, slot: Slot, lr_scale: f64, decay_scale: f64) -> Result<()> {
        check(unsafe { sys::dlopt_optimizer_param_scale(self.raw(), slot.0, lr_scale, decay_scale) })
    }

    /// Sets factors for every parameter of some roles, those declared later too. The usual "no decay on biases and norms" is
    /// `scale_roles(&[Role::Bias, Role::Norm], 1.0, 0.0)`.
    pub fn scale_roles(&mut self, roles: &[Role], lr_scale: f64, decay_scale: f64) -> Result<()> {
        let bits = roles.iter().fold(0u32, |bits, role| bits | 1 << role.number());
        check(unsafe { sys::dlopt_optimizer_role_scale(self.raw(), bits, lr_scale, decay_scale) })
    }

    /// Sets factors of learning rate and weight decay for each element of a parameter, or each column. `None`: 1 for every element. The
    /// factors are copied.
    pub fn scale_elements(&mut self, slot: Slot, lr: Option<&View<'_>>, decay: Option<&View<'_>>) -> Result<()> {
        let (lr, decay) = (
            lr.map(|view| view.raw().tensor()),
            decay.map(|view| view.raw().tensor()),
        );
        check(unsafe {
            sys::dlopt_optimizer_param_scales(
                self.raw(),
                slot.0,
                crate::pointer(lr.as_ref()),
                crate::pointer(decay.as_ref()),
            )
        })
    }

    /// Keeps a parameter within limits after each step: each element within lower .. upper, and then each run of `unit` elements of the last
    /// dimension at norm 1 (0: none). Infinite limits and 0 end it.
    pub fn project(&mut self, slot: Slot, lower: f64, upper: f64, unit: i32) -> Result<()> {
        check(unsafe { sys::dlopt_optimizer_param_project(self.raw(), slot.0, lower, upper, unit) })
    }
}
