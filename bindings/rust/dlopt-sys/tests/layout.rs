//! The structures have the layout that the library was built with: what its `_init` functions write is found where the bindings have it.
//! (Sizes and offsets as bindgen saw them are asserted in `src/bindings.rs`.)

use std::mem::{size_of, MaybeUninit};

use dlopt_sys::*;

fn filled<T>(init: impl FnOnce(*mut T, usize) -> i32) -> T {
    let mut empty = MaybeUninit::<T>::zeroed();
    assert_eq!(init(empty.as_mut_ptr(), size_of::<T>()), 0);
    unsafe { empty.assume_init() }
}

#[test]
fn runtime_desc() {
    let desc: dlopt_runtime_desc = filled(|desc, size| unsafe { dlopt_runtime_desc_init(desc, size) });
    assert_eq!(desc.struct_size as usize, size_of::<dlopt_runtime_desc>());
    assert!(desc.log.is_none() && desc.log_user.is_null());
}

#[test]
fn tensor() {
    let (mut data, shape) = ([0f32; 6], [2i64, 3]);
    let tensor: dlopt_tensor = filled(|tensor, size| unsafe {
        dlopt_tensor_init(
            tensor,
            size,
            data.as_mut_ptr().cast(),
            DLOPT_DTYPE_F32 as i32,
            2,
            shape.as_ptr(),
        )
    });
    assert_eq!((tensor.dtype, tensor.ndim, tensor.device_type), (2, 2, 1));
    assert_eq!(tensor.data, data.as_mut_ptr().cast());
    assert_eq!((tensor.shape, tensor.strides), (shape.as_ptr(), std::ptr::null()));
}

#[test]
fn param_desc() {
    let desc: dlopt_param_desc = filled(|desc, size| unsafe { dlopt_param_desc_init(desc, size) });
    assert_eq!(
        (desc.dtype, desc.lr_scale, desc.decay_scale, desc.row_ages),
        (2, 1.0, 1.0, 0)
    );
}

#[test]
fn step_desc() {
    let desc: dlopt_step_desc = filled(|desc, size| unsafe { dlopt_step_desc_init(desc, size) });
    assert_eq!((desc.grad_scale, desc.norm_type), (1.0, 2.0));
    assert!(desc.max_norm.is_infinite() && desc.loss.is_nan() && desc.agc_clipping.is_infinite());
    assert_eq!(desc.agc_eps, 1e-3);
}

#[test]
fn kernel_buffers() {
    let buffers: dlopt_kernel_buffers = filled(|buffers, size| unsafe { dlopt_kernel_buffers_init(buffers, size) });
    assert_eq!(
        (
            buffers.delta_dtype,
            buffers.grad_factor,
            buffers.lr_scale,
            buffers.decay_scale
        ),
        (2, 1.0, 1.0, 1.0)
    );
    assert_eq!(buffers.flags, 0);
}

#[test]
fn norm_history() {
    let mut norms = [0f64; 7];
    let history: dlopt_norm_history =
        filled(|history, size| unsafe { dlopt_norm_history_init(history, size, norms.as_mut_ptr(), 7) });
    assert_eq!((history.percentile, history.capacity, history.seen), (5.0, 7, 0));
    assert_eq!(history.norms, norms.as_mut_ptr());
}

#[test]
fn rows_of_tables() {
    let mut hyper: dlopt_hyper_info = unsafe { std::mem::zeroed() };
    hyper.struct_size = size_of::<dlopt_hyper_info>() as u32;
    assert_eq!(
        unsafe { dlopt_rule_hyper_info(DLOPT_RULE_ADAMW as i32, 0, &mut hyper) },
        0
    );
    assert_eq!(
        (hyper.id, hyper.default_value, hyper.lower),
        (DLOPT_HYPER_LR as i32, 0.001, 0.0)
    );
    assert!(!hyper.choices.is_null());
    let mut state: dlopt_state_info = unsafe { std::mem::zeroed() };
    state.struct_size = size_of::<dlopt_state_info>() as u32;
    assert_eq!(
        unsafe { dlopt_rule_state_info(DLOPT_RULE_ADAMW as i32, 1, &mut state) },
        0
    );
    assert_eq!((state.bytes_per_element, state.moment), (4, DLOPT_MOMENT_SECOND as i32));
}
