"""Producers of arrays that are not what NumPy would make: DLPack of both layouts, built by hand, and __cuda_array_interface__."""

import ctypes

CPU, CUDA, METAL = 1, 2, 8
INT, UINT, FLOAT, BFLOAT = 0, 1, 2, 4
READ_ONLY = 1


class Tensor(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("device_type", ctypes.c_int32), ("device_id", ctypes.c_int32), ("ndim", ctypes.c_int32),
                ("code", ctypes.c_uint8), ("bits", ctypes.c_uint8), ("lanes", ctypes.c_uint16), ("shape", ctypes.POINTER(ctypes.c_int64)),
                ("strides", ctypes.POINTER(ctypes.c_int64)), ("byte_offset", ctypes.c_uint64)]


class Legacy(ctypes.Structure):
    pass


class Versioned(ctypes.Structure):
    pass


DELETE_LEGACY = ctypes.CFUNCTYPE(None, ctypes.POINTER(Legacy))
DELETE_VERSIONED = ctypes.CFUNCTYPE(None, ctypes.POINTER(Versioned))
Legacy._fields_ = [("tensor", Tensor), ("context", ctypes.c_void_p), ("deleter", DELETE_LEGACY)]
Versioned._fields_ = [("major", ctypes.c_uint32), ("minor", ctypes.c_uint32), ("context", ctypes.c_void_p), ("deleter", DELETE_VERSIONED),
                      ("flags", ctypes.c_uint64), ("tensor", Tensor)]

new_capsule = ctypes.pythonapi.PyCapsule_New
new_capsule.restype, new_capsule.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]


class Producer:
    """An array by DLPack. `asked` and `released` tell what its consumer did."""

    def __init__(self, address, shape, *, strides=None, code=FLOAT, bits=32, lanes=1, device=(CPU, 0), version=(1, 0), flags=0, offset=0, on_release=None):
        self.device, self.version, self.on_release = device, version, on_release
        self.asked, self.released, self.capsules = [], 0, []
        self.sizes = (ctypes.c_int64 * max(len(shape), 1))(*shape)
        self.steps = (ctypes.c_int64 * max(len(shape), 1))(*strides) if strides else None
        self.tensor = Tensor(address, *device, len(shape), code, bits, lanes, self.sizes, self.steps, offset)
        if version is None:
            self.managed = Legacy(self.tensor, None, DELETE_LEGACY(self.release))
        else:
            self.managed = Versioned(*version, None, DELETE_VERSIONED(self.release), flags, self.tensor)

    def release(self, managed):
        self.released += 1
        if self.on_release:
            self.on_release()

    def __dlpack_device__(self):
        return self.device

    def __dlpack__(self, **options):
        self.asked.append(options)
        if self.version is None and "max_version" in options:
            raise TypeError("__dlpack__() got an unexpected keyword argument 'max_version'")
        return self.capsule()

    def capsule(self):
        name = b"dltensor" if self.version is None else b"dltensor_versioned"
        return new_capsule(ctypes.addressof(self.managed), name, None)


def of(array, **options):
    """A producer of the memory of a NumPy array of f32."""
    producer = Producer(array.ctypes.data, array.shape, **options)
    producer.array = array
    return producer


class OnCuda:
    """An array by __cuda_array_interface__."""

    def __init__(self, **interface):
        self.__cuda_array_interface__ = {"shape": (4,), "typestr": "<f4", "data": (0x1000, False), "version": 3, **interface}
