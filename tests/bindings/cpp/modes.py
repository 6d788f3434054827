#!/usr/bin/env python3
"""dlopt.hpp compiles alone, without a warning, where there are no exceptions and no RTTI, and with the macro where there are; what it may not
include is not included; and an outcome that nobody looks at is a warning.

usage: modes.py
"""

import pathlib
import shutil
import subprocess
import sys

INCLUDE = pathlib.Path(__file__).resolve().parents[3] / "include"
WARNINGS = "-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wundef -Wcast-qual -Werror".split()
MODES = [["-fno-exceptions", "-fno-rtti"], ["-DDLOPT_NO_EXCEPTIONS"]]
HEAVY = ["iostream", "functional", "regex", "vector", "map", "memory", "algorithm"]
ALONE = "#include <dlopt.hpp>\n"
UNSEEN = ALONE + "void f(dlopt::optimizer& o) { o.set(dlopt::hyper::lr, 1); }\n"


def run(compiler, standard, options, text, *more):
    command = [compiler, f"-std={standard}", *options, f"-I{INCLUDE}", "-x", "c++", "-", *more]
    return subprocess.run(command, input=text, capture_output=True, text=True)


def problems(compiler):
    for standard in ("c++17", "c++20"):
        for mode in MODES:
            alone = run(compiler, standard, [*WARNINGS, *mode, "-fsyntax-only"], ALONE)
            if alone.returncode:
                yield f"{compiler} {standard} {' '.join(mode)}: {alone.stderr}"
    if "nodiscard" not in run(compiler, "c++17", [*WARNINGS, "-fno-exceptions", "-fsyntax-only"], UNSEEN).stderr.replace("unused-result", "nodiscard"):
        yield f"{compiler}: an outcome that is not looked at is no warning"
    included = run(compiler, "c++17", ["-M"], ALONE).stdout.split()
    yield from (f"{compiler}: dlopt.hpp includes <{name}>" for name in HEAVY if any(path.endswith(f"/{name}") for path in included))


def main():
    if len(sys.argv) != 1:
        sys.exit(__doc__)
    compilers = [compiler for compiler in ("g++", "clang++") if shutil.which(compiler)]
    if not compilers:
        print("skipped: neither g++ nor clang++ is installed")
        sys.exit(77)
    found = [problem for compiler in compilers for problem in problems(compiler)]
    print("\n".join([*found, f"modes.py: {' and '.join(compilers)}, {len(found)} wrong"]))
    sys.exit(1 if found else 0)


main()
