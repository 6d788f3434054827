// How two checkpoints differ.
#pragma once

#include "contents.h"
#include "elements.h"
#include "input.h"

namespace dlopt::inspect {

enum class side { both, a_only, b_only };

// A field of a record of the metadata that differs, or that one alone has; a record that one alone has, and any of others, has no field.
struct setting_change {
  const char* key;
  std::string_view field, a, b;
  side where;
};

struct tensor_change {
  enum class kind { same, only_a, only_b, dtype, shape, values };
  const header_tensor *a, *b; // nullptr: the other alone
  kind what;
  distance apart;
};

struct differences {
  std::vector<setting_change> settings;
  std::vector<tensor_change> tensors; // all, in their order in the first file; then those of the second alone
  bool none() const noexcept;
};

void compare_settings(const header& a, const header& b, std::vector<setting_change>& changes);
// An error tells which file failed.
dlopt_status compare_tensors(input& a, input& b, std::vector<tensor_change>& changes, const input*& failed);

void print_text(const input& a, const input& b, const differences& found);
void print_json(const input& a, const input& b, const differences& found);

} // namespace dlopt::inspect
