#!/usr/bin/env python3
"""Reads a checkpoint with nothing but struct and json, by the description of safetensors: what anybody can do with one.

usage: plain_reader.py TEST_PROGRAM
"""

import json
import math
import pathlib
import struct
import subprocess
import sys
import tempfile

BYTES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I8": 1, "U8": 1, "I16": 2, "I32": 4}


def unique(pairs):
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names)), f"twice in the header: {names}"
    return dict(pairs)


def read(path):
    """The metadata, and for each tensor its dtype, shape and bytes; every rule of the format is checked."""
    raw = path.read_bytes()
    (length,) = struct.unpack_from("<Q", raw)
    header = json.loads(raw[8 : 8 + length].decode("utf-8"), object_pairs_hook=unique)
    data = raw[8 + length :]
    assert raw[8:9] == b"{" and length % 8 == 0, "the header begins with a brace, and the data at a multiple of 8"
    metadata = header.pop("__metadata__")
    assert all(isinstance(value, str) for value in metadata.values())
    end = 0
    tensors = {}
    for name, t in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        begin, past = t["data_offsets"]
        assert begin == end, f"a hole or an overlap before {name}"
        assert past - begin == math.prod(t["shape"]) * BYTES[t["dtype"]], f"{name} has other bytes than elements"
        assert begin % BYTES[t["dtype"]] == 0, f"{name} is not aligned"
        tensors[name] = (t["dtype"], t["shape"], data[begin:past])
        end = past
    assert end == len(data), "bytes behind the last tensor"
    return metadata, tensors


def fields(record):
    return dict(field.split("=", 1) for field in record.split(" "))


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "sample.safetensors")
        subprocess.run([sys.argv[1], "--write", path], check=True)
        metadata, tensors = read(path)
    shapes = {"param_0": [66, 65], "param_1": [3, 5], "param_2": [7]}
    for param, shape in shapes.items():
        large = param == "param_0"
        for state in ("exp_avg", "exp_avg_sq"):
            dtype, got, _ = tensors.pop(f"{param}.{state}")
            assert (dtype, got) == ("U8" if large else "F32", shape), (param, state, dtype, got)
            if large:
                dtype, got, scales = tensors.pop(f"{param}.{state}_absmax")
                assert (dtype, got) == ("F32", [17])
                assert all(0 < scale < math.inf for scale in struct.unpack("<17f", scales)), "scales of a run of 50 steps"
        assert tensors.pop(f"{param}.kahan_comp")[:2] == ("BF16", shape)
        record = fields(metadata[f"dlopt.param.{param}"])
        assert [int(size) for size in record["shape"].split(",")] == shape and record["steps"] == "50", record
        assert record["count0"] == "50", "updates of the average"
    assert not tensors, f"what are these? {list(tensors)}"
    assert fields(metadata["dlopt.optimizer"])["rule"] == "adamw" and fields(metadata["dlopt.optimizer"])["steps"] == "50"
    assert float(fields(metadata["dlopt.group.0"])["beta1"]) == 0.85
    assert fields(metadata["dlopt.group.0.lr"])["kind"] == "cosine"
    assert fields(metadata["dlopt.wrapper.0"]) | {"kind": "ema", "decay": "0.9"} == fields(metadata["dlopt.wrapper.0"])
    assert metadata["dlopt.format"] == "1"
    print("plain_reader: all as written")


if __name__ == "__main__":
    main()
