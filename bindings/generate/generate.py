#!/usr/bin/env python3
"""Writes what the bindings know of rules, schedules, wrappers and scalers from what a built library tells of itself.

usage: generate.py LIBRARY [--update | --json]

Without an option it compares the files of the tree with what it would write, and fails where they differ; --update writes them; --json prints
everything that the library tells. A further language is a module here, beside cpp.py, with files(api) and OWN_FOLDERS.
"""

import difflib
import json
import sys

import cpp
import introspection
import java
import python
import python_torch
import rust

LANGUAGES = [cpp, java, python, python_torch, rust]


def finite(value):
    """JSON has no infinity."""
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [finite(item) for item in value]
    return str(value) if value in (float("inf"), float("-inf")) else value


def stale(wanted, folders):
    present = {str(path.relative_to(introspection.ROOT)) for folder in folders for path in (introspection.ROOT / folder).glob("*") if path.is_file()}
    return sorted(present - set(wanted))


def write(wanted, folders):
    for name, text in wanted.items():
        path = introspection.ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for name in stale(wanted, folders):
        (introspection.ROOT / name).unlink()


def differences(wanted, folders):
    for name, text in wanted.items():
        path = introspection.ROOT / name
        there = path.read_text() if path.exists() else ""
        yield from difflib.unified_diff(there.splitlines(), text.splitlines(), name, "what the library tells", lineterm="", n=1)
    yield from (f"{name}: nothing writes this file any more" for name in stale(wanted, folders))


def main():
    if len(sys.argv) not in (2, 3) or sys.argv[2:] not in ([], ["--update"], ["--json"]):
        sys.exit(__doc__)
    api = introspection.Library(sys.argv[1]).everything()
    if sys.argv[2:] == ["--json"]:
        print(json.dumps(finite(api), indent=1))
        return
    wanted = {name: text for language in LANGUAGES for name, text in language.files(api).items()}
    folders = [folder for language in LANGUAGES for folder in language.OWN_FOLDERS]
    if sys.argv[2:] == ["--update"]:
        write(wanted, folders)
    found = list(differences(wanted, folders))
    print("\n".join(found[:200]))
    if found:
        sys.exit("the generated files are stale: run bindings/generate/generate.py LIBRARY --update")
    print(f"{len(wanted)} generated files are what the library tells")


main()
