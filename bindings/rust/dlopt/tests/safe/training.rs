//! What the safe calls do is what the C calls do, to the bit, however a step is taken.

use std::mem::MaybeUninit;

use crate::numbers::{bits, gradient, weights, N};
use dlopt::choices::DecayMode;
use dlopt::*;
use dlopt_sys as sys;

fn adamw() -> AdamW {
    AdamW::new()
        .lr(0.01)
        .beta1(0.8)
        .weight_decay(0.1)
        .decay_mode(DecayMode::Decoupled)
}

/// Ten steps of `adamw` by the C functions alone.
fn by_c() -> Vec<f32> {
    let mut w = weights(N);
    unsafe {
        let mut opt = std::ptr::null_mut();
        assert_eq!(
            sys::dlopt_optimizer_create(std::ptr::null_mut(), sys::DLOPT_RULE_ADAMW as i32, &mut opt),
            0
        );
        for (hyper, value) in [
            (sys::DLOPT_HYPER_LR, 0.01),
            (sys::DLOPT_HYPER_BETA1, 0.8),
            (sys::DLOPT_HYPER_WEIGHT_DECAY, 0.1),
        ] {
            assert_eq!(sys::dlopt_optimizer_set(opt, hyper as i32, value), 0);
        }
        for step in 0..10 {
            assert_eq!(
                sys::dlopt_optimizer_step_f32(opt, w.as_mut_ptr(), gradient(step, N).as_ptr(), N),
                0
            );
        }
        assert_eq!(sys::dlopt_optimizer_destroy(opt), 0);
    }
    w
}

#[test]
fn a_flat_step_is_that_of_c() -> Result<()> {
    let (mut w, mut opt) = (weights(N), adamw().build()?);
    for step in 0..10 {
        opt.step(&mut w, &gradient(step, N))?;
    }
    assert_eq!(bits(&w), bits(&by_c()));
    assert_eq!((opt.steps(), opt.param_count(), opt.get(Hyper::Beta1)?), (10, 1, 0.8));
    Ok(())
}

/// The same numbers as two parameters of two and one dimensions, by any way to step.
fn in_two(
    mut take: impl FnMut(&mut Optimizer<'static>, &mut [ViewMut<'_>], &[View<'_>]) -> Result<()>,
) -> Result<Vec<f32>> {
    let (mut w, mut opt) = (weights(N), adamw().build()?);
    opt.add(&Param::new(&[30, 20]).name("matrix"))?;
    opt.add(&Param::new(&[400]).name("vector").role(Role::Bias))?;
    for step in 0..10 {
        let g = gradient(step, N);
        let (matrix, vector) = w.split_at_mut(600);
        let mut params = [ViewMut::new(matrix, &[30, 20])?, vector.into()];
        take(
            &mut opt,
            &mut params,
            &[View::new(&g[..600], &[30, 20])?, g[600..].into()],
        )?;
    }
    Ok(w)
}

#[test]
fn every_way_to_step_has_the_same_bits() -> Result<()> {
    let wanted = bits(&by_c());
    assert_eq!(
        bits(&in_two(|opt, params, grads| opt.step_many(params, grads))?),
        wanted
    );
    assert_eq!(
        bits(&in_two(|opt, params, grads| opt
            .step_with(params, grads, &mut Step::new())
            .map(drop))?),
        wanted
    );
    let in_pieces = in_two(|opt, params, grads| {
        let mut options = Step::new();
        let mut pieces = opt.begin(params, grads, &mut options)?;
        while !pieces.part(300)? {}
        pieces.end().map(drop)
    })?;
    assert_eq!(bits(&in_pieces), wanted);
    let dropped = in_two(|opt, params, grads| {
        let mut options = Step::new();
        let mut pieces = opt.begin(params, grads, &mut options)?;
        pieces.part(1).map(drop) // applied, if only in part: it is finished when it is dropped
    })?;
    assert_eq!(bits(&dropped), wanted);
    Ok(())
}

#[test]
fn a_step_in_pieces_is_given_up_while_nothing_is_applied() -> Result<()> {
    let (mut w, g, mut opt) = (weights(N), gradient(0, N), adamw().build()?);
    opt.add(&Param::new(&[N as i64]))?;
    drop(opt.begin(&mut [(&mut w).into()], &[(&g).into()], &mut Step::new().max_norm(1.0))?);
    assert_eq!((opt.steps(), bits(&w)), (0, bits(&weights(N))));
    let mut options = Step::new().max_norm(1.0);
    let mut params = [ViewMut::from(&mut w)];
    let grads = [View::from(&g)];
    let mut pieces = opt.begin(&mut params, &grads, &mut options)?;
    pieces.abort()?;
    assert_eq!(pieces.part(1).unwrap_err().status(), Status::State);
    drop(pieces);
    let report = opt.begin(&mut params, &grads, &mut options)?.end()?;
    assert_eq!((report.applied_step, opt.steps()), (1, 1));
    assert!(report.grad_norm.expect("a norm was needed") > 1.0);
    Ok(())
}

#[test]
fn a_leaked_step_in_pieces_costs_the_optimizer_and_nothing_else() -> Result<()> {
    let (mut w, g, mut scaler) = (weights(N), gradient(0, N), Scaler::new()?);
    let mut opt = Sgd::new().build()?;
    opt.add(&Param::new(&[N as i64]))?;
    let mut params = [ViewMut::from(&mut w)];
    let grads = [View::from(&g)];
    let mut options = Step::new().scaler(&mut scaler);
    std::mem::forget(opt.begin(&mut params, &grads, &mut options)?);
    assert_eq!(opt.step_many(&mut params, &grads).unwrap_err().status(), Status::State);
    assert_eq!(opt.set(Hyper::Lr, 0.1).unwrap_err().status(), Status::State);
    Ok(())
}

#[test]
fn clones_and_placed_optimizers_go_the_same_way() -> Result<()> {
    let (mut w, mut opt) = (weights(N), adamw().build()?);
    for step in 0..5 {
        opt.step(&mut w, &gradient(step, N))?;
    }
    let mut copy = opt.try_clone()?;
    let mut block = vec![MaybeUninit::uninit(); opt.size()?];
    let mut placed = opt.place(&mut block)?;
    drop(opt);
    let (mut of_copy, mut of_placed) = (w.clone(), w);
    for step in 5..10 {
        copy.step(&mut of_copy, &gradient(step, N))?;
        placed.step(&mut of_placed, &gradient(step, N))?;
    }
    assert_eq!((bits(&of_copy), bits(&of_placed)), (bits(&by_c()), bits(&by_c())));
    assert_eq!(placed.add_group().unwrap_err().status(), Status::OutOfMemory);
    drop(placed);
    assert_eq!(copy.place(&mut block[1..]).unwrap_err().status(), Status::OutOfRange);
    let mut outline = adamw().outline()?;
    outline.add(&Param::new(&[N as i64]))?;
    assert_eq!(
        outline.step(&mut of_copy, &gradient(0, N)).unwrap_err().status(),
        Status::State
    );
    Ok(())
}

#[test]
fn a_kernel_has_the_bits_of_the_object() -> Result<()> {
    let kernel = adamw().kernel()?;
    assert_eq!(
        kernel.states()?.iter().map(|state| state.kept).collect::<Vec<_>>(),
        [true, true, false]
    );
    let (mut w, mut m, mut v) = (weights(N), vec![0f32; N], vec![0f32; N]);
    for step in 0..10 {
        let g = gradient(step, N);
        let mut buffers = KernelBuffers::new(&mut w, &g).state(&mut m).state(&mut v);
        kernel.apply_range(step as i64 + 1, &mut buffers, 0..300)?;
        let shared = buffers.share()?;
        std::thread::scope(|scope| {
            for range in [300..700, 700..N] {
                let (kernel, shared) = (&kernel, &shared);
                // SAFETY: the ranges have no element in common.
                scope.spawn(move || unsafe { kernel.apply_shared(step as i64 + 1, shared, range) }.unwrap());
            }
        });
    }
    assert_eq!(bits(&w), bits(&by_c()));
    let (mut delta, g, before) = (vec![0f32; N], gradient(10, N), w.clone());
    kernel.apply(
        11,
        &mut KernelBuffers::new(&mut w, &g)
            .state(&mut m)
            .state(&mut v)
            .no_state()
            .delta(&mut delta),
    )?;
    assert!(bits(&w) == bits(&before) && delta.iter().any(|d| *d != 0.0));
    let short = kernel.apply(11, &mut KernelBuffers::new(&mut w, &g[1..]).state(&mut m).state(&mut v));
    assert_eq!(short.unwrap_err().status(), Status::Shape);
    Ok(())
}
