"""Arrays by DLPack: both layouts, what may be wrong with them, and that each is let go exactly once."""

import ctypes
import gc

import numpy as np
import pytest

import dlopt
import producers
from dlopt import errors
from producers import BFLOAT, CPU, CUDA, FLOAT, INT, METAL, READ_ONLY, UINT

VERSIONS = [None, (1, 0), (1, 7)]


@pytest.fixture
def step():
    """A step of sgd with lr 1 on four elements."""
    opt = dlopt.SGD(lr=1)
    opt.add(shape=(4,))
    return lambda param, grad: opt.step(param, grad)


def arrays():
    return np.array([1, 2, 3, 4], np.float32), np.array([0.5, 0.25, -1, 2], np.float32)


@pytest.mark.parametrize("version", VERSIONS)
def test_layouts(step, version):
    w, g = arrays()
    params, grads = producers.of(w, version=version), producers.of(g, version=version)
    step(params, grads)
    assert list(w) == [0.5, 1.75, 4, 2]
    assert params.released == grads.released == 1
    asked = [{"max_version": (1, 0)}] if version else [{"max_version": (1, 0)}, {}]
    assert params.asked == grads.asked == asked


def test_offset_and_strides(step):
    w = np.arange(8, dtype=np.float32)
    grad = producers.of(np.ones(4, np.float32))
    step(producers.Producer(w.ctypes.data, (4,), strides=(2,), offset=4), grad)
    assert list(w) == [0, 0, 2, 2, 4, 4, 6, 6]


def test_bf16():
    w = np.array([0x3F80, 0x4000], np.uint16)  # 1 and 2
    g = np.ones(2, np.float32)
    opt = dlopt.SGD(lr=1)
    opt.step(producers.of(w, code=BFLOAT, bits=16), g)
    assert list(w) == [0, 0x3F80]
    assert opt.parameters[0].dtype == "bf16"


@pytest.mark.parametrize("version", [(1, 0)])
def test_read_only(step, version):
    w, g = arrays()
    kept = w.copy()
    params = producers.of(w, flags=READ_ONLY)
    with pytest.raises(BufferError, match="params: got a read-only buffer"):
        step(params, g)
    assert params.released == 1 and (w == kept).all()
    step(w, producers.of(g, flags=READ_ONLY))
    assert list(w) == [0.5, 1.75, 4, 2]


@pytest.mark.parametrize("options, error, text", [
    ({"version": (2, 0)}, errors.VersionError, "params: got a tensor of another major version"),
    ({"device": (METAL, 0)}, errors.DeviceError, "params: got an array on another kind of device"),
    ({"device": (CUDA, 0)}, (errors.DeviceError, errors.UnsupportedError), "params"),
    ({"code": INT}, errors.DtypeError, "params"),
    ({"code": UINT, "bits": 16}, errors.DtypeError, "params"),
    ({"code": FLOAT, "bits": 8}, errors.DtypeError, "params"),
    ({"lanes": 2}, errors.DtypeError, "params"),
    ({"strides": (0,)}, errors.InvalidArgumentError, "params"),
    ({"strides": (-1,)}, errors.InvalidArgumentError, "params"),
])
def test_refused(step, options, error, text):
    w, g = arrays()
    kept, params = w.copy(), producers.of(w, **options)
    with pytest.raises(error, match=text):
        step(params, g)
    assert params.released == 1 and (w == kept).all()


def test_stream_is_told_on_a_device_only(step):
    w, g = arrays()
    params = producers.of(w, device=(CUDA, 3))
    with pytest.raises(errors.Error):
        step(params, g)
    assert params.asked == [{"max_version": (1, 0), "stream": 1}]
    assert producers.of(w).asked == []


def test_a_capsule_twice(step):
    """What was consumed cannot be consumed again."""
    w, g = arrays()
    params = producers.of(w)
    once = params.capsule()
    params.capsule = lambda: once
    step(params, g)
    with pytest.raises(errors.InvalidArgumentError, match="no unused capsule"):
        step(params, g)
    assert params.released == 1


@pytest.mark.parametrize("device", [None, "cpu", (1,), (1, 2, 3), ("cpu", 0)])
def test_nonsense_device(step, device):
    w, g = arrays()
    with pytest.raises(errors.InvalidArgumentError, match="__dlpack_device__"):
        producer = producers.of(w)
        producer.device = device
        step(producer, g)


def test_what_a_producer_raises(step):
    class Unwilling(producers.Producer):
        def __dlpack__(self, **options):
            raise BufferError("it requires grad")

    w, g = arrays()
    with pytest.raises(BufferError, match="it requires grad"):
        step(Unwilling(w.ctypes.data, w.shape), g)


def test_a_type_error_of_its_own_is_seen(step):
    class Broken(producers.Producer):
        def __dlpack__(self, **options):
            raise TypeError("broken")

    w, g = arrays()
    with pytest.raises(TypeError, match="broken"):
        step(Broken(w.ctypes.data, w.shape), g)


def test_a_release_that_runs_python_keeps_the_error(step):
    """The deleter may do what it likes; the error that ended the call is what is seen."""
    w, g = arrays()
    params = producers.of(w, on_release=lambda: [getattr(object(), "nothing", None), gc.collect()])
    with pytest.raises(errors.ShapeError):
        step(params, g[:3])
    assert params.released == 1


def test_the_first_is_let_go_when_the_second_is_no_array():
    w, _ = arrays()
    opt, first = dlopt.SGD(), producers.of(w)
    opt.add(shape=(4,)), opt.add(shape=(4,))
    with pytest.raises(TypeError, match=r"params\[1\]: got int"):
        opt.step([first, 5], [w, w])
    assert first.released == 1


def test_without_elements():
    opt = dlopt.SGD()
    opt.add(shape=(0, 3))
    empty = producers.Producer(None, (0, 3), strides=(7, 7))
    assert opt.step(empty, producers.Producer(None, (0, 3))).applied_step == 1


# ---- what an Array gives to others

# A capsule keeps the address of its name.
USED = {b"dltensor_versioned": b"used_dltensor_versioned", b"dltensor": b"used_dltensor"}


def consumed(capsule):
    """Takes a capsule as a consumer does, and lets it go."""
    for name, kind in ((b"dltensor_versioned", producers.Versioned), (b"dltensor", producers.Legacy)):
        if ctypes.pythonapi.PyCapsule_IsValid(ctypes.py_object(capsule), name):
            pointer = ctypes.pythonapi.PyCapsule_GetPointer
            pointer.restype, pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
            managed = kind.from_address(pointer(capsule, name))
            set_name = ctypes.pythonapi.PyCapsule_SetName
            set_name.argtypes = [ctypes.py_object, ctypes.c_char_p]
            set_name(capsule, USED[name])
            return managed
    raise AssertionError("no capsule of DLPack")


def test_given_versioned_and_legacy():
    w = np.arange(6, dtype=np.float32).reshape(2, 3)
    array = dlopt.array(w)
    assert array.__dlpack_device__() == (CPU, 0)
    for options in ({}, {"max_version": (0, 8)}, {"max_version": (1, 0)}, {"max_version": (5, 0), "copy": False, "dl_device": (1, 0), "stream": None}):
        managed = consumed(array.__dlpack__(**options))
        assert isinstance(managed, producers.Versioned) == (options.get("max_version", (0,))[0] >= 1)
        tensor = managed.tensor
        assert (tensor.data, tensor.ndim, tensor.bits, tensor.code) == (w.ctypes.data, 2, 32, FLOAT)
        assert [tensor.shape[i] for i in range(2)] == [2, 3]
        managed.deleter(managed)
    for options in ({"copy": True}, {"dl_device": (2, 0)}):
        with pytest.raises(BufferError):
            array.__dlpack__(**options)


def test_given_read_only():
    w = np.ones(3, np.float32)
    w.setflags(write=False)
    array = dlopt.array(w)
    with pytest.raises(BufferError):
        array.__dlpack__()
    managed = consumed(array.__dlpack__(max_version=(1, 0)))
    assert managed.flags == READ_ONLY
    managed.deleter(managed)


def test_torch():
    torch = pytest.importorskip("torch")
    for dtype in (torch.float32, torch.float64, torch.bfloat16, torch.float16):
        w, g = torch.full((3,), 2.0, dtype=dtype), torch.ones(3, dtype=dtype)
        opt = dlopt.SGD(lr=0.5, momentum=0.5)
        opt.step(w, g)
        assert w.tolist() == [1.5, 1.5, 1.5]
        shown = torch.from_dlpack(opt.state(0, "momentum_buffer"))
        assert shown.tolist() == [1, 1, 1] and shown.dtype == (torch.float64 if dtype == torch.float64 else torch.float32)
    with pytest.raises((BufferError, RuntimeError), match="require"):
        opt.step(torch.ones(3, requires_grad=True), torch.ones(3))
