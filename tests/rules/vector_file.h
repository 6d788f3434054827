// The files of tests/vectors as data. Their format is printed at the head of each file.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace dlopt_test {

using numbers = std::vector<double>;

struct gradient_set {
  std::vector<std::string> dtypes;
  std::map<int, numbers> start;                    // by slot
  std::map<int, std::vector<int64_t>> shapes;      // of every slot
  std::map<int, std::map<int, numbers>> gradients; // by step (from 1) and slot; absent: no gradient
};

struct schedule_record {
  std::string name;
  std::string kind;                          // or one of the compositions below
  std::map<std::string, std::string> fields; // of a kind
  std::map<std::string, numbers> lists;      // of a kind
  std::vector<std::string> children;         // of "sequence", "product", "chain", "warmup"
  std::vector<int64_t> milestones;           // of "sequence"
  int64_t warmup_steps = 0;                  // of "warmup"
  std::string warmup_kind;                   // of "warmup"
  numbers metrics;                           // of "plateau": one report for each
  std::map<int64_t, double> values;          // by step, or by number of reports
};

struct setting {
  int group; // -1: all
  std::string hyper;
  std::string value;    // a number or a choice; empty when it follows a schedule
  std::string schedule; // empty when it has a value
};

struct slot_setting {
  int group = 0;
  double lr_scale = 1, decay_scale = 1;
};

struct step_truth {
  double norm = 0; // valid where the case has_norm
  std::map<int, numbers> params;
  std::map<int, std::map<std::string, numbers>> states;
};

struct case_record {
  std::string file, name, rule, preset, gradients;
  std::vector<setting> settings;
  std::map<int, slot_setting> slots;
  std::map<std::string, std::string> desc;
  bool has_norm = false;
  std::map<int, double> losses;                   // told at each step
  std::map<int, std::map<int, numbers>> hessians; // estimates before a step, by step and slot
  std::map<int, step_truth> steps;                // from 1
};

struct clip_record {
  std::string name, form; // form empty: only the norm is told
  double p = 2, limit = 0, norm = 0;
  std::vector<numbers> before, after;
};

// A gradient and its parameter, for what is done to gradients.
struct shaped_gradient {
  std::vector<int64_t> shape;
  numbers gradient, param;
};

struct process_record {
  std::string name, call;
  std::map<std::string, double> settings;
  std::map<size_t, numbers> after; // by gradient; absent: not handed over
  double value = 0;                // of a penalty
};

struct history_record {
  std::string name, form;
  double percentile = 0;
  int64_t capacity = 0;
  numbers norms, limits;
};

// A whole training by a recipe.
struct recipe_truth {
  double lr = 0;
  std::map<int, numbers> params; // by slot
};
struct recipe_record {
  std::string name, gradients;
  int64_t steps_per_epoch = 0, total_steps = 0;
  std::map<int, std::string> roles;  // by slot
  std::map<int, recipe_truth> steps; // from 1; of some steps
};

// What the runs of wrapped optimizers are driven with: the gradient of a step and micro-batch at w is noise + curvature w.
struct wrapping_drive {
  std::map<int, numbers> start; // by slot
  std::map<int, std::vector<int64_t>> shapes;
  double curvature = 0;
  std::map<int, std::map<int, std::map<int, numbers>>> noise; // by step (from 1), micro-batch and slot
};

struct projection_record {
  double lower = 0, upper = 0;
  int32_t unit = 0;
};

struct wrapped_truth {
  std::map<int, numbers> params, slow;            // by slot
  std::map<int, std::map<int, numbers>> averages; // by average and slot
};

struct wrapped_record {
  std::string name, rule;
  std::map<std::string, double> settings;
  std::vector<std::string> wrappers;
  std::map<int, std::map<std::string, std::string>> fields; // by wrapper
  std::map<int, projection_record> projections;             // by slot
  numbers micro;                                            // weights; empty: nothing is accumulated
  std::map<int, wrapped_truth> steps;
};

struct vector_files {
  std::map<std::string, gradient_set> gradients;
  std::vector<schedule_record> schedules; // children stand before their compositions
  std::vector<case_record> cases;         // of every rule, and of whole steps
  std::vector<clip_record> norms, clips;
  std::vector<shaped_gradient> shaped; // what the processes start from
  std::vector<process_record> processes;
  std::vector<history_record> histories;
  std::vector<recipe_record> recipes;
  wrapping_drive drive;
  std::vector<wrapped_record> wrapped;

  const schedule_record& schedule(const std::string& name) const;
};

// Reads all files once; a missing or broken file ends the program with its name and line.
const vector_files& all_vectors();

} // namespace dlopt_test
