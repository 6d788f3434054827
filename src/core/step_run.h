// A step on its way, all at once or in pieces: what it was asked for, what it has found out, and where it stands.
#pragma once

#include "core/scaler.h"
#include "dlopt/step.h"
#include "gradient/norm.h"

namespace dlopt {

// A job of many tasks, which may be run a few at a time.
struct pass {
  dlopt_task_fn task; // its context is the optimizer
  size_t n_tasks;
  int64_t elements; // behind all tasks
  std::atomic<uint8_t>* ran;
};

struct step_run {
  bool open = false;    // begun in pieces, and not ended
  bool applied = false; // parts of it: it can no longer be given up
  bool skip = false;
  dlopt_step_desc desc; // its pointers were followed when it was checked
  double scale = 1;     // what gradients are divided by
  double factor = 1;    // what they are multiplied by, before each tensor and row has a factor of its own
  int32_t skips = 0;
  const kernels* k = nullptr;
  norm_search norm;

  size_t phase = 0; // of all; see step_phases.cpp
  bool within = false;
  pass now; // while within
  size_t task = 0;
};

} // namespace dlopt
