// One parameter's update over a range of its elements, whatever the dtypes and alignments.
#pragma once

#include "drivers/parameters.h"
#include "drivers/row_set.h"
#include "drivers/small_states.h"
#include "drivers/stored_states.h"
#include "rules/rule.h"

namespace dlopt {

// What decay beside the update takes from a parameter x, with a weight w: linear w x, proximal x - x / (1 + w), by_size at most w, cautious
// w x where the step pulls x towards zero.
enum class decay_form : int32_t { linear, proximal, by_size, cautious };

// How steps are put into place when p = keep p - step is not enough.
struct placing {
  bool apart;        // they are: something below is asked for
  bool noisy;        // the rule wants normal deviates, by `noise`
  bool masked;       // only steps that agree with their gradients are taken
  bool skips_zeros;  // elements with a zero gradient stay as they are, their states, too
  bool still;        // the parameter stays: only states move
  bool after;        // decay comes after the update
  bool decay_has_lr; // the weight of decay holds lr, so it is scaled with it
  decay_form form;
  double weight;        // of decay
  double masked_factor; // what the steps that are taken are multiplied by
  // Factors of step and decay for each element: element i has factor i % period. nullptr: 1.
  const void *lr_scales, *decay_scales;
  int64_t period;
  int64_t shift; // where only some rows are updated: how many elements further on in the parameter an element lies
  noise_key noise;
};

struct row_clip;

// Coefficients of rows that have ages of their own.
struct row_ages {
  int32_t* ages;
  uint8_t* late; // states that have not seen a gradient yet although their row is not new, as bits
  // The coefficients of a row; `own` is room for them where they are not kept anywhere.
  const double* (*coefs)(const void* owner, size_t slot, int64_t row, double* own);
  const void* owner;
  size_t slot;
};

struct parameter_update {
  dlopt_rule rule;
  uint32_t used; // states, as bits
  const double* coefs;
  double l2;            // weight decay that is added to the gradient: g + l2 * p
  double keep;          // weight decay beside the rule: what stays of the parameter
  double grad_factor;   // gradients are multiplied by it, in the arithmetic type
  const row_clip* clip; // and each row of them by a factor of its own; nullptr: not
  double clip_value;    // then limited to [-clip_value, clip_value]; infinity: not at all
  bool zero_grads;      // then written over with zeros
  dlopt_dtype dtype;    // of states: the arithmetic type
  dlopt_dtype grad_dtype;
  element_spacing grad_spacing;
  void* param;
  parameter_storage storage; // of param
  void* grad;                // only read unless zero_grads; nullptr, with how.apart: zeros
  void* states[kMaxElementStates];
  bool few_bits;                          // some states are not of the arithmetic type:
  stored_state stored[kMaxElementStates]; // how each lies in memory then
  const small_states* small;              // of how.apart: those of its states that do not have its shape; nullptr: there are none
  void* delta; // with how.apart: receives what would be added to the parameter, which then stays; nullptr: the parameter moves
  dlopt_dtype delta_dtype;
  element_spacing delta_spacing;
  void* copy; // of the parameter as the step leaves it; nullptr: none
  dlopt_dtype copy_dtype;
  element_spacing copy_spacing;
  bool copies; // right after the update of an element, not later
  placing how;
  row_set rows;         // that are updated; a range is one of their elements
  const row_ages* aged; // nullptr: `coefs` are for all rows
  int64_t row_length;   // elements of a row; only of rows that are aged
};

// The look before the step, of rules that need sums: writes those of the range.
void measure_range(const kernels& k, const parameter_update& u, int64_t first, int64_t n, int32_t n_sums, double* sums) noexcept;
void update_range(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept;

// For a range of the whole parameter: lets the states of the rows that are not updated see gradients of zeros.
void decay_moments(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept;

// How many steps of the range agree with their gradients; changes nothing.
int64_t count_agreeing(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept;

// What an update of some elements still leaves to do: their gradients zeroed, where that is asked for, and their copy. Right after the
// update, block by block, it finds both in the first-level cache.
inline bool leaves_more(const parameter_update& u) noexcept { return (u.zero_grads && u.grad) || u.copies; }
void finish_elements(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept;

// stored_update.cpp: both of the first, of float with states in few bits, for a range of neighbouring rows.
void measure_stored(const kernels& k, const parameter_update& u, int64_t first, int64_t n, double* parts) noexcept;
void update_stored(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept;

// placed_update.cpp: both, of steps that are put into place apart, for a range of neighbouring rows.
void place_range(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept;
int64_t count_agreeing_run(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept;

} // namespace dlopt
