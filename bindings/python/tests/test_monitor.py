"""Statistics of parameters, gradients and states, against NumPy; hashes."""

import numpy as np
import pytest

import dlopt
from dlopt import errors, info


@pytest.fixture
def training():
    generator = np.random.default_rng(3)
    params = {"a": generator.normal(size=(4, 3)), "b": generator.normal(size=5).astype(np.float32)}
    grads = {name: generator.normal(size=param.shape).astype(param.dtype) for name, param in params.items()}
    optimizer = dlopt.AdamW(lr=0.1)
    before = {name: param.copy() for name, param in params.items()}
    optimizer.step(params, grads)
    return optimizer, params, grads, before


def norm(*arrays):
    return np.sqrt(sum((np.asarray(array, np.float64) ** 2).sum() for array in arrays))


def test_all_together(training):
    optimizer, params, grads, before = training
    stats = optimizer.measure(params=params, grads=grads, before=before)
    assert (stats.numel, stats.steps, stats.effective_lr, stats.effective_weight_decay) == (17, 1, 0.1, 0.01)
    assert stats.param.norm == pytest.approx(norm(*params.values()), rel=1e-12)
    assert stats.grad.norm == pytest.approx(norm(*grads.values()), rel=1e-12)
    assert stats.update_norm == pytest.approx(norm(*(params[name] - before[name] for name in params)), rel=1e-6)
    assert stats.update_ratio == pytest.approx(stats.update_norm / stats.param.norm, rel=1e-12)
    assert len(stats.state_norms) == len(info.states("adamw")) and np.isnan(stats.state_norms[2])
    assert stats.state_norms[0] == pytest.approx(norm(*(np.asarray(optimizer.state(name, "exp_avg")) for name in params)), rel=1e-6)


def test_one_and_nothing_shown(training):
    optimizer, params, grads, _ = training
    stats = optimizer.measure("b", grads=grads)
    assert stats.numel == 5 and stats.param is None and stats.update_norm is None
    assert repr(stats) == repr(optimizer.stats("b", grad=grads["b"]))
    assert stats.grad.norm == pytest.approx(norm(grads["b"]), rel=1e-12)


def test_kinds_of_numbers():
    optimizer, w = dlopt.SGD(), np.array([0, -0.0, 1e-310, np.nan, np.inf, 3, -2.5, 0.25])
    optimizer.add(shape=[8], dtype="f64")
    stats = optimizer.measure(params=w)
    param = stats.param
    assert (param.measured, param.zero, param.denormal, param.nan, param.inf, param.nonfinite) == (8, 2, 1, 1, 1, 2)
    assert {place - 48: count for place, count in enumerate(param.magnitudes) if count} == {-48: 1, 1: 2, -2: 1}


def test_hash_tells_trainings_apart(training):
    optimizer, params, grads, _ = training
    with_params = optimizer.state_hash(params)
    assert with_params != optimizer.state_hash() == optimizer.state_hash()
    params["a"][0, 0] = np.nextafter(params["a"][0, 0], 9)
    assert optimizer.state_hash(params) != with_params


def test_refused(training):
    optimizer, params, grads, _ = training
    for call in (
        lambda: optimizer.measure(7),
        lambda: optimizer.measure("nobody"),
        lambda: optimizer.measure(group=3),
        lambda: optimizer.measure(sample=0),
        lambda: optimizer.measure(before=params),
        lambda: optimizer.measure(params={"a": params["b"]}),
        lambda: optimizer.state_hash({"c": params["b"]}),
    ):
        with pytest.raises(errors.Error):
            call()
