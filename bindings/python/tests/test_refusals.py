"""Bad input, said in Python: each raises the error that it should, and leaves optimizer and buffers as they were.

Rows are those of the list of bad inputs that every binding is measured by.
"""

import copy
import gc
import math
import pathlib
import sys
import threading

import numpy as np
import pytest

import dlopt
from dlopt import Schedule, errors, schedules

ROWS = []


def row(number, error):
    """A row of the list: the function gets an optimizer that has taken a step, its parameters and gradients."""

    def note(call):
        ROWS.append(pytest.param(call, error, id=f"{number}-{call.__name__}"))
        return call

    return note


def several(number, error, *calls):
    for place, call in enumerate(calls):
        ROWS.append(pytest.param(call, error, id=f"{number}-{place}"))


def setting(name, value):
    return lambda opt, w, g: setattr(opt, name, value)


several(2, ValueError, *(lambda opt, w, g, rule=rule: dlopt.Optimizer(rule) for rule in (-1, 9999, -(2**31), "adamx")))
several(9, errors.OutOfRangeError, *(lambda opt, w, g, threads=threads: dlopt.Runtime(threads=threads) for threads in (-1, 10**6)))
several(11, errors.OutOfRangeError, *(setting("lr", value) for value in (math.nan, math.inf, -math.inf, -1e-3, 1e39)))
several(16, errors.OutOfRangeError, *(setting("beta1", value) for value in (1.0, -0.1, math.nan)))
several(20, errors.OutOfRangeError, *(setting("weight_decay", value) for value in (-1, math.inf)))
several(21, errors.UnknownHyperError, setting("momentum", 0.9), lambda opt, w, g: opt.momentum, lambda opt, w, g: opt.groups[0].momentum)
several(22, errors.UnknownHyperError, setting("learning_rate", 1), *(lambda opt, w, g, hyper=hyper: opt._set(hyper, 1.0) for hyper in (0, -1, 9999)))
several(23, errors.OutOfRangeError, setting("seed", 2.5), setting("amsgrad", 7), setting("eps_mode", 99), setting("eps_mode", -1))
several(23, ValueError, setting("eps_mode", "beside"), setting("eps_mode", ""))
several(23, TypeError, setting("lr", "0.1"), setting("lr", [1.0]), setting("lr", object()), setting("amsgrad", "yes"))


@row(24, errors.OutOfRangeError)
def nesterov_without_momentum(opt, w, g):
    dlopt.SGD(nesterov=True).step(w, g)


@row(25, errors.OutOfRangeError)
def rprop_bounds(opt, w, g):
    dlopt.Rprop(step_size_min=2, step_size_max=1).step(w, g)


several(25, errors.OutOfRangeError, lambda opt, w, g: dlopt.Rprop(etaminus=1.0).step(w, g), lambda opt, w, g: dlopt.Rprop(etaplus=0.5).step(w, g))
several(27, (IndexError, errors.InvalidArgumentError), lambda opt, w, g: opt.groups[1], lambda opt, w, g: opt.follow("lr", schedules.Constant(), group=7))
several(28, errors.InvalidArgumentError, *(lambda opt, w, g, name=name: opt.preset(name) for name in ("", "Torch", "x" * 2**20)))
several(28, TypeError, lambda opt, w, g: opt.preset(None))
several(29, errors.InvalidArgumentError, lambda opt, w, g: opt.add(shape=[1] * 65))
several(30, errors.ShapeError, *(lambda opt, w, g, shape=shape: opt.add(shape=shape) for shape in ([-1], [2**32, 2**32], [2**62, 4])))
several(32, (errors.OutOfMemoryError, errors.ShapeError), lambda opt, w, g: opt.add(shape=[2**60]))
several(35, (errors.DtypeError, ValueError), *(lambda opt, w, g, dtype=dtype: opt.add(shape=[4], dtype=dtype) for dtype in ("i8", "f8", 99)))
several(37, errors.InvalidArgumentError, *(lambda opt, w, g, name=name: opt.add(name=name, shape=[1]) for name in ("param_0", "x" * 2**16)))
several(37, ValueError, lambda opt, w, g: opt.add(name="\ud800", shape=[1]), lambda opt, w, g: opt.add(name="a\0b", shape=[1]))
several(43, (TypeError, errors.InvalidArgumentError), lambda opt, w, g: opt.step(None, g))
several(45, errors.ShapeError, lambda opt, w, g: opt.step(w[:3], g[:3]), lambda opt, w, g: opt.step(w, g[:3]))
several(48, errors.InvalidArgumentError, lambda opt, w, g: opt.step(w, w))


@row(49, errors.InvalidArgumentError)
def overlapping(opt, w, g):
    both = np.ones(9, np.float32)
    opt.step(both[:8], both[1:])


several(53, errors.DtypeError, lambda opt, w, g: opt.step(w.astype(np.float64), g), lambda opt, w, g: opt.step(w, g.astype(np.int32)))
several(54, (errors.InvalidArgumentError, errors.ShapeError), lambda opt, w, g: opt.step([w, w.copy()], [g, g.copy()]), lambda opt, w, g: opt.step([], []))
several(55, errors.InvalidArgumentError, lambda opt, w, g: opt.step(w[::-1], g), lambda opt, w, g: opt.step(w, np.broadcast_to(g[:1], 8)))
several(56, (errors.InvalidArgumentError, errors.ShapeError), lambda opt, w, g: opt.step([w, w], [g, g]))
several(62, errors.OutOfRangeError, *(lambda opt, w, g, scale=scale: opt.step(w, g, grad_scale=scale) for scale in (0, -1, math.nan, math.inf, 2.0**-149)))
several(63, errors.OutOfRangeError, *(lambda opt, w, g, norm=norm: opt.step(w, g, max_norm=norm) for norm in (-1, math.nan)))
several(64, errors.OutOfRangeError, *(lambda opt, w, g, p=p: opt.step(w, g, max_norm=1, norm_type=p) for p in (0, -2, math.nan)))
several(71, errors.InvalidArgumentError, lambda opt, w, g: opt.state(0, "momentum_buffer"), lambda opt, w, g: opt.state(5, "exp_avg"))
several(71, (KeyError, errors.InvalidArgumentError), lambda opt, w, g: opt.state("nobody", "exp_avg"))
several(72, ValueError, lambda opt, w, g: Schedule(99), lambda opt, w, g: Schedule("spiral"))
several(72, errors.InvalidArgumentError, lambda opt, w, g: Schedule("product"))
several(73, errors.OutOfRangeError, lambda opt, w, g: schedules.Step(step_size=0), lambda opt, w, g: schedules.Cosine(total_steps=0),
        lambda opt, w, g: schedules.Step(gamma=math.nan), lambda opt, w, g: schedules.CosineRestarts(t_mult=0),
        lambda opt, w, g: schedules.OneCycle(pct_start=1.5), lambda opt, w, g: schedules.Polynomial(power=-1))
several(74, errors.OutOfRangeError, lambda opt, w, g: schedules.MultiStep(milestones=[5, 3]), lambda opt, w, g: schedules.MultiStep(milestones=[-1]))
several(75, errors.OutOfRangeError, lambda opt, w, g: schedules.Constant()(-1))
several(76, errors.InvalidArgumentError, lambda opt, w, g: Schedule.product([]), lambda opt, w, g: Schedule.sequence([schedules.Constant()] * 2, []))
several(77, errors.OutOfRangeError, lambda opt, w, g: dlopt.Scaler(growth_factor=0.5), lambda opt, w, g: dlopt.Scaler(backoff_factor=0),
        lambda opt, w, g: dlopt.Scaler(backoff_factor=2), lambda opt, w, g: dlopt.Scaler(growth_interval=0), lambda opt, w, g: dlopt.Scaler(init_scale=math.inf))
several(78, errors.OutOfRangeError, lambda opt, w, g: schedules.Plateau(patience=-1))
several(80, errors.StateError, lambda opt, w, g: opt.load(dlopt.SGD().state_bytes()), lambda opt, w, g: opt.load(dlopt.AdamW().state_bytes()))
several(81, (OSError, errors.InvalidArgumentError), *(lambda opt, w, g, path=path: opt.save(path) for path in ("", "/", "/nowhere/c", "x" * 5000)))
several(81, (OSError, ValueError), lambda opt, w, g: opt.save("a\0b"))


@row(76, errors.InvalidArgumentError)
def nested_too_deeply(opt, w, g):
    deep = schedules.Constant()
    for _ in range(20):
        deep = Schedule.product([deep])


@row(67, (errors.OutOfRangeError, errors.InvalidArgumentError))
def row_out_of_range(opt, w, g):
    opt.step(w, g, rows=[dlopt.Rows(indices=[9], form="whole")])


@row(70, errors.StateError)
def part_without_beginning(opt, w, g):
    dlopt._native.optimizer_step_part(opt._handle, 10)


@pytest.mark.parametrize("call, error", ROWS)
def test_refused_and_unchanged(call, error, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    opt, w, g = dlopt.AdamW(lr=0.1), np.linspace(1, 2, 8, dtype=np.float32), np.linspace(-1, 1, 8, dtype=np.float32)
    opt.step(w, g)
    before, kept = opt.state_hash(), (w.copy(), g.copy())
    with pytest.raises(error) as raised:
        call(opt, w, g)
    assert str(raised.value)
    assert opt.state_hash() == before
    np.testing.assert_array_equal(w, kept[0])
    np.testing.assert_array_equal(g, kept[1])
    assert list(tmp_path.iterdir()) == []
    opt.step(w, g)
    assert opt.steps == 2


def test_texts_name_argument_got_and_wanted():
    opt = dlopt.AdamW()
    for name, value, words in (("lr", -1, "-1"), ("beta1", 2, "beta1"), ("weight_decay", math.inf, "inf")):
        with pytest.raises(errors.OutOfRangeError, match=words):
            setattr(opt, name, value)
    with pytest.raises(errors.UnknownHyperError, match="beta1.*eps"):
        opt.momentum = 1
    with pytest.raises(errors.InvalidArgumentError, match="torch"):
        opt.preset("jax")


def test_accepted_at_the_edge():
    """What looks bad and is none: rows 14, 17, 18, 26, 33, 44, 58, 63, 65, 66 of the list."""
    w = np.ones(2, np.float32)
    for lr in (0.0, -0.0, 5e-324):
        dlopt.SGD(lr=lr).step(w, np.ones(2, np.float32))
        assert list(w) == [1, 1]
    adam = dlopt.Adam(lr=0.5, eps=0, beta2=math.nextafter(1, 0) if hasattr(math, "nextafter") else 1 - 2**-53)
    adam.step(w, np.zeros(2, np.float32))
    assert list(w) == [1, 1]
    with pytest.raises(errors.OutOfRangeError):
        adam.beta1, adam.beta2 = 0.5, 2
    assert adam.beta1 == 0.5
    empty = dlopt.Adam()
    empty.step(np.ones((3, 0, 5), np.float32), np.ones((3, 0, 5), np.float32))
    assert empty.steps == 1
    sgd = dlopt.SGD(lr=1)
    assert sgd.step(w, np.array([np.nan, 1], np.float32), skip_nonfinite=True).skipped and sgd.steps == 0 and list(w) == [1, 1]
    sgd.step(w, np.ones(2, np.float32), max_norm=0)
    assert list(w) == [1, 1]
    assert sgd.step(w, np.zeros(2, np.float32), max_norm=1).grad_norm == 0
    huge = np.full(4, 1e20, np.float32)
    assert dlopt.gradient.clip_norm(huge, 1) == pytest.approx(2e20) and huge[0] == 0.5


def test_a_gradient_in_memory_that_cannot_be_written():
    w, g = np.ones(2, np.float32), np.ones(2, np.float32)
    g.setflags(write=False)
    opt = dlopt.SGD(lr=0.5)
    opt.step(w, g)
    with pytest.raises(BufferError):
        opt.step(w, g, zero_grads=True)
    with pytest.raises(BufferError):
        opt.step(g, w)
    assert list(w) == [0.5, 0.5] and opt.steps == 1


def test_closed():
    with dlopt.AdamW() as opt:
        opt.step(np.ones(2), np.ones(2))
    for use in (lambda: opt.lr, lambda: opt.steps, lambda: opt.step(np.ones(2), np.ones(2)), lambda: opt.state_hash(), lambda: copy.copy(opt)):
        with pytest.raises(errors.ClosedError):
            use()
    opt.close()


def test_from_its_own_hooks():
    """A call on an optimizer from a callback of its own save is refused, and the save ends in that error."""
    opt = dlopt.AdamW()
    opt.step(np.ones(2), np.ones(2))
    before = opt.state_hash()
    with pytest.raises(errors.BusyError):
        dlopt.checkpoint.save(opt, "unused", progress=lambda done, total: opt.step(np.ones(2), np.ones(2)))
    assert not pathlib.Path("unused").exists() and opt.state_hash() == before


def test_two_threads_one_optimizer():
    """One of them is refused, neither is harmed: the steps that went through are those of one thread."""
    opt, w, g = dlopt.SGD(lr=1), np.zeros(2**20, np.float32), np.full(2**20, -1, np.float32)
    opt.step(w, g)
    done, busy = [1], []

    def work():
        for _ in range(20):
            try:
                opt.step(w, g)
                done.append(1)
            except errors.BusyError as error:
                busy.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert opt.steps == len(done) and (w == len(done)).all() and len(done) + len(busy) == 41


def test_nothing_leaks_from_refusals():
    opt = dlopt.AdamW()
    w, g = np.ones(4, np.float32), np.ones(5, np.float32)
    opt.step(w, g[:4])
    counts = [sys.getrefcount(w), sys.getrefcount(g)]
    for _ in range(100):
        with pytest.raises(errors.ShapeError):
            opt.step(w, g)
    gc.collect()
    assert [sys.getrefcount(w), sys.getrefcount(g)] == counts
