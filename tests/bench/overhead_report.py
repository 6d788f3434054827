"""The table of what a call takes above the same call of C, in each language.

C++ is measured by dlopt_bench. Other languages have programs of their own, whose output tests/bench/run keeps as OUT/overhead-LANGUAGE.txt: a
line for each case, in either form,

  flat step, 16 elements    C 281.3 ns   Rust 281.9 ns   +0.6 ns
  opt.step(w, g) 800 ns, in C 290 ns, above it 510 ns

with both calls measured in turn in one process, each by its best round. Other lines are passed over.
"""

import glob
import os
import re

from samples import median, quantile, table

FORMS = (re.compile(r"^(?P<case>.+?)\s+C\s+(?P<c>[\d.]+) ns\s+\S+\s+(?P<its>[\d.]+) ns\b"),
         re.compile(r"^(?P<case>.+) (?P<its>[\d.]+) ns, in C (?P<c>[\d.]+) ns\b"))
CPP_CASES = (("one flat buffer of 1", "overhead/flat/1/1"), ("list of 8 parameters of 1", "overhead/list/8/1"))


def row(language, case, c, its, above):
    return [language, case, f"{c:.1f}", f"{its:.1f}", above]


def cpp_rows(samples):
    for text, case in CPP_CASES:
        c, cpp = (samples.counters[case][f"best_{language}"] for language in ("c", "cpp"))
        above = [b - a for a, b in zip(c, cpp)]
        yield row("C++", text, median(c), median(cpp), f"{median(above):+.1f} ({quantile(above, 0.1):+.1f} to {quantile(above, 0.9):+.1f})")


def rows_of(path):
    """Of one program; an empty list says that it printed no case."""
    language = os.path.basename(path).removeprefix("overhead-").removesuffix(".txt")
    with open(path, encoding="utf-8") as file:
        for found in filter(None, (form.match(line) for line in file for form in FORMS)):
            c, its = float(found["c"]), float(found["its"])
            yield row(language, " ".join(found["case"].split()), c, its, f"{its - c:+.1f}")


def overhead_table(samples, out):
    rows = list(cpp_rows(samples))
    for path in sorted(glob.glob(os.path.join(out, "overhead-*.txt"))):
        found = list(rows_of(path))
        if not found:
            raise SystemExit(f"overhead_report.py: {path} has no line of a case")
        rows += found
    return table(["overhead of a call above C", "case", "C, ns", "through it, ns", "above C, ns"], rows)
