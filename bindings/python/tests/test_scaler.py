"""Loss scales from Python."""

import copy
import pickle

import numpy as np
import pytest

import dlopt
from dlopt import errors


def test_growth_and_backoff():
    scaler = dlopt.Scaler(init_scale=1024, growth_interval=2, growth_factor=4, backoff_factor=0.25)
    assert scaler.scaled(2.0) == 2048
    scaler.update()
    assert (scaler.scale, scaler.growth_tracker) == (1024, 1)
    scaler.update()
    assert scaler.scale == 4096
    scaler.update(nonfinite=True)
    assert (scaler.scale, scaler.skipped, scaler.found) == (1024, 1, False)


def test_in_a_step():
    w, g = np.ones(2, np.float32), np.array([4, np.inf], np.float32)
    optimizer, scaler = dlopt.SGD(lr=1), dlopt.Scaler(init_scale=8)
    assert optimizer.step(w, g, scaler=scaler).skipped
    assert scaler.scale == 4 and list(w) == [1, 1]
    g[1] = 8
    assert not optimizer.step(w, g, scaler=scaler).skipped
    assert list(w) == [0, -1]


def test_presets():
    scaler = dlopt.Scaler(preset="deepspeed", hysteresis=3)
    assert (scaler.growth_interval, scaler.min_scale, scaler.hysteresis, scaler.at_minimum.name) == (1000, 1, 3, "FAIL")
    scaler.preset("torch")
    assert (scaler.growth_interval, scaler.hysteresis) == (2000, 1)
    with pytest.raises(errors.InvalidArgumentError, match="torch"):
        dlopt.Scaler(preset="Torch")


def test_copy_and_pickle_remember():
    scaler = dlopt.Scaler(init_scale=64, growth_interval=5, deferred=True)
    scaler.update()
    scaler.update(nonfinite=True)
    scaler.update()
    for again in (copy.copy(scaler), pickle.loads(pickle.dumps(scaler))):
        for name, field in dlopt.Scaler._fields().items():
            assert field.read(again) == field.read(scaler), name


def test_lives_with_the_optimizer_in_a_checkpoint():
    optimizer, scaler = dlopt.SGD(), dlopt.Scaler(init_scale=64)
    scaler.update(nonfinite=True)
    saved = dlopt.checkpoint.to_bytes(optimizer, scaler=scaler)
    loaded = dlopt.Scaler()
    dlopt.checkpoint.load(dlopt.SGD(), saved, scaler=loaded)
    assert (loaded.scale, loaded.skipped) == (32, 1)
