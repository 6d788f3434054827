// Hyper-parameters that belong to the driver: every rule has them after its own, which it may declare itself with another default.
#pragma once

#include "rules/rule.h"

namespace dlopt {

inline constexpr hyper_row kCommonRows[] = {
    {DLOPT_HYPER_MAXIMIZE, DLOPT_KIND_FLAG, "maximize", 0, 0, 1, "climb instead of descend"},
    {DLOPT_HYPER_CAUTIOUS, DLOPT_KIND_CHOICE, "cautious", DLOPT_CAUTIOUS_OFF, 0, 3,
     "take only steps that agree with their gradients; see dlopt_cautious", "off mask mean count"},
    {DLOPT_HYPER_NULL_GRAD, DLOPT_KIND_CHOICE, "null_grad", DLOPT_NULL_GRAD_SKIP, 0, 1,
     "a parameter without a gradient is left out, or steps with zeros", "skip zero"},
    {DLOPT_HYPER_MAX_NORM, DLOPT_KIND_REAL, "max_norm", kNoLimit, 0, kNoLimit,
     "limit of the common norm of all gradients, where a step gives none; the same in every group"},
    {DLOPT_HYPER_CLIP_VALUE, DLOPT_KIND_REAL, "clip_value", kNoLimit, 0, kNoLimit,
     "limit of each gradient element, where a step gives none; the same in every group"},
    {DLOPT_HYPER_SEED, DLOPT_KIND_INTEGER, "seed", 0, 0, 0x1p53, "of parameters that are rounded stochastically"},
};

// Whether a hyper-parameter belongs to the optimizer as a whole, and is kept equal in all groups.
constexpr bool is_common_to_groups(int32_t id) { return id == DLOPT_HYPER_MAX_NORM || id == DLOPT_HYPER_CLIP_VALUE; }

// Of rules that do not look at a tensor before they step, where the look already changes the state, and whose elements share none.
inline constexpr hyper_row kZeroGradRow = {DLOPT_HYPER_ZERO_GRAD,
                                           DLOPT_KIND_CHOICE,
                                           "zero_grad",
                                           DLOPT_ZERO_GRAD_STEP,
                                           0,
                                           1,
                                           "an element with gradient 0 steps as any other, or stays with its state",
                                           "step skip"};

// Of rules that leave weight decay to the driver: those with a row decay_mode.
inline constexpr hyper_row kDecayRows[] = {
    {DLOPT_HYPER_DECAY_ORDER, DLOPT_KIND_CHOICE, "decay_order", DLOPT_DECAY_BEFORE, 0, 1, "decay beside the update: before or after it",
     "before after"},
    {DLOPT_HYPER_DECAY_LR, DLOPT_KIND_REAL, "decay_lr", 0, 0, kLargestAmount,
     "lr0 of decay_mode independent and corrected; 0: lr as it was set"},
};

// The whole table of a rule: its own rows, then those of the driver that it did not declare. One with modes moves two points at once, so
// its steps cannot be masked.
struct hyper_table {
  hyper_row rows[kHyperLimit];
  int32_t count;
};

constexpr bool has_row(const hyper_table& table, int32_t id) {
  for (int32_t i = 0; i < table.count; ++i)
    if (table.rows[i].id == id) return true;
  return false;
}

template <class Rule> constexpr hyper_table table_of() {
  hyper_table table = {};
  for (const hyper_row& row : Rule::hypers) table.rows[table.count++] = row;
  for (const hyper_row& row : kCommonRows)
    if (!has_row(table, row.id) && !(row.id == DLOPT_HYPER_CAUTIOUS && has_modes<Rule>)) table.rows[table.count++] = row;
  if (sums_of<Rule> == 0 && !has_small_states<Rule> && !has_row(table, kZeroGradRow.id)) table.rows[table.count++] = kZeroGradRow;
  if (!has_row(table, DLOPT_HYPER_DECAY_MODE)) return table;
  for (const hyper_row& row : kDecayRows)
    if (!has_row(table, row.id)) table.rows[table.count++] = row;
  return table;
}

} // namespace dlopt
