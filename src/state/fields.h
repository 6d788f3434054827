// The fields of records, each list for both directions: a writer gets constant objects, a reader those that it fills.
#pragma once

#include "core/optimizer.h"
#include "state/record.h"

namespace dlopt {

inline constexpr int32_t kMostGroups = 1 << 20, kMostSlots = INT32_MAX;

// What a record says of the optimizer as a whole, beside its rule.
struct optimizer_counts {
  int32_t groups, slots, wrappers;
};
template <class Record, class Optimizer, class Counts> void optimizer_fields(Record& r, Optimizer& o, Counts& counts) noexcept {
  r.whole("steps", o.steps, 0, kMostCounted);
  r.whole("skips", o.skips, 0, INT32_MAX);
  r.whole("mode", o.mode, DLOPT_MODE_TRAIN, DLOPT_MODE_EVAL);
  r.real("accumulated", o.wraps.accumulated, 0, kLargestAmount);
  r.whole("perturbed", o.wraps.perturbed, 0, 1);
  r.whole("groups", counts.groups, 1, kMostGroups);
  r.whole("slots", counts.slots, 0, kMostSlots);
  r.whole("wrappers", counts.wrappers, 0, kMostWrappers);
}

template <class Record, class Scales> void role_fields(Record& r, Scales& roles) noexcept {
  constexpr const char* kNames[][2] = {
      {"weight_lr", "weight_decay"}, {"bias_lr", "bias_decay"}, {"norm_lr", "norm_decay"}, {"embedding_lr", "embedding_decay"}};
  for (int role = DLOPT_ROLE_WEIGHT; role <= DLOPT_ROLE_EMBEDDING; ++role) {
    r.real(kNames[role][0], roles[role].lr, 0, kLargestScale);
    r.real(kNames[role][1], roles[role].decay, 0, kLargestScale);
  }
}

// How a parameter was declared, but for its shape, and how far it is.
template <class Record, class Slot> void slot_fields(Record& r, Slot& s) noexcept {
  r.whole("dtype", s.dtype, DLOPT_DTYPE_F64, DLOPT_DTYPE_BF16);
  r.whole("master", s.master, DLOPT_MASTER_NONE, DLOPT_MASTER_KAHAN);
  r.whole("state_form", s.form, DLOPT_STATES_FULL, DLOPT_STATES_DYNAMIC8);
  r.whole("group", s.group, 0, kMostGroups - 1);
  r.whole("role", s.role, DLOPT_ROLE_WEIGHT, DLOPT_ROLE_EMBEDDING);
  r.whole("frozen", s.frozen, 0, 1);
  r.whole("stream", s.stream, 0, kMostSlots - 1);
  r.whole("fresh", s.fresh, 0, (1 << kMaxStates) - 1);
  r.whole("allocated", s.allocated, 0, (1 << kMaxStates) - 1);
  r.whole("steps", s.steps, 0, kMostCounted);
  r.real("lr_scale", s.lr_scale, 0, kLargestScale);
  r.real("decay_scale", s.decay_scale, 0, kLargestScale);
  r.whole("scale_period", s.scale_period, 0, INT64_MAX);
}

// Which arrays it has that others have not.
struct slot_flags {
  bool row_ages, lr_scales, decay_scales;
};
template <class Record, class Flags> void flag_fields(Record& r, Flags& has) noexcept {
  r.whole("row_ages", has.row_ages, 0, 1);
  r.whole("lr_scales", has.lr_scales, 0, 1);
  r.whole("decay_scales", has.decay_scales, 0, 1);
}

// What the wrappers keep of it, beside their arrays.
template <class Record, class Wrapped> void wrapped_fields(Record& r, Wrapped& w, int32_t wrappers) noexcept {
  constexpr const char* kNames[] = {"count0", "count1", "count2", "count3", "count4", "count5", "count6", "count7"};
  static_assert(sizeof kNames / sizeof *kNames >= kMostWrappers);
  for (int32_t k = 0; k < wrappers; ++k) r.whole(kNames[k], w.counts[k], 0, kMostCounted);
  r.whole("filled", w.filled, 0, (1 << kMostWrappers) - 1);
  r.real("lower", w.onto.lower, -INFINITY, INFINITY);
  r.real("upper", w.onto.upper, -INFINITY, INFINITY);
  r.whole("unit", w.onto.unit, 0, INT32_MAX);
}

template <class Record, class Memory> void plateau_fields(Record& r, Memory& seen) noexcept {
  r.real("best", seen.best, -INFINITY, INFINITY);
  r.whole("bad", seen.bad, 0, kMostCounted);
  r.whole("cooling", seen.cooling, 0, kMostCounted);
  r.whole("reductions", seen.reductions, 0, kMostCounted);
}

// Values of a table by id: hyper-parameters, fields of schedules, wrappers and scalers. Lists are for others.
template <class Record, class Value> void table_fields(Record& r, const hyper_row* rows, int32_t count, Value* values) noexcept {
  for (int32_t i = 0; i < count; ++i)
    if (rows[i].kind != DLOPT_KIND_LIST) r.value(rows[i], values[rows[i].id]);
}

} // namespace dlopt
