// A random training run, drawn from a seed: rule, preset, hyper-parameters, groups, schedules, parameters, and what happens at each step.
#pragma once

#include "draw.h"
#include "handles.h"
#include "reference.h"

namespace dlopt_test {

struct scenario {
  dlopt_rule rule;
  dlopt_dtype gradient;                                // parameters are f64
  std::string preset;                                  // may be empty
  std::vector<std::map<int32_t, double>> set;          // by group: hyper id -> value, on top of the preset (group 0) or of group 0
  std::vector<std::map<int32_t, std::string>> follows; // by group: hyper id -> schedule of the book
  reference::schedule_book book;
  std::vector<reference::parameter> slots; // start values, groups and scales
  reference::step_options options;
  int steps;
};

scenario draw_scenario(uint64_t seed);

// What happens at one step: gradients (none for a slot that has none), and changes before it.
struct event {
  reference::gradients gradients;
  bool poisoned = false;          // one element is NaN or infinite: the step must be skipped
  int toggle_freeze = -1;         // slot
  reference::gradients estimates; // of the Hessian, before the step; empty: none
  double loss = 0;
  double new_lr_scale = -1;
  int rescaled = -1;  // slot that gets new_lr_scale
  bool clone = false; // go on with a clone
};

event draw_event(draw& random, const scenario& s);

} // namespace dlopt_test
