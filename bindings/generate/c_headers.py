"""What only the C headers know: the names of constants, and the words that stand at them."""

import os
import re

ENUM = re.compile(r"(?:/\*\*(?P<before>(?:[^*]|\*(?!/))*)\*/\s*)?(?:typedef int32_t \w+;\s*)?enum dlopt_(?P<name>\w+) \{(?P<body>[^}]*)\}", re.S)
MEMBER = re.compile(r"(?:/\*\*(?P<before>(?:[^*]|\*(?!/))*)\*/\s*)?(?P<constant>DLOPT_\w+) = (?P<number>-?\d+),?[ \t]*(?:/\*\*<(?P<after>(?:[^*]|\*(?!/))*)\*/)?", re.S)


def one_line(comment):
    return re.sub(r"\s*\n\s*\*?\s*", " ", comment or "").strip()


def members(body):
    found = [{"constant": m["constant"], "number": int(m["number"]), "doc": one_line(m["after"] or m["before"])} for m in MEMBER.finditer(body)]
    prefix = os.path.commonprefix([member["constant"] for member in found]) if len(found) > 1 else "DLOPT_"
    prefix = prefix[:prefix.rfind("_") + 1]
    for member in found:
        member["name"] = member["constant"].removeprefix(prefix).lower()
    return found


def enumerations(include):
    """Every enumeration of the headers, by its name without dlopt_: what it is for, its header, its members with their short names."""
    found = {}
    for header in sorted((include / "dlopt").glob("*.h")):
        for match in ENUM.finditer(header.read_text()):
            found[match["name"]] = {"header": header.name, "doc": one_line(match["before"]), "members": members(match["body"])}
    return found


def statuses(include):
    rows = re.findall(r'\bX\((-?\d+), (\w+), "([^"]*)"\)', (include / "dlopt" / "status.h").read_text())
    return [{"number": int(number), "name": name, "constant": "DLOPT_" + name, "text": text} for number, name, text in rows]
