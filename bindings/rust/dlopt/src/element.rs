//! Types of elements.

use crate::Dtype;

/// A brain float: the upper half of an `f32`, as its 16 bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Bf16(pub u16);

/// A half of IEEE 754 (binary16), as its 16 bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct F16(pub u16);

mod sealed {
    pub trait Sealed {}
}

/// A type that elements of buffers may have. `u16`s that hold such bits become `&[Bf16]` or `&[F16]` by [`from_bits`](Bf16::from_bits).
pub trait Element: Copy + sealed::Sealed + 'static {
    /// The name of this type in the library.
    const DTYPE: Dtype;
}

macro_rules! elements {
    ($($type:ty: $dtype:ident,)*) => {$(
        impl sealed::Sealed for $type {}
        impl Element for $type {
            const DTYPE: Dtype = Dtype::$dtype;
        }
    )*};
}

elements! { f64: F64, f32: F32, F16: F16, Bf16: Bf16, i8: I8, u8: U8, i16: I16, i32: I32, }

macro_rules! of_16_bits {
    ($($type:ident),*) => {$(
        impl $type {
            /// The same memory, seen as elements of this type.
            pub fn from_bits(bits: &[u16]) -> &[Self] {
                // SAFETY: a transparent u16, for which every value is allowed.
                unsafe { std::slice::from_raw_parts(bits.as_ptr().cast(), bits.len()) }
            }

            /// The same memory, seen as elements of this type.
            pub fn from_bits_mut(bits: &mut [u16]) -> &mut [Self] {
                // SAFETY: as above.
                unsafe { std::slice::from_raw_parts_mut(bits.as_mut_ptr().cast(), bits.len()) }
            }
        }
    )*};
}

of_16_bits!(Bf16, F16);

/// The types that the flat [`step`](crate::Optimizer::step) is for: `f32` and `f64`.
pub trait Flat: Element {
    /// The step of this type.
    ///
    /// # Safety
    /// As the C function; `param` and `grad` have `count` elements, and `param` may be written.
    #[doc(hidden)]
    unsafe fn step(
        optimizer: *mut dlopt_sys::dlopt_optimizer,
        param: *mut Self,
        grad: *const Self,
        count: usize,
    ) -> i32;
}

impl Flat for f32 {
    #[inline]
    unsafe fn step(optimizer: *mut dlopt_sys::dlopt_optimizer, param: *mut f32, grad: *const f32, count: usize) -> i32 {
        dlopt_sys::dlopt_optimizer_step_f32(optimizer, param, grad, count)
    }
}

impl Flat for f64 {
    #[inline]
    unsafe fn step(optimizer: *mut dlopt_sys::dlopt_optimizer, param: *mut f64, grad: *const f64, count: usize) -> i32 {
        dlopt_sys::dlopt_optimizer_step_f64(optimizer, param, grad, count)
    }
}
