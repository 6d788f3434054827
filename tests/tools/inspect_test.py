#!/usr/bin/env python3
"""dlopt-inspect on checkpoints that the library wrote, on damaged copies of them, and on files that somebody hostile wrote.

usage: inspect_test.py DLOPT_INSPECT TEST_PROGRAM_OF_CHECKPOINTS
"""

import json
import math
import os
import pathlib
import re
import resource
import struct
import subprocess
import sys
import tempfile

import safetensors_file as st

HIDDEN = re.compile(r"[^\n\x20-\x7e\xa0-\U0010ffff]|[\u2028-\u202e\u2066-\u2069]")  # controls, and what turns the direction


def call(*arguments, stdout=subprocess.PIPE):
    return subprocess.run([INSPECT, *arguments], stdout=stdout, stderr=subprocess.PIPE, timeout=60)


def text(*arguments, status=0):
    done = call(*arguments)
    assert done.returncode == status, (arguments, done)
    out = done.stdout.decode()
    assert not HIDDEN.search(out), f"a control character in {out!r}"
    assert all(len(line) <= 100 for line in out.split("\n")), f"longer than 100 columns: {out}"
    return out


def as_json(*arguments, status=0):
    done = call("--json", *arguments)
    assert done.returncode == status and not done.stderr, (arguments, done)
    out = done.stdout.decode()
    assert not HIDDEN.search(out), f"a control character in {out!r}"
    return json.loads(out, object_pairs_hook=unique)


def unique(pairs):
    assert len(pairs) == len(dict(pairs)), f"twice in an object: {pairs}"
    return dict(pairs)


def has(out, *patterns):
    for pattern in patterns:
        assert re.search(pattern, out, re.M), f"no {pattern!r} in\n{out}"


def shows_what_the_library_wrote(folder, sample):
    out = text(sample)
    has(out, r"layout 1, written by \d+\.\d+\.\d+ \(the header's checksum fits\)", r"^optimizer  adamw steps=50 ")
    has(out, r"^  group 0  .*\blr=0.01 beta1=0.85 ", r"^  0.lr +cosine \(\d+ at their defaults\)", r"^  0 +ema decay=0.9 \(\d+ at")
    has(out, r"^  param_0  \[66, 65\] +bf16  kahan +0 +50 +17,296$", r"^  param_2  \[7\] +bf16  kahan +0 +50 +70$")
    has(out, r"exp_avg_absmax F32 \[17\],", r"kahan_comp BF16")
    size = sample.stat().st_size
    has(out, rf"^totals +3 parameters, 11 tensors; 17,516 bytes of tensors, {size:,} of the file$")
    assert "amsgrad" not in out and "bias_lr" not in out, "what is at its default or neutral is left out"


def json_holds_all(folder, sample):
    metadata, tensors = st.read(sample)
    got = as_json(sample)
    assert got["checkpoint"] and got["header_fits"] and got["format"] == "1"
    listed = [t for p in got["parameters"] for t in p["tensors"]] + got["shared"] + got["other_tensors"]
    assert len(listed) == len(tensors)
    for t in listed:
        dtype, shape, begin, end = tensors[t["name"]]
        assert (t["dtype"], t["shape"], t["bytes"]) == (dtype, shape, end - begin), t
        assert t["xxh3"] == metadata["dlopt.xxh3." + t["name"]]
    for p in got["parameters"]:
        assert p["bytes"] == sum(t["bytes"] for t in p["tensors"])
        assert all(t["name"].startswith(p["name"] + ".") for t in p["tensors"])
        assert (p["declared"]["dtype"], p["declared"]["master"], p["declared"]["steps"]) == ("bf16", "kahan", 50)
    shapes = {p["name"]: p["declared"]["shape"] for p in got["parameters"]}
    assert shapes == {"param_0": [66, 65], "param_1": [3, 5], "param_2": [7]}
    for name, record in (("group.0", got["groups"]["0"]), ("group.0.lr", got["schedules"]["0.lr"]), ("wrapper.0", got["wrappers"]["0"])):
        written = dict(field.split("=") for field in metadata["dlopt." + name].split(" "))
        assert {key: str(value) for key, value in record.items()} == {key: plain(value) for key, value in written.items()}, record
    assert got["totals"] == {"parameters": 3, "tensors": 11, "tensor_bytes": 17516, "file_bytes": sample.stat().st_size}


def plain(value):
    """As Python writes a number."""
    return value if re.fullmatch(r"-?\d+|-?inf|nan|[a-z_]+", value) else str(float(value))


def verifies(folder, sample):
    has(text("--verify", sample), "whole; 11 tensors checked, 0 without a checksum")
    assert as_json("--verify", sample)["ok"]
    raw = sample.read_bytes()
    damaged = folder / "damaged"

    def refused(data):
        damaged.write_bytes(data)
        has(text("--verify", damaged, status=1), "^damaged: ")
        got = as_json("--verify", damaged, status=1)
        assert not got["ok"] and got["problems"]
        return [problem["tensor"] for problem in got["problems"]]

    def flipped(at, bit=1):
        return raw[:at] + bytes([raw[at] ^ bit]) + raw[at + 1 :]

    for name, (_, _, begin, end) in st.read(sample)[1].items():
        for at in (begin, end - 1):
            assert refused(flipped(at)) == [name], name
    first_data = min(begin for _, _, begin, _ in st.read(sample)[1].values())
    for at in range(0, first_data, 23):
        if raw[at : at + 1] != b" " or flipped(at, 2)[at : at + 1] != b"\t":
            assert None in refused(flipped(at, 2)), f"byte {at} of the header"
    for length in (0, 7, 8, 100, first_data, len(raw) - 1):
        assert refused(raw[:length]) == [None]
    assert refused(raw + b"\0") == [None]
    foreign = st.write(folder / "foreign", [("w", "F32", [2], b"\0" * 8)], {"by": "others"})
    assert refused(foreign.read_bytes()) == [None]
    unsigned = {"dlopt.format": "1", "dlopt.param.w": "slot=0"}
    assert "w.exp_avg" in refused(st.write(folder / "unsigned", [("w.exp_avg", "U8", [1], b"x")], unsigned).read_bytes())


def compares(folder, sample):
    has(text("--diff", sample, sample), "^  the same$", "^no difference$")
    assert as_json("--diff", sample, sample)["same"]
    kinds = {"F64": "d", "F32": "f", "F16": "e", "I8": "b", "U8": "B", "I16": "h", "I32": "i"}
    a, b = [1, 2, 3, 4, 100], [1, 2, 5, 4, 93]
    packed = [[(t, t, [5], struct.pack(f"<5{code}", *values)) for t, code in kinds.items()] for values in (a, b)]
    for tensors, values in zip(packed, (a, b)):
        tensors.append(("BF16", "BF16", [5], b"".join(struct.pack("<f", v)[2:] for v in values)))
        tensors.append(("I64", "I64", [5], struct.pack("<5q", *values)))
    zero = struct.pack("<2f", 0.0, math.nan), struct.pack("<2f", -0.0, math.nan)
    nan = struct.pack("<3f", 1, 2, 9), struct.pack("<3f", 5, math.nan, 8)
    far = struct.pack("<f", math.inf), struct.pack("<f", -math.inf)
    for tensors, i in zip(packed, (0, 1)):
        tensors += [("zero", "F32", [2], zero[i]), ("nan", "F32", [3], nan[i]), ("far", "F32", [], far[i])]
        tensors += [("dtype", ("F32", "I32")[i], [1], b"\0" * 4), ("shape", "F32", ([2, 3], [3, 2])[i], b"\0" * 24)]
        tensors.append((f"only_{i}", "U8", [0], b""))
    first = st.write(folder / "first", packed[0], {"dlopt.group.0": "lr=0.1 beta=0.5 eps=1", "mine": "x", "ours": "a b", "dlopt.param.w": "dtype=2", "same": "y", "dlopt.xxh3": "1"})
    second = st.write(folder / "second", packed[1], {"dlopt.group.0": "lr=0.2 beta=0.5 mu=3", "yours": "x", "ours": "a c", "dlopt.param.w": "dtype=3", "same": "y", "dlopt.xxh3": "2"})
    got = as_json("--diff", first, second, status=1)
    assert got["same"] is False
    changes = [(c["key"], c["field"], c["a"], c["b"]) for c in got["settings"]]
    assert changes == [("dlopt.group.0", "lr", "0.1", "0.2"), ("dlopt.group.0", "eps", "1", None), ("dlopt.group.0", "mu", None, "3"),
                       ("dlopt.param.w", "dtype", "f32", "f16"), ("mine", None, "x", None), ("ours", None, "a b", "a c"),
                       ("yours", None, None, "x")], changes
    found = {t["name"]: t for t in got["tensors"]}
    for name in (*kinds, "BF16"):
        assert (found[name]["elements"], found[name]["differing"], found[name]["largest"]) == (5, 2, 7), found[name]
    assert (found["I64"]["differing"], found["I64"]["largest"]) == (2, None)
    assert (found["zero"]["differing"], found["zero"]["largest"]) == (1, 0)
    assert (found["nan"]["differing"], found["nan"]["largest"], found["far"]["largest"]) == (3, "nan", "inf")
    assert [found[n]["difference"] for n in ("dtype", "shape", "only_0", "only_1")] == ["dtype", "shape", "only_a", "only_b"]
    out = text("--diff", first, second, status=1)
    has(out, r"^  dlopt.group.0 lr: 0.1 in A, 0.2 in B$", r"^  dlopt.group.0 eps: 1 only in A$", r"^  ours a b in A, a c in B$", r"^  mine only in A$", r"^  yours only in B$", r"^they differ$")
    has(out, r"^  F32 +2 of 5 elements differ, by up to 7$", r"^  I64 +2 of 5 elements differ$", r"^  only_1 +only in B$")
    has(out, r"^  shape +shape \[2, 3\] in A, \[3, 2\] in B$", r"^  dtype +dtype F32 in A, I32 in B$", r"^  nan .* by up to nan$")
    alone = [st.write(folder / name, packed[0], {"mine": name}) for name in ("x", "y")]
    has(text("--diff", *alone, status=1), "^they differ$")


def orders_by_number(folder, sample):
    metadata = {f"dlopt.group.{i}": f"lr={i}" for i in range(11)} | {f"dlopt.group.2.lr.{i}": "kind=constant" for i in (10, 9, 1)}
    metadata |= {f"dlopt.param.p{i}": f"slot={12 - i} shape=2 dtype=2 master=0 group=0 steps=1" for i in range(12)}
    metadata |= {"dlopt.format": "1", "dlopt.scaler": "scale=8", "dlopt.unknown": "kept"}
    tensors = [("p1.exp_avg", "F32", [2], b"\0" * 8), ("shared/sum", "F64", [], b"\0" * 8), ("p1", "U8", [1], b"x"), ("x.y", "U8", [1], b"x")]
    got = as_json(st.write(folder / "order", tensors, metadata))
    assert list(got["groups"]) == [str(i) for i in range(11)]
    assert list(got["schedules"]) == ["2.lr.1", "2.lr.9", "2.lr.10"]
    assert [p["name"] for p in got["parameters"]] == [f"p{i}" for i in reversed(range(12))]
    assert [t["name"] for t in got["parameters"][10]["tensors"]] == ["p1.exp_avg"]
    assert [t["name"] for t in got["shared"]] == ["shared/sum"] and [t["name"] for t in got["other_tensors"]] == ["p1", "x.y"]
    assert got["scaler"] == {"scale": 8} and got["metadata"] == {"dlopt.unknown": "kept"} and not got["header_fits"]
    has(text(folder / "order"), r"its checksum does not fit", r"^scaler$", r"^  shared/sum ", r"^  p11 +\[2\] +f32   none ")


def shows_nothing_hostile(folder, sample):
    names = ["\x1b[2J\x1b]0;title\x07", "a\nb\rc\td", "\x7f\x85\x9b31m", "\u202eevil\u2066\u2028", 'quote"\\back', "\u00e9\u4e16\U0001f600", "n" * 1000]
    long = "9" * 300
    metadata = {"dlopt.format": "1\x1b", "dlopt.library": "\x1b" * 200, "dlopt.optimizer": f"rule=\x1b steps={long} = x"}
    for name in names:
        metadata |= {name: name, "dlopt.group." + name: f"{name}={name}", "dlopt.wrapper." + name: f"kind={name}"}
        metadata |= {"dlopt.param." + name: f"slot={long} shape={long},{name} dtype={long} master={name} group={long} steps={long}"}
    tensors = [(name + end, "U8", [1], b"x") for name in names for end in ("", ".exp_avg")]
    path = st.write(folder / "hostile\x1b[2J", tensors, metadata)
    has(text(path), r"\\u001b\[2J", r"\\u202eevil", r"\\\\back")
    got = as_json(path)
    listed = [t["name"] for p in got["parameters"] for t in p["tensors"]] + [t["name"] for t in got["other_tensors"]]
    assert sorted(listed) == sorted(name for name, *_ in tensors)
    assert got["file"] == str(path) and {name: got["metadata"][name] for name in names} == {name: name for name in names}
    other = st.write(folder / "other", tensors[:-1], {})
    for arguments in (("--verify", path), ("--diff", path, other), ("--diff", other, path)):
        text(*arguments, status=1)
        as_json(*arguments, status=1)
    done = call(os.fsencode(folder) + b"/no\x1b\xff")
    assert done.returncode == 2 and b"\x1b" not in done.stderr and b"\\u001b" in done.stderr, done


def reads_large_files_in_little_memory(folder, sample):
    def sparse(name, tensors, last):
        header = st.header_of(tensors, {})
        path = folder / name
        with open(path, "wb") as file:
            file.write(header)
            file.truncate(len(header) + sum(size for *_, size in tensors))
            file.seek(-1, os.SEEK_END)
            file.write(last)
        return path

    half = 1 << 28
    a, b = (sparse(name, [("w", "F32", [half // 4], half)], last) for name, last in (("a", b"\0"), ("b", b"\x40")))
    (found,) = as_json("--diff", a, b, status=1)["tensors"]
    assert (found["differing"], found["largest"]) == (1, 2)
    huge = sparse("huge", [("w", "U8", [5 << 30], 5 << 30), ("end", "U8", [1], 1)], b"\x09")
    end = sparse("end", [("end", "U8", [1], 1)], b"\x02")
    found = as_json("--diff", huge, end, status=1)["tensors"][1]
    assert (found["differing"], found["largest"]) == (1, 7), "bytes behind the first 4 GiB"
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10
    assert most < half, f"{most} bytes of memory for a tensor of {half}"


def refuses_wrong_usage(folder, sample):
    fifo = folder / "fifo"
    os.mkfifo(fifo)
    wrong = [(), ("--diff", sample), (sample, sample), ("--verify",), ("--diff", sample, sample, sample), ("--no", sample), ("-v", sample)]
    wrong += [("--verify", "--diff", sample, sample), ("--help", sample), ("--", "--help"), (folder / "missing",), (folder,), (fifo,), ("",)]
    wrong += [("--verify", folder / "missing"), ("--diff", sample, folder), ("--diff", folder / "missing", sample)]
    cut = folder / "cut"
    cut.write_bytes(sample.read_bytes()[:-1])
    for arguments in (*wrong, ("--diff", sample, cut), ("--diff", cut, sample)):
        done = call(*arguments)
        assert done.returncode == 2 and not done.stdout and done.stderr.startswith(b"dlopt-inspect: "), (arguments, done)
    assert b"no regular file" in call(fifo).stderr and b"no regular file" in call(folder).stderr
    done = call(cut)
    assert done.returncode == 1 and not done.stdout and b"wanted" in done.stderr, done
    assert call("--", sample).stdout == call(sample).stdout
    has(text("--help"), "^usage: dlopt-inspect ", "--json", "--verify FILE", "--diff A B")
    has(text("--version"), r"^dlopt-inspect \d+\.\d+\.\d+, layout 1$")
    with open("/dev/full", "wb") as full:
        done = call(sample, stdout=full)
    assert done.returncode == 2 and b"writing failed" in done.stderr, done


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        sample = folder / "sample"
        subprocess.run([sys.argv[2], "--write", sample], check=True)
        for test in (
            shows_what_the_library_wrote,
            json_holds_all,
            verifies,
            compares,
            orders_by_number,
            shows_nothing_hostile,
            reads_large_files_in_little_memory,
            refuses_wrong_usage,
        ):
            test(folder, sample)
            print(test.__name__.replace("_", " "))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    INSPECT = sys.argv[1]
    main()
