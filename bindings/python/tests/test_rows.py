"""Rows from Python: steps for some of them, edits, sums; and the bare update of the kernel."""

import numpy as np
import pytest

import dlopt
from dlopt import Rows, _native, errors, kernel, rows


def table():
    return np.arange(12, dtype=np.float32).reshape(4, 3)


def trained():
    opt, w = dlopt.Adam(lr=0.5), table()
    opt.add(name="w", shape=(4, 3), row_ages=True)
    opt.step(w, np.ones((4, 3), np.float32))
    return opt, w


def test_the_same_rows_in_any_form():
    g, bits = np.cos(table()), []
    for chosen, grad in [(Rows(indices=[1, 3]), g[[1, 3]]), (Rows(indices=np.array([1, 3]), form="whole"), g), (Rows(mask=bytes([0, 1, 0, 1])), g),
                         (Rows(mask=np.array([False, True, False, True])), g), (Rows(mask=bytes([0b1010]), mask_form="bits"), g)]:
        opt, w = trained()
        before = w.copy()
        opt.step({"w": w}, {"w": np.ascontiguousarray(grad)}, rows={"w": chosen})
        assert (w[[0, 2]] == before[[0, 2]]).all() and (w[[1, 3]] != before[[1, 3]]).all()
        assert np.asarray(opt.state("w", "row_age")).tolist() == [1, 2, 1, 2]
        bits.append((w.tobytes(), opt.state_hash()))
    assert all(found == bits[0] for found in bits)


def test_rows_of_zeros_are_left_out():
    opt, w = trained()
    g, moved, before = np.zeros((4, 3), np.float32), bytearray(1), w.copy()
    g[2] = 1
    opt.step(w, g, rows=Rows(mode="zero_skips", moved=moved))
    assert moved == bytes([0b0100]) and (w[[0, 1, 3]] == before[[0, 1, 3]]).all()


@pytest.mark.parametrize("make, error, text", [
    (lambda: Rows(indices=[3, 1], form="whole"), errors.InvalidArgumentError, "increasing"),
    (lambda: Rows(indices=[1, 9], form="whole"), errors.OutOfRangeError, "9"),
    (lambda: Rows(indices=[1.5, 2]), TypeError, ""),
    (lambda: Rows(mask=bytes(3)), errors.ShapeError, r"rows\[0\]: got mask of 3 bytes, wanted 4"),
    (lambda: Rows(mask=bytes(4), mask_form="bits"), errors.ShapeError, "wanted 1"),
    (lambda: Rows(mask=np.zeros(4, np.float32)), errors.DtypeError, "wanted bytes"),
    (lambda: Rows(mode="zero_skips", moved=bytearray(2)), errors.ShapeError, "moved"),
    (lambda: Rows(mode="zero_skips", moved=bytes(1)), BufferError, ""),
    (lambda: Rows(indices=[0, 1], form="sparse"), errors.InvalidArgumentError, "wanted one of compact, whole"),
    (lambda: Rows(indices=[0, 1], mode="jump"), ValueError, "wanted one of"),
])
def test_refused(make, error, text):
    opt, w = trained()
    before, kept = opt.state_hash(), w.copy()
    with pytest.raises(error, match=text or None):
        opt.step(w, np.ones((4, 3), np.float32), rows=[make()])
    assert opt.state_hash() == before and (w == kept).all()
    with pytest.raises(errors.InvalidArgumentError, match="rows: got 2, wanted 1"):
        opt.step(w, w * 1, rows=[None, None])


def test_edits():
    opt, w = trained()
    opt.step(w, np.ones((2, 3), np.float32), rows=Rows(indices=[1, 3]))
    opt.reserve_rows("w", 10)
    moments = np.asarray(opt.state("w", "exp_avg")).copy()
    source = [3, 0, rows.FRESH, 3]
    opt.edit_rows("w", source)
    assert opt.parameters["w"].shape == (4, 3)
    expected = np.where(np.array(source)[:, None] >= 0, moments[source], 0)
    assert (np.asarray(opt.state("w", "exp_avg")) == expected).all()
    assert np.asarray(opt.state("w", "row_age")).tolist() == [2, 1, 0, 2]
    to = np.full((4, 3), -1, np.float32)
    rows.apply(source, w, to)
    assert (to[[0, 1, 3]] == w[[3, 0, 3]]).all() and (to[2] == -1).all()
    opt.reset_rows(["w"], [0])
    assert np.asarray(opt.state("w", "row_age")).tolist() == [0, 1, 0, 2]
    opt.edit_rows("w", [])
    assert opt.parameters["w"].shape == (0, 3) and opt.parameters.elements == 0
    for bad, error in (([9], errors.OutOfRangeError), ("ab", (TypeError, ValueError))):
        with pytest.raises(error):
            opt.edit_rows("w", bad)


def test_coalesce():
    sums = np.full((4, 2), -1, np.float32)
    assert rows.coalesce([5, 2, 5, 0], np.array([[1, 2], [3, 4], [5, 6], [7, 8]], np.float32), sums) == [0, 2, 5]
    assert sums.tolist() == [[7, 8], [3, 4], [6, 8], [-1, -1]]
    with pytest.raises(errors.ShapeError, match="indices: got 3, wanted 4"):
        rows.coalesce([5, 2, 5], np.ones((4, 2), np.float32), sums)
    with pytest.raises(errors.OutOfRangeError):
        rows.coalesce([-1], np.ones((1, 2), np.float32), sums[:1])


# ---- the kernel

def test_kernel_has_the_bits_of_the_optimizer():
    hypers = {"lr": 0.1, "beta1": 0.8, "weight_decay": 0.25}
    opt, w, v = dlopt.AdamW(**hypers), np.linspace(-1, 1, 1000, dtype=np.float32), np.linspace(-1, 1, 1000, dtype=np.float32)
    assert kernel.states("adamw", hypers) == [0.0, 0.0, None]
    kept = [np.zeros(1000, np.float32) for _ in range(2)]
    for step in range(1, 4):
        g = np.cos(w * step)
        opt.step(w, g)
        for first, past in ((500, 1000), (0, 123), (123, 500)):
            kernel.apply("adamw", step, v, g, kept, hypers=hypers, first=first, past=past)
    assert w.tobytes() == v.tobytes() and kept[0].tobytes() == np.asarray(opt.state(0, "exp_avg")).tobytes()


def test_kernel_in_structures_with_deltas_and_zeroing():
    body = np.zeros(5, [("w", "<f4"), ("m", "<f4"), ("v", "<f4"), ("g", "<f4")])
    body["w"], body["g"] = 1, 3
    kernel.apply("adam", 1, body["w"], body["g"], [body["m"], body["v"]], hypers={"lr": 0.5, "beta1": 0.5}, zero_grads=True, clip_value=2, lr_scale=0.5)
    assert (body["m"] == 1).all() and (body["g"] == 0).all() and body["w"] == pytest.approx(0.75)
    delta = np.empty(5, np.float16)
    kernel.apply("sgd", 1, body["w"], np.ones(5), hypers={"lr": 0.5}, delta=delta, grad_factor=0.5)
    assert (delta == -0.25).all() and body["w"] == pytest.approx(0.75)


@pytest.mark.parametrize("call, error", [
    (lambda w, s: kernel.apply("adam", 1, w, w * 1, s[:1]), errors.InvalidArgumentError),
    (lambda w, s: kernel.apply("adam", 0, w, w * 1, s), errors.InvalidArgumentError),
    (lambda w, s: kernel.apply("lamb", 1, w, w * 1, s), errors.UnsupportedError),
    (lambda w, s: kernel.apply("adam", 1, w, w[:3].copy(), s), errors.ShapeError),
    (lambda w, s: kernel.apply("adam", 1, w, w * 1, [s[0], s[1].astype(np.float64)]), errors.DtypeError),
    (lambda w, s: kernel.apply("adam", 1, w, w * 1, s, past=9), errors.OutOfRangeError),
    (lambda w, s: kernel.apply("adam", 1, w, w * 1, s, hypers={"lr": -1}), errors.OutOfRangeError),
    (lambda w, s: kernel.apply("adam", 1, w, w * 1, s, hypers={"momentum": 0.5}), errors.UnknownHyperError),
    (lambda w, s: kernel.apply("adam", 1, w, w, s), errors.InvalidArgumentError),
    (lambda w, s: kernel.apply("adam", 1, bytes(16), w * 1, s), BufferError),
    (lambda w, s: kernel.apply("adam", 1, w, w * 1, s, hypers={"speed": 1}), ValueError),
    (lambda w, s: kernel.apply("adam", 1, np.ones((3, 4), np.float32)[:2, :2], np.ones(4), s), errors.UnsupportedError),
    (lambda w, s: kernel.apply("adam", 1, w, w * 1, s * 5), errors.InvalidArgumentError),
])
def test_kernel_refuses(call, error):
    w, states = np.ones(4, np.float32), [np.zeros(4, np.float32), np.zeros(4, np.float32)]
    with pytest.raises(error):
        call(w, states)
    assert (w == 1).all() and not states[0].any() and not states[1].any()


def test_hyper_parameters_of_the_kernel_that_are_none():
    class Growing:
        """Puts more and more into the dict while it is read."""

        def __float__(self):
            hypers.update({number: 0.5 for number in range(2000, 4000)})
            return 0.5

    hypers = {int(dlopt.enums.Hyper.LR): Growing(), int(dlopt.enums.Hyper.EPS): 0.5}
    _native.kernel_states(dlopt.enums.Rule.ADAM, hypers)
    assert len(hypers) == 2002
    unknown = errors.UnknownHyperError
    for bad, error in (({2**32 + int(dlopt.enums.Hyper.LR): 0.5}, unknown), ({4000: 0.5}, unknown), ({"lr": 0.5}, TypeError), ([], TypeError)):
        with pytest.raises(error):
            _native.kernel_states(dlopt.enums.Rule.ADAM, bad)
