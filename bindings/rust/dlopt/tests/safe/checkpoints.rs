//! Checkpoints: what is loaded goes on as what was saved; streams, files and blocks hold the same bytes.

use std::io::{self, Read, Write};
use std::panic::{catch_unwind, AssertUnwindSafe};

use crate::numbers::{bits, gradient, weights};
use dlopt::*;

const N: usize = 300;

fn trained() -> Result<(Optimizer<'static>, Vec<f32>)> {
    let (mut w, mut opt) = (weights(N), AdamW::new().lr(0.01).build()?);
    opt.add(&Param::new(&[N as i64]).name("w"))?;
    opt.wrap(&wrappers::Ema::new().start(1_000_000))?;
    (0..5).try_for_each(|step| take(&mut opt, &mut w, step))?;
    Ok((opt, w))
}

fn take(opt: &mut Optimizer<'_>, w: &mut Vec<f32>, step: usize) -> Result<()> {
    let mut average = vec![0f32; N];
    let mut averages = [ViewMut::from(&mut average)];
    opt.step_with(
        &mut [w.into()],
        &[(&gradient(step, N)).into()],
        &mut Step::new().averages(&mut averages),
    )
    .map(drop)
}

#[test]
fn what_is_loaded_goes_on_as_what_was_saved() -> Result<()> {
    let (mut opt, mut w) = trained()?;
    let mut bytes = Vec::new();
    opt.save(&mut bytes, Save::new())?;
    assert_eq!(bytes.len(), opt.save_size(Save::new())?);
    let mut block = vec![0u8; bytes.len()];
    assert_eq!(opt.save_block(&mut block, Save::new())?, block.len());
    assert_eq!(block, bytes);
    let path = std::env::temp_dir().join(format!("dlopt_{}.safetensors", std::process::id()));
    opt.save_file(&path, Save::new())?;
    assert_eq!(std::fs::read(&path).expect("the file"), bytes);

    let fresh = || AdamW::new().build();
    let (mut a, mut b, mut c) = (fresh()?, fresh()?, fresh()?);
    a.load(&mut &bytes[..], Load::new().declare())?;
    b.load_block(&bytes, Load::new().declare())?;
    c.add(&Param::new(&[N as i64]).name("weight"))?;
    c.load_file(&path, Load::new().rename("w", "weight"))?;
    std::fs::remove_file(&path).expect("the file");
    let before = w.clone();
    take(&mut opt, &mut w, 5)?;
    for mut loaded in [a, b, c] {
        let mut v = before.clone();
        take(&mut loaded, &mut v, 5)?; // with the average of the wrapper that was loaded
        assert_eq!((bits(&v), loaded.steps()), (bits(&w), 6));
    }
    Ok(())
}

#[test]
fn a_scaler_and_the_progress_go_along() -> Result<()> {
    let (opt, _) = trained()?;
    let (saved, mut loaded) = (ScalerOptions::new().init_scale(8.0).build()?, Scaler::new()?);
    let (mut bytes, mut seen) = (Vec::new(), 0);
    let mut told = |done, _| {
        seen = done;
        true
    };
    opt.save(&mut bytes, Save::new().scaler(&saved).progress(&mut told))?;
    assert_eq!(seen as usize, bytes.len());
    AdamW::new()
        .build()?
        .load_block(&bytes, Load::new().declare().scaler(&mut loaded))?;
    assert_eq!(loaded.scale()?, 8.0);
    let off = opt.save(&mut Vec::new(), Save::new().progress(&mut |_, _| false));
    assert_eq!(off.unwrap_err().status(), Status::Io);
    Ok(())
}

/// A stream that fails, or panics.
struct Broken(bool);

impl Broken {
    fn fail(&self) -> io::Result<usize> {
        assert!(!self.0, "a stream that panics");
        Err(io::Error::new(io::ErrorKind::Other, "the cable is out"))
    }
}

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        self.fail()
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.fail()
    }
}

#[test]
fn bad_streams_and_bytes_change_nothing() -> Result<()> {
    let (mut opt, _) = trained()?;
    let mut bytes = Vec::new();
    opt.save(&mut bytes, Save::new())?;
    let refused = |outcome: Result<()>, status| {
        let error = outcome.unwrap_err();
        assert_eq!(error.status(), status, "{error}");
        error.message().to_string()
    };
    assert!(refused(opt.save(&mut Broken(false), Save::new()), Status::Io).contains("cable"));
    assert!(refused(opt.load(&mut Broken(false), Load::new()), Status::Io).contains("cable"));
    assert!(catch_unwind(AssertUnwindSafe(|| opt.save(&mut Broken(true), Save::new()))).is_err());
    assert!(catch_unwind(AssertUnwindSafe(|| opt.load(&mut Broken(true), Load::new()))).is_err());
    refused(opt.load_block(&bytes[..bytes.len() - 1], Load::new()), Status::Corrupt);
    refused(opt.load_block(&[], Load::new()), Status::Corrupt);
    let mut flipped = bytes.clone();
    *flipped.last_mut().expect("bytes") ^= 1;
    refused(opt.load_block(&flipped, Load::new()), Status::Corrupt);
    refused(
        Sgd::new().build()?.load_block(&bytes, Load::new().declare()),
        Status::State,
    );
    assert!(refused(AdamW::new().build()?.load_block(&bytes, Load::new()), Status::State).contains('w'));
    refused(opt.load_file("/nowhere/at/all", Load::new()), Status::Io);
    refused(opt.save_file("", Save::new()), Status::InvalidArgument);
    refused(opt.load_file("a\0b", Load::new()), Status::InvalidArgument);
    let mut after = Vec::new();
    opt.save(&mut after, Save::new())?;
    assert_eq!(after, bytes);
    Ok(())
}
