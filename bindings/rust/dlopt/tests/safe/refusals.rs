//! Bad input gives the right status, a sentence that names what is wrong, and an optimizer and buffers with every bit as it was.

use std::mem::MaybeUninit;

use dlopt::*;

/// An AdamW of two parameters, some steps old, and what a next step needs.
struct Subject {
    opt: Optimizer<'static>,
    slots: [Slot; 2],
    w: [Vec<f32>; 2],
    g: [Vec<f32>; 2],
}

const SHAPES: [&[i64]; 2] = [&[5, 3], &[7]];

impl Subject {
    fn new() -> Self {
        let mut opt = AdamW::new().build().unwrap();
        let slots = [0, 1].map(|i| opt.add(&Param::new(SHAPES[i]).name(["matrix", "vector"][i])).unwrap());
        let made = |scale: f32| [15, 7].map(|n| (0..n).map(|i| scale * (i as f32 - 3.0)).collect::<Vec<_>>());
        let mut subject = Subject {
            opt,
            slots,
            w: made(0.5),
            g: made(0.25),
        };
        for _ in 0..3 {
            subject.step(&mut Step::new()).unwrap();
        }
        subject
    }

    fn views(&mut self) -> (&mut Optimizer<'static>, [ViewMut<'_>; 2], [View<'_>; 2]) {
        let [a, b] = &mut self.w;
        let params = [ViewMut::new(a, SHAPES[0]).unwrap(), ViewMut::new(b, SHAPES[1]).unwrap()];
        let grads = [0, 1].map(|i| View::new(&self.g[i], SHAPES[i]).unwrap());
        (&mut self.opt, params, grads)
    }

    fn step(&mut self, options: &mut Step<'_>) -> Result<Report> {
        let (opt, mut params, grads) = self.views();
        opt.step_with(&mut params, &grads, options)
    }

    /// Everything that a refused call must leave alone.
    fn bits(&self) -> Vec<u32> {
        let states = self
            .slots
            .iter()
            .flat_map(|&slot| ["exp_avg", "exp_avg_sq"].map(|name| (slot, name)));
        let states = states.flat_map(|(slot, name)| self.opt.state(slot, name).unwrap().as_slice::<f32>().unwrap());
        let buffers = self.w.iter().chain(&self.g).flatten();
        let hypers = Rule::AdamW
            .hypers()
            .into_iter()
            .map(|info| self.opt.get(Hyper::from_number(info.id).unwrap()).unwrap());
        let counts = [self.opt.steps() as u32, self.opt.param_count() as u32];
        let floats = states.chain(buffers).map(|v| v.to_bits());
        floats
            .chain(counts)
            .chain(hypers.flat_map(|v| [v.to_bits() as u32, (v.to_bits() >> 32) as u32]))
            .collect()
    }
}

/// Makes a call that must be refused: with which status, and what its sentence must name.
fn refused<T>(what: &str, status: Status, word: &str, call: impl FnOnce(&mut Subject) -> Result<T>) {
    let mut subject = Subject::new();
    let before = subject.bits();
    match call(&mut subject) {
        Ok(_) => panic!("{what}: accepted"),
        Err(error) => {
            assert_eq!(error.status(), status, "{what}: {error}");
            assert!(error.message().contains(word), "{what}: '{error}' does not name {word}");
        }
    }
    assert_eq!(subject.bits(), before, "{what}: something changed");
}

use Status::*;

#[test]
fn hyper_parameters() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1e-3, -5e-324, 1e39] {
        refused("lr", OutOfRange, "lr", |s| s.opt.set(Hyper::Lr, bad));
        refused("lr of a builder", OutOfRange, "lr", |_| AdamW::new().lr(bad).build());
        refused("lr of a kernel", OutOfRange, "lr", |_| AdamW::new().lr(bad).kernel());
    }
    for bad in [1.0, -0.1, f64::NAN] {
        refused("beta1", OutOfRange, "beta1", |s| {
            s.opt.set_in(Group::FIRST, Hyper::Beta1, bad)
        });
    }
    refused("weight_decay", OutOfRange, "weight_decay", |s| {
        s.opt.set(Hyper::WeightDecay, -1.0)
    });
    refused("momentum of AdamW", UnknownHyper, "beta1", |s| {
        s.opt.set(Hyper::Momentum, 0.9)
    });
    refused("reading it", UnknownHyper, "beta2", |s| s.opt.get(Hyper::Momentum));
    refused("a flag of 7", OutOfRange, "amsgrad", |s| s.opt.set(Hyper::Amsgrad, 7));
    refused("a choice of 1.5", OutOfRange, "eps_mode", |s| {
        s.opt.set(Hyper::EpsMode, 1.5)
    });
    refused("a list", InvalidArgument, "list", |s| s.opt.set(Hyper::Lr, &[1.0][..]));
    refused("a seed that no f64 holds", OutOfRange, "seed", |s| {
        s.opt.set(Hyper::Seed, (1i64 << 53) + 1)
    });
    refused("nesterov alone", OutOfRange, "nesterov", |_| {
        Sgd::new().nesterov(true).build()?.step(&mut [0f32], &[1f32])
    });
    refused("a half-valid pair", OutOfRange, "beta2", |_| {
        AdamW::new().beta1(0.5).beta2(2.0).build()
    });
}

#[test]
fn groups_presets_and_schedules() {
    refused("a group of another", InvalidArgument, "group", |s| {
        let other = Sgd::new().build()?.add_group()?;
        s.opt.set_in(other, Hyper::Lr, 0.1)
    });
    for name in ["", "Torch", &"x".repeat(1 << 20)] {
        refused("a preset", InvalidArgument, "preset", |s| s.opt.preset(name));
    }
    refused("a preset with a zero", InvalidArgument, "preset", |s| {
        s.opt.preset("to\0rch")
    });
    refused("a rule", InvalidArgument, "name", |_| Rule::from_name("adamw "));
    let cosine = || schedules::Cosine::new().build();
    refused("a schedule of a choice", InvalidArgument, "eps_mode", |s| {
        s.opt.follow(Hyper::EpsMode, &cosine()?)
    });
    refused("a metric without a plateau", State, "plateau", |s| s.opt.report(1.0));
    refused("steps", OutOfRange, "total_steps", |_| {
        schedules::Cosine::new().total_steps(0).build()
    });
    refused("step -1", OutOfRange, "step", |_| cosine()?.value(-1));
    refused("milestones that fall", OutOfRange, "milestones", |_| {
        schedules::MultiStep::new().milestones(&[3.0, 2.0]).build()
    });
    refused("a list for a number", InvalidArgument, "base", |_| {
        cosine()?.set(ScheduleField::Base, &[1.0][..])
    });
    refused("nothing in a row", InvalidArgument, "count", |_| {
        Schedule::sequence(&[], &[])
    });
    refused("too few milestones", InvalidArgument, "milestones", |_| {
        Schedule::sequence(&[&cosine()?, &cosine()?], &[])
    });
    refused("no product", InvalidArgument, "count", |_| Schedule::product(&[]));
    refused("17 levels", InvalidArgument, "16", |_| {
        (0..17).try_fold(cosine()?, |inner, _| Schedule::chain(&[&inner]))
    });
    refused("growth", OutOfRange, "growth_factor", |_| {
        ScalerOptions::new().growth_factor(0.5).build()
    });
    refused("losses", InvalidArgument, "loss", |_| {
        suggest_lr(&[1.0, 2.0], &[1.0], 0.0, Suggestion::Minimum)
    });
    refused("a recipe's length", OutOfRange, "total_steps", |_| {
        Optimizer::from_recipe(None, Recipe::Bert, 0, 10000)
    });
}

#[test]
fn parameters() {
    let sizes = vec![1i64; 65];
    refused("65 dimensions", InvalidArgument, "ndim", |s| {
        s.opt.add(&Param::new(&sizes))
    });
    refused("a size of -1", Shape, "shape", |s| s.opt.add(&Param::new(&[3, -1])));
    refused("2^64 elements", Shape, "shape", |s| {
        s.opt.add(&Param::new(&[1 << 32, 1 << 32]))
    });
    refused("bytes beyond all memory", OutOfMemory, "", |s| {
        s.opt.add(&Param::new(&[1 << 61]))
    });
    refused("i8", Status::Dtype, "dtype", |s| {
        s.opt.add(&Param::new(&[1]).dtype(dlopt::Dtype::I8))
    });
    refused("a master of f32", InvalidArgument, "full", |s| {
        s.opt.add(&Param::new(&[1]).master(Master::Full))
    });
    refused("a scale", OutOfRange, "lr_scale", |s| {
        s.opt.add(&Param::new(&[1]).lr_scale(f64::NAN))
    });
    for name in ["", "matrix", "param_2\n", "__metadata__", "a\0b"] {
        refused("a name", InvalidArgument, "name", |s| {
            s.opt.add(&Param::new(&[1]).name(name))
        });
    }
    let foreign = {
        let mut other = Sgd::new().build().unwrap();
        (0..3).map(|_| other.add(&Param::new(&[1])).unwrap()).last().unwrap()
    };
    refused("a slot of another", InvalidArgument, "slot", |s| s.opt.remove(foreign));
    refused("its scale", InvalidArgument, "slot", |s| s.opt.scale(foreign, 1.0, 1.0));
    refused("its state", InvalidArgument, "slot", |s| {
        s.opt.state(foreign, "exp_avg").map(drop)
    });
    refused("its rows", InvalidArgument, "slot", |s| {
        s.opt.edit_rows(&[foreign], &[0])
    });
    refused("factors", Shape, "lr_scales", |s| {
        s.opt.scale_elements(s.slots[0], Some(&(&[1f32; 4]).into()), None)
    });
    refused("limits", OutOfRange, "lower", |s| {
        s.opt.project(s.slots[0], 1.0, 0.0, 0)
    });
    refused("a state", InvalidArgument, "exp_avg_sq", |s| {
        s.opt.state(s.slots[0], "momentum_buffer").map(drop)
    });
    refused("rows twice", InvalidArgument, "slot", |s| {
        s.opt.edit_rows(&[s.slots[0], s.slots[0]], &[0])
    });
    refused("a row too far", OutOfRange, "5", |s| {
        s.opt.edit_rows(&[s.slots[0]], &[0, 5])
    });
    refused("a row before all", OutOfRange, "-2", |s| {
        s.opt.reset_rows(&[s.slots[0]], &[-2])
    });
    refused("a block too small", OutOfRange, "bytes", |s| {
        s.opt.place(&mut [MaybeUninit::uninit(); 16]).map(drop)
    });
}

#[test]
fn flat_steps() {
    let once = |n| {
        let mut opt = Sgd::new().build()?;
        opt.step(&mut vec![0f32; n], &vec![0f32; n])?;
        Ok::<_, Error>(opt)
    };
    refused("another size", Shape, "8", |_| {
        once(7)?.step(&mut [0f32; 8], &[0f32; 8])
    });
    refused("another type", Status::Dtype, "f32", |_| {
        once(7)?.step(&mut [0f64; 7], &[0f64; 7])
    });
    refused("unequal", Shape, "grad", |_| once(7)?.step(&mut [0f32; 7], &[0f32; 6]));
    refused("two parameters", State, "param", |s| s.opt.step(&mut s.w[0], &s.g[0]));
    assert_eq!(once(0).unwrap().steps(), 0);
}

#[test]
fn steps() {
    refused("one gradient", InvalidArgument, "grads", |s| {
        let (opt, mut params, grads) = s.views();
        opt.step_many(&mut params, &grads[..1])
    });
    refused("one parameter", InvalidArgument, "count", |s| {
        let (opt, mut params, grads) = s.views();
        opt.step_many(&mut params[..1], &grads[..1])
    });
    refused("gradients that change places", Shape, "grads[0]", |s| {
        let (opt, mut params, [a, b]) = s.views();
        opt.step_many(&mut params, &[b, a])
    });
    refused("no parameter", Shape, "params[0]", |s| {
        let (opt, [_, b], grads) = s.views();
        opt.step_many(&mut [ViewMut::none(), b], &grads)
    });
    refused("gradients of i32", Status::Dtype, "grads[1]", |s| {
        let (opt, mut params, [a, _]) = s.views();
        opt.step_many(&mut params, &[a, (&[1i32; 7]).into()])
    });
    refused("a shape that does not fit its buffer", Shape, "shape", |_| {
        View::new(&[0f32; 6], &[2, 4])
    });
    refused("a negative shape", Shape, "shape", |_| View::new(&[0f32; 6], &[-2, -3]));
    refused("a shape too large", Shape, "shape", |_| {
        ViewMut::new(&mut [0f32; 0], &[1 << 32, 1 << 32]).map(drop)
    });
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY, 2f64.powi(-149)] {
        refused("grad_scale", OutOfRange, "grad_scale", |s| {
            s.step(&mut Step::new().grad_scale(bad))
        });
    }
    for bad in [-1.0, f64::NAN] {
        refused("max_norm", OutOfRange, "max_norm", |s| {
            s.step(&mut Step::new().max_norm(bad))
        });
        refused("clip_value", OutOfRange, "clip_value", |s| {
            s.step(&mut Step::new().clip_value(bad))
        });
        refused("agc", OutOfRange, "agc_clipping", |s| {
            s.step(&mut Step::new().agc(bad, 1e-3))
        });
    }
    for bad in [0.0, -2.0, f64::NAN] {
        refused("norm_type", OutOfRange, "norm_type", |s| {
            s.step(&mut Step::new().max_norm(1.0).norm_type(bad))
        });
    }
    refused("max_skips", OutOfRange, "max_skips", |s| {
        s.step(&mut Step::new().max_skips(-1))
    });
    refused("too few deltas", InvalidArgument, "deltas", |s| {
        s.step(&mut Step::new().deltas(&mut [ViewMut::none()]))
    });
    refused("too few copies", InvalidArgument, "copies", |s| {
        s.step(&mut Step::new().copies(&mut []))
    });
    refused("averages without a wrapper", InvalidArgument, "averages", |s| {
        s.step(&mut Step::new().averages(&mut [ViewMut::none(), ViewMut::none()]))
    });
    refused("too few rows", InvalidArgument, "rows", |s| {
        s.step(&mut Step::new().rows(&mut [Rows::all()]))
    });
    refused("rows that fall", InvalidArgument, "rows[0]", |s| {
        s.step(&mut Step::new().rows(&mut [Rows::whole(&[2, 1]), Rows::all()]))
    });
    refused("a row too far", OutOfRange, "rows[0]", |s| {
        s.step(&mut Step::new().rows(&mut [Rows::whole(&[5]), Rows::all()]))
    });
    refused("no room for what moves", Shape, "moved", |s| {
        s.step(&mut Step::new().rows(&mut [Rows::all().zero_skips(&mut []), Rows::all()]))
    });
    refused("nothing accumulated", InvalidArgument, "grads", |s| {
        let (opt, mut params, _) = s.views();
        opt.step_with(&mut params, Grads::accumulated(), &mut Step::new())
    });
    refused("accumulating", State, "accum", |s| {
        let (opt, _, grads) = s.views();
        opt.accumulate(&grads, 1.0)
    });
    refused("perturbing", State, "", |s| {
        let (opt, mut params, grads) = s.views();
        opt.perturb(&mut params, &grads)
    });
    refused("a Hessian", Unsupported, "adamw", |s| {
        let (opt, _, grads) = s.views();
        opt.hessian(&grads)
    });
    refused("beginning", OutOfRange, "grad_scale", |s| {
        let (opt, mut params, grads) = s.views();
        opt.begin(&mut params, &grads, &mut Step::new().grad_scale(0.0))
            .map(drop)
    });
    refused("a part of nothing", OutOfRange, "max_elements", |s| {
        let (opt, mut params, grads) = s.views();
        let mut options = Step::new().max_norm(1.0); // so that the end of the test can give the step up
        let mut pieces = opt.begin(&mut params, &grads, &mut options)?;
        pieces.part(0)
    });
}

#[test]
fn gradients() {
    let mut g = [1f32, f32::NAN];
    let status = |outcome: Result<f64>| outcome.unwrap_err().status();
    let mut grads = [ViewMut::from(&mut g)];
    assert_eq!(
        status(gradient::clip_norm(None, &mut grads, 1.0, 2.0, ClipForm::Torch)),
        Nonfinite
    );
    assert_eq!(
        status(gradient::clip_norm(None, &mut grads, -1.0, 2.0, ClipForm::Torch)),
        OutOfRange
    );
    assert_eq!(
        status(gradient::norm(None, &[grads[0].as_view()], 0.0).map(|(norm, _)| norm)),
        OutOfRange
    );
    assert_eq!(
        gradient::centralize(None, &mut grads, 1).unwrap_err().status(),
        OutOfRange
    );
    assert_eq!(
        gradient::unscale(None, &mut grads, 0.0).unwrap_err().status(),
        OutOfRange
    );
    assert_eq!(
        status(gradient::add_penalty(None, &[], &mut grads, 0.0, 0.0)),
        InvalidArgument
    );
    let empty = gradient::clip_percentile(
        None,
        &mut grads,
        2.0,
        ClipForm::Exact,
        &mut gradient::NormHistory::new(0),
    );
    assert_eq!(empty.unwrap_err().status(), OutOfRange);
    assert_eq!((g[0], g[1].is_nan()), (1.0, true));
}
