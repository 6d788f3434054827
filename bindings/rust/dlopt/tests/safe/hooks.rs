//! The program's allocator, job system and log: used for all that is theirs; nothing leaks, and no panic goes through C.

use std::alloc::{GlobalAlloc, Layout, System};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use dlopt::*;

/// Counts what is allocated and not freed yet, and refuses everything once it is told to.
#[derive(Clone, Default)]
struct Counting {
    bytes: Arc<AtomicI64>,
    calls: Arc<AtomicI64>,
    refuses: Arc<AtomicBool>,
}

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if self.refuses.load(SeqCst) {
            return std::ptr::null_mut();
        }
        self.bytes.fetch_add(layout.size() as i64, SeqCst);
        self.calls.fetch_add(1, SeqCst);
        System.alloc(layout)
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        self.bytes.fetch_sub(layout.size() as i64, SeqCst);
        System.dealloc(memory, layout)
    }
}

#[test]
fn ten_thousand_of_each_leak_nothing() -> Result<()> {
    let counting = Counting::default();
    let runtime = Runtime::builder().allocator(counting.clone()).build()?;
    let held = counting.bytes.load(SeqCst);
    for _ in 0..10_000 {
        let mut opt = AdamW::new().runtime(&runtime).build()?;
        opt.follow(Hyper::Lr, &schedules::Step::new().runtime(&runtime).build()?)?;
        opt.step(&mut [1f32; 9], &[1f32; 9])?;
        drop((opt.try_clone()?, ScalerOptions::new().runtime(&runtime).build()?));
    }
    assert_eq!(counting.bytes.load(SeqCst), held);
    assert!(counting.calls.load(SeqCst) > 40_000);
    drop(runtime);
    assert_eq!(counting.bytes.load(SeqCst), 0);
    Ok(())
}

#[test]
fn a_step_allocates_nothing() -> Result<()> {
    let counting = Counting::default();
    let runtime = Runtime::builder().allocator(counting.clone()).build()?;
    let mut opt = Adam::new().runtime(&runtime).build()?;
    opt.add(&Param::new(&[9]))?;
    counting.refuses.store(true, SeqCst);
    opt.step_many(&mut [(&mut [1f32; 9]).into()], &[(&[1f32; 9]).into()])?;
    assert_eq!(opt.add(&Param::new(&[9])).unwrap_err().status(), Status::OutOfMemory);
    assert_eq!((opt.param_count(), opt.steps()), (1, 1));
    assert_eq!(
        Sgd::new().runtime(&runtime).build().unwrap_err().status(),
        Status::OutOfMemory
    );
    Ok(())
}

#[test]
fn a_runtime_lives_as_long_as_its_handles() -> Result<()> {
    let counting = Counting::default();
    let runtime = Runtime::builder().allocator(counting.clone()).build()?;
    let (opt, schedule) = (
        Sgd::new().runtime(&runtime).build()?,
        schedules::Rex::new().runtime(&runtime).build()?,
    );
    drop(runtime);
    let product = Schedule::product(&[&schedule])?;
    drop((schedule, opt));
    assert!(counting.bytes.load(SeqCst) > 0);
    drop(product);
    assert_eq!(counting.bytes.load(SeqCst), 0);
    assert_eq!(Arc::strong_count(&counting.bytes), 1, "the hooks go with it");
    Ok(())
}

const LARGE: usize = 200_000;

fn trained(runtime: Option<&Runtime>) -> Result<Vec<u32>> {
    let (mut w, g) = (vec![1f32; LARGE], (0..LARGE).map(|i| i as f32).collect::<Vec<_>>());
    let mut builder = AdamW::new();
    if let Some(runtime) = runtime {
        builder = builder.runtime(runtime);
    }
    let mut opt = builder.build()?;
    for _ in 0..3 {
        opt.step(&mut w, &g)?;
    }
    Ok(w.iter().map(|w| w.to_bits()).collect())
}

#[test]
fn job_systems_give_the_same_bits() -> Result<()> {
    let wanted = trained(None)?;
    assert_eq!(trained(Some(&Runtime::with_threads(3)?))?, wanted);
    let jobs = Arc::new(AtomicI64::new(0));
    let counted = jobs.clone();
    let scoped = move |tasks: &Tasks<'_>| {
        counted.fetch_add(tasks.count() as i64, SeqCst);
        std::thread::scope(|scope| {
            (0..3).for_each(|_| drop(scope.spawn(|| tasks.run_all())));
        });
        assert!(!tasks.run_one());
    };
    assert_eq!(
        trained(Some(&Runtime::builder().parallel_for(scoped).build()?))?,
        wanted
    );
    assert!(jobs.load(SeqCst) > 3);
    // One that does nothing leaves all to the calling thread.
    assert_eq!(
        trained(Some(&Runtime::builder().parallel_for(|_: &Tasks<'_>| ()).build()?))?,
        wanted
    );
    Ok(())
}

#[test]
fn a_panic_of_a_job_system_goes_on_after_the_step() -> Result<()> {
    let runtime = Runtime::builder()
        .parallel_for(|tasks: &Tasks<'_>| {
            tasks.run_one();
            panic!("out of jobs");
        })
        .build()?;
    let (mut w, g) = (vec![1f32; LARGE], vec![1f32; LARGE]);
    let mut opt = Sgd::new().lr(0.5).runtime(&runtime).build()?;
    let panic = catch_unwind(AssertUnwindSafe(|| opt.step(&mut w, &g))).unwrap_err();
    assert_eq!(panic.downcast_ref(), Some(&"out of jobs"));
    assert!(opt.steps() == 1 && w.iter().all(|&w| w == 0.5), "the step is whole");
    Ok(())
}

#[test]
fn the_log_hears_of_steps_that_are_skipped() -> Result<()> {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let heard = lines.clone();
    let runtime = Runtime::builder()
        .log(move |level, text| heard.lock().unwrap().push((level, text.to_string())))
        .build()?;
    let mut opt = Sgd::new().runtime(&runtime).build()?;
    opt.add(&Param::new(&[1]))?;
    let nan = [f32::NAN];
    opt.step_with(
        &mut [(&mut [1f32]).into()],
        &[(&nan).into()],
        &mut Step::new().skip_nonfinite(true),
    )?;
    let lines = lines.lock().unwrap();
    assert!(
        matches!(&lines[..], [(LogLevel::Info, _), (LogLevel::Warning, text)] if text.contains("skip")),
        "{lines:?}"
    );
    Ok(())
}

#[test]
fn a_panic_of_the_log_goes_on_after_the_call() {
    let made = catch_unwind(|| {
        Runtime::builder()
            .log(|_, text| panic!("{}", text.len()))
            .build()
            .map(drop)
    });
    assert!(made.is_err());
    assert!(Runtime::builder().build().is_ok(), "it went on once");
}

#[test]
fn runtimes_that_cannot_be() {
    for threads in [-1, 1025, 1_000_000] {
        assert_eq!(Runtime::with_threads(threads).unwrap_err().status(), Status::OutOfRange);
    }
    let both = Runtime::builder()
        .threads(2)
        .parallel_for(|tasks: &Tasks<'_>| tasks.run_all())
        .build();
    assert_eq!(both.unwrap_err().status(), Status::InvalidArgument);
}

#[test]
fn optimizers_move_between_threads() -> Result<()> {
    let runtime = Runtime::with_threads(2)?;
    let mut opt = Sgd::new().lr(1.0).runtime(&runtime).build()?;
    let mut opt = std::thread::spawn(move || opt.step(&mut [1f64], &[1.0]).map(|()| opt))
        .join()
        .expect("no panic")?;
    let mut w = [0f64];
    opt.step(&mut w, &[1.0])?;
    assert_eq!((w, opt.steps()), ([-1.0], 2));
    let error = std::thread::spawn(move || opt.set(Hyper::Lr, -1).unwrap_err())
        .join()
        .expect("no panic");
    assert!(error.status() == Status::OutOfRange && error.message().contains("lr"));
    let as_std: Box<dyn std::error::Error + Send + Sync> = error.into();
    assert!(as_std.to_string().contains("lr") && Status::OutOfRange.to_string().contains("range"));
    Ok(())
}

#[test]
fn many_optimizers_share_one_pool() -> Result<()> {
    let (wanted, runtime) = (trained(None)?, Runtime::with_threads(2)?);
    std::thread::scope(|scope| {
        let both = [0, 1].map(|_| scope.spawn(|| trained(Some(&runtime))));
        for thread in both {
            assert_eq!(thread.join().expect("no panic").as_ref(), Ok(&wanted));
        }
    });
    Ok(())
}
