//! An optimizer in memory of the program's.

use std::mem::MaybeUninit;

use dlopt_sys as sys;

use crate::error::check;
use crate::{Optimizer, Result};

impl Optimizer<'_> {
    /// How many bytes [`place`](Self::place) wants.
    pub fn size(&self) -> Result<usize> {
        let mut bytes = 0;
        check(unsafe { sys::dlopt_optimizer_size(self.raw(), &mut bytes) })?;
        Ok(bytes)
    }

    /// Makes an independent copy wholly inside one block of the program's. From then on it allocates nothing; what would need more memory is
    /// `OutOfMemory` and changes nothing. Of an outline, whose states have no memory yet, nothing exists twice.
    ///
    /// The block is borrowed as long as the copy lives:
    ///
    /// ```compile_fail,E0505
    /// # use std::mem::MaybeUninit;
    /// let outline = dlopt::AdamW::new().outline()?;
    /// let mut block = vec![MaybeUninit::uninit(); outline.size()?];
    /// let mut placed = outline.place(&mut block)?;
    /// drop(block); // error: it is in use
    /// placed.set(dlopt::Hyper::Lr, 0.1)?;
    /// # Ok::<(), dlopt::Error>(())
    /// ```
    pub fn place<'b>(&self, block: &'b mut [MaybeUninit<u8>]) -> Result<Optimizer<'b>> {
        let (memory, bytes) = (block.as_mut_ptr().cast(), block.len());
        Optimizer::made(self.runtime.clone(), self.averages, |_, placed| unsafe {
            sys::dlopt_optimizer_place(self.raw(), memory, bytes, placed)
        })
    }
}
