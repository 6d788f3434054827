// What a checkpoint says, sorted out. All text is the header's own. Nothing here is believed to be well-formed: what does not fit its place
// is kept with what belongs to others.
#pragma once

#include "rules/hyper_row.h"
#include "state/header.h"

#include <string>
#include <string_view>
#include <vector>

namespace dlopt::inspect {

struct field {
  std::string_view name, value;
};
struct record {
  std::string_view name; // behind the prefix of its key: "0.lr"
  std::vector<field> fields;
  std::string_view operator[](std::string_view field_name) const noexcept; // "": it has none
};
record record_of(std::string_view name, std::string_view text);

struct parameter {
  record declared;
  std::vector<const header_tensor*> tensors;
  uint64_t bytes = 0; // of them
};

struct contents {
  explicit contents(const header& file);

  bool is_checkpoint = false; // it says so
  std::string_view format, library;
  record optimizer, scaler;
  std::vector<record> groups, schedules, wrappers; // by number
  std::vector<parameter> params;                   // by slot
  std::vector<const header_tensor*> shared, others;
  std::vector<const header_entry*> metadata; // of others
};

// A table of what fields may be, with their defaults.
class field_table {
public:
  field_table() noexcept = default;
  field_table(const hyper_row* rows, int32_t count) noexcept : rows_(rows), count_(count) {}
  bool at_default(const field& f) const noexcept;

private:
  const hyper_row* rows_ = nullptr;
  int32_t count_ = 0;
};
field_table hypers_of(std::string_view rule) noexcept; // empty: unknown
field_table schedule_fields_of(std::string_view kind) noexcept;
field_table wrapper_fields_of(std::string_view kind) noexcept;
field_table scaler_fields() noexcept;

// What a number stands for in the record of a parameter: "bf16" for dtype=3. The value itself where it stands for nothing.
std::string_view word_of(const field& f) noexcept;
// Whether its value is a list of numbers, whatever their count.
bool is_list(std::string_view field_name) noexcept;

// The part of a tensor's name that tells the parameter, "" without a dot; and the rest.
std::string_view owner_of_tensor(std::string_view name) noexcept;
std::string_view state_of_tensor(std::string_view name) noexcept;

} // namespace dlopt::inspect
