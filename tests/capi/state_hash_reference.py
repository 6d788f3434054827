#!/usr/bin/env python3
"""Computes a state hash from what the library shows of an optimizer, with xxHash's Python package, and compares it with the library's own.

Skipped where that package is not installed.

usage: state_hash_reference.py LIBDLOPT.SO
"""

import ctypes
import struct
import sys

try:
    import xxhash
except ImportError as missing:
    print(f"state hash: skipped: {missing}")
    sys.exit(77)

CHUNK, N, STEPS = 16384, 40003, 2
F32 = 2
LR_SCALE, DECAY_SCALE = 0.5, 0.25


class Tensor(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("dtype", ctypes.c_int32), ("ndim", ctypes.c_int32), ("device_type", ctypes.c_int32),
                ("device_id", ctypes.c_int32), ("reserved", ctypes.c_uint32), ("data", ctypes.c_void_p), ("shape", ctypes.POINTER(ctypes.c_int64)),
                ("strides", ctypes.POINTER(ctypes.c_int64))]


class HyperInfo(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("id", ctypes.c_int32), ("kind", ctypes.c_int32), ("reserved", ctypes.c_uint32),
                ("default_value", ctypes.c_double), ("lower", ctypes.c_double), ("upper", ctypes.c_double), ("name", ctypes.c_char_p),
                ("doc", ctypes.c_char_p), ("choices", ctypes.c_char_p)]


class Content:
    """Numbers as 8 little-endian bytes, texts and lists behind their lengths, arrays as the hashes of their chunks."""

    def __init__(self):
        self.bytes = b""

    def whole(self, *numbers):
        for number in numbers:
            self.bytes += struct.pack("<Q", number & (1 << 64) - 1)

    def real(self, *numbers):
        self.bytes += struct.pack(f"<{len(numbers)}d", *numbers)

    def text(self, text):
        self.whole(len(text))
        self.bytes += text

    def array(self, data, width=4):
        self.whole(-1 if data is None else len(data) // width)
        for first in range(0, len(data or b""), CHUNK * width):
            self.whole(xxhash.xxh3_64_intdigest(data[first : first + CHUNK * width]))


def main():
    library = ctypes.CDLL(sys.argv[1])
    library.dlopt_last_error.restype = ctypes.c_char_p

    def call(name, *arguments):
        status = getattr(library, f"dlopt_{name}")(*arguments)
        assert status == 0, (name, library.dlopt_last_error())

    rule, opt, value = ctypes.c_int32(), ctypes.c_void_p(), ctypes.c_double()
    call("rule_from_name", b"adamw", ctypes.byref(rule))
    call("optimizer_create", None, rule, ctypes.byref(opt))
    param = (ctypes.c_float * N)(*(i % 7 - 3 for i in range(N)))
    grad = (ctypes.c_float * N)(*(i % 11 - 4 for i in range(N)))
    for _ in range(STEPS):
        call("optimizer_step_f32", opt, param, grad, ctypes.c_size_t(N))
    call("optimizer_param_scale", opt, 0, ctypes.c_double(LR_SCALE), ctypes.c_double(DECAY_SCALE))

    want = Content()
    want.text(b"dlopt state hash 1")
    want.whole(rule.value, STEPS, 0, 0)  # rule, steps, skips, mode
    want.whole(0)  # numbers that all parameters share
    want.real(*[1.0] * 8)  # factors of four roles
    want.whole(1)  # groups
    for index in range(library.dlopt_rule_hyper_count(rule)):
        info = HyperInfo(struct_size=ctypes.sizeof(HyperInfo))
        call("rule_hyper_info", rule, index, ctypes.byref(info))
        call("optimizer_get", opt, info.id, ctypes.byref(value))
        want.whole(info.id), want.real(value.value), want.whole(0)
    want.whole(0), want.real(0.0), want.whole(0)  # wrappers, weight accumulated, perturbed
    want.whole(1)  # slots
    want.whole(0), want.text(b"param_0"), want.whole(1, N)  # removed, name, shape
    want.whole(F32, 0, 0, 0, 0, 0)  # dtype, master, form, group, role, frozen
    want.whole(0, STEPS), want.real(LR_SCALE, DECAY_SCALE), want.whole(0)  # random numbers, age, factors, numbers of the rule
    want.whole(0b11, 0)  # states that are kept, and those among them that are fresh
    for name in (b"exp_avg", b"exp_avg_sq"):
        view = Tensor(struct_size=ctypes.sizeof(Tensor))
        call("optimizer_state", opt, 0, name, ctypes.byref(view))
        want.array(ctypes.string_at(view.data, 4 * N))
    want.array(None), want.array(None), want.array(None)  # master, factors of elements
    want.array(bytes(param))

    shape, got = (ctypes.c_int64 * 1)(N), ctypes.c_uint64()
    tensor = Tensor()
    call("tensor_init", ctypes.byref(tensor), ctypes.c_size_t(ctypes.sizeof(tensor)), param, F32, 1, shape)
    call("optimizer_state_hash", opt, ctypes.byref(tensor), ctypes.c_size_t(1), ctypes.byref(got))
    expected = xxhash.xxh3_64_intdigest(want.bytes)
    assert got.value == expected, f"got {got.value:#x}, wanted {expected:#x}"
    print(f"state hash: {got.value:#x}, as its content says")
    return 0


if __name__ == "__main__":
    sys.exit(main())
