//! The lists of tensors that a step hands to C, kept from step to step so that none allocates.

use std::ptr;

use dlopt_sys as sys;

use crate::rows::Rows;
use crate::view::Raw;

#[derive(Default)]
pub(crate) struct Scratch {
    tensors: Vec<sys::dlopt_tensor>,
    rows: Vec<sys::dlopt_rows>,
}

impl Scratch {
    /// Makes room for the parameters and gradients of `count` slots.
    pub(crate) fn reserve(&mut self, count: usize) {
        self.tensors.clear();
        self.tensors.reserve(2 * count);
    }

    /// Where the tensors of each list begin; NULL for a list that is not given. They hold until the next call here.
    pub(crate) fn fill<const N: usize>(&mut self, lists: [Option<&[Raw]>; N]) -> [*const sys::dlopt_tensor; N] {
        self.tensors.clear();
        self.tensors
            .reserve(lists.iter().flatten().map(|list| list.len()).sum());
        for list in lists.iter().flatten() {
            self.tensors.extend(list.iter().map(Raw::tensor));
        }
        let mut next = self.tensors.as_ptr();
        lists.map(|list| match list {
            None => ptr::null(),
            Some(list) => {
                let begin = next;
                // SAFETY: within the list that was just filled, or at its end.
                next = unsafe { next.add(list.len()) };
                begin
            }
        })
    }

    /// The same for rows.
    pub(crate) fn fill_rows(&mut self, rows: Option<&[Rows<'_>]>) -> *const sys::dlopt_rows {
        rows.map_or(ptr::null(), |rows| {
            self.rows.clear();
            self.rows.extend(rows.iter().map(|rows| rows.raw));
            self.rows.as_ptr()
        })
    }
}
