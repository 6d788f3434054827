//! Buffers of the program with their shapes, borrowed for one call.

use std::fmt;
use std::marker::PhantomData;
use std::os::raw::c_void;
use std::ptr;

use dlopt_sys as sys;

use crate::{Dtype, Element, Error, Result, Status};

/// A buffer that is only read, and its shape: a gradient, say.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct View<'a> {
    raw: Raw,
    borrow: PhantomData<&'a [u8]>,
}

/// A buffer that may be written, and its shape: a parameter, say. As long as it lives nothing else can get at the buffer, so a parameter
/// cannot be its own gradient, nor another parameter:
///
/// ```compile_fail,E0502
/// # use dlopt::{View, ViewMut};
/// let mut w = vec![1.0f32; 3];
/// let params = [ViewMut::from(&mut w)];
/// let grads = [View::from(&w)]; // error: also borrowed as mutable
/// # drop(params);
/// ```
#[repr(transparent)]
pub struct ViewMut<'a> {
    raw: Raw,
    borrow: PhantomData<&'a mut [u8]>,
}

// SAFETY: as the slices that they stand for, whose elements are all Send and Sync.
unsafe impl Send for View<'_> {}
unsafe impl Sync for View<'_> {}
unsafe impl Send for ViewMut<'_> {}
unsafe impl Sync for ViewMut<'_> {}

/// What both are. A tensor that points to its length is made only for the length of a call: views move.
#[derive(Clone, Copy)]
pub(crate) struct Raw {
    /// One of one dimension has no shape here.
    tensor: sys::dlopt_tensor,
    len: i64,
    dtype: Dtype,
}

impl Raw {
    fn new(data: *mut c_void, dtype: Dtype, len: usize) -> Self {
        let tensor = sys::dlopt_tensor {
            struct_size: std::mem::size_of::<sys::dlopt_tensor>() as u32,
            dtype: dtype.number(),
            ndim: 1,
            device_type: sys::DLOPT_DEVICE_CPU as i32,
            device_id: 0,
            reserved: 0,
            data,
            shape: ptr::null(),
            strides: ptr::null(),
        };
        Raw {
            tensor,
            len: len as i64,
            dtype,
        } // a slice has at most isize::MAX bytes
    }

    fn shaped<T: Element>(data: *mut T, len: usize, shape: &[i64]) -> Result<Self> {
        if elements(shape) != Some(len) {
            return Err(Error::new(
                Status::Shape,
                format!("shape: got {shape:?} for {len} elements, wanted as many"),
            ));
        }
        let mut raw = Raw::new(data.cast(), T::DTYPE, len);
        raw.tensor.ndim = i32::try_from(shape.len()).unwrap_or(i32::MAX); // more than are allowed, which the library says
        raw.tensor.shape = shape.as_ptr();
        Ok(raw)
    }

    /// No buffer, of no dimensions.
    fn none() -> Self {
        let mut raw = Raw::new(ptr::null_mut(), Dtype::F32, 0);
        raw.tensor.ndim = 0;
        raw
    }

    pub(crate) fn is_none(&self) -> bool {
        self.tensor.data.is_null()
    }

    pub(crate) fn shape(&self) -> &[i64] {
        let ndim = self.tensor.ndim as usize;
        if self.tensor.shape.is_null() {
            return &std::slice::from_ref(&self.len)[..ndim];
        }
        // SAFETY: borrowed as long as the buffer.
        unsafe { std::slice::from_raw_parts(self.tensor.shape, ndim) }
    }

    /// How many rows there are: all that one index of the first dimension leads to is one.
    pub(crate) fn rows(&self) -> usize {
        self.shape().first().map_or(1, |&rows| rows as usize) // counted elements, so neither negative nor too large
    }

    /// What C is given. It points to this view.
    #[inline]
    pub(crate) fn tensor(&self) -> sys::dlopt_tensor {
        let shape = if self.tensor.shape.is_null() {
            &self.len
        } else {
            self.tensor.shape
        };
        sys::dlopt_tensor { shape, ..self.tensor }
    }
}

/// The number of elements of a shape, where it is one.
fn elements(shape: &[i64]) -> Option<usize> {
    if shape.contains(&0) && shape.iter().all(|&size| size >= 0) {
        return Some(0);
    }
    shape.iter().try_fold(1usize, |product, &size| {
        product.checked_mul(usize::try_from(size).ok()?)
    })
}

impl<'a> View<'a> {
    /// A buffer in row-major order, and its shape, whose product is its length; no dimensions: one element.
    pub fn new<T: Element>(data: &'a [T], shape: &'a [i64]) -> Result<Self> {
        let raw = Raw::shaped(data.as_ptr() as *mut T, data.len(), shape)?;
        Ok(View {
            raw,
            borrow: PhantomData,
        })
    }

    /// No buffer: of a parameter that has no gradient this time, or was removed.
    pub fn none() -> Self {
        View {
            raw: Raw::none(),
            borrow: PhantomData,
        }
    }
}

impl<'a> ViewMut<'a> {
    /// A buffer in row-major order, and its shape, whose product is its length; no dimensions: one element.
    pub fn new<T: Element>(data: &'a mut [T], shape: &'a [i64]) -> Result<Self> {
        let raw = Raw::shaped(data.as_mut_ptr(), data.len(), shape)?;
        Ok(ViewMut {
            raw,
            borrow: PhantomData,
        })
    }

    /// No buffer: of a parameter that was removed, or where nothing is to be written.
    pub fn none() -> Self {
        ViewMut {
            raw: Raw::none(),
            borrow: PhantomData,
        }
    }

    /// The same buffer, only to be read.
    pub fn as_view(&self) -> View<'_> {
        View {
            raw: self.raw,
            borrow: PhantomData,
        }
    }
}

impl<'a, T: Element> From<&'a [T]> for View<'a> {
    /// One dimension.
    fn from(data: &'a [T]) -> Self {
        let raw = Raw::new(data.as_ptr() as *mut c_void, T::DTYPE, data.len());
        View {
            raw,
            borrow: PhantomData,
        }
    }
}

impl<'a, T: Element> From<&'a mut [T]> for ViewMut<'a> {
    /// One dimension.
    fn from(data: &'a mut [T]) -> Self {
        let raw = Raw::new(data.as_mut_ptr().cast(), T::DTYPE, data.len());
        ViewMut {
            raw,
            borrow: PhantomData,
        }
    }
}

impl<'a, T: Element> From<&'a Vec<T>> for View<'a> {
    /// One dimension.
    fn from(data: &'a Vec<T>) -> Self {
        data[..].into()
    }
}

impl<'a, T: Element> From<&'a mut Vec<T>> for ViewMut<'a> {
    /// One dimension.
    fn from(data: &'a mut Vec<T>) -> Self {
        ViewMut::from(&mut data[..])
    }
}

impl<'a, T: Element, const N: usize> From<&'a [T; N]> for View<'a> {
    /// One dimension.
    fn from(data: &'a [T; N]) -> Self {
        data[..].into()
    }
}

impl<'a, T: Element, const N: usize> From<&'a mut [T; N]> for ViewMut<'a> {
    /// One dimension.
    fn from(data: &'a mut [T; N]) -> Self {
        ViewMut::from(&mut data[..])
    }
}

impl<'a> From<ViewMut<'a>> for View<'a> {
    fn from(view: ViewMut<'a>) -> Self {
        View {
            raw: view.raw,
            borrow: PhantomData,
        }
    }
}

macro_rules! looks {
    ($($view:ident),*) => {$(
        impl $view<'_> {
            /// The type of its elements.
            pub fn dtype(&self) -> Dtype {
                self.raw.dtype
            }

            /// Its dimensions.
            pub fn shape(&self) -> &[i64] {
                self.raw.shape()
            }

            pub(crate) fn raw(&self) -> &Raw {
                &self.raw
            }
        }

        impl fmt::Debug for $view<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({:?}{:?})", stringify!($view), self.dtype(), self.shape())
            }
        }
    )*};
}

looks!(View, ViewMut);

/// Views of either kind as what they are to C.
pub(crate) trait Raws {
    fn raws(&self) -> &[Raw];
}

macro_rules! raws {
    ($($view:ident),*) => {$(
        impl Raws for [$view<'_>] {
            fn raws(&self) -> &[Raw] {
                // SAFETY: a view is a transparent Raw.
                unsafe { std::slice::from_raw_parts(self.as_ptr().cast(), self.len()) }
            }
        }
    )*};
}

raws!(View, ViewMut);

/// The tensors of some views, for a call on no optimizer: such calls are rare and long, so that a list for each is no burden.
pub(crate) fn tensors(views: &(impl Raws + ?Sized)) -> Vec<sys::dlopt_tensor> {
    views.raws().iter().map(Raw::tensor).collect()
}

/// That two lists that C takes to be of one length are.
pub(crate) fn same_count(argument: &str, got: usize, wanted: usize) -> Result<()> {
    if got == wanted {
        return Ok(());
    }
    Err(Error::new(
        Status::InvalidArgument,
        format!("{argument}: got {got}, wanted {wanted}: one for each parameter"),
    ))
}
