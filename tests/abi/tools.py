"""What the checks of this folder share: running a tool, reading the public headers, and the last line with its exit status."""

import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SYMBOLS_FILE = ROOT / "src" / "capi" / "dlopt.symbols"


def output(*command):
    """The standard output of a command that must succeed."""
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def require(*programs):
    """Skips the whole check where a program is missing."""
    for program in programs:
        if not shutil.which(program):
            skip(f"{program} is not installed")


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(77)


def finish(checked, problems):
    """Prints what was found and ends the program. A check that looked at nothing has failed."""
    for problem in problems:
        print(f"not so: {problem}")
    print(f"{pathlib.Path(sys.argv[0]).name}: {checked} checked, {len(problems)} wrong")
    sys.exit(1 if problems or not checked else 0)


def cmake_option(build, name):
    """What a build tree was configured with."""
    found = re.search(rf"^{name}:\w+=(.*)$", (build / "CMakeCache.txt").read_text(), re.M)
    return found[1] if found else ""


def is_on(build, name):
    return cmake_option(build, name).upper() in {"ON", "1", "TRUE", "YES", "Y"}


def headers(include):
    """The public C headers, the one that includes all the others first."""
    return [include / "dlopt.h"] + sorted((include / "dlopt").glob("*.h"))


def without_comments(text):
    return re.sub(r"//[^\n]*", "", re.sub(r"/\*.*?\*/", " ", text, flags=re.S))


def declared_functions(include):
    """Names of all functions that the headers declare for export."""
    names = []
    for header in headers(include):
        names += re.findall(r"\bDLOPT_API\b[^;{]*?\b(dlopt_\w+)\s*\(", without_comments(header.read_text()))
    return names
