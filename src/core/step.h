// The parts of a step: what it is given, what its updates are made with, and its phases. step.cpp takes it.
#pragma once

#include "core/optimizer.h"

namespace dlopt {

// step_input.cpp
dlopt_status check_options(const dlopt_step_desc& d) noexcept;
// Writes what the step needs of each slot into its row of the work space; an inactive slot gets an empty row.
dlopt_status note_slots(dlopt_optimizer& o, const dlopt_tensor* params, const dlopt_tensor* grads, size_t count,
                        const dlopt_step_desc& d) noexcept;

// step_coefs.cpp
// A slot's hyper-parameters, and where it stands at the coming step, with the rule's numbers as that step makes them.
hyper_values hypers_of(const dlopt_optimizer& o, const slot& s) noexcept;
step_info step_of(const dlopt_optimizer& o, const slot& s, const hyper_values& h) noexcept;
// The coefficients of what has so many steps behind it, and states that are fresh.
void compute_coefs_at(const dlopt_optimizer& o, const slot& s, int64_t steps, uint32_t fresh, step_coefs& out) noexcept;
// The part of lr0 that lr is, where lr was set to lr_set; without the parameter's scales.
double lr_part_of(const hyper_values& h, double lr_set) noexcept;
// Step t of a parameter, without numbers of the rule.
step_info plain_step(dlopt_dtype arithmetic, int64_t t, uint32_t fresh, int64_t numel, double loss) noexcept;
// Adds what the step does about weight decay to the rule's n coefficients, and makes them fit the arithmetic type. `has_scales`: elements
// have scales of their own.
void finish_coefs(const rule_info& rule, const hyper_values& h, dlopt_dtype arithmetic, bool has_scales, int32_t n,
                  step_coefs& coefs) noexcept;
void compute_coefs(const dlopt_optimizer& o, const slot& s, step_coefs& out) noexcept;
// The coefficients of a slot. Most parameters share a set with others, so a few sets are kept; nullptr when they are used up, and the tasks
// compute the slot's own. `last` is the set that was found before.
const step_coefs* shared_coefs(dlopt_optimizer& o, size_t index, int& last) noexcept;
void use_coefs(parameter_update& u, const step_coefs& coefs) noexcept;
// Whether, and how, steps are put into place apart; without what the coefficients say. The first: step t of parameter `number`, whose
// elements have no scales of their own.
placing placing_of(const rule_info& rule, const hyper_values& h, int64_t t, uint32_t number) noexcept;
placing placing_of(const dlopt_optimizer& o, size_t index) noexcept;

// One phase of a step: a pass over many elements, and what is done once it is complete.
struct phase {
  bool (*wanted)(const dlopt_optimizer&); // nullptr: always
  pass (*begin)(dlopt_optimizer&);        // nullptr: there is nothing to run
  // Says whether the phase is to run once more; nullptr: there is nothing to do. An error ends the step with nothing changed.
  dlopt_status (*conclude)(dlopt_optimizer&, bool& again);
  bool applies; // it changes parameters, gradients or state
};

// A pass over the chunks of the step.
inline pass over_chunks(dlopt_optimizer& o, dlopt_task_fn task) noexcept { return {task, o.cut.n_tasks(), o.cut.elements(), o.cut.ran()}; }

// step_gradients.cpp: what the gradients are measured for.
double given(double limit, const dlopt_optimizer& o, dlopt_hyper own) noexcept; // one that the step gives, or else the optimizer's own
extern const phase norm_phase;                                // of all gradients together; settles whether the step is held back
extern const phase tensors_largest_phase, tensors_norm_phase; // of each gradient that is not known from that
double factor_of_gradient(const dlopt_optimizer& o, size_t index) noexcept; // of all its elements
// row_clips.cpp: and of rows that cross the end of a chunk.
void plan_row_clips(dlopt_optimizer& o) noexcept;
extern const phase row_ends_largest_phase, row_ends_phase;

// step_update.cpp
extern const phase settle_phase; // what each parameter is updated with
extern const phase sums_phase, masks_phase, update_phase;
// What moments are made with: each slot's own coefficients, as far as they are known before its sums are.
void plan_moments(dlopt_optimizer& o) noexcept;
void count_step(dlopt_optimizer& o) noexcept;
// small_states.cpp: by the number of the moment, what it is made of and the moment itself.
extern const phase fold_phases[kMaxMoments], moment_phases[kMaxMoments];
// after_step.cpp
bool is_copied_later(const dlopt_optimizer& o, size_t index) noexcept; // not with its update
extern const phase put_back_phase, project_phase, follow_phase, copy_phase;
// row_steps.cpp, row_ages.cpp: of rows that the step leaves out, and of how many steps each row has seen.
extern const phase left_rows_phase, ages_phase;

// step_phases.cpp
// Runs phases until about so many elements have been gone over, or no phase is left.
dlopt_status advance(dlopt_optimizer& o, int64_t elements) noexcept;
bool is_complete(const dlopt_optimizer& o) noexcept;

} // namespace dlopt
