// Hyper-parameters that belong to the driver: every rule has them after its own, which it may declare itself with another default.
#pragma once

#include "rules/rule.h"

namespace dlopt {

inline constexpr hyper_row kCommonRows[] = {
    {DLOPT_HYPER_MAXIMIZE, DLOPT_KIND_FLAG, "maximize", 0, 0, 1, "climb instead of descend"},
};

// Of rules that leave weight decay to the driver: those with a row decay_mode.
inline constexpr hyper_row kDecayRows[] = {
    {DLOPT_HYPER_DECAY_ORDER, DLOPT_KIND_CHOICE, "decay_order", DLOPT_DECAY_BEFORE, 0, 1, "decay beside the update: before or after it",
     "before after"},
    {DLOPT_HYPER_DECAY_LR, DLOPT_KIND_REAL, "decay_lr", 0, 0, kLargestAmount,
     "lr0 of decay_mode independent and corrected; 0: lr as it was set"},
};

// The whole table of a rule: its own rows, then those of the driver that it did not declare.
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
    if (!has_row(table, row.id)) table.rows[table.count++] = row;
  if (!has_row(table, DLOPT_HYPER_DECAY_MODE)) return table;
  for (const hyper_row& row : kDecayRows)
    if (!has_row(table, row.id)) table.rows[table.count++] = row;
  return table;
}

} // namespace dlopt
