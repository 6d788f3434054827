//! Options of steps, scalers, schedules, clipping, presets: every setting reaches the library.

use crate::numbers::{bits, weights};
use dlopt::*;

#[test]
fn options_reach_the_step() -> Result<()> {
    let (mut w, mut g, mut opt) = (weights(4), vec![f32::NAN, 1.0, 2.0, 2.0], Sgd::new().lr(1.0).build()?);
    opt.add(&Param::new(&[4]))?;
    let mut skip = Step::new().skip_nonfinite(true);
    let report = opt.step_with(&mut [(&mut w).into()], &[(&g).into()], &mut skip)?;
    assert!(report.skipped && report.nonfinite == Some(1) && report.skips == 1 && report.applied_step == 0);
    g[0] = 0.0;
    let mut copy = vec![Bf16(0); 4];
    let mut copies = [ViewMut::from(&mut copy)];
    let mut options = Step::new()
        .grad_scale(0.5)
        .max_norm(3.0)
        .clip_form(ClipForm::Exact)
        .copies(&mut copies);
    let report = opt.step_with(
        &mut [(&mut w).into()],
        Grads::zeroing(&mut [(&mut g).into()]),
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
        opt.step_with(&mut [(&mut w).into()], &[g.into()], &mut Step::new().scaler(scaler))
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
fn gradients_in_many_buffers() -> Result<()> {
    use gradient::*;
    let (mut a, mut b) = ([3f32, 0.0], [4f64]);
    assert_eq!(norm(None, &[(&a).into(), (&b).into(), View::none()], 2.0)?, (5.0, 0));
    let mut grads = [ViewMut::from(&mut a), ViewMut::from(&mut b)];
    assert_eq!(clip_norm(None, &mut grads, 2.5, 2.0, ClipForm::Exact)?, 5.0);
    assert_eq!(clip_per_tensor(None, &mut grads, 1.75, 2.0, ClipForm::Exact)?, 1);
    clip_value(None, &mut grads, 1.625)?;
    assert_eq!(clip_per_row(None, &mut grads, 1.5, 2.0, ClipForm::Exact)?, 1);
    assert_eq!(unscale(None, &mut grads, 0.5)?, 0);
    let params = [View::from(&[1f32, 1.0]), View::from(&[10f64])];
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
