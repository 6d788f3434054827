#!/usr/bin/env python3
"""What a step costs from Python above the call of the C library: one flat NumPy array, from Optimizer.step to its report.

usage: overhead.py [REPEATS [CORE]]

CORE (default: build/python/**/core/libdlopt.a) is the static library, with which a C program is built that makes the same calls. The two are timed in turn,
and the best of each counts.
"""

import pathlib
import subprocess
import sys
import tempfile
import timeit

import numpy as np

import dlopt

ROOT = pathlib.Path(__file__).resolve().parents[3]
ROUNDS, ELEMENTS = 7, 16
PROGRAM = """
#include <dlopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char** argv) {
  float w[16] = {0}, g[16] = {0};
  int64_t shape[1] = {16}, repeats = argc > 1 ? atoll(argv[1]) : 1;
  for (int i = 0; i < 16; i++) w[i] = g[i] = 1;
  dlopt_optimizer* opt;
  dlopt_param_desc param;
  int32_t slot;
  dlopt_tensor params, grads;
  dlopt_step_desc step;
  if (dlopt_optimizer_create(NULL, DLOPT_RULE_ADAMW, &opt) || dlopt_param_desc_init(&param, sizeof param)) return 1;
  param.ndim = 1, param.shape = shape;
  if (dlopt_optimizer_param_add(opt, &param, &slot)) return 1;
  dlopt_tensor_init(&params, sizeof params, w, DLOPT_DTYPE_F32, 1, shape);
  dlopt_tensor_init(&grads, sizeof grads, g, DLOPT_DTYPE_F32, 1, shape);
  struct timespec from, to;
  clock_gettime(CLOCK_MONOTONIC, &from);
  for (int64_t i = 0; i < repeats; i++)
    if (dlopt_step_desc_init(&step, sizeof step) || dlopt_optimizer_step(opt, &params, &grads, 1, &step)) return 1;
  clock_gettime(CLOCK_MONOTONIC, &to);
  printf("%.1f\\n", (1e9 * (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec)) / (double)repeats);
  return dlopt_optimizer_destroy(opt);
}
"""


def c_program(folder, core):
    source, program = pathlib.Path(folder) / "step.c", pathlib.Path(folder) / "step"
    source.write_text(PROGRAM)
    subprocess.run(["cc", "-O2", f"-I{ROOT / 'include'}", source, core, "-lm", "-lpthread", "-o", program], check=True)
    return program


def main():
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    core = sys.argv[2] if len(sys.argv) > 2 else next(iter((ROOT / "build" / "python").glob("**/core/libdlopt.a")))
    w, g, opt = np.ones(ELEMENTS, np.float32), np.ones(ELEMENTS, np.float32), dlopt.AdamW()
    opt.step(w, g)
    in_c, in_python = [], []
    with tempfile.TemporaryDirectory() as folder:
        program = c_program(folder, core)
        for _ in range(ROUNDS):
            in_c.append(float(subprocess.run([program, str(repeats)], check=True, capture_output=True).stdout))
            in_python.append(timeit.timeit("opt.step(w, g)", globals={"opt": opt, "w": w, "g": g}, number=repeats) / repeats * 1e9)
    print(f"opt.step(w, g) {min(in_python):.0f} ns, in C {min(in_c):.0f} ns, above it {min(in_python) - min(in_c):.0f} ns")


main()
