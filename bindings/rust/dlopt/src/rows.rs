//! Some rows of a parameter: steps that move only those, and parameters whose rows come and go.

use std::marker::PhantomData;
use std::ptr;

use dlopt_sys as sys;

use crate::error::check;
use crate::params::Slot;
use crate::view::Raw;
use crate::{Element, Error, Optimizer, Result, RowsMode, Runtime, Status, View, ViewMut};

/// Which rows of a parameter, along its first dimension, a step is for. It begins with all.
#[derive(Debug)]
#[must_use = "a description does nothing by itself"]
pub struct Rows<'r> {
    pub(crate) raw: sys::dlopt_rows,
    mask: usize,
    moved: usize,
    borrow: PhantomData<&'r mut [u8]>,
}

/// A mark for each row.
#[derive(Clone, Copy, Debug)]
pub enum RowMask<'r> {
    /// A byte for each row; not 0: named.
    Bytes(&'r [u8]),
    /// A bit for each row, the least significant of a byte first.
    Bits(&'r [u8]),
}

impl<'r> Rows<'r> {
    /// All rows.
    pub fn all() -> Self {
        let raw = sys::dlopt_rows {
            struct_size: std::mem::size_of::<sys::dlopt_rows>() as u32,
            reserved: 0,
            count: 0,
            indices: ptr::null(),
            mask: ptr::null(),
            mask_form: sys::DLOPT_MASK_BYTES as i32,
            form: sys::DLOPT_ROWS_COMPACT as i32,
            mode: RowsMode::Skip.number(),
            reserved2: 0,
            moved: ptr::null_mut(),
        };
        Rows {
            raw,
            mask: 0,
            moved: 0,
            borrow: PhantomData,
        }
    }

    /// Rows by number, strictly increasing; the gradient has these alone, one after the other.
    pub fn compact(indices: &'r [i64]) -> Self {
        let mut rows = Self::all();
        rows.raw.count = indices.len() as i64;
        rows.raw.indices = indices.as_ptr();
        rows
    }

    /// Rows by number, strictly increasing, of a gradient that has all of the parameter's.
    pub fn whole(indices: &'r [i64]) -> Self {
        let mut rows = Self::compact(indices);
        rows.raw.form = sys::DLOPT_ROWS_WHOLE as i32;
        rows
    }

    /// Rows that a mask names; the gradient has all.
    pub fn masked(mask: RowMask<'r>) -> Self {
        let mut rows = Self::all();
        let (RowMask::Bytes(bytes) | RowMask::Bits(bytes)) = mask;
        let bits = matches!(mask, RowMask::Bits(_));
        rows.raw.mask = bytes.as_ptr();
        rows.raw.mask_form = if bits {
            sys::DLOPT_MASK_BITS
        } else {
            sys::DLOPT_MASK_BYTES
        } as i32;
        rows.mask = bytes.len() * if bits { 8 } else { 1 };
        rows
    }

    /// What becomes of the other rows: they keep every bit, or their moments decay.
    pub fn mode(mut self, mode: RowsMode) -> Self {
        self.raw.mode = mode.number();
        self
    }

    /// Skips rows whose gradient is all zeros, too, and receives which rows the step named: a bit for each, in whole bytes.
    pub fn zero_skips(mut self, moved: &'r mut [u8]) -> Self {
        self.raw.mode = RowsMode::ZeroSkips.number();
        self.raw.moved = moved.as_mut_ptr();
        self.moved = moved.len() * 8;
        self
    }

    /// That masks have a mark for each row, which C takes as given.
    pub(crate) fn fit(&self, slot: usize, param: &Raw) -> Result<()> {
        for (name, marks, given) in [
            ("mask", self.mask, !self.raw.mask.is_null()),
            ("moved", self.moved, !self.raw.moved.is_null()),
        ] {
            if given && (param.is_none() || marks < param.rows()) {
                let wanted = if param.is_none() {
                    "a parameter".into()
                } else {
                    param.rows().to_string()
                };
                return Err(Error::new(
                    Status::Shape,
                    format!("rows[{slot}].{name}: got marks for {marks} rows, wanted {wanted}"),
                ));
            }
        }
        Ok(())
    }
}

impl Optimizer<'_> {
    /// Makes room for rows, so that edits up to that many of them allocate nothing.
    pub fn reserve_rows(&mut self, slots: &[Slot], rows: i64) -> Result<()> {
        let slots = numbers(slots);
        check(unsafe { sys::dlopt_optimizer_rows_reserve(self.raw(), slots.as_ptr(), slots.len(), rows) })
    }

    /// Edits the rows of some parameters at once: new row i takes all that is kept of row `source[i]`, or starts afresh with -1. The
    /// parameters themselves are the program's to move: [`apply_rows`].
    pub fn edit_rows(&mut self, slots: &[Slot], source: &[i64]) -> Result<()> {
        let slots = numbers(slots);
        check(unsafe { sys::dlopt_optimizer_rows_edit(self.raw(), slots.as_ptr(), slots.len(), &edit(source)) })
    }

    /// Makes the states of some rows of some parameters those of fresh rows.
    pub fn reset_rows(&mut self, slots: &[Slot], rows: &[i64]) -> Result<()> {
        let slots = numbers(slots);
        check(unsafe {
            sys::dlopt_optimizer_rows_reset(self.raw(), slots.as_ptr(), slots.len(), rows.as_ptr(), rows.len())
        })
    }
}

fn numbers(slots: &[Slot]) -> Vec<i32> {
    slots.iter().map(|slot| slot.0).collect()
}

fn edit(source: &[i64]) -> sys::dlopt_rows_edit {
    let struct_size = std::mem::size_of::<sys::dlopt_rows_edit>() as u32;
    sys::dlopt_rows_edit {
        struct_size,
        reserved: 0,
        count: source.len() as i64,
        source: source.as_ptr(),
    }
}

/// Lets a buffer follow an edit: row i of `to` becomes row `source[i]` of `from`; rows that are fresh (-1) stay as they are.
pub fn apply_rows(source: &[i64], from: &View<'_>, to: &mut ViewMut<'_>) -> Result<()> {
    check(unsafe { sys::dlopt_rows_apply(&edit(source), &from.raw().tensor(), &to.raw().tensor()) })
}

/// The same within one buffer, where no row comes in front of a place that it was taken from and there are no more rows than before: the
/// first of it become those of the edit.
pub fn apply_rows_in_place<T: Element>(source: &[i64], data: &mut [T], shape: &[i64]) -> Result<()> {
    let from = *ViewMut::new(data, shape)?.raw();
    if shape.is_empty() || source.len() > from.rows() {
        let message = format!(
            "source: got {} rows for shape {shape:?}, wanted no more than that has",
            source.len()
        );
        return Err(Error::new(Status::Shape, message));
    }
    let mut edited = shape.to_vec();
    edited[0] = source.len() as i64;
    let (from, mut to) = (from.tensor(), from.tensor());
    to.shape = edited.as_ptr();
    check(unsafe { sys::dlopt_rows_apply(&edit(source), &from, &to) })
}

/// Sorts the rows of a gradient by their numbers and sums those with the same number: what a step wants to be given. Returns how many there
/// are: so many of `unique` and of the rows of `sums` are written.
pub fn coalesce_rows(
    runtime: Option<&Runtime>,
    indices: &[i64],
    grad: &View<'_>,
    unique: &mut [i64],
    sums: &mut ViewMut<'_>,
) -> Result<usize> {
    let rows = grad.raw().rows();
    if indices.len() != rows || unique.len() < rows {
        let message = format!(
            "indices: got {}, unique: got room for {}, wanted {rows}",
            indices.len(),
            unique.len()
        );
        return Err(Error::new(Status::Shape, message));
    }
    let mut count = 0;
    let status = unsafe {
        let (grad, sums) = (grad.raw().tensor(), sums.raw().tensor());
        sys::dlopt_rows_coalesce(
            Runtime::raw(runtime),
            indices.as_ptr(),
            &grad,
            unique.as_mut_ptr(),
            &sums,
            &mut count,
        )
    };
    Runtime::checked(runtime, status)?;
    Ok(count as usize)
}
