#!/usr/bin/env python3
"""Every export of the library is used by each binding: a new function fails here until all of them have it.

usage: exports.py
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SYMBOLS = ROOT / "src" / "capi" / "dlopt.symbols"

# Language: the files of its binding, and the exports that it does without, with the reason.
BINDINGS = {
    "C++": ([ROOT / "include" / "dlopt.hpp", *sorted((ROOT / "include" / "dlopt" / "cpp").rglob("*.hpp"))], {}),
    "Java": ([*sorted((ROOT / "bindings" / "java" / "src" / "main").rglob("*.java")), *sorted((ROOT / "bindings" / "java" / "native").glob("*.c"))], {}),
    "Python": (sorted((ROOT / "bindings" / "python" / "dlopt").rglob("*.py")), {
        "dlopt_last_error": "an exception has its text",
        "dlopt_load_desc_init": "what is missing from a dict is the default", "dlopt_load_piece_init": "the same", "dlopt_save_desc_init": "the same",
        "dlopt_sink_init": "a function that takes bytes", "dlopt_source_init": "a function that gives bytes",
    }),
}


def without_comments(text):
    return re.sub(r"//[^\n]*", "", re.sub(r"/\*.*?\*/", " ", text, flags=re.S))


def names(file):
    """The exports that a file uses. Java has them in class Native, with capitals where the library has underscores; Python as _native.NAME."""
    text = file.read_text()
    if file.suffix == ".py":
        return {"dlopt_" + name for name in re.findall(r"\b_native\.(\w+)", re.sub(r"#[^\n]*", "", text))}
    text = without_comments(text)
    if file.suffix == ".java":
        return {"dlopt_" + re.sub("[A-Z]", lambda capital: "_" + capital[0].lower(), name) for name in re.findall(r"\bNative(?:\.|::)(\w+)", text)}
    return set(re.findall(r"\bdlopt_\w+\b", text))


def problems(language, files, excused):
    used = set().union(*map(names, files))
    exports = SYMBOLS.read_text().split()
    for name in exports:
        if name not in used and name not in excused:
            yield f"{language} has no counterpart of {name}"
        if name in used and name in excused:
            yield f"{language} has {name}, which is on its list of those that it does without"
    yield from (f"{language} does without {name}, which is no export" for name in excused if name not in exports)


def main():
    if len(sys.argv) != 1:
        sys.exit(__doc__)
    found = [problem for language, (files, excused) in BINDINGS.items() for problem in problems(language, files, excused)]
    print("\n".join([*found, f"exports.py: {len(SYMBOLS.read_text().split())} exports in {len(BINDINGS)} bindings, {len(found)} missing"]))
    sys.exit(1 if found else 0)


main()
