// Steps that are for some rows of a parameter, and rows that have ages of their own: the work space, and the phases of a step.
#pragma once

#include "core/optimizer.h"
#include "dlopt/step.h"

namespace dlopt {

// rows.cpp
// Checks what the caller says of the rows of a slot that takes the step; `some` tells whether it says anything.
dlopt_status check_rows(const rule_info& rule, const slot& s, const dlopt_rows& rows, const dlopt_tensor& grad, size_t index,
                        bool& some) noexcept;
void note_rows(dlopt_optimizer& o, size_t index, const dlopt_rows& rows, const dlopt_tensor& grad) noexcept;

// row_steps.cpp
[[nodiscard]] bool reserve_rows(dlopt_optimizer& o, size_t n, int64_t elements, int64_t chunks) noexcept;
// Counts the rows of masks and those that have a gradient, and cuts the step anew; after all checks.
dlopt_status settle_rows(dlopt_optimizer& o) noexcept;

// row_ages.cpp
// nullptr, or why the rows of a rule cannot have ages of their own.
const char* needs_one_age(const rule_info& rule) noexcept;
// Memory for the ages of rows, all new; false when it is short. What there is belongs to the slot.
[[nodiscard]] bool allocate_ages(dlopt_runtime& runtime, slot& s) noexcept;
void release_ages(dlopt_runtime& runtime, slot& s) noexcept;
[[nodiscard]] bool copy_ages(dlopt_runtime& runtime, const slot& from, slot& to) noexcept;
void renew_ages(slot& s) noexcept;
// States that rows get when they are not new any more.
void mark_late(slot& s, uint32_t states) noexcept;
// Lets the updates of a step go by the ages of rows.
void attach_ages(dlopt_optimizer& o) noexcept;

} // namespace dlopt
