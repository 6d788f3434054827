//! Looking into an optimizer: its states, its memory.

use std::marker::PhantomData;

use dlopt_sys as sys;

use crate::error::{c_text, check};
use crate::params::Slot;
use crate::{Dtype, Element, Error, Optimizer, Result, Status};

/// One state array of an optimizer, such as "exp_avg": its own memory, to read.
#[derive(Clone, Copy, Debug)]
pub struct State<'a> {
    tensor: sys::dlopt_tensor,
    borrow: PhantomData<&'a [u8]>,
}

/// One state array of an optimizer, to read and to write.
#[derive(Debug)]
pub struct StateMut<'a> {
    tensor: sys::dlopt_tensor,
    borrow: PhantomData<&'a mut [u8]>,
}

/// What a state tells of itself; its memory and that of its shape hold as long as it borrows the optimizer.
pub(crate) fn shape_of(tensor: &sys::dlopt_tensor) -> &[i64] {
    if tensor.ndim == 0 {
        return &[];
    }
    // SAFETY: as many sizes as it says.
    unsafe { std::slice::from_raw_parts(tensor.shape, tensor.ndim as usize) }
}

fn dtype_of(tensor: &sys::dlopt_tensor) -> Result<Dtype> {
    let unknown = || {
        Error::new(
            Status::Unsupported,
            format!("state: got the element type {}", tensor.dtype),
        )
    };
    Dtype::from_number(tensor.dtype).ok_or_else(unknown)
}

/// Where its elements begin and how many they are, if they are of this type.
fn elements<T: Element>(tensor: &sys::dlopt_tensor) -> Result<(*mut T, usize)> {
    let dtype = dtype_of(tensor)?;
    if dtype != T::DTYPE {
        return Err(Error::new(
            Status::Dtype,
            format!("state: got elements of {dtype:?}, wanted {:?}", T::DTYPE),
        ));
    }
    let count = shape_of(tensor).iter().product::<i64>() as usize; // of memory that is there
    let dangling = std::ptr::NonNull::dangling().as_ptr(); // the elements of an empty one have no place
    Ok((if count == 0 { dangling } else { tensor.data.cast() }, count))
}

impl<'a> State<'a> {
    /// The type of its elements.
    pub fn dtype(&self) -> Result<Dtype> {
        dtype_of(&self.tensor)
    }

    /// Its dimensions.
    pub fn shape(&self) -> &[i64] {
        shape_of(&self.tensor)
    }

    /// Its elements, of exactly this type.
    pub fn as_slice<T: Element>(&self) -> Result<&'a [T]> {
        let (data, count) = elements(&self.tensor)?;
        // SAFETY: the optimizer's memory, aligned, and borrowed for 'a.
        Ok(unsafe { std::slice::from_raw_parts(data, count) })
    }
}

impl<'a> StateMut<'a> {
    /// The type of its elements.
    pub fn dtype(&self) -> Result<Dtype> {
        dtype_of(&self.tensor)
    }

    /// Its dimensions.
    pub fn shape(&self) -> &[i64] {
        shape_of(&self.tensor)
    }

    /// Its elements, of exactly this type.
    pub fn into_slice<T: Element>(self) -> Result<&'a mut [T]> {
        let (data, count) = elements(&self.tensor)?;
        // SAFETY: the optimizer's memory, aligned, and borrowed for 'a; this view is gone.
        Ok(unsafe { std::slice::from_raw_parts_mut(data, count) })
    }
}

/// Memory of an optimizer by kind, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// State arrays, those of masters and wrappers too.
    pub state: i64,
    /// Work space of the step.
    pub scratch: i64,
    /// Everything else.
    pub handle: i64,
}

impl Optimizer<'_> {
    pub(crate) fn state_tensor(&self, slot: i32, name: &str) -> Result<sys::dlopt_tensor> {
        let name = c_text("name", name)?;
        let mut tensor = crate::sized(|tensor: &mut sys::dlopt_tensor, size| tensor.struct_size = size);
        check(unsafe { sys::dlopt_optimizer_state(self.raw(), slot, name.as_ptr(), &mut tensor) })?;
        Ok(tensor)
    }

    /// Shows one state array of one parameter; the text of an error lists the names that there are.
    pub fn state(&self, slot: Slot, name: &str) -> Result<State<'_>> {
        Ok(State {
            tensor: self.state_tensor(slot.0, name)?,
            borrow: PhantomData,
        })
    }

    /// Shows one state array of one parameter, to be written.
    pub fn state_mut(&mut self, slot: Slot, name: &str) -> Result<StateMut<'_>> {
        Ok(StateMut {
            tensor: self.state_tensor(slot.0, name)?,
            borrow: PhantomData,
        })
    }

    /// Shows a state that all parameters share.
    pub fn shared_state(&self, name: &str) -> Result<State<'_>> {
        Ok(State {
            tensor: self.state_tensor(sys::DLOPT_SLOT_ALL, name)?,
            borrow: PhantomData,
        })
    }

    /// Tells how much memory the optimizer holds; steps never change it.
    pub fn memory(&self) -> Result<Memory> {
        let mut memory = crate::sized(|memory: &mut sys::dlopt_memory, size| memory.struct_size = size);
        check(unsafe { sys::dlopt_optimizer_memory_query(self.raw(), &mut memory) })?;
        Ok(Memory {
            state: memory.state,
            scratch: memory.scratch,
            handle: memory.handle,
        })
    }
}
