#!/usr/bin/env python3
"""Every public header compiles alone, without a warning, under each C and C++ standard and compiler; so do layout.c, which pins every field
of every structure, and numbers.c, which pins every constant. What the headers declare and these two do not pin is reported. Of the C++
headers that is said of the one that includes all others; these compile alone under the first standard and compiler that is there.

usage: headers.py [INCLUDE_DIR]
"""

import pathlib
import re
import shutil
import subprocess
import sys

import tools

STANDARDS = {"c": ["c99", "c11", "c17"], "c++": ["c++17", "c++20"]}
COMPILERS = {"c": ["gcc", "clang"], "c++": ["g++", "clang++"]}
WARNINGS = "-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wundef -Wcast-qual -Werror".split()
LAYOUT = pathlib.Path(__file__).with_name("layout.c")
NUMBERS = pathlib.Path(__file__).with_name("numbers.c")


def compiles(compiler, language, standard, include, text):
    command = [compiler, "-x", language, f"-std={standard}", *WARNINGS, f"-I{include}", "-fsyntax-only", "-"]
    result = subprocess.run(command, input=text, capture_output=True, text=True)
    return None if result.returncode == 0 else f"{' '.join(command)}\n{result.stderr.strip()}"


def sources(include, language, parts):
    """(name, text) of what is compiled; a declaration follows, because an empty file is no C. With parts, the headers below dlopt.hpp too."""
    names = [str(header.relative_to(include)) for header in tools.headers(include)]
    if language == "c++":
        names += [str(header.relative_to(include)) for header in sorted(include.rglob("*.hpp") if parts else include.glob("*.hpp"))]
    for name in names:
        yield name, f"#include <{name}>\n#include <{name}>\nextern int included_twice;\n"
    yield LAYOUT.name, LAYOUT.read_text()
    yield NUMBERS.name, NUMBERS.read_text()


def compile_all(include):
    count, problems = 0, []
    for language, compilers in COMPILERS.items():
        parts = True
        for compiler in compilers:
            if not shutil.which(compiler):
                print(f"left out: {compiler} is not installed")
                continue
            for standard in STANDARDS[language]:
                for name, text in sources(include, language, parts):
                    problem = compiles(compiler, language, standard, include, text)
                    count += 1
                    problems += [f"{name} is clean as {standard}: {problem}"] if problem else []
                parts = False
    if not count:
        tools.skip("neither gcc nor clang is installed")
    return count, problems


def fields(text, pattern):
    """Names of all fields, by structure."""
    found = {}
    for structure, body in re.findall(pattern, text, re.S):
        members = [re.search(r"\(\*(\w+)\)|(\w+)\s*(?:\[\w+\]\s*)?$", m.strip()) for m in body.split(";") if m.strip()]
        found[structure] = [m[1] or m[2] for m in members]
    return found


def check_layout(include):
    declared = {}
    for header in tools.headers(include):
        declared.update(fields(tools.without_comments(header.read_text()), r"typedef struct (\w+) \{(.*?)\}"))
    text = LAYOUT.read_text()
    for structure, members in declared.items():
        pinned = re.findall(rf"^FIELD\({structure}, (\w+),", text, re.M)
        if members[0] != "struct_size":
            yield f"{structure} starts with {members[0]}, not struct_size"
        if members != pinned:
            yield f"{structure}: layout.c pins {pinned}, the headers declare {members}"
        if not re.search(rf"^LAST\({structure}, {members[-1]}\);", text, re.M):
            yield f"{structure}: layout.c does not pin its end"


def check_numbers(include):
    pinned = set(re.findall(r"^NUMBER\((\w+),", NUMBERS.read_text(), re.M))
    for header in tools.headers(include):
        text = tools.without_comments(header.read_text())
        declared = re.findall(r"\b(DLOPT_\w+)\s*=", text)
        declared += ["DLOPT_" + name for name in re.findall(r"\bX\(-?\d+, (\w+),", text)]
        yield from (f"{name} is not in numbers.c" for name in declared if name not in pinned and not name.startswith("DLOPT_VERSION_"))


def main():
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    include = pathlib.Path(sys.argv[1] if len(sys.argv) == 2 else tools.ROOT / "include").resolve()
    count, problems = compile_all(include)
    tools.finish(count, [*problems, *check_layout(include), *check_numbers(include)])


main()
