"""Optimizers that are set up before they have memory."""

import numpy as np
import pytest

import dlopt
from dlopt import errors
from dlopt.place import outline


def set_up(optimizer):
    optimizer.add(name="w", shape=(3, 4))
    return optimizer


def test_placed_takes_the_same_steps():
    sketch = set_up(outline(dlopt.AdamW, lr=0.25, preset="optax", amsgrad=True))
    assert type(sketch) is dlopt.AdamW and sketch.lr == 0.25 and sketch.amsgrad_form.name == "CORRECTED"
    with pytest.raises(errors.StateError):
        sketch.step(np.ones((3, 4), np.float32), np.ones((3, 4), np.float32))
    placed, usual = sketch.place(bytearray(sketch.memory_needed)), set_up(dlopt.AdamW(lr=0.25, preset="optax", amsgrad=True))
    params = [np.linspace(-1, 1, 12, dtype=np.float32).reshape(3, 4) for _ in range(2)]
    for _ in range(3):
        for optimizer, param in zip((placed, usual), params):
            optimizer.step(param, np.cos(param))
    np.testing.assert_array_equal(*params)
    assert placed.state_hash() == usual.state_hash()


def test_too_little_memory():
    sketch = set_up(outline(dlopt.SGD, momentum=0.5))
    with pytest.raises(errors.OutOfRangeError):
        sketch.place(bytearray(sketch.memory_needed - 1))
    with pytest.raises(errors.UnknownHyperError):
        outline(dlopt.SGD, beta1=0.5)
