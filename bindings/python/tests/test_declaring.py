"""Parameters from Python: how they are declared, and what is set for each."""

import collections
import types

import numpy as np
import pytest

import dlopt
from dlopt import errors, wrappers


def two():
    return {"w": np.ones((2, 2), np.float32), "b": np.zeros(2, np.float32)}, {"w": np.full((2, 2), 3, np.float32), "b": np.full(2, 4, np.float32)}


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


@pytest.mark.parametrize("kind", [collections.OrderedDict, types.MappingProxyType, collections.UserDict], ids=lambda kind: kind.__name__)
def test_any_mapping_goes_by_names(kind):
    """Also after steps of bare arrays, which take a shorter way."""
    params, grads = two()
    opt = dlopt.SGD(lr=1)
    for _ in range(2):
        opt.step(kind(params), kind(grads))
        opt.step(list(params.values()), list(grads.values()))
        opt.step(list(params.values()), kind({"b": grads["b"]}))
    assert (params["w"] == 1 - 4 * 3).all() and params["b"].tolist() == [-24, -24]
    with pytest.raises(errors.InvalidArgumentError, match="params: got 'c'"):
        opt.step(kind({"c": params["b"]}), kind(grads))


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
