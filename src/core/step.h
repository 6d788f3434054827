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
// The coefficients of what has so many steps behind it, and states that are fresh.
void compute_coefs_at(const dlopt_optimizer& o, const slot& s, int64_t steps, uint32_t fresh, step_coefs& out) noexcept;
// Adds what the step does about weight decay to the rule's n coefficients, and makes them fit the arithmetic type.
void finish_coefs(const rule_info& rule, const hyper_values& h, const slot& s, int32_t n, step_coefs& coefs) noexcept;
void compute_coefs(const dlopt_optimizer& o, const slot& s, step_coefs& out) noexcept;
// The coefficients of a slot. Most parameters share a set with others, so a few sets are kept; nullptr when they are used up, and the tasks
// compute the slot's own. `last` is the set that was found before.
const step_coefs* shared_coefs(dlopt_optimizer& o, size_t index, int& last) noexcept;
void use_coefs(parameter_update& u, const step_coefs& coefs) noexcept;
// Whether, and how, the steps of a slot are put into place apart; without what its coefficients say.
placing placing_of(const dlopt_optimizer& o, size_t index) noexcept;

} // namespace dlopt
