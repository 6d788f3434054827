#!/usr/bin/env python3
"""The reference library of safetensors reads what dlopt writes, and dlopt reads what it writes. Exit status 77 where it, or PyTorch, is not
installed.

usage: reference_reader.py TEST_PROGRAM
"""

import pathlib
import subprocess
import sys
import tempfile

import plain_reader

try:
    import safetensors
    import torch
    from safetensors import safe_open
    from safetensors.torch import save_file
except ImportError as missing:
    print(f"reference_reader: skipped: {missing}")
    sys.exit(77)


def bytes_of(tensor):
    return tensor.contiguous().flatten().view(torch.uint8).numpy().tobytes()


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs, again = (pathlib.Path(folder, f"{name}.safetensors") for name in ("ours", "theirs", "again"))
        subprocess.run([sys.argv[1], "--write", ours], check=True)
        metadata, tensors = plain_reader.read(ours)
        with safe_open(ours, framework="pt") as file:
            assert file.metadata() == metadata
            read = {name: file.get_tensor(name) for name in file.keys()}
        assert set(read) == set(tensors)
        for name, (_, shape, data) in tensors.items():
            assert list(read[name].shape) == shape and bytes_of(read[name]) == data, name
        save_file(read, theirs, metadata=metadata | {"format": "pt"})
        assert plain_reader.read(theirs)[1] == tensors
        subprocess.run([sys.argv[1], "--rewrite", theirs, again], check=True)
        assert again.read_bytes() == ours.read_bytes(), "loaded from their file and saved, it is ours again"
    print(f"reference_reader: safetensors {safetensors.__version__} and dlopt read each other")


main()
