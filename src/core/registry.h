// The rules as data: what the C API, groups and the step read of a rule without knowing which it is.
#pragma once

#include "rules/rule.h"

namespace dlopt {

struct rule_info {
  dlopt_rule id;
  const char* name;
  const hyper_row* hypers;
  int32_t n_hypers;
  const state_row* states;
  int32_t n_states;
  const number_row* numbers;
  int32_t n_numbers;
  const preset_row* presets;
  int32_t n_presets; // rows
  bool leaves_decay; // to the driver
  bool noisy;
  const char* (*conflict)(const hyper_values&);
  int32_t (*coefs)(const hyper_values&, const step_info&, double* out); // returns how many
  void (*advance)(const hyper_values&, const step_info&, double* numbers);
  int32_t n_sums; // 0: the rule steps without a look before
  void (*settle)(const hyper_values&, const step_info&, const double* sums, double* coefs, double* numbers);
  const number_row* shared;
  int32_t n_shared; // 0: parameters do not depend on each other
  void (*collect)(const hyper_values&, const step_info&, const double* sums, double* totals);
  void (*conclude)(const hyper_values&, const double* totals, double* shared);
  bool (*needs_loss)(const hyper_values&);
  double (*mode_weight)(const hyper_values&, int32_t mode); // nullptr: the rule has no modes
  double (*hessian_weight)(const hyper_values&);            // nullptr: the rule takes no Hessian
  int32_t hessian_state;
  const moment_row* moments;
  int32_t n_moments; // 0: no state is factored
  factored_dims (*dims)(const hyper_values&, tensor_shape);
  bool (*factored_by)(dlopt_hyper); // whether it decides what dims says
  moment_plan (*moment)(const hyper_values&, const step_info&, int32_t k);
  int32_t cover_state; // -1: the rule keeps none
  bool (*cover_rises)(const hyper_values&);
  int32_t element_states;                                       // that the update of an element sees
  double (*decay_lr)(const hyper_values&, const double* coefs); // nullptr: lr
};

// Whether a rule has states that are smaller than the parameter.
inline bool has_small_parts(const rule_info& rule) noexcept { return rule.n_moments || rule.cover_state >= 0; }

// Whether the numbers of a state are never below zero: squares, their means, covers.
bool is_never_negative(const rule_info& rule, int32_t state) noexcept;

int32_t rule_count() noexcept;
const rule_info* find_rule(dlopt_rule id) noexcept; // nullptr: no such rule

const hyper_row* find_hyper(const rule_info& rule, dlopt_hyper id) noexcept; // nullptr: not in this rule

// Every hyper-parameter at its default.
hyper_values defaults_of(const rule_info& rule) noexcept;
// Reports, through fail(), one that the rule does not have.
dlopt_status unknown_hyper(const rule_info& rule, dlopt_hyper hyper) noexcept;
// Reports a value outside its bounds through fail(); `what` names the owner, such as "adamw".
dlopt_status check_value(const hyper_row& row, double value, const char* what) noexcept;

// The states that a rule keeps under these hyper-parameters, as bits.
uint32_t states_in_use(const rule_info& rule, const hyper_values& h) noexcept;
// Whether a hyper-parameter decides which states are kept.
bool decides_states(const rule_info& rule, dlopt_hyper id) noexcept;

// A row of a table by its id; fails when there is none, which "swa does not" or "scalers do not" have.
const hyper_row* find_field(const hyper_row* rows, int32_t count, int32_t field, const char* owner, const char* verb) noexcept;

// Fills the caller's info; its struct_size must be set.
dlopt_status describe(const hyper_row& row, dlopt_hyper_info* info) noexcept;

} // namespace dlopt
