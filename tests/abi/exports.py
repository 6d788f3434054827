#!/usr/bin/env python3
"""The library exports exactly what dlopt.symbols lists, under the version of its major number, and the headers declare exactly that too.

usage: exports.py BUILD_DIR
"""

import pathlib
import re
import sys

import tools


def exported(library):
    """Names of the dynamic symbols that the library defines, with kind and version; the version's own name is no symbol of ours."""
    rows = [line.split() for line in tools.output("nm", "-D", "--defined-only", library).splitlines()]
    return {row[2].split("@")[0]: (row[1], row[2].split("@")[-1]) for row in rows if row[1] != "A"}


def compare(left, right, left_name, right_name):
    only_left = [f"{name}: {left_name} but not {right_name}" for name in sorted(set(left) - set(right))]
    only_right = [f"{name}: {right_name} but not {left_name}" for name in sorted(set(right) - set(left))]
    return only_left + only_right


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    tools.require("nm")
    listed = tools.SYMBOLS_FILE.read_text().split()
    declared = tools.declared_functions(tools.ROOT / "include")
    build = pathlib.Path(sys.argv[1])
    symbols = exported(build / "libdlopt.so")
    node = "DLOPT_" + tools.cmake_option(build, "CMAKE_PROJECT_VERSION_MAJOR")
    problems = compare(listed, symbols, "listed in dlopt.symbols", "exported")
    problems += compare(listed, declared, "listed in dlopt.symbols", "declared in a header")
    problems += [f"{name} is declared twice" for name in sorted(set(declared)) if declared.count(name) > 1]
    problems += [f"{name} is no function (kind {kind})" for name, (kind, _) in symbols.items() if kind != "T"]
    problems += [f"{name} has the version {version}, not {node}" for name, (_, version) in symbols.items() if version != node]
    problems += [f"{name} is not called dlopt_<noun>_<verb>" for name in symbols if not re.fullmatch(r"dlopt_[a-z0-9_]+", name)]
    if listed != sorted(listed):
        problems.append("dlopt.symbols is not sorted")
    tools.finish(len(symbols), problems)


main()
