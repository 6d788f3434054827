//! States and counts handed from one optimizer to another; declarations; pieces of checkpoints.

use crate::numbers::{bits, gradient, weights};
use dlopt::*;

const N: usize = 60;

fn refused<T: std::fmt::Debug>(outcome: Result<T>, status: Status, text: &str) {
    let error = outcome.unwrap_err();
    assert_eq!(error.status(), status, "{error}");
    assert!(error.message().contains(text), "{error}");
}

fn take(opt: &mut Optimizer<'_>, w: &mut [f32], step: usize) -> Result<()> {
    let shape = [N as i64 / 5, 5];
    opt.step_many(
        &mut [ViewMut::new(w, &shape)?],
        &[View::new(&gradient(step, N), &shape)?],
    )
    .map(drop)
}

fn trained() -> Result<(Optimizer<'static>, Slot, Vec<f32>)> {
    let (mut w, mut opt) = (weights(N), NAdam::new().lr(0.01).build()?);
    let slot = opt.add(&Param::new(&[N as i64 / 5, 5]).name("w"))?;
    (0..5).try_for_each(|step| take(&mut opt, &mut w, step))?;
    Ok((opt, slot, w))
}

#[test]
fn what_is_handed_over_goes_on() -> Result<()> {
    let (mut opt, slot, mut w) = trained()?;
    let mut other = NAdam::new().lr(0.01).build()?;
    let there = other.add(&opt.declaration(slot)?.param())?;
    for name in ["exp_avg", "exp_avg_sq"] {
        let mut array = vec![0f64; N];
        opt.copy_state(Some(slot), name, &mut array)?;
        assert!(!other.has_started(Some(there), name)?);
        other.set_state(Some(there), name, &array)?;
        assert!(other.has_started(Some(there), name)?);
    }
    let mut product = [0f64];
    opt.copy_state(Some(slot), "mu_product", &mut product)?;
    other.set_state(Some(there), "mu_product", &product)?;
    other.set_steps(Some(there), opt.steps_of(Some(slot))?)?;
    other.set_steps(None, 5)?;
    assert_eq!((other.steps(), other.steps_of(None)?), (5, 5));
    let mut v = w.clone();
    take(&mut opt, &mut w, 5)?;
    take(&mut other, &mut v, 5)?;
    assert_eq!(bits(&v), bits(&w));
    other.forget_state(Some(there), "exp_avg")?;
    assert!(!other.has_started(Some(there), "exp_avg")?);
    assert_eq!(other.state(there, "exp_avg")?.as_slice::<f32>()?[3], 0.0);
    Ok(())
}

#[test]
fn declarations_are_told() -> Result<()> {
    let mut opt = Adam::new().build()?;
    let group = opt.add_group()?;
    let param = Param::new(&[3, 0, 5])
        .name("embedding")
        .dtype(Dtype::Bf16)
        .group(group)
        .role(Role::Embedding)
        .lr_scale(0.5)
        .decay_scale(0.25)
        .master(Master::Split)
        .row_ages(true);
    let slot = opt.add(&param)?;
    let told = opt.declaration(slot)?;
    assert_eq!((told.name.as_str(), &told.shape[..]), ("embedding", &[3, 0, 5][..]));
    assert_eq!(
        (told.dtype, told.group, told.role),
        (Dtype::Bf16, group, Role::Embedding)
    );
    assert_eq!(
        (told.lr_scale, told.decay_scale, told.master),
        (0.5, 0.25, Master::Split)
    );
    assert_eq!((told.state_form, told.row_ages), (StateForm::Full, true));
    let scalar = opt.add(&Param::new(&[]))?;
    assert!(opt.declaration(scalar)?.shape.is_empty());
    opt.remove(slot)?;
    refused(opt.declaration(slot), Status::State, "slot");
    Ok(())
}

#[test]
fn what_is_wrong_is_refused() -> Result<()> {
    let (mut opt, slot, _) = trained()?;
    let hash = opt.state_hash(None)?;
    let w = Some(slot);
    refused(opt.set_state(w, "exp_avg", &[1f32; 3]), Status::Shape, "[12, 5]");
    refused(opt.copy_state(w, "exp_avg", &mut [1f32; 3]), Status::Shape, "[12, 5]");
    refused(
        opt.set_state(w, "exp_avg_sq", &[-1f32; N]),
        Status::OutOfRange,
        "element 0",
    );
    refused(
        opt.set_state(w, "exp_avg", &[f32::NAN; N]),
        Status::OutOfRange,
        "element 0",
    );
    refused(opt.set_state(w, "exp_avg", &[1i8; N]), Status::Dtype, "from");
    refused(opt.set_state(w, "sum", &[1f32; N]), Status::InvalidArgument, "exp_avg");
    refused(opt.set_state(None, "d", &[1f64]), Status::InvalidArgument, "share");
    refused(opt.forget_state(w, "sum"), Status::InvalidArgument, "exp_avg");
    refused(opt.has_started(w, "a\0b"), Status::InvalidArgument, "name");
    refused(opt.set_steps(w, -1), Status::OutOfRange, "steps");
    assert_eq!(opt.state_hash(None)?, hash);
    opt.set_state_nonfinite(w, "exp_avg", &[f32::NAN; N])
}

#[test]
fn checkpoints_are_cut_into_pieces() -> Result<()> {
    let mut opt = AdamW::new().build()?;
    opt.add(&Param::new(&[N as i64 / 5, 5]).name("w"))?;
    take(&mut opt, &mut weights(N), 0)?;
    let mut bytes = Vec::new();
    opt.save(&mut bytes, Save::new())?;
    let mut parts = AdamW::new().build()?;
    let (head, tail) = (
        parts.add(&Param::new(&[2, 5]).name("head"))?,
        parts.add(&Param::new(&[10, 5]).name("tail"))?,
    );
    let cut = |to_row| {
        Load::new()
            .piece("w", "head", 0, 0, 2)
            .piece("w", "tail", 2, to_row, 10)
    };
    refused(parts.load_block(&bytes, cut(1)), Status::OutOfRange, "pieces[1]");
    refused(
        parts.load_block(&bytes, cut(0).piece("v", "w", 0, 0, 0)),
        Status::InvalidArgument,
        "pieces[2]",
    );
    parts.load_block(&bytes, cut(0))?;
    let mut whole = vec![0f32; N];
    opt.copy_state(Some(head), "exp_avg", &mut whole)?; // the first slot of either
    assert_eq!(parts.state(head, "exp_avg")?.as_slice::<f32>()?, &whole[..10]);
    assert_eq!(parts.state(tail, "exp_avg")?.as_slice::<f32>()?, &whole[10..]);
    Ok(())
}
