"""The step from Python: how parameters are declared, what it may be told, pieces, functions that are followed, groups."""

import math

import numpy as np
import pytest

import dlopt
from dlopt import errors, schedules, wrappers


def two():
    return {"w": np.ones((2, 2), np.float32), "b": np.zeros(2, np.float32)}, {"w": np.full((2, 2), 3, np.float32), "b": np.full(2, 4, np.float32)}


# ---- declaring

def test_the_first_step_declares():
    params, grads = two()
    opt = dlopt.SGD(lr=1)
    assert opt.step(params, grads).applied_step == 1
    assert [(p.slot, p.name, p.shape, p.dtype) for p in opt.parameters] == [(0, "w", (2, 2), "f32"), (1, "b", (2,), "f32")]
    opt.step({"b": params["b"]}, {"b": grads["b"]})
    assert params["b"].tolist() == [-8, -8] and (params["w"] == -2).all()
    opt.step(list(params.values()), [None, grads["b"]])
    assert params["b"].tolist() == [-12, -12] and (params["w"] == -2).all()
    with pytest.raises(errors.InvalidArgumentError, match="grads: got 'c', wanted names among w, b"):
        opt.step(params, {"c": grads["b"]})


@pytest.mark.parametrize("params, grads, options, error", [
    (lambda: [np.ones(2), np.ones(2, np.int32)], lambda: [np.ones(2)] * 2, {}, errors.DtypeError),
    (lambda: [np.ones(2), np.ones(3)], lambda: [np.ones(2), np.ones(2)], {}, errors.ShapeError),
    (lambda: np.ones(2), lambda: np.ones(2), {"max_norm": -1}, errors.OutOfRangeError),
    (lambda: np.ones(2), lambda: np.ones(2), {"maxnorm": 1}, TypeError),
    (lambda: 5, lambda: np.ones(2), {}, TypeError),
    (lambda: [np.ones(2), None], lambda: [np.ones(2)] * 2, {}, TypeError),
])
def test_a_first_step_that_fails_declares_nothing(params, grads, options, error):
    opt = dlopt.SGD(lr=1)
    lookahead, before = opt.wrap(wrappers.Lookahead(k=3)), opt.state_hash()
    with pytest.raises(error):
        opt.step(params(), grads(), **options)
    assert len(opt.parameters) == 0 and opt.state_hash() == before
    lookahead.k = 2
    w = np.ones(5)
    opt.step(w, np.ones(5))
    assert w.tolist() == [0] * 5 and opt.parameters[0].name == "param_0"


def test_params_declare_at_once():
    params, _ = two()
    opt = dlopt.AdamW(params=params)
    assert opt.parameters.elements == 6 and opt.steps == 0
    with pytest.raises(errors.DtypeError):
        dlopt.AdamW(params=[params["w"], np.ones(2, np.int8)])


def test_declared_by_hand():
    opt = dlopt.SGD(lr=1, weight_decay=0.5, decay_mode="decoupled")
    assert opt.add(name="w", shape=(2,), lr_scale=2) == 0
    assert opt.add(name="b", shape=(2,), role="bias") == 1
    opt.scale_roles(["bias"], decay_scale=0)
    w, b, zero = np.ones(2, np.float32), np.ones(2, np.float32), np.zeros(2, np.float32)
    opt.step([w, b], [zero, zero])
    assert w.tolist() == [0, 0] and b.tolist() == [1, 1]
    opt.scale("b", lr_scale=0.5)
    opt.freeze("w")
    opt.step([w, b], [zero + 1, zero + 1])
    assert w.tolist() == [0, 0] and b.tolist() == [0.5, 0.5]
    opt.freeze("w", False)
    opt.scale_elements("w", lr_scales=np.array([0, 1.0]))
    opt.project("w", lower=-1)
    opt.step([w, b], [zero + 3, None])
    assert w.tolist() == [0, -1]
    opt.remove("w")
    opt.step([None, b], [None, zero + 1])
    assert b.tolist() == [0, 0] and [p.name for p in opt.parameters] == ["b"]
    assert opt.add(name="w", shape=(1,)) == 2


def test_masters_and_small_states():
    opt = dlopt.AdamW(lr=1e-3)
    opt.add(name="w", shape=(4096,), dtype="bf16", master="full", states="dynamic8")
    bits = np.full(4096, 0x3F80, np.uint16)
    opt.step(dlopt.array(bits, "bf16"), np.ones(4096, np.float32))
    assert opt.state("w", "exp_avg").dtype == "u8" and opt.state("w", "exp_avg_absmax").shape == (16,)
    assert np.asarray(opt.state("w", "master"))[0] == pytest.approx(1 - 1e-3 - 1e-5, rel=1e-5)


def test_flat():
    for dtype in (np.float32, np.float64):
        opt, w = dlopt.SGD(lr=1), np.ones((2, 3), dtype)
        opt.step_flat(w, np.full(6, 0.25, dtype))
        opt.step(w.reshape(6), np.full(6, 0.25, dtype))
        assert (w == 0.5).all() and opt.parameters[0].shape == (6,)
    with pytest.raises(errors.DtypeError):
        opt.step_flat(w.astype(np.float32), w)
    with pytest.raises(errors.ShapeError):
        opt.step_flat(w, np.ones(5))
    with pytest.raises(errors.UnsupportedError):
        opt.step_flat(np.ones((6, 2))[:, 0], w)


# ---- what it may be told

def reference(w, g, lr=0.5):
    return w - lr * g


@pytest.mark.parametrize("options, moved", [
    ({"grad_scale": 4}, lambda g: g / 4),
    ({"max_norm": 0.5, "clip_form": "exact"}, lambda g: g * 0.5 / np.sqrt((g * g).sum())),
    ({"max_norm": 0.5, "norm_type": 1.0, "clip_form": "exact"}, lambda g: g * 0.5 / np.abs(g).sum()),
    ({"max_norm": 0.5, "norm_type": math.inf, "clip_form": "exact"}, lambda g: g * 0.5 / np.abs(g).max()),
    ({"max_norm": 0.5}, lambda g: g * 0.5 / (np.sqrt((g * g).sum()) + 1e-6)),
    ({"tensor_max_norm": 0.25, "clip_form": "exact"}, lambda g: g * 0.25 / np.sqrt((g * g).sum())),
    ({"clip_value": 0.5}, lambda g: np.clip(g, -0.5, 0.5)),
    ({"agc_clipping": 0.125, "agc_eps": 4.0}, lambda g: g * 0.5 / np.sqrt((g * g).sum())),
], ids=str)
def test_options(options, moved):
    """Each alone, beside NumPy in f64."""
    w, g = np.array([1, -2, 0.5]), np.array([3.0, -1, 2])
    expected = reference(w, moved(g))
    dlopt.SGD(lr=0.5).step(w, g, **options)
    np.testing.assert_allclose(w, expected, rtol=1e-14)


def test_report_zeroing_and_skipping():
    opt, w, g = dlopt.SGD(lr=1), np.ones(2), np.array([3.0, 4.0])
    report = opt.step(w, g, measure_norm=True, zero_grads=True)
    assert (report.skipped, report.grad_norm, report.nonfinite, report.applied_step, report.skips) == (False, 5, 0, 1, 0)
    assert g.tolist() == [0, 0]
    bad = np.array([np.nan, np.inf])
    for count in (1, 2):
        report = opt.step(w, bad, skip_nonfinite=True, max_skips=2)
        assert (report.skipped, report.nonfinite, report.skips, report.applied_step) == (True, 2, count, 1)
    assert w.tolist() == [-2, -3]
    assert not opt.step(w, bad, skip_nonfinite=True, max_skips=2).skipped and np.isnan(w[0])
    plain = opt.step(w, g)
    assert math.isnan(plain.grad_norm) and plain.nonfinite == -1


def test_copies_deltas_and_averages():
    opt, w, g = dlopt.SGD(lr=0.5), np.ones(2), np.array([0.5, 1])
    half, delta = np.empty(2, np.float16), np.empty(2, np.float32)
    opt.step(w, g, copies=half)
    assert half.tolist() == w.tolist() == [0.75, 0.5]
    opt.step(w, g, deltas=[delta])
    assert delta.tolist() == [-0.25, -0.5] and w.tolist() == [0.75, 0.5]
    opt.wrap(wrappers.Swa())
    average = np.zeros(2)
    opt.step({"param_0": w}, {"param_0": g}, averages=[{"param_0": average}])
    assert average.tolist() == w.tolist()
    for name in ("copies", "deltas", "averages"):
        with pytest.raises(errors.InvalidArgumentError, match=f"{name}: got 2, wanted 1"):
            opt.step(w, g, **{"averages": average, name: [average, average.copy()]})


def test_flush_denormals():
    w, tiny = np.ones(2, np.float32), np.full(2, 1e-40, np.float32)
    opt = dlopt.SGD(lr=1, momentum=0.5)
    opt.step(w, tiny, flush_denormals=True)
    assert np.asarray(opt.state(0, "momentum_buffer")).tolist() == [0, 0]


def test_a_loss_for_rules_that_need_it():
    opt, w, g = dlopt.Rprop(rprop_form="irprop_plus"), np.ones(2), np.ones(2)
    with pytest.raises(errors.InvalidArgumentError, match="loss"):
        opt.step(w, g)
    opt.step(w, g, loss=1.5)
    assert opt.steps == 1


# ---- pieces

def test_pieces_come_to_the_same_bits():
    g = np.cos(np.arange(100_000, dtype=np.float32))
    whole, w = dlopt.AdamW(lr=0.1), np.ones(100_000, np.float32)
    pieces, v = dlopt.AdamW(lr=0.1), np.ones(100_000, np.float32)
    whole.step(w, g, max_norm=1)
    pieces.add(shape=(100_000,))
    with pieces.begin(v, g, max_norm=1) as piece:
        with pytest.raises(errors.StateError):
            pieces.state_bytes()
        parts = 0
        while not piece.part(20_000):
            parts += 1
    assert parts > 5 and piece.report == (False, whole.step(w * 1, g * 0, measure_norm=True) and piece.report.grad_norm, 0, 1, 0)
    assert v.tobytes() == w.tobytes()


def test_pieces_keep_their_arrays_and_scaler():
    import gc
    import weakref

    class Memory(bytearray):
        pass

    opt, scaler = dlopt.SGD(lr=1), dlopt.Scaler(init_scale=2)
    opt.add(shape=(4,))
    memory = Memory(16)
    watched = weakref.ref(memory)
    piece = opt.begin(dlopt.array(memoryview(memory).cast("f")), np.ones(4, np.float32), scaler=scaler)
    del memory
    gc.collect()
    assert watched() is not None
    with pytest.raises(errors.BusyError):
        scaler.close()
    piece.part()
    seen = np.frombuffer(watched(), np.float32).copy()
    assert piece.end().applied_step == 1 and seen.tolist() == [-0.5] * 4
    gc.collect()
    assert watched() is None
    scaler.close()


def test_pieces_given_up():
    opt, w = dlopt.SGD(lr=1), np.ones(100_000, np.float32)
    opt.add(shape=(100_000,))
    with pytest.raises(KeyError):
        with opt.begin(w, w * 1, max_norm=1) as piece:
            piece.part(1000)
            raise KeyError
    assert opt.steps == 0 and (w == 1).all()
    piece = opt.begin(w, w * 1)
    piece.part(1000)
    with pytest.raises(errors.StateError):
        piece.abort()
    with pytest.raises(errors.StateError):
        piece.end()
    opt.close()


# ---- functions, schedules, groups

def test_functions_are_asked_before_each_step():
    opt, w, asked = dlopt.SGD(lr=1), np.zeros(1), []
    opt.lr = lambda step: asked.append(step) or 2.0**-step
    for _ in range(3):
        opt.step(w, np.ones(1))
    assert w[0] == -1.75 and asked == [0, 0, 1, 2]
    opt.lr = 0.25
    opt.step(w, np.ones(1))
    assert w[0] == -2 and len(asked) == 4

    def fails(step):
        if step > 4:
            raise LookupError("no more values")
        return 1.0

    opt.lr = fails
    opt.step(w, np.ones(1))
    with pytest.raises(LookupError):
        opt.step(w, np.ones(1))
    assert opt.steps == 5 and w[0] == -3
    opt.follow("lr", schedules.Constant(base=2))
    opt.step(w, np.ones(1))
    assert opt.lr == 2 and w[0] == -5


def test_following_ends_with_a_number_that_is_one():
    opt = dlopt.SGD(lr=schedules.Cosine(base=0.5, total_steps=10))
    with pytest.raises(errors.OutOfRangeError):
        opt.lr = -1
    assert opt.lr == 0.5 and opt.groups[0].lr == 0.5
    w = np.zeros(1)
    opt.step(w, np.ones(1))
    assert 0 < opt.lr < 0.5
    opt.lr = 0.125
    assert opt.lr == 0.125
    opt.follow("lr", schedules.Constant(base=2))
    assert opt.lr == 2
    opt.follow("lr", None)
    assert opt.lr == 0.125


def test_plateau():
    opt = dlopt.SGD(lr=schedules.Plateau(base=1, gamma=0.5, patience=0))
    opt.report(1)
    opt.report(2)
    assert opt.lr == 0.5
    with pytest.raises(errors.StateError):
        dlopt.SGD().report(1)


def test_groups():
    opt = dlopt.SGD(lr=1, momentum=0.5)
    slow = opt.add_group(lr=0.25)
    assert (len(opt.groups), slow.index, slow.lr, slow["momentum"], opt.groups[-1].lr, opt.lr) == (2, 1, 0.25, 0.5, 0.25, 1)
    opt.add(name="a", shape=(1,)), opt.add(name="b", shape=(1,), group=slow.index)
    a, b = np.zeros(1, np.float32), np.zeros(1, np.float32)
    opt.step([a, b], [np.ones(1)] * 2)
    assert (a[0], b[0]) == (-1, -0.25)
    slow.lr = lambda step: 10.0 * step
    opt.groups[0]["lr"] = schedules.Constant(base=0.5)
    opt.step([a, b], [np.zeros(1)] * 2)
    assert (a[0], b[0]) == (-1.25, -5.25) and "lr=10.0" in repr(slow)
    opt.lr = 0.125
    assert [group.lr for group in opt.groups] == [0.125, 0.125]
    for bad in (lambda: slow.beta1, lambda: slow["speed"], lambda: setattr(slow, "beta1", 1), lambda: opt.add_group(beta1=0.5)):
        with pytest.raises(errors.UnknownHyperError):
            bad()
    assert len(opt.groups) == 2
    again = dlopt.SGD()
    again.load(opt.state_bytes(), declare=True)
    assert len(again.groups) == 2 and [p.name for p in again.parameters] == ["a", "b"]


def test_repr():
    opt = dlopt.AdamW(lr=0.5, amsgrad=True)
    opt.step(np.ones(3), np.ones(3))
    assert repr(opt) == "<AdamW(lr=0.5, amsgrad=True): 1 parameters, 1 steps>"


# ---- what stands around the step

def test_accumulate_perturb_hessian_modes_observe():
    w, one = np.zeros(2), np.ones(2)
    opt = dlopt.SGD(lr=1)
    opt.add(shape=(2,), dtype="f64")
    opt.wrap(wrappers.Accumulate())
    assert opt.accumulate(one) == 1 and opt.accumulate([3 * one], weight=3) == 4
    opt.step(w)
    assert w.tolist() == [-2.5, -2.5]
    sam = dlopt.SGD(lr=1)
    sam.add(shape=(2,), dtype="f64")
    sam.wrap(wrappers.Sam(rho=0.5, eps=0))
    sam.perturb(w, np.array([0.0, 2.0]))
    assert w.tolist() == [-2.5, -2]
    sam.perturb(w, None)
    assert w.tolist() == [-2.5, -2.5]
    free = dlopt.ScheduleFreeSGD(lr=1)
    for _ in range(3):
        free.step(w, one)
    trained = w.copy()
    free.eval(w)
    assert (w != trained).all()
    free.train(w)
    np.testing.assert_allclose(w, trained, rtol=1e-14)
    sophia = dlopt.Sophia()
    sophia.add(shape=(2,), dtype="f64")
    sophia.hessian({"param_0": one})
    assert np.asarray(sophia.state(0, "hessian"))[0] == pytest.approx(0.01)
    opt = dlopt.SGD()
    opt.add(shape=(2,), dtype="f64")
    g = np.array([3.0, 4.0])
    opt.observe(0, g)
    assert opt.step(w, g, measure_norm=True).grad_norm == 5


def test_looking_inside():
    opt, w, g = dlopt.Adam(lr=0.5), np.array([3.0, 4.0]), np.array([0.0, 1.0])
    opt.step(w, g)
    seen = opt.measure(params=w, grads=g, before=np.array([3.0, 4.0]))
    assert (seen.numel, seen.steps, seen.grad.norm, seen.grad.zero, seen.effective_lr) == (2, 1, 1, 1, 0.5)
    assert seen.update_norm == pytest.approx(0.5, rel=1e-6) and seen.state_norms[0] == pytest.approx(0.1)
    assert opt.stats("param_0", w, g).param.norm == seen.param.norm
    assert opt.measure(0).param is None and opt.memory.state > 0
    assert opt.state_hash() != opt.state_hash(w)
    with pytest.raises(errors.InvalidArgumentError, match="grads: got 2, wanted 1"):
        opt.measure(params=w, grads=[g, g])


def test_outline_and_place():
    outline = dlopt.place.outline(dlopt.AdamW, lr=0.5)
    outline.add(name="w", shape=(100,))
    with pytest.raises(errors.StateError):
        outline.step(np.ones(100, np.float32), np.ones(100, np.float32))
    placed, ordinary = outline.place(bytearray(outline.memory_needed)), dlopt.AdamW(lr=0.5)
    w, v = np.ones(100, np.float32), np.ones(100, np.float32)
    for _ in range(3):
        placed.step({"w": w}, {"w": np.cos(w)})
        ordinary.step({"w": v}, {"w": np.cos(v)})
    assert w.tobytes() == v.tobytes() and placed.state_hash() == ordinary.state_hash()
    with pytest.raises(errors.OutOfMemoryError):
        placed.add(shape=(10**4,))
