"""Writes and reads safetensors files with nothing but struct and json, well-formed or not."""

import json
import struct

BYTES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I8": 1, "U8": 1, "I16": 2, "I32": 4, "I64": 8}


def read(path):
    """The metadata, and for each tensor its dtype, shape and where its bytes begin and end in the file."""
    raw = path.read_bytes()
    (length,) = struct.unpack_from("<Q", raw)
    header = json.loads(raw[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, t in header.items():
        begin, end = t["data_offsets"]
        tensors[name] = (t["dtype"], t["shape"], 8 + length + begin, 8 + length + end)
    return metadata, tensors


def header_of(tensors, metadata):
    """tensors: (name, dtype, shape, number of bytes), in their order."""
    header = {"__metadata__": metadata}
    at = 0
    for name, dtype, shape, size in tensors:
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text


def write(path, tensors, metadata):
    """tensors: (name, dtype, shape, bytes), in their order."""
    sizes = [(name, dtype, shape, len(data)) for name, dtype, shape, data in tensors]
    path.write_bytes(header_of(sizes, metadata) + b"".join(data for *_, data in tensors))
    return path
