//! Statistics, hashes, watches and histories.

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::{Arc, Mutex};

use dlopt::*;

#[test]
fn statistics_of_some_parameters() -> Result<()> {
    let mut opt = Sgd::new().lr(1.0).momentum(0.5).build()?;
    let (a, _) = (opt.add(&Param::new(&[2]))?, opt.add(&Param::new(&[2]))?);
    let (before, mut w, g) = ([3f32, 4.0], [3f32, 4.0], [1f32, 0.0]);
    opt.step_many(
        &mut [(&mut w).into(), (&mut [0f32; 2]).into()],
        &[(&g).into(), (&g).into()],
    )?;
    let (params, grads) = ([View::from(&w), View::none()], [View::from(&g), View::none()]);
    let old = [View::from(&before), View::none()];
    let all = opt.measure(&Measure::new().params(&params).grads(&grads).before(&old))?;
    let grad = all.grad.expect("it was shown");
    assert_eq!(
        (all.numel, all.update_norm, grad.norm, grad.zero, grad.measured),
        (4, Some(1.0), 1.0, 1, 2)
    );
    assert_eq!(
        (grad.magnitudes[48], all.param.expect("it was shown").norm),
        (1, 20f64.sqrt())
    );
    assert_eq!(opt.measure(&Measure::new().slot(a))?.numel, 2);
    assert_eq!(
        opt.measure(&Measure::new().group(Group::FIRST))?.state_norms,
        [2f64.sqrt()]
    );
    let refused = |what: Measure<'_>| opt.measure(&what).unwrap_err().status();
    assert_eq!(refused(Measure::new().params(&params[..1])), Status::InvalidArgument);
    assert_eq!(refused(Measure::new().sample(0)), Status::OutOfRange);
    Ok(())
}

#[test]
fn hashes_tell_optimizers_apart() -> Result<()> {
    let (mut w, mut opt) = ([1f32; 3], Adam::new().build()?);
    opt.step(&mut w, &[1.0; 3])?;
    let mut copy = opt.try_clone()?;
    assert_eq!(opt.state_hash(None)?, copy.state_hash(None)?);
    let with_params = opt.state_hash(Some(&[(&w).into()]))?;
    assert_ne!(with_params, opt.state_hash(Some(&[(&[0f32; 3]).into()]))?);
    copy.step(&mut w, &[1.0; 3])?;
    assert_ne!(opt.state_hash(None)?, copy.state_hash(None)?);
    assert_eq!(opt.state_hash(Some(&[])).unwrap_err().status(), Status::InvalidArgument);
    Ok(())
}

#[test]
fn a_watch_tells_of_explosions() -> Result<()> {
    let mut watch = NormWatch::new(Some(&Runtime::builder().build()?))?;
    watch.set(NormWatchField::Warmup, 2)?;
    watch.set(NormWatchField::Factor, 3)?;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let told = seen.clone();
    watch.on_explosion(move |step, norm, median| told.lock().expect("no panic").push((step, norm, median)))?;
    let exploded = [1.0, 1.0, 2.0, 4.0]
        .iter()
        .enumerate()
        .map(|(step, &norm)| watch.look(step as i64, norm));
    assert_eq!(exploded.collect::<Result<Vec<_>>>()?, [false, false, false, true]);
    assert_eq!(*seen.lock().expect("no panic"), [(3, 4.0, 1.0)]);
    assert_eq!(
        (watch.window()?, watch.get(NormWatchField::Fired)?),
        (vec![1.0, 1.0, 2.0, 4.0], 1.0)
    );
    watch.on_explosion(|_, _, _| panic!("too large"))?;
    assert!(catch_unwind(AssertUnwindSafe(|| watch.look(4, f64::NAN))).is_err());
    watch.restore(&[5.0])?;
    assert_eq!(
        (watch.window()?, watch.look(5, -1.0).unwrap_err().status()),
        (vec![5.0], Status::OutOfRange)
    );
    assert_eq!(NormWatch::fields().len(), NormWatchField::ALL.len());
    Ok(())
}

#[test]
fn histories_are_written_and_read() -> Result<()> {
    let mut history = History::new(None, &["loss", "lr"])?;
    history.append(1, 0.0, &[0.5, 1e-3])?;
    history.append(2, 7.0, &[0.25, f64::NAN])?;
    assert_eq!((history.rows(), history.row(0)?.values), (2, vec![0.5, 1e-3]));
    let mut csv = Vec::new();
    history.write(HistoryFormat::Csv, 0, &mut csv)?;
    assert_eq!(
        String::from_utf8(csv).expect("text"),
        "step,wall_time,loss,lr\r\n1,0,0.5,0.001\r\n2,7,0.25,nan\r\n"
    );
    let path = std::env::temp_dir().join(format!("dlopt_{}.csv", std::process::id()));
    history.save(HistoryFormat::Csv, &path)?;
    assert!(std::fs::read_to_string(&path).expect("the file").ends_with("nan\r\n"));
    std::fs::remove_file(&path).expect("the file");
    assert_eq!(
        history
            .write(HistoryFormat::Csv, 0, &mut &mut [0u8; 3][..])
            .unwrap_err()
            .status(),
        Status::Io
    );
    assert_eq!(
        history.append(3, 0.0, &[1.0]).unwrap_err().status(),
        Status::InvalidArgument
    );
    assert_eq!(history.row(2).unwrap_err().status(), Status::OutOfRange);
    assert_eq!(
        History::new(None, &["step"]).unwrap_err().status(),
        Status::InvalidArgument
    );
    Ok(())
}
