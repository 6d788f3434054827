#!/usr/bin/env python3
"""Every exported function has a doc comment that says who owns what, from which threads, on which stream, how repeatably, with which
errors and since when; every named parameter that it documents exists.

usage: doc_comments.py [INCLUDE_DIR]
"""

import pathlib
import re
import sys

import tools

TAGS = ["@owns", "@threads", "@stream", "@repeat", "@errors", "@since"]
DOCUMENTED = re.compile(r"(?:/\*\*(?P<doc>(?:[^*]|\*(?!/))*)\*/\s*)?DLOPT_API\b(?P<declaration>[^;{]*);", re.S)


def functions(header):
    """(name, names of parameters, doc comment or None) of each exported function."""
    for match in DOCUMENTED.finditer(re.sub(r"^\s*#.*$", "", header.read_text(), flags=re.M)):
        declaration = tools.without_comments(match["declaration"])
        found = re.search(r"\b(dlopt_\w+)\s*\((.*)\)", declaration, re.S)
        if found:
            parameters = [re.search(r"(\w+)\s*$", p)[1] for p in found[2].split(",") if p.strip() != "void"]
            yield found[1], parameters, match["doc"]


def problems_of(name, parameters, doc):
    if doc is None:
        yield f"{name} has no doc comment"
        return
    for tag in TAGS:
        times = len(re.findall(tag + r"\b", doc))
        if times != 1:
            yield f"{name}: {tag} stands {times} times, not once"
    for parameter in re.findall(r"@param\s+(\w+)", doc):
        if parameter not in parameters:
            yield f"{name} has no parameter {parameter}"
    if not re.match(r"\s*[A-Z]\w+s\b", doc):
        yield f"{name}: the first sentence does not begin with what the function does"


def main():
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    include = pathlib.Path(sys.argv[1]) if len(sys.argv) == 2 else tools.ROOT / "include"
    found = [f for header in tools.headers(include) for f in functions(header)]
    problems = [problem for f in found for problem in problems_of(*f)]
    missing = set(tools.declared_functions(include)) - {f[0] for f in found}
    problems += [f"{name} was not understood by this check" for name in sorted(missing)]
    tools.finish(len(found), problems)


main()
