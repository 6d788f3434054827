"""The text format of the vector files. tests/rules/vector_file.cpp reads it; FORMAT below is printed at the head of every file."""

import os
from importlib.metadata import version

import numpy as np

PACKAGES = ("torch", "numpy", "optax", "jax", "timm", "pytorch_optimizer", "schedulefree", "prodigyopt")
FORMAT = """\
Reference numbers for dlopt, made by tests/vectors/generate.py with {versions}.
One record is one block of lines, from its first line to "end"; words are separated by spaces; numbers are f64 in C99 hexadecimal
or nan/inf; "#" starts a comment line.

  set NAME                      gradients.txt: what a parameter is driven with
    dtypes D...                   gradient types that hold every element exactly
    shape SLOT N...               sizes of its dimensions; no line: it has one
    start SLOT V...               parameter before the first step
    grad T SLOT V...              gradient of step T (from 1); no line: the parameter has no gradient in that step
  schedule NAME                 schedules.txt: kind K, or sequence CHILD... with milestones M...,
                                or product CHILD..., or chain CHILD..., or warmup CHILD STEPS KIND
    field F V, list F V...        its fields away from their defaults
    metrics V...                  of a plateau: what is reported to it, one by one
    value T V                     value at step T (from 0), or after T reports
  case NAME                     RULE.txt, steps.txt: a run of one optimizer from its defaults
    rule R                        then, in this order: preset P, set HYPER V, follow HYPER SCHEDULE for all groups;
    group G set/follow ...        for one group; slot SLOT GROUP LR_SCALE DECAY_SCALE; desc FIELD V: dlopt_step_desc
    gradients SET
    norm T V                      norm of the unscaled gradients of step T
    param T SLOT V...             parameter after step T
    state T SLOT NAME V...        state array after step T; SLOT -1: what all parameters share
  norm NAME                     clipping.txt: p P, tensor V... (before), value V
  clip NAME                     clipping.txt: form torch, exact or value; limit V, p P, tensor V... (before), clipped V... (after)
  oracles O...                  in every record: what the numbers come from (the first), and what agrees with it to 1e-12
"""

# At the head of files of rules that are told more.
TOLD = """\
Also in a case: loss T V                        loss told at step T
                hessian T SLOT V...             estimate of the Hessian's diagonal, handed over before step T
                desc rows nonzero               each gradient is handed over as its rows that are not 0
"""


def text(v):
    return v if isinstance(v, str) else float(v).hex() if np.isfinite(v) else str(float(v))


def row(values):
    return " ".join(text(v) for v in np.ravel(values))


class File:
    """Writes one vector file; `with` closes it. `more` is told of its format beside FORMAT."""

    def __init__(self, folder, name, more=""):
        self.out = open(os.path.join(folder, name), "w", encoding="ascii", newline="\n")
        versions = ", ".join(f"{package} {version(package).split('+')[0]}" for package in PACKAGES)
        for line in (FORMAT.format(versions=versions) + more).splitlines():
            self.out.write(("# " + line).rstrip() + "\n")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.out.close()

    def comment(self, lines):
        self.out.write("#\n" + "".join(f"# {line}\n" for line in lines.splitlines()))

    def begin(self, kind, name, oracles=None):
        self.out.write(f"\n{kind} {name}\n")
        if oracles:
            self.line("oracles", *oracles)

    def line(self, *words):
        self.out.write("  " + " ".join(str(w) for w in words) + "\n")

    def end(self):
        self.out.write("end\n")
