// The parts of a step: what it is given, what its updates are made with, and (step.cpp) the step itself.
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
// The part of lr0 that lr is, where lr was set to lr_set; without the parameter's scales.
double lr_part_of(const hyper_values& h, double lr_set) noexcept;
// Step t of a parameter, without numbers of the rule.
step_info plain_step(dlopt_dtype dtype, int64_t t, uint32_t fresh, int64_t numel, double loss) noexcept;
// Adds what the step does about weight decay to the rule's n coefficients, and makes them fit the arithmetic type. `has_scales`: elements
// have scales of their own.
void finish_coefs(const rule_info& rule, const hyper_values& h, dlopt_dtype dtype, bool has_scales, int32_t n, step_coefs& coefs) noexcept;
void compute_coefs(const dlopt_optimizer& o, const slot& s, step_coefs& out) noexcept;
// The coefficients of a slot. Most parameters share a set with others, so a few sets are kept; nullptr when they are used up, and the tasks
// compute the slot's own. `last` is the set that was found before.
const step_coefs* shared_coefs(dlopt_optimizer& o, size_t index, int& last) noexcept;
void use_coefs(parameter_update& u, const step_coefs& coefs) noexcept;
// Whether, and how, steps are put into place apart; without what the coefficients say. The first: step t of parameter `number`, whose
// elements have no scales of their own.
placing placing_of(const rule_info& rule, const hyper_values& h, int64_t t, uint32_t number) noexcept;
placing placing_of(const dlopt_optimizer& o, size_t index) noexcept;

} // namespace dlopt
