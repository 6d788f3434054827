#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

mod arguments;
mod around;
mod checkpoint;
pub mod choices;
mod element;
mod error;
mod exchange;
pub mod gradient;
mod history;
mod hooks;
mod info;
mod kernel;
mod measure;
mod names;
mod norm_watch;
mod optimizer;
mod options;
mod panics;
mod params;
mod pieces;
mod place;
mod rows;
mod rules;
mod runtime;
mod scaler;
mod scaler_options;
mod schedule;
pub mod schedules;
mod scratch;
mod state;
mod status;
mod step;
#[cfg(test)]
mod tables;
mod value;
mod view;
mod wrapper;
pub mod wrappers;

pub use arguments::*;
pub use checkpoint::{Load, Save};
pub use element::{Bf16, Element, Flat, F16};
pub use error::{Error, Result};
pub use exchange::Declaration;
pub use history::{History, HistoryRow};
pub use hooks::{ParallelFor, Tasks};
pub use info::{HyperInfo, StateInfo};
pub use kernel::{Kernel, KernelBuffers, KernelPointers, KernelState};
pub use measure::{Measure, Numbers, Stats};
pub use names::*;
pub use norm_watch::NormWatch;
pub use optimizer::{Group, Optimizer};
pub use options::Step;
pub use params::{Param, Slot};
pub use pieces::Pieces;
pub use rows::{apply_rows, apply_rows_in_place, coalesce_rows, RowMask, Rows};
pub use rules::*;
pub use runtime::{
    build_info, cpu_isa, cuda_device_count, force_cpu_isa, version, version_number, Runtime, RuntimeBuilder,
};
pub use scaler::Scaler;
pub use scaler_options::ScalerOptions;
pub use schedule::{scale_lr, suggest_lr, Schedule};
pub use state::{Memory, State, StateMut};
pub use status::Status;
pub use step::{Grads, Report};
pub use value::Value;
pub use view::{View, ViewMut};
pub use wrapper::{Wrapped, Wrapper};

/// A structure as its `_init` function fills it.
fn initialised<T>(init: impl FnOnce(*mut T, usize) -> i32) -> T {
    let mut filled = std::mem::MaybeUninit::zeroed();
    // SAFETY: the function fills as many bytes as it is told, if it knows structures of that size.
    unsafe {
        let status = init(filled.as_mut_ptr(), std::mem::size_of::<T>());
        assert_eq!(status, 0, "libdlopt does not know a structure of these bindings");
        filled.assume_init()
    }
}

/// A structure for C to fill, which is told its size.
fn sized<T>(tell: impl FnOnce(&mut T, u32)) -> T {
    // SAFETY: structures of C whose bytes may all be 0.
    let mut empty = unsafe { std::mem::zeroed() };
    tell(&mut empty, std::mem::size_of::<T>() as u32);
    empty
}

/// What C takes for something that may be missing.
fn pointer<T>(wanted: Option<&T>) -> *const T {
    wanted.map_or(std::ptr::null(), |wanted| wanted)
}
