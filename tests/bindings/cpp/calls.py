#!/usr/bin/env python3
"""A step through dlopt.hpp is the call of the C API and nothing else, in either mode: what an optimising compiler leaves of it calls no other function, but
where it fails.

usage: calls.py
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

INCLUDE = pathlib.Path(__file__).resolve().parents[3] / "include"
PROGRAM = """
#include <dlopt.hpp>
#include <vector>
#ifdef DLOPT_NO_EXCEPTIONS
#define ENDING(call) return (call).status()
#else
#define ENDING(call) return (void)(call), DLOPT_OK
#endif
#define SHOWN __attribute__((visibility("default")))
extern "C" {
SHOWN int flat(dlopt::optimizer& o, std::vector<float>& w, const std::vector<float>& g) { ENDING(o.step(w, g)); }
SHOWN int flat_wide(dlopt::optimizer& o, std::vector<double>& w, const std::vector<double>& g) { ENDING(o.step(w, g)); }
SHOWN int listed(dlopt::optimizer& o, std::vector<float>& w, std::vector<float>& b, const std::vector<float>& gw, const std::vector<float>& gb) {
  ENDING(o.step({w, b}, {gw, gb}));
}
SHOWN int tensors(dlopt::optimizer& o, const dlopt_tensor* w, const dlopt_tensor* g, size_t n) { ENDING(o.step({w, n}, {g, n}, dlopt::step_options())); }
}
"""
# What each may call where all goes well. A full step fills the description of its options, as a program in C does.
WANTED = {"flat": ["dlopt_optimizer_step_f32"], "flat_wide": ["dlopt_optimizer_step_f64"], "listed": ["dlopt_optimizer_step"],
          "tensors": ["dlopt_optimizer_step", "dlopt_step_desc_init"]}
# Where it fails: not reached by a step that is taken.
FAILURE = re.compile(r"raise|refuse|busy|snprintf|dlopt_last_error|Unwind|stack_chk|grow|of_other_|__tls_get_addr|\.cold")


def calls(mode):
    """Names of the functions that each function calls, by its name."""
    with tempfile.NamedTemporaryFile(suffix=".so") as made:
        command = ["g++", "-std=c++17", "-O2", *mode, f"-I{INCLUDE}", "-shared", "-fPIC", "-fvisibility=hidden", "-x", "c++", "-", "-o", made.name]
        subprocess.run(command, input=PROGRAM, text=True, check=True)
        text = subprocess.run(["objdump", "-dC", "--no-show-raw-insn", made.name], capture_output=True, text=True, check=True).stdout
    found = {}
    for name, body in re.findall(r"^[0-9a-f]+ <([^\n]+)>:\n(.*?)(?=^[0-9a-f]+ <|\Z)", text, re.M | re.S):
        targets = re.findall(r"\t(?:call|jmp)\s+[0-9a-f]+ <(.+)>$", body, re.M)
        found[name] = [target.removesuffix("@plt") for target in targets if "+0x" not in target]
    return found


def reached(function, found):
    """What lies outside of the header and is called by a function, through those of the header too."""
    outside = set()
    for call in found[function]:
        if not FAILURE.search(call):
            outside |= reached(call, found) if call in found else {call}
    return outside


def problems():
    for mode in ([], ["-fno-exceptions", "-fno-rtti"]):
        found = calls(mode)
        for function, wanted in WANTED.items():
            called = sorted(reached(function, found))
            if called != wanted:
                yield f"{function} {' '.join(mode)}: calls {called}, wanted {wanted}"


def main():
    if len(sys.argv) != 1:
        sys.exit(__doc__)
    if not shutil.which("g++") or not shutil.which("objdump") or "x86" not in subprocess.run(["g++", "-dumpmachine"], capture_output=True, text=True).stdout:
        print("skipped: this reads the instructions that g++ makes for x86-64")
        sys.exit(77)
    found = list(problems())
    print("\n".join([*found, f"calls.py: {2 * len(WANTED)} functions, {len(found)} wrong"]))
    sys.exit(1 if found else 0)


main()
