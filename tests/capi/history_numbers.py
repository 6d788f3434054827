"""What capi_history left in a directory: its numbers as they were, for scripts that read them back from other files."""

import math
import pathlib
import struct
import sys

COLUMNS = ["loss", "lr/group_0", 'a "quoted", name', "norm é"]
CSV = "history.csv"
EVENTS = "events.out.tfevents.history"


def directory():
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} DIRECTORY")
    return pathlib.Path(sys.argv[1])


def rows(where):
    """(step, wall time, values) of each row."""
    form = struct.Struct(f"<qd{len(COLUMNS)}d")
    for step, wall, *values in form.iter_unpack((where / "numbers.bin").read_bytes()):
        yield step, wall, values


def to_single(value):
    """The nearest f32, infinite beyond its range."""
    try:
        return struct.unpack("<f", struct.pack("<f", value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)


def same(a, b):
    """One number: the bits of a double, any NaN for a NaN."""
    return math.isnan(a) and math.isnan(b) or struct.pack("<d", a) == struct.pack("<d", b)
