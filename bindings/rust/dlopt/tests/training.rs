//! What the safe calls do is what the C calls do, to the bit, however a step is taken.

use std::mem::MaybeUninit;

use dlopt::choices::{AccumulateReduce, DecayMode, NullGrad};
use dlopt::*;
use dlopt_sys as sys;

const N: usize = 1000;

/// Numbers of either sign that differ from step to step.
fn gradient(step: usize, n: usize) -> Vec<f32> {
    (0..n)
        .map(|i| ((i * 37 + step * 101) % 211) as f32 / 105.0 - 1.0)
        .collect()
}

fn weights(n: usize) -> Vec<f32> {
    gradient(1000, n)
}

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|v| v.to_bits()).collect()
}

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
    drop(opt.begin(
        &mut [w[..].as_mut().into()],
        &[g[..].into()],
        &mut Step::new().max_norm(1.0),
    )?);
    assert_eq!((opt.steps(), bits(&w)), (0, bits(&weights(N))));
    let mut options = Step::new().max_norm(1.0);
    let mut params = [ViewMut::from(&mut w[..])];
    let grads = [View::from(&g[..])];
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
fn options_reach_the_step() -> Result<()> {
    let (mut w, mut g, mut opt) = (weights(4), vec![f32::NAN, 1.0, 2.0, 2.0], Sgd::new().lr(1.0).build()?);
    opt.add(&Param::new(&[4]))?;
    let mut skip = Step::new().skip_nonfinite(true);
    let report = opt.step_with(&mut [w[..].as_mut().into()], &[g[..].into()], &mut skip)?;
    assert!(report.skipped && report.nonfinite == Some(1) && report.skips == 1 && report.applied_step == 0);
    g[0] = 0.0;
    let mut copy = vec![Bf16(0); 4];
    let mut copies = [ViewMut::from(&mut copy[..])];
    let mut options = Step::new()
        .grad_scale(0.5)
        .max_norm(3.0)
        .clip_form(ClipForm::Exact)
        .copies(&mut copies);
    let report = opt.step_with(
        &mut [w[..].as_mut().into()],
        Grads::zeroing(&mut [g[..].as_mut().into()]),
        &mut options,
    )?;
    assert_eq!((report.grad_norm, report.skipped), (Some(6.0), false));
    let wanted: Vec<f32> = weights(4)
        .iter()
        .zip([0.0, 1.0, 2.0, 2.0])
        .map(|(w, g)| w - g)
        .collect();
    assert_eq!((bits(&w), &g[..]), (bits(&wanted), &[0.0; 4][..]));
    assert!(w
        .iter()
        .zip(&copy)
        .all(|(w, c)| (f32::from_bits(u32::from(c.0) << 16) - w).abs() <= w.abs() / 256.0));
    Ok(())
}

#[test]
fn a_scaler_holds_steps_back() -> Result<()> {
    let (mut w, g, mut opt) = (weights(3), [f32::INFINITY, 0.0, 0.0], Sgd::new().build()?);
    opt.add(&Param::new(&[3]))?;
    let mut scaler = ScalerOptions::new()
        .preset("torch")
        .init_scale(1024.0)
        .growth_interval(1)
        .build()?;
    let mut step = |g: &[f32], scaler: &mut Scaler| {
        opt.step_with(
            &mut [w[..].as_mut().into()],
            &[g.into()],
            &mut Step::new().scaler(scaler),
        )
    };
    assert!(step(&g, &mut scaler)?.skipped);
    assert_eq!((scaler.scale()?, scaler.get(ScalerField::Skipped)?), (512.0, 1.0));
    assert!(!step(&[512.0, 0.0, 0.0], &mut scaler)?.skipped);
    assert_eq!(scaler.scale()?, 1024.0);
    scaler.set(ScalerField::GrowthInterval, 7)?;
    scaler.update(true)?;
    assert_eq!(scaler.scale()?, 512.0);
    assert_eq!(w[0].to_bits(), (weights(3)[0] - 0.001).to_bits());
    Ok(())
}

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
            &mut [x[..].as_mut().into(), y[..].as_mut().into()],
            &[[1f32][..].into(), [1f32][..].into()],
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
    opt.scale_elements(b, Some(&[2f32][..].into()), None)?;
    opt.scale(b, 1.0, 1.0)?;
    assert_eq!(take(&mut opt)?, (-0.75, -0.25));
    opt.project(b, -0.5, 0.5, 0)?;
    assert_eq!(take(&mut opt)?, (-0.75, -0.5));
    opt.remove(a)?;
    assert_eq!(opt.remove(a).unwrap_err().status(), Status::State);
    Ok(())
}

#[test]
fn schedules_compose() -> Result<()> {
    let half = schedules::Constant::new().base(0.5).build()?;
    let line = schedules::Linear::new()
        .base(2.0)
        .start_factor(0.0)
        .end_factor(1.0)
        .total_steps(10)
        .build()?;
    let value = |schedule: Schedule, step| schedule.value(step);
    assert_eq!(value(Schedule::product(&[&half, &line])?, 5)?, 0.5);
    assert_eq!(value(Schedule::sequence(&[&half, &line], &[3])?, 8)?, 1.0);
    assert_eq!(value(Schedule::chain(&[&half, &line])?, 5)?, 0.25);
    assert_eq!(value(half.warmup(4, choices::WarmupKind::Linear)?, 2)?, 0.25);
    let mut plateau = schedules::Plateau::new().patience(0).gamma(0.1).build()?;
    plateau.report(1.0)?;
    plateau.report(2.0)?;
    assert_eq!(plateau.value(0)?, 0.1);
    let table = schedules::Table::new().values(&[1.0, 3.0]).build()?;
    assert_eq!(
        (table.get_list(ScheduleField::Values)?, table.value(1)?),
        (&[1.0, 3.0][..], 3.0)
    );
    let mut opt = Sgd::new().build()?;
    opt.follow(
        Hyper::Lr,
        &schedules::Plateau::new().base(1.0).patience(0).gamma(0.5).build()?,
    )?;
    opt.report(1.0)?;
    opt.report(1.0)?;
    assert_eq!(opt.get(Hyper::Lr)?, 0.5);
    assert_eq!(scale_lr(0.1, 512, 256, BatchScaling::Linear)?, 0.2);
    assert_eq!(
        suggest_lr(&[1.0, 10.0, 100.0], &[3.0, 1.0, 5.0], 0.0, Suggestion::Minimum)?,
        1.0
    );
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
    apply_rows(&[2, -1], &from[..].into(), &mut to[..].as_mut().into())?;
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
    let found = coalesce_rows(
        None,
        &[5, 2, 5],
        &from[..].into(),
        &mut unique,
        &mut sums[..].as_mut().into(),
    )?;
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
        assert_eq!(
            opt.accumulate(&[[g][..].into()], 1.0)?,
            if g == 1.0 { 1.0 } else { 2.0 }
        );
    }
    let mut averages = [ViewMut::from(&mut average[..])];
    opt.step_with(
        &mut [w[..].as_mut().into()],
        Grads::accumulated(),
        &mut Step::new().averages(&mut averages),
    )?;
    assert_eq!((w, average), ([-2.0], [-2.0]));
    let mut sam = Sgd::new().lr(1.0).build()?;
    sam.add(&Param::new(&[1]))?;
    sam.wrap(&wrappers::Sam::new().rho(0.5))?;
    sam.perturb(&mut [w[..].as_mut().into()], &[[2f32][..].into()])?;
    assert_eq!(w, [-1.5]);
    sam.put_back(&mut [w[..].as_mut().into()])?;
    assert_eq!(w, [-2.0]);
    Ok(())
}

#[test]
fn looking_inside() -> Result<()> {
    let mut opt = adamw().build()?;
    let slot = opt.add(&Param::new(&[2, 3]))?;
    let (mut w, g) = (weights(6), gradient(0, 6));
    let view = |data| View::new(data, &[2, 3]);
    opt.observe(slot, &view(&g[..])?)?;
    opt.forget(slot)?;
    opt.step_many(&mut [ViewMut::new(&mut w, &[2, 3])?], &[view(&g)?])?;
    let stats = opt.stats(slot, Some(&view(&w)?), None)?;
    assert_eq!(
        (stats.numel, stats.steps, stats.param_nonfinite, stats.grad_norm),
        (6, 1, Some(0), None)
    );
    assert_eq!(
        stats.state_norms.len(),
        AdamW::new().build().map(|_| Rule::AdamW.states().len())?
    );
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
            &mut [Bf16::from_bits_mut(&mut bits)[..].as_mut().into()],
            &[[1f32 / 1024.0][..].into()],
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
    free.mode(Mode::Eval, &mut [w[..].as_mut().into()])?;
    assert_eq!(free.step(&mut w, &[1.0, 1.0]).unwrap_err().status(), Status::State);
    let mut sophia = Sophia::new().beta2(0.5).build()?;
    let slot = sophia.add(&Param::new(&[2]))?;
    sophia.hessian(&[[2f32, 4.0][..].into()])?;
    assert_eq!(sophia.state(slot, "hessian")?.as_slice::<f32>()?, [1.0, 2.0]);
    Ok(())
}

#[test]
fn gradients_in_many_buffers() -> Result<()> {
    use gradient::*;
    let (mut a, mut b) = ([3f32, 0.0], [4f64]);
    assert_eq!(norm(None, &[a[..].into(), b[..].into(), View::none()], 2.0)?, (5.0, 0));
    let mut grads = [ViewMut::from(&mut a[..]), ViewMut::from(&mut b[..])];
    assert_eq!(clip_norm(None, &mut grads, 2.5, 2.0, ClipForm::Exact)?, 5.0);
    assert_eq!(clip_per_tensor(None, &mut grads, 1.75, 2.0, ClipForm::Exact)?, 1);
    clip_value(None, &mut grads, 1.625)?;
    assert_eq!(clip_per_row(None, &mut grads, 1.5, 2.0, ClipForm::Exact)?, 1);
    assert_eq!(unscale(None, &mut grads, 0.5)?, 0);
    let params = [View::from(&[1f32, 1.0][..]), View::from(&[10f64][..])];
    assert_eq!(clip_agc(None, &params, &mut grads, (1e30, 1e-3), 2.0, Units::First)?, 0);
    assert_eq!(penalty(None, &params, 1.0, 0.0)?, 12.0);
    assert_eq!(add_penalty(None, &params, &mut grads, 1.0, 0.0)?, 12.0);
    centralize(None, &mut grads, 2)?;
    let mut history = NormHistory::new(4).percentile(50.0);
    clip_percentile(None, &mut grads, 2.0, ClipForm::Exact, &mut history)?;
    assert!(history.seen() == 1 && history.norms()[0] == history.norm() && history.max_norm() == history.norm());
    assert_eq!((a, b), ([4.0, 1.0], [4.25 - 0.25]));
    Ok(())
}

#[test]
fn recipes_presets_and_names() -> Result<()> {
    let opt = Optimizer::from_recipe(None, Recipe::Ppo, 0, 0)?;
    assert_eq!((opt.get(Hyper::Lr)?, Recipe::Ppo.name()), (3e-4, "ppo"));
    let tf = Adam::new().preset("tf").build()?;
    assert_eq!(tf.get(Hyper::EpsMode)?, f64::from(choices::EpsMode::Hat.number()));
    assert!(Rule::Adam.presets().contains(&"tf"));
    assert_eq!(version_number(), 1000);
    assert!(version() == "0.1.0" && build_info().starts_with('{'));
    let isa = cpu_isa();
    force_cpu_isa(isa)?;
    assert_eq!(force_cpu_isa("sse9").unwrap_err().status(), Status::InvalidArgument);
    force_cpu_isa("best")?;
    assert_eq!(cuda_device_count().unwrap_err().status(), Status::Unsupported);
    Ok(())
}

#[test]
fn a_clone_keeps_what_its_original_was_told() -> Result<()> {
    let mut opt = Sgd::new().lr(1.0).build()?;
    opt.add(&Param::new(&[1]))?;
    opt.wrap(&wrappers::Swa::new())?;
    let mut copy = opt.try_clone()?;
    let (mut w, mut average) = ([0f32], [0f32]);
    let mut averages = [ViewMut::from(&mut average[..])];
    copy.step_with(
        &mut [w[..].as_mut().into()],
        &[[1f32][..].into()],
        &mut Step::new().averages(&mut averages),
    )?;
    assert_eq!((w, average), ([-1.0], [-1.0]));
    Ok(())
}

#[test]
fn what_is_set_goes_before_the_preset() -> Result<()> {
    let mode = |builder: Adam| builder.build()?.get(Hyper::EpsMode);
    let outside = choices::EpsMode::Outside;
    assert_eq!(
        mode(Adam::new().eps_mode(outside).preset("tf"))?,
        f64::from(outside.number())
    );
    assert_eq!(Adam::new().lr(0.5).lr(0.25).build()?.get(Hyper::Lr)?, 0.25);
    assert_eq!(
        Adam::new().preset("tf").kernel().unwrap_err().status(),
        Status::Unsupported
    );
    Ok(())
}

#[test]
fn a_leaked_step_in_pieces_costs_the_optimizer_and_nothing_else() -> Result<()> {
    let (mut w, g, mut scaler) = (weights(N), gradient(0, N), Scaler::new()?);
    let mut opt = Sgd::new().build()?;
    opt.add(&Param::new(&[N as i64]))?;
    let mut params = [ViewMut::from(&mut w[..])];
    let grads = [View::from(&g[..])];
    let mut options = Step::new().scaler(&mut scaler);
    std::mem::forget(opt.begin(&mut params, &grads, &mut options)?);
    assert_eq!(opt.step_many(&mut params, &grads).unwrap_err().status(), Status::State);
    assert_eq!(opt.set(Hyper::Lr, 0.1).unwrap_err().status(), Status::State);
    Ok(())
}
