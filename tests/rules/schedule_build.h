// Makes a library schedule from a record of schedules.txt.
#pragma once

#include "handles.h"
#include "vector_file.h"

namespace dlopt_test {

inline dlopt_schedule_kind kind_named(const std::string& name) {
  for (dlopt_schedule_kind kind = 1; kind <= dlopt_schedule_kind_count(); kind++)
    if (name == dlopt_schedule_kind_name(kind)) return kind;
  ADD_FAILURE() << "no such schedule kind: " << name;
  return 0;
}

inline schedule_handle make_schedule(dlopt_schedule_kind kind, const std::map<std::string, std::string>& fields) {
  dlopt_schedule* raw = nullptr;
  EXPECT_DLOPT(dlopt_schedule_create(nullptr, kind, &raw));
  for (const auto& [name, text] : fields) {
    const dlopt_hyper_info row = row_named(fields_of(kind), name);
    EXPECT_DLOPT(dlopt_schedule_set(raw, row.id, value_of(row, text)));
  }
  return schedule_handle(raw);
}

inline schedule_handle build_schedule(const vector_files& files, const schedule_record& record) {
  if (record.children.empty()) return make_schedule(kind_named(record.kind), record.fields);
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
  else EXPECT_DLOPT(dlopt_schedule_warmup(nullptr, raw_children[0], record.warmup_steps, DLOPT_WARMUP_LINEAR, &raw));
  return schedule_handle(raw);
}

} // namespace dlopt_test
