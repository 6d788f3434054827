//! What a step through this crate takes beyond the same step through the C functions: nothing that can be measured for one flat buffer;
//! a copy of each description for a list of views.

use std::ptr;
use std::time::Instant;

use dlopt::{Param, Result, Sgd, View, ViewMut};
use dlopt_sys as sys;

const LISTED: usize = 100;

/// Nanoseconds of a call: the best of many rounds, in turn with another call, so that both see the same machine.
fn compared(mut a: impl FnMut(), mut b: impl FnMut()) -> (f64, f64) {
    let round = |call: &mut dyn FnMut()| {
        let start = Instant::now();
        (0..200).for_each(|_| call());
        start.elapsed().as_nanos() as f64 / 200.0
    };
    (0..500).fold((f64::MAX, f64::MAX), |best, _| {
        (round(&mut a).min(best.0), round(&mut b).min(best.1))
    })
}

/// An optimizer of C's for parameters of one element each; the flat call declares its own.
fn raw_optimizer(params: usize) -> *mut sys::dlopt_optimizer {
    let mut opt = ptr::null_mut();
    // SAFETY: as the C functions want it.
    unsafe {
        assert_eq!(
            sys::dlopt_optimizer_create(ptr::null_mut(), sys::DLOPT_RULE_SGD as i32, &mut opt),
            0
        );
        for _ in 0..params {
            let (mut desc, mut slot, shape) = (std::mem::zeroed(), 0, 1i64);
            assert_eq!(sys::dlopt_param_desc_init(&mut desc, std::mem::size_of_val(&desc)), 0);
            (desc.ndim, desc.shape) = (1, &shape);
            assert_eq!(sys::dlopt_optimizer_param_add(opt, &desc, &mut slot), 0);
        }
    }
    opt
}

fn flat(n: usize) -> Result<()> {
    let (mut w, g) = (vec![1f32; n], vec![1e-9f32; n]);
    let address = w.as_mut_ptr(); // both work on one buffer: where it lies makes a difference, too
    let raw = raw_optimizer(0);
    let mut opt = Sgd::new().build()?;
    let (c, rust) = compared(
        // SAFETY: n elements, which nothing else uses meanwhile.
        || assert_eq!(unsafe { sys::dlopt_optimizer_step_f32(raw, address, g.as_ptr(), n) }, 0),
        || {
            opt.step(unsafe { std::slice::from_raw_parts_mut(address, n) }, &g)
                .expect("a step")
        },
    );
    assert_eq!(unsafe { sys::dlopt_optimizer_destroy(raw) }, 0);
    println!(
        "flat step, {n:4} elements       C {c:8.1} ns   Rust {rust:8.1} ns   {:+6.1} ns",
        rust - c
    );
    Ok(())
}

fn listed() -> Result<()> {
    let (mut w, mut v, g) = (vec![1f32; LISTED], vec![1f32; LISTED], vec![1e-9f32; LISTED]);
    let raw = raw_optimizer(LISTED);
    let shape = 1i64;
    let tensor = |data: *mut f32| {
        // SAFETY: as the C functions want it.
        unsafe {
            let (mut tensor, size) = (std::mem::zeroed(), std::mem::size_of::<sys::dlopt_tensor>());
            assert_eq!(
                sys::dlopt_tensor_init(&mut tensor, size, data.cast(), sys::DLOPT_DTYPE_F32 as i32, 1, &shape),
                0
            );
            tensor
        }
    };
    let tensors: Vec<_> = v.iter_mut().map(|v| tensor(v)).collect();
    let gradients: Vec<_> = g.iter().map(|g| tensor(g as *const f32 as *mut f32)).collect();
    let mut opt = Sgd::new().build()?;
    for _ in 0..LISTED {
        opt.add(&Param::new(&[1]))?;
    }
    let mut params: Vec<ViewMut> = w.chunks_mut(1).map(ViewMut::from).collect();
    let grads: Vec<View> = g.chunks(1).map(View::from).collect();
    let (c, rust) = compared(
        || {
            let step = unsafe {
                sys::dlopt_optimizer_step(raw, tensors.as_ptr(), gradients.as_ptr(), LISTED, ptr::null_mut())
            };
            assert_eq!(step, 0)
        },
        || opt.step_many(&mut params, &grads).expect("a step"),
    );
    assert_eq!(unsafe { sys::dlopt_optimizer_destroy(raw) }, 0);
    println!(
        "step, {LISTED} parameters of one   C {c:8.1} ns   Rust {rust:8.1} ns   {:+6.1} ns",
        rust - c
    );
    Ok(())
}

fn main() -> Result<()> {
    for n in [1, 16, 256, 4096] {
        flat(n)?;
    }
    listed()
}
