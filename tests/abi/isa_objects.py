#!/usr/bin/env python3
"""The element loops of each instruction set really use it, nothing else, and cannot be mixed up by the linker.

For each object that CMake made of src/drivers/cpu_target.cpp: every rule has its loops, for float and for double, and each of them computes
with packed instructions of the promised width (none at all in the scalar object), square roots and divisions included; no fused multiply-add
occurs (law 1 of the numbers); and no symbol but the table of kernels is visible outside the object, so that no loop of one instruction set
can stand in for another's.

usage: isa_objects.py BUILD_DIR [OBJDUMP]
"""

import pathlib
import re
import sys

import tools

RULES_DEF = tools.ROOT / "src" / "rules" / "rules.def"

# How packed arithmetic of each width looks: {} stands for the operation, "s" or "d" for the type.
X86 = r"^v?{}p{} .*%{}"
PACKED = {
    "sse2": {"float": X86.format("{}", "s", "xmm"), "double": X86.format("{}", "d", "xmm")},
    "avx2": {"float": X86.format("{}", "s", "ymm"), "double": X86.format("{}", "d", "ymm")},
    "avx512": {"float": X86.format("{}", "s", "zmm"), "double": X86.format("{}", "d", "zmm")},
    "neon": {"float": r"^f{} +v\d+\.4s", "double": r"^f{} +v\d+\.2d"},
}
FOREIGN = {"scalar": r"%[yz]mm", "sse2": r"%[yz]mm", "avx2": r"%zmm"}
ANY_PACKED = re.compile(r"^v?(add|sub|mul|div|sqrt)p[sd] |^f(add|sub|mul|div|sqrt) +v\d")
FUSED = re.compile(r"^vf(n?m(add|sub)|maddsub|msubadd)\d*[ps][sdh] |^fn?m(add|sub) |^fml[as] ")


def objects(build):
    """The object of each instruction set, by name."""
    found = build.glob("CMakeFiles/dlopt_*.dir/src/drivers/cpu_target.cpp.o")
    return {re.search(r"dlopt_(\w+)\.dir", str(path))[1]: path for path in sorted(found)}


def functions(objdump, path):
    """The instructions of each function, by its name; parts that the compiler split off belong to their function."""
    found, code = {}, []
    for line in tools.output(objdump, "-d", "-C", "--no-show-raw-insn", path).splitlines():
        name = re.match(r"[0-9a-f]+ <(.*)>:$", line)
        instruction = re.match(r"\s+[0-9a-f]+:\s+(\S.*)$", line)
        if name:
            code = found.setdefault(name[1], [])
        elif instruction:
            code.append(re.sub(r"\s+", " ", instruction[1]))
    return {name: behind_jump(code, found) for name, code in found.items()}


def behind_jump(code, found):
    """Functions with the same code may be folded: one is then a jump to the other."""
    target = re.match(r"(?:jmp|b) [0-9a-f]+ <(.*)>$", code[0]) if code else None
    return found.get(target[1], code) if target else code


def loops(found):
    """(what it is, type of its arithmetic, instructions) of each loop that a step consists of."""
    for name, code in found.items():
        update = re.search(r"\b(?:update|take_steps)<dlopt::(\w+), (float|double), (\d+)u>\(", name)
        scale = re.search(r"\bscale<(float|double)>\(", name)
        terms = re.search(r"\badd_terms<dlopt::.*?(\w+), (float|double)>\(", name)
        if update:
            yield f"{update[1]} with states {update[3]}", update[2], code
        elif scale:
            yield "scale", scale[1], code
        elif terms:
            yield f"sum of {terms[1]}s of {terms[2]}s", "double", code


def uses(code, pattern, operations):
    return any(re.search(pattern.replace("{}", operations), line) for line in code)


def check_loops(isa, found):
    rules = {(rule, kind) for rule in re.findall(r"DLOPT_RULE\(\d+, \w+, (\w+)\)", RULES_DEF.read_text()) for kind in ("float", "double")}
    for what, kind, code in loops(found):
        rules.discard((what.split()[0], kind))
        if isa != "scalar" and not uses(code, PACKED[isa][kind], "(add|sub|mul)"):
            yield f"{isa}: {what}, {kind}: no packed arithmetic of its width"
    yield from (f"{isa}: {rule} has no loop for {kind}" for rule, kind in sorted(rules))


def check_code(isa, found):
    everything = [line for code in found.values() for line in code]
    for operation in ("div", "sqrt"):
        for kind in ("float", "double"):
            if isa != "scalar" and not uses(everything, PACKED[isa][kind], operation):
                yield f"{isa}: no packed {operation} of {kind}"
    if isa == "scalar":
        yield from (f"scalar: packed arithmetic: {line}" for line in [l for l in everything if ANY_PACKED.search(l)][:3])
    if isa in FOREIGN:
        yield from (f"{isa}: registers of another set: {line}" for line in [l for l in everything if re.search(FOREIGN[isa], l)][:3])
    yield from (f"{isa}: fused multiply-add: {line}" for line in [l for l in everything if FUSED.search(l)][:3])


def visible_symbols(path):
    """Symbols that other objects can see, weak ones included."""
    rows = [line.split() for line in tools.output("nm", "--defined-only", path).splitlines()]
    return {row[2]: row[1] for row in rows if row[1].isupper() or row[1] in "uvw"}


def check_symbols(symbols):
    owner = {}
    for isa, names in symbols.items():
        for name, kind in names.items():
            if name in owner:
                yield f"{name} is defined by {owner[name]} and by {isa}"
            owner[name] = isa
            if f"kernels_{isa}" not in name:
                yield f"{isa}: {name} (kind {kind}) can be seen outside; only the table of kernels should"


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    objdump = sys.argv[2] if len(sys.argv) == 3 else "objdump"
    tools.require("nm", objdump)
    build = pathlib.Path(sys.argv[1])
    if tools.cmake_option(build, "CMAKE_BUILD_TYPE") == "Debug" or tools.cmake_option(build, "DLOPT_SANITIZE"):
        tools.skip("a build for debugging or with sanitizers does not vectorise as a release does")
    paths = objects(build)
    problems = [] if len(paths) > 1 else [f"only {list(paths)} were built in {build}"]
    count = 0
    for isa, path in paths.items():
        found = functions(objdump, path)
        problems += [*check_loops(isa, found), *check_code(isa, found)]
        packed = sum(bool(ANY_PACKED.search(line)) for code in found.values() for line in code)
        print(f"{isa}: {len(list(loops(found)))} loops, {packed} packed operations")
        count += len(list(loops(found)))
    problems += check_symbols({isa: visible_symbols(path) for isa, path in paths.items()})
    tools.finish(count, problems)


main()
