"""The step from Python: what it may be told, what it tells, and what stands around it."""

import math

import numpy as np
import pytest

import dlopt
from dlopt import errors, wrappers


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
