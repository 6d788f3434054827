"""Arrays by the buffer protocol, by __cuda_array_interface__, and as dlopt.Array."""

import array
import ctypes
import io
import struct

import numpy as np
import pytest

import dlopt
from dlopt import errors
from producers import OnCuda


@pytest.fixture
def opt():
    made = dlopt.SGD(lr=1)
    made.add(shape=(4,))
    return made


def ones():
    return np.ones(4, np.float32)


# ---- what will do

@pytest.mark.parametrize("make", [
    lambda: np.full(4, 2, np.float32),
    lambda: array.array("f", [2] * 4),
    lambda: memoryview(array.array("f", [2] * 4)),
    lambda: (ctypes.c_float * 4)(2, 2, 2, 2),
    lambda: np.full((4, 3), 2, np.float32)[:, 1],
    lambda: np.full(4, 2, "<f4"),
    lambda: np.frombuffer(bytearray(b"x" + struct.pack("4f", 2, 2, 2, 2)), np.float32, offset=1),  # unaligned
    lambda: np.full(4, 2, [("id", "<i4"), ("w", "<f4")])["w"],
    lambda: dlopt.array(np.full(4, 2, np.float32)),
], ids=["numpy", "array", "memoryview", "ctypes", "column", "little", "unaligned", "member", "Array"])
def test_buffers(opt, make):
    w = make()
    opt.step(w, ones())
    assert list(np.asarray(w)) == [1, 1, 1, 1]


def test_gaps_are_left_alone(opt):
    table = np.arange(12, dtype=np.float32).reshape(4, 3)
    expected = table.copy()
    expected[:, 1] -= 1
    opt.step(table[:, 1], ones())
    assert (table == expected).all()


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
def test_types(dtype):
    opt, w = dlopt.SGD(lr=1), np.full(3, 2, dtype)
    opt.step(w, np.ones(3, np.float64))
    assert list(w) == [1, 1, 1] and opt.parameters[0].dtype == {8: "f64", 4: "f32", 2: "f16"}[w.itemsize]


@pytest.mark.parametrize("shape", [(), (1,), (0,), (3, 0, 5), (2, 3, 4), (1,) * 10])
def test_shapes(shape):
    opt, w = dlopt.SGD(lr=1), np.ones(shape, np.float32)
    report = opt.step(w, np.ones(shape, np.float32))
    assert report.applied_step == 1 and (w == 0).all() and opt.parameters[0].shape == shape


# ---- what will not

@pytest.mark.parametrize("bad, error, text", [
    (lambda: np.ones(4, ">f4"), errors.DtypeError, "grads: got elements of format '>f'"),
    (lambda: np.ones(4, np.int32), errors.DtypeError, "dtype of grads"),
    (lambda: np.ones(4, np.int64), errors.DtypeError, "grads: got elements of format 'l'"),
    (lambda: np.ones(4, np.complex64), errors.DtypeError, "grads: got elements of format 'Zf'"),
    (lambda: np.ones(4, np.uint16), errors.DtypeError, "bf16 as dlopt.Array"),
    (lambda: np.ones(4, [("a", "f4"), ("b", "f4")]), errors.DtypeError, "grads"),
    (lambda: np.ones(4, bool), errors.DtypeError, "grads"),
    (lambda: bytearray(4), errors.DtypeError, "grads"),
    (lambda: np.ones(5, np.float32), errors.ShapeError, r"grads\[0\]: got \[5\], wanted \[4\]"),
    (lambda: np.ones((2, 2), np.float32), errors.ShapeError, "grads"),
    (lambda: np.ones(4, np.float32)[::-1], errors.InvalidArgumentError, "strides of grads"),
    (lambda: np.broadcast_to(np.float32(1), 4), errors.InvalidArgumentError, "strides of grads"),
    (lambda: np.ones(4, [("tag", "u1"), ("w", "<f4")])["w"], errors.UnsupportedError, "grads: got strides that are not whole elements"),
    (lambda: "four", TypeError, "grads: got str"),
    (lambda: 5.0, TypeError, "grads: got float"),
    (lambda: object(), TypeError, "wanted an array"),
    (lambda: [1.0, 2.0, 3.0, 4.0], TypeError, r"grads\[0\]: got float"),
    (lambda: [np.ones(4, np.float32)] * 2, errors.InvalidArgumentError, "grads: got 2, wanted 1"),
], ids=str)
def test_refused(opt, bad, error, text):
    w = np.full(4, 2, np.float32)
    with pytest.raises(error, match=text):
        opt.step(w, bad())
    assert list(w) == [2, 2, 2, 2] and opt.steps == 0


def test_columns_first():
    opt, w = dlopt.SGD(), np.ones((3, 2), np.float32, order="F")
    opt.add(shape=(3, 2))
    with pytest.raises(errors.UnsupportedError, match="strides of params"):
        opt.step(w, np.ones((3, 2), np.float32))
    assert (w == 1).all()


def test_read_only(opt):
    w = ones()
    w.setflags(write=False)
    for frozen in (w, bytes(16), memoryview(ones()).toreadonly()):
        with pytest.raises(BufferError, match="params: got a read-only buffer"):
            opt.step(frozen, ones())
    opt.step(ones(), w)
    for call in (lambda: dlopt.gradient.clip_norm([ones(), w], 1), lambda: opt.step(ones(), w, zero_grads=True)):
        with pytest.raises(BufferError, match="grads"):
            call()
    assert (w == 1).all()


def test_references_come_back(opt):
    import sys

    w, g = ones(), ones()
    counts = sys.getrefcount(w), sys.getrefcount(g)
    for bad in (g, g[:3], "x"):
        for _ in range(10):
            try:
                opt.step([w], [bad])
            except (errors.Error, TypeError):
                pass
    assert (sys.getrefcount(w), sys.getrefcount(g)) == counts
    w.resize(8, refcheck=False)  # NumPy refuses while a buffer shows it


def test_a_list_that_changes_while_it_is_read():
    class Trickster:
        def __dlpack_device__(self):
            listed.clear()
            return (1, 0)

        def __dlpack__(self, **options):
            return dlopt.array(ones()).__dlpack__(**options)

    opt, listed = dlopt.SGD(), [Trickster(), ones()]
    opt.add(shape=(4,)), opt.add(shape=(4,))
    opt.step(listed, [ones(), ones()])
    assert opt.steps == 1 and listed == []


# ---- __cuda_array_interface__

def test_cuda_is_recognised(opt):
    """There is no CUDA back-end: what is read of the interface shows in the refusal."""
    with pytest.raises((errors.UnsupportedError, errors.DeviceError), match="params"):
        opt.step(OnCuda(), ones())
    for interface, error in (({"typestr": "<i8"}, errors.DtypeError), ({"shape": None}, errors.InvalidArgumentError), ({"data": None}, errors.InvalidArgumentError),
                             ({"data": (1,)}, errors.InvalidArgumentError), ({"strides": (6,)}, errors.UnsupportedError),
                             ({"strides": (4, 4)}, errors.InvalidArgumentError), ({"data": (0x1000, True)}, BufferError), ({"shape": ("a",)}, TypeError)):
        with pytest.raises(error):
            opt.step(OnCuda(**interface), ones())
    seen = dlopt.array(OnCuda(shape=(2, 3), strides=(24, 8)))
    assert (seen.shape, seen.strides, seen.device, seen.dtype, seen.address) == ((2, 3), (6, 2), (2, 0), "f32", 0x1000)
    with pytest.raises(BufferError, match="device"):
        memoryview(seen)


# ---- dlopt.Array

def test_array_of_an_address():
    w = np.arange(12, dtype=np.float32)
    seen = dlopt.Array(w.ctypes.data, (3, 2), "f32", strides=(4, 1), owner=w)
    assert (np.asarray(seen) == w.reshape(3, 4)[:, :2]).all()
    assert (seen.shape, seen.strides, seen.dtype, seen.device, seen.size, seen.readonly) == ((3, 2), (4, 1), "f32", (1, 0), 6, False)
    assert repr(seen) == "<dlopt.Array of f32, shape (3, 2)>"
    with pytest.raises(BufferError, match="gaps"):
        io.BytesIO().write(seen)  # wants bytes in a row
    assert dlopt.arrays.at(w.ctypes.data, (12,)).address == w.ctypes.data


def test_array_keeps_its_owner():
    import gc
    import weakref

    class Memory(bytearray):
        pass

    memory = Memory(16)
    watched, seen = weakref.ref(memory), dlopt.array(memoryview(memory).cast("f"))
    view = np.asarray(seen)
    del memory, seen
    gc.collect()
    assert watched() is not None and list(view) == [0, 0, 0, 0]
    del view
    gc.collect()
    assert watched() is None


def test_array_under_another_type():
    bits = np.array([0x3F80, 0x4000], np.uint16)
    seen = dlopt.array(bits, "bf16")
    opt = dlopt.SGD(lr=1)
    opt.step(seen, np.ones(2, np.float32))
    assert list(bits) == [0, 0x3F80] and seen.dtype == "bf16"
    with pytest.raises(errors.DtypeError, match="elements of 2 bytes"):
        dlopt.array(bits, "f32")


@pytest.mark.parametrize("arguments, options, error", [
    ((0, (4,), "f128"), {}, errors.DtypeError), ((0, (-1,), "f32"), {}, errors.ShapeError), ((0, (2**40, 2**40), "f32"), {}, errors.ShapeError),
    ((0, (4,), "f32"), {"strides": (1, 1)}, errors.ShapeError), ((0, (1,) * 65, "f32"), {}, errors.ShapeError), (("x", (4,), "f32"), {}, TypeError),
    ((0, 4, "f32"), {}, TypeError), ((2**70, (4,), "f32"), {}, OverflowError),
])
def test_bad_arrays(arguments, options, error):
    with pytest.raises(error):
        dlopt.Array(*arguments, **options)
