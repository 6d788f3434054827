#!/usr/bin/env python3
"""Compares the ABI of these headers with that of the last release, with libabigail. Additions are welcome; anything else fails.

usage: abi.py compare [DUMP]     DUMP is the newest tests/abi/libdlopt-*.abi if not given
       abi.py dump DUMP          writes one: at a release, tests/abi/libdlopt-VERSION.abi

A C library has no types in its binary: they are those of its headers, and the compiler holds the sources to them. So what is dumped is a
skeleton made from the headers alone, with every exported function and an empty body, and nothing of the inside gets into the file. That the
real library exports the same functions under the same version is the matter of exports.py.
"""

import pathlib
import platform
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

import tools

HERE = pathlib.Path(__file__).resolve().parent
INCLUDE = tools.ROOT / "include"
# Exit bits of abidiff.
FAILED, CHANGED = 1 | 2, 4 | 8


def skeleton():
    """C text that defines every exported function."""
    text = "".join(tools.without_comments(header.read_text()) for header in tools.headers(INCLUDE))
    declarations = re.findall(r"\bDLOPT_API\b([^;{]*\([^;{]*\));", text)
    return "#include <dlopt.h>\n" + "".join(f"{declaration.strip()} {{ return 0; }}\n" for declaration in declarations)


def build(folder):
    """The skeleton as a shared library with debug information, which is where abidw reads types."""
    version = re.search(r"DLOPT_VERSION_MAJOR = (\d+)", (INCLUDE / "dlopt" / "status.h").read_text())[1]
    (folder / "skeleton.c").write_text(skeleton())
    names = "; ".join(tools.declared_functions(INCLUDE))
    (folder / "map").write_text(f"DLOPT_{version} {{ global: {names}; local: *; }};")
    library = folder / "libdlopt.so"
    subprocess.run(
        ["gcc", "-std=c99", "-g", "-w", "-shared", "-fPIC", "-nostdlib", f"-I{INCLUDE}", f"-ffile-prefix-map={folder}=.",
         f"-Wl,-soname,libdlopt.so.{version}", "-Wl,--version-script=map", "-o", library, "skeleton.c"],
        cwd=folder, check=True)
    return library


def dump(path):
    """Nothing of this machine gets into the file: neither paths nor places in sources."""
    with tempfile.TemporaryDirectory() as folder:
        library = build(pathlib.Path(folder))
        tools.output("abidw", "--no-corpus-path", "--no-comp-dir-path", "--no-show-locs", "--out-file", path, library)


def fields(structure):
    return [field.find("var-decl").get("name") for field in structure.findall("data-member")]


def cut_back(path, stored):
    """Takes the fields that structures have gained at their ends out of a dump: callers of before do not know them, and struct_size says so."""
    before = {s.get("name"): s for s in xml.parse(stored).iter("class-decl") if s.find("data-member") is not None}
    tree = xml.parse(path)
    for structure in tree.iter("class-decl"):
        old = before.get(structure.get("name"))
        if old is None or fields(structure)[: len(fields(old))] != fields(old):
            continue  # new, or changed in the middle: for abidiff to report
        structure.set("size-in-bits", old.get("size-in-bits"))
        for field in structure.findall("data-member")[len(fields(old)) :]:
            structure.remove(field)
    tree.write(path)


def compare(stored):
    with tempfile.TemporaryDirectory() as folder:
        new = pathlib.Path(folder) / "now.abi"
        dump(new)
        count = new.read_text().count("<function-decl")
        cut_back(new, stored)
        result = subprocess.run(["abidiff", "--no-added-syms", stored, new], capture_output=True, text=True)
    if result.returncode & FAILED:
        sys.exit(f"abidiff failed: {result.stderr}")
    print(f"compared with {stored.name}")
    tools.finish(count, [result.stdout.strip()] if result.returncode & CHANGED else [])


def newest():
    dumps = sorted(HERE.glob("libdlopt-*.abi"), key=lambda path: [int(n) for n in re.findall(r"\d+", path.stem)])
    if not dumps:
        sys.exit("there is no dump of a release in tests/abi")
    return dumps[-1]


def main():
    if sys.argv[1:2] not in (["compare"], ["dump"]) or len(sys.argv) > 3 or (sys.argv[1] == "dump" and len(sys.argv) != 3):
        sys.exit(__doc__)
    tools.require("gcc", "abidw", "abidiff")
    if platform.machine() != "x86_64":
        tools.skip(f"the dumps are of x86_64, this is {platform.machine()}")
    if sys.argv[1] == "dump":
        dump(sys.argv[2])
    else:
        compare(pathlib.Path(sys.argv[2]) if len(sys.argv) == 3 else newest())


main()
