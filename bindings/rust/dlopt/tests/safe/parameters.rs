//! Groups, rows, wrappers, states: what an optimizer keeps of its parameters, and what it does to them.

use crate::numbers::{gradient, weights};
use dlopt::choices::{AccumulateReduce, NullGrad};
use dlopt::*;

#[test]
fn groups_schedules_and_factors() -> Result<()> {
    let mut opt = Sgd::new().lr(1.0).build()?;
    let slow = opt.add_group()?;
    opt.set_in(slow, Hyper::Lr, 0.5)?;
    let (a, b) = (
        opt.add(&Param::new(&[1]))?,
        opt.add(&Param::new(&[1]).group(slow).lr_scale(0.5))?,
    );
    assert_eq!((a.index(), b.index(), opt.get_in(slow, Hyper::Lr)?), (0, 1, 0.5));
    let (mut x, mut y) = ([1f32], [1f32]);
    let mut take = |opt: &mut Optimizer| {
        opt.step_many(
            &mut [(&mut x).into(), (&mut y).into()],
            &[(&[1f32]).into(), (&[1f32]).into()],
        )?;
        Ok::<_, Error>((x[0], y[0]))
    };
    assert_eq!(take(&mut opt)?, (0.0, 0.75));
    opt.scale(b, 0.0, 1.0)?;
    opt.follow(
        Hyper::Lr,
        &schedules::MultiStep::new()
            .base(0.5)
            .gamma(0.5)
            .milestones(&[2.0])
            .build()?,
    )?;
    assert_eq!(take(&mut opt)?, (-0.5, 0.75));
    assert_eq!(take(&mut opt)?, (-0.75, 0.75));
    assert_eq!(opt.set(Hyper::Lr, 0.1).unwrap_err().status(), Status::State);
    opt.unfollow(Hyper::Lr)?;
    opt.freeze(a, true)?;
    opt.scale_elements(b, Some(&(&[2f32]).into()), None)?;
    opt.scale(b, 1.0, 1.0)?;
    assert_eq!(take(&mut opt)?, (-0.75, -0.25));
    opt.project(b, -0.5, 0.5, 0)?;
    assert_eq!(take(&mut opt)?, (-0.75, -0.5));
    opt.remove(a)?;
    assert_eq!(opt.remove(a).unwrap_err().status(), Status::State);
    Ok(())
}

#[test]
fn rows_come_and_go() -> Result<()> {
    let mut opt = Sgd::new().lr(1.0).momentum(0.5).build()?;
    let slot = opt.add(&Param::new(&[3, 2]))?;
    let mut w = [0f32; 6];
    let compact = [1f32, 1.0];
    let mut step = |opt: &mut Optimizer, rows: Rows<'_>, g: View<'_>| {
        opt.step_with(
            &mut [ViewMut::new(&mut w, &[3, 2])?],
            &[g],
            &mut Step::new().rows(&mut [rows]),
        )?;
        Ok::<_, Error>(w)
    };
    assert_eq!(
        step(&mut opt, Rows::compact(&[1]), View::new(&compact, &[1, 2])?)?,
        [0.0, 0.0, -1.0, -1.0, 0.0, 0.0]
    );
    let whole = View::new(&[1f32; 6], &[3, 2])?;
    assert_eq!(
        step(&mut opt, Rows::masked(RowMask::Bytes(&[1, 0, 0])), whole)?[..3],
        [-1.0, -1.0, -1.0]
    );
    assert_eq!(
        step(&mut opt, Rows::masked(RowMask::Bits(&[4])), whole)?[3..],
        [-1.0, -1.0, -1.0]
    );
    let few = step(&mut opt, Rows::masked(RowMask::Bytes(&[1, 0])), whole).unwrap_err();
    assert!(few.status() == Status::Shape && few.message().contains("mask"), "{few}");
    let mut moved = [0u8];
    let one_row = View::new(&[0f32, 0.0, 0.0, 0.0, 1.0, 0.0], &[3, 2])?;
    step(&mut opt, Rows::all().zero_skips(&mut moved), one_row)?;
    assert_eq!(moved, [4]);
    opt.reserve_rows(&[slot], 8)?;
    opt.edit_rows(&[slot], &[1, -1])?;
    assert_eq!(
        opt.state(slot, "momentum_buffer")?.as_slice::<f32>()?,
        [1.0, 1.0, 0.0, 0.0]
    );
    opt.reset_rows(&[slot], &[0])?;
    assert_eq!(opt.state(slot, "momentum_buffer")?.as_slice::<f32>()?, [0.0; 4]);
    let (from, mut to) = ([1f32, 2.0, 3.0], [9f32; 2]);
    apply_rows(&[2, -1], &(&from).into(), &mut (&mut to).into())?;
    let mut within = from;
    apply_rows_in_place(&[1, 2], &mut within, &[3])?;
    assert_eq!((to, within), ([3.0, 9.0], [2.0, 3.0, 3.0]));
    assert_eq!(
        apply_rows_in_place(&[0, 1, 2, 2], &mut within, &[3])
            .unwrap_err()
            .status(),
        Status::Shape
    );
    let (mut unique, mut sums) = ([0i64; 3], [0f32; 3]);
    let found = coalesce_rows(None, &[5, 2, 5], &(&from).into(), &mut unique, &mut (&mut sums).into())?;
    assert_eq!((found, &unique[..2], &sums[..2]), (2, &[2, 5][..], &[2.0, 4.0][..]));
    Ok(())
}

#[test]
fn wrappers_accompany() -> Result<()> {
    let mut opt = Sgd::new().lr(1.0).null_grad(NullGrad::Skip).build()?;
    opt.add(&Param::new(&[1]))?;
    let ema = opt.wrap(&wrappers::Ema::new().decay(0.5))?;
    opt.wrap(&wrappers::Accumulate::new().reduce(AccumulateReduce::Mean))?;
    assert_eq!(
        opt.wrap(&wrappers::Swa::new().every(-1)).unwrap_err().status(),
        Status::OutOfRange
    );
    opt.set_wrapped(ema, WrapperField::Every, 1)?;
    assert_eq!(opt.get_wrapped(ema, WrapperField::Decay)?, 0.5);
    let (mut w, mut average) = ([0f32], [0f32]);
    for g in [1f32, 3.0] {
        assert_eq!(opt.accumulate(&[(&[g]).into()], 1.0)?, if g == 1.0 { 1.0 } else { 2.0 });
    }
    let mut averages = [ViewMut::from(&mut average)];
    opt.step_with(
        &mut [(&mut w).into()],
        Grads::accumulated(),
        &mut Step::new().averages(&mut averages),
    )?;
    assert_eq!((w, average), ([-2.0], [-2.0]));
    let mut sam = Sgd::new().lr(1.0).build()?;
    sam.add(&Param::new(&[1]))?;
    sam.wrap(&wrappers::Sam::new().rho(0.5))?;
    sam.perturb(&mut [(&mut w).into()], &[(&[2f32]).into()])?;
    assert_eq!(w, [-1.5]);
    sam.put_back(&mut [(&mut w).into()])?;
    assert_eq!(w, [-2.0]);
    Ok(())
}

#[test]
fn a_clone_keeps_what_its_original_was_told() -> Result<()> {
    let mut opt = Sgd::new().lr(1.0).build()?;
    opt.add(&Param::new(&[1]))?;
    opt.wrap(&wrappers::Swa::new())?;
    let mut copy = opt.try_clone()?;
    let (mut w, mut average) = ([0f32], [0f32]);
    let mut averages = [ViewMut::from(&mut average)];
    copy.step_with(
        &mut [(&mut w).into()],
        &[(&[1f32]).into()],
        &mut Step::new().averages(&mut averages),
    )?;
    assert_eq!((w, average), ([-1.0], [-1.0]));
    Ok(())
}

#[test]
fn looking_inside() -> Result<()> {
    let mut opt = AdamW::new().build()?;
    let slot = opt.add(&Param::new(&[2, 3]))?;
    let (mut w, g) = (weights(6), gradient(0, 6));
    let view = |data| View::new(data, &[2, 3]);
    opt.observe(slot, &view(&g[..])?)?;
    opt.forget(slot)?;
    opt.step_many(&mut [ViewMut::new(&mut w, &[2, 3])?], &[view(&g)?])?;
    let stats = opt.stats(slot, Some(&view(&w)?), None)?;
    let param = stats.param.as_ref().expect("it was shown");
    assert_eq!(
        (stats.numel, stats.steps, param.nonfinite, &stats.grad),
        (6, 1, 0, &None)
    );
    assert_eq!(stats.state_norms.len(), Rule::AdamW.states().len());
    let first = opt.state(slot, "exp_avg")?;
    assert_eq!((first.dtype()?, first.shape()), (Dtype::F32, &[2, 3][..]));
    assert_eq!(first.as_slice::<f64>().unwrap_err().status(), Status::Dtype);
    opt.state_mut(slot, "exp_avg")?.into_slice::<f32>()?.fill(7.0);
    assert_eq!(opt.state(slot, "exp_avg")?.as_slice::<f32>()?, [7.0; 6]);
    assert!(opt.state(slot, "nothing").unwrap_err().message().contains("exp_avg_sq"));
    assert!(opt.memory()?.state >= 48);
    Ok(())
}

#[test]
fn storage_in_few_bits() -> Result<()> {
    let mut opt = Sgd::new().lr(1.0).build()?;
    let slot = opt.add(&Param::new(&[1]).dtype(Dtype::Bf16).master(Master::Full))?;
    let mut bits = [0x3f80u16]; // 1
    for _ in 0..2 {
        opt.step_many(
            &mut [Bf16::from_bits_mut(&mut bits).into()],
            &[(&[1f32 / 1024.0]).into()],
        )?;
    }
    assert_eq!(opt.state(slot, "master")?.as_slice::<f32>()?, [1.0 - 2.0 / 1024.0]);
    Ok(())
}

#[test]
fn modes_and_hessians() -> Result<()> {
    let mut w = [1f32, 2.0];
    let mut free = ScheduleFreeSgd::new().lr(0.5).build()?;
    free.step(&mut w, &[1.0, 1.0])?;
    free.mode(Mode::Eval, &mut [(&mut w).into()])?;
    assert_eq!(free.step(&mut w, &[1.0, 1.0]).unwrap_err().status(), Status::State);
    let mut sophia = Sophia::new().beta2(0.5).build()?;
    let slot = sophia.add(&Param::new(&[2]))?;
    sophia.hessian(&[(&[2f32, 4.0]).into()])?;
    assert_eq!(sophia.state(slot, "hessian")?.as_slice::<f32>()?, [1.0, 2.0]);
    Ok(())
}
