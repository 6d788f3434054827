#include "compare.h"

#include "commands.h"
#include "state/format.h"

#include <algorithm>

namespace dlopt::inspect {

namespace {

using kind = tensor_change::kind;

bool is_checksum(const char* key) noexcept { return !std::strncmp(key, kChecksumKey, std::strlen(kChecksumKey)); }

// Of records that dlopt writes; longer ones are only said to differ, as each field is looked for.
constexpr size_t kMostFields = 256;

bool starts_with(std::string_view text, std::string_view prefix) noexcept { return text.substr(0, prefix.size()) == prefix; }

const field* find(const record& r, std::string_view name) noexcept {
  for (const field& f : r.fields)
    if (f.name == name) return &f;
  return nullptr;
}

void compare_values(const char* key, const char* a, const char* b, std::vector<setting_change>& changes) {
  const record in_a = record_of(key, a), in_b = record_of(key, b);
  if (!starts_with(key, "dlopt.") || std::max(in_a.fields.size(), in_b.fields.size()) > kMostFields)
    return changes.push_back({key, {}, a, b, side::both});
  const bool has_words = starts_with(key, kParamPrefix);
  const auto value_of = [has_words](const field& f) { return has_words ? word_of(f) : f.value; };
  for (const field& x : in_a.fields) {
    const field* const y = find(in_b, x.name);
    if (!y) changes.push_back({key, x.name, value_of(x), {}, side::a_only});
    else if (x.value != y->value) changes.push_back({key, x.name, value_of(x), value_of(*y), side::both});
  }
  for (const field& y : in_b.fields)
    if (!find(in_a, y.name)) changes.push_back({key, y.name, {}, value_of(y), side::b_only});
}

kind compare_types(const header& in_a, const header_tensor& a, const header& in_b, const header_tensor& b) noexcept {
  if (a.type != b.type) return kind::dtype;
  const bool same = a.ndim == b.ndim && std::equal(in_a.shape_of(a), in_a.shape_of(a) + a.ndim, in_b.shape_of(b));
  return same ? kind::same : kind::shape;
}

} // namespace

bool differences::none() const noexcept {
  return settings.empty() && std::all_of(tensors.begin(), tensors.end(), [](const tensor_change& t) { return t.what == kind::same; });
}

void compare_settings(const header& a, const header& b, std::vector<setting_change>& changes) {
  for (const header_entry& e : a.metadata()) {
    if (is_checksum(e.key)) continue;
    const char* const other = b.find_value(e.key);
    if (!other) changes.push_back({e.key, {}, e.value, {}, side::a_only});
    else if (std::strcmp(e.value, other)) compare_values(e.key, e.value, other, changes);
  }
  for (const header_entry& e : b.metadata())
    if (!is_checksum(e.key) && !a.find_value(e.key)) changes.push_back({e.key, {}, {}, e.value, side::b_only});
  std::stable_sort(changes.begin(), changes.end(),
                   [](const setting_change& x, const setting_change& y) { return std::strcmp(x.key, y.key) < 0; });
}

dlopt_status compare_tensors(input& a, input& b, std::vector<tensor_change>& changes, const input*& failed) {
  std::vector<char> from_a(kPieceBytes), from_b(kPieceBytes);
  for (size_t i : a.head().by_place()) {
    const header_tensor& t = a.head().tensors()[i];
    const header_tensor* const other = b.head().find_tensor(t.name);
    tensor_change change = {&t, other, other ? compare_types(a.head(), t, b.head(), *other) : kind::only_a, {}};
    if (change.what == kind::same) {
      const dlopt_status status = in_pieces(t.end - t.begin, [&](uint64_t from, size_t n) {
        failed = &a;
        if (dlopt_status read = a.read(t, from, from_a.data(), n)) return read;
        failed = &b;
        if (dlopt_status read = b.read(*other, from, from_b.data(), n)) return read;
        add_distance(*t.type, from_a.data(), from_b.data(), n, change.apart);
        return dlopt_status(DLOPT_OK);
      });
      if (status) return status;
      if (change.apart.differing) change.what = kind::values;
    }
    changes.push_back(change);
  }
  for (size_t i : b.head().by_place())
    if (const header_tensor& t = b.head().tensors()[i]; !a.head().find_tensor(t.name)) changes.push_back({nullptr, &t, kind::only_b, {}});
  return DLOPT_OK;
}

exit_status compare(input& a, input& b, bool as_json) {
  differences found;
  compare_settings(a.head(), b.head(), found.settings);
  const input* failed = nullptr;
  if (compare_tensors(a, b, found.tensors, failed)) return report_trouble(failed->path());
  (as_json ? print_json : print_text)(a, b, found);
  return found.none() ? kFine : kNotFine;
}

} // namespace dlopt::inspect
