"""The digits of the C example, trained from Python: the same network in C, driven through ctypes, comes to the same weights to the last bit."""

import ctypes
import os
import pathlib
import re
import shutil
import subprocess

import numpy as np
import pytest

import dlopt
from dlopt import schedules

EXAMPLES = pathlib.Path(__file__).resolve().parents[3] / "examples"
DATA = EXAMPLES / "data" / "digits.csv"
EPOCHS, BATCH, HIDDEN, SEED = 40, 32, 128, 1


class Digits(ctypes.Structure):
    _fields_ = [("count", ctypes.c_int), ("pixels", ctypes.POINTER(ctypes.c_float)), ("labels", ctypes.POINTER(ctypes.c_int))]


class Param(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("ndim", ctypes.c_int), ("shape", ctypes.c_int64 * 2), ("value", ctypes.c_void_p), ("gradient", ctypes.c_void_p)]


class Network(ctypes.Structure):
    _fields_ = [("inputs", ctypes.c_int), ("hidden", ctypes.c_int), ("outputs", ctypes.c_int), ("params", Param * 4), ("rest", ctypes.c_void_p * 4)]


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """The example's network, data and random numbers as a library."""
    if not shutil.which("cc"):
        pytest.skip("there is no C compiler")
    made = tmp_path_factory.mktemp("digits") / "digits.so"
    sources = [EXAMPLES / "digits" / f"{name}.c" for name in ("dataset", "network", "random")]
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", *sources, "-lm", "-o", made], check=True)
    library = ctypes.CDLL(str(made))
    library.network_bits.restype = ctypes.c_uint64
    library.network_backward.restype = ctypes.c_double
    library.digits_split.argtypes = [ctypes.c_void_p, ctypes.c_uint64, ctypes.c_void_p, ctypes.c_void_p]
    library.network_create.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_uint64]
    return library


def shown(param, address):
    return dlopt.arrays.at(address, param.shape[: param.ndim])


def train(library, network, data):
    """As 02_digits.c does it."""
    opt = dlopt.AdamW(lr=0.01, weight_decay=0.1)
    steps = EPOCHS * -(-data.count // BATCH)
    opt.lr = schedules.WarmupCosine(base=0.01, start_factor=0.05, warmup_steps=steps // 20, total_steps=steps)
    for param in network.params:
        opt.add(name=param.name.decode(), shape=param.shape[: param.ndim], decay_scale=param.ndim - 1)
    values = {param.name.decode(): shown(param, param.value) for param in network.params}
    grads = {param.name.decode(): shown(param, param.gradient) for param in network.params}
    order, source = (ctypes.c_int * data.count)(), ctypes.c_uint64(SEED)
    pictures = ctypes.addressof(data.pixels.contents)
    for _ in range(EPOCHS):
        library.random_order(ctypes.byref(source), order, data.count)
        for first in range(0, data.count, BATCH):
            batch = order[first : first + BATCH]
            for index in batch:
                library.network_backward(ctypes.byref(network), ctypes.c_void_p(pictures + 256 * index), data.labels[index])
            opt.step(values, grads, grad_scale=len(batch), max_norm=1.0, zero_grads=True)
    assert opt.steps == steps


def bits_of_c(tmp_path):
    core = os.environ.get("DLOPT_STATIC_LIBRARY")
    if not core:
        pytest.skip("DLOPT_STATIC_LIBRARY names no library to build the C program with")
    sources = [EXAMPLES / "02_digits.c", *(EXAMPLES / "digits").glob("*.c"), *(EXAMPLES / "common").glob("*.c")]
    subprocess.run(["cc", "-O2", f"-I{EXAMPLES.parent / 'include'}", *sources, core, "-lm", "-lpthread", "-o", tmp_path / "digits"], check=True)
    told = subprocess.run([tmp_path / "digits", "--rule", "adamw", "--data", DATA], check=True, capture_output=True, text=True, cwd=tmp_path).stdout
    return re.search(r"bits of the weights: ([0-9a-f]{16})", told)[1]


def test_the_bits_of_the_c_program(library, tmp_path):
    expected = bits_of_c(tmp_path)
    everything, known, test, network = Digits(), Digits(), Digits(), Network()
    assert library.digits_load(str(DATA).encode(), ctypes.byref(everything))
    assert library.digits_split(ctypes.addressof(everything), SEED, ctypes.addressof(known), ctypes.addressof(test))
    assert library.network_create(ctypes.addressof(network), 64, HIDDEN, 10, SEED)
    train(library, network, known)
    assert f"{library.network_bits(ctypes.byref(network)):016x}" == expected
    pixels = np.ctypeslib.as_array(test.pixels, (test.count, 64))
    right = sum(library.network_predict(ctypes.byref(network), ctypes.c_void_p(picture.ctypes.data)) == label
                for picture, label in zip(pixels, test.labels[: test.count]))
    assert right / test.count > 0.96
