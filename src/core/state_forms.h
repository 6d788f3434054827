// How the states of a slot are kept: in the arithmetic type, or in fewer bits.
#pragma once

#include "core/registry.h"
#include "core/shape.h"
#include "dlopt/optimizer.h"
#include "drivers/stored_states.h"

struct dlopt_optimizer;

namespace dlopt {

struct parameter_update;
struct slot;

dlopt_status check_state_form(const dlopt_optimizer& o, const dlopt_param_desc& d) noexcept;
// Whether the hyper-parameters of a group can do with states in few bits.
dlopt_status check_few_bits(const dlopt_optimizer& o, int32_t group, argument what) noexcept;
// What a parameter of so many elements gets.
dlopt_state_form form_for(const dlopt_param_desc& d, int64_t numel) noexcept;

state_code code_of(const rule_info& rule, const slot& s, int32_t state) noexcept;
// Whether a step may leave out rows: no block of a scale belongs to two.
bool rows_are_blocks(const slot& s) noexcept;
// The bytes of a state, its scales included, and where these begin; negative when they do not fit.
int64_t state_bytes(const rule_info& rule, const slot& s, int32_t state, int64_t& scales_at) noexcept;
float* scales_of(const rule_info& rule, const slot& s, int32_t state) noexcept;
// Whether `name` stands for the scales of a state.
bool names_scales(const char* name, const char* state) noexcept;

// Gives all elements of a state one value.
void fill_state(const dlopt_optimizer& o, slot& s, int32_t state, double value) noexcept;
// How a state lies in memory, to be read.
stored_state stored_in(const rule_info& rule, const slot& s, int32_t state) noexcept;
// Tells an update where the slot's states lie, and how.
void attach_states(const dlopt_optimizer& o, const slot& s, parameter_update& u) noexcept;

} // namespace dlopt
