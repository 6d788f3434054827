// Makes a library schedule from a record of schedules.txt.
#pragma once

#include "handles.h"
#include "vector_file.h"

#include <cmath>

namespace dlopt_test {

inline dlopt_schedule_kind kind_named(const std::string& name) {
  for (dlopt_schedule_kind kind = 1; kind <= dlopt_schedule_kind_count(); kind++)
    if (name == dlopt_schedule_kind_name(kind)) return kind;
  ADD_FAILURE() << "no such schedule kind: " << name;
  return 0;
}

inline void set_fields(dlopt_schedule* schedule, dlopt_schedule_kind kind, const std::map<std::string, std::string>& fields) {
  for (const auto& [name, text] : fields) {
    const dlopt_hyper_info row = row_named(fields_of(kind), name);
    EXPECT_DLOPT(dlopt_schedule_set(schedule, row.id, value_of(row, text)));
  }
}

inline schedule_handle make_schedule(dlopt_schedule_kind kind, const std::map<std::string, std::string>& fields,
                                     const std::map<std::string, numbers>& lists = {}) {
  dlopt_schedule* raw = nullptr;
  EXPECT_DLOPT(dlopt_schedule_create(nullptr, kind, &raw));
  set_fields(raw, kind, fields);
  for (const auto& [name, values] : lists)
    EXPECT_DLOPT(dlopt_schedule_set_list(raw, row_named(fields_of(kind), name).id, values.data(), values.size()));
  return schedule_handle(raw);
}

inline int32_t warmup_kind_named(const std::string& name) {
  return int32_t(value_of(row_named(fields_of(DLOPT_SCHEDULE_WARMUP), "warmup_kind"), name));
}

inline schedule_handle build_schedule(const vector_files& files, const schedule_record& record) {
  if (record.children.empty()) return make_schedule(kind_named(record.kind), record.fields, record.lists);
  std::vector<schedule_handle> children;
  std::vector<const dlopt_schedule*> raw_children;
  for (const std::string& child : record.children) {
    children.push_back(build_schedule(files, files.schedule(child)));
    raw_children.push_back(children.back().get());
  }
  const int32_t count = int32_t(children.size());
  dlopt_schedule* raw = nullptr;
  if (record.kind == "sequence") EXPECT_DLOPT(dlopt_schedule_sequence(nullptr, raw_children.data(), count, record.milestones.data(), &raw));
  else if (record.kind == "product") EXPECT_DLOPT(dlopt_schedule_product(nullptr, raw_children.data(), count, &raw));
  else if (record.kind == "chain") EXPECT_DLOPT(dlopt_schedule_chain(nullptr, raw_children.data(), count, &raw));
  else EXPECT_DLOPT(dlopt_schedule_warmup(nullptr, raw_children[0], record.warmup_steps, warmup_kind_named(record.warmup_kind), &raw));
  if (!record.fields.empty()) set_fields(raw, kind_named(record.kind), record.fields);
  return schedule_handle(raw);
}

inline double value_at(const dlopt_schedule* schedule, int64_t step) {
  double value = NAN;
  EXPECT_DLOPT(dlopt_schedule_value(schedule, step, &value));
  return value;
}

// What the library says where a record has a value: at that step, or after so many reports.
inline std::map<int64_t, double> values_of(const vector_files& files, const schedule_record& record) {
  const schedule_handle schedule = build_schedule(files, record);
  std::map<int64_t, double> got;
  size_t reported = 0;
  for (const auto& [when, truth] : record.values) {
    for (; reported < record.metrics.size() && reported < size_t(when); reported++)
      EXPECT_DLOPT(dlopt_schedule_report(schedule.get(), record.metrics[reported]));
    if (dlopt_schedule_value(schedule.get(), when, &got[when]) != DLOPT_OK) got[when] = NAN;
  }
  return got;
}

} // namespace dlopt_test
