#include "contents.h"

#include "state/format.h"

#include <algorithm>
#include <unordered_map>

namespace dlopt::inspect {

namespace {

bool cut_prefix(std::string_view& text, std::string_view prefix) noexcept {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// "0.lr.10" after "0.lr.9": numbers by size.
bool natural_less(std::string_view a, std::string_view b) noexcept {
  while (!a.empty() && !b.empty()) {
    const std::string_view part_a = a.substr(0, a.find('.')), part_b = b.substr(0, b.find('.'));
    const bool numbers = part_a.find_first_not_of("0123456789") == part_a.npos && part_b.find_first_not_of("0123456789") == part_b.npos;
    if (numbers && part_a.size() != part_b.size()) return part_a.size() < part_b.size();
    if (part_a != part_b) return part_a < part_b;
    a.remove_prefix(std::min(a.size(), part_a.size() + 1));
    b.remove_prefix(std::min(b.size(), part_b.size() + 1));
  }
  return a.size() < b.size();
}

void sort_records(std::vector<record>& all) {
  std::sort(all.begin(), all.end(), [](const record& a, const record& b) { return natural_less(a.name, b.name); });
}

void sort_params(std::vector<parameter>& all) {
  std::sort(all.begin(), all.end(), [](const parameter& a, const parameter& b) {
    const std::string_view slot_a = a.declared["slot"], slot_b = b.declared["slot"];
    return slot_a != slot_b ? natural_less(slot_a, slot_b) : a.declared.name < b.declared.name;
  });
}

void add_entry(contents& to, const header_entry& e) {
  std::string_view name = e.key;
  if (name == kFormatKey) to.format = e.value;
  else if (name == kLibraryKey) to.library = e.value;
  else if (name == kOptimizerKey) to.optimizer = record_of(name, e.value);
  else if (name == kScalerKey) to.scaler = record_of(name, e.value);
  else if (cut_prefix(name, "dlopt.group.")) (name.find('.') == name.npos ? to.groups : to.schedules).push_back(record_of(name, e.value));
  else if (cut_prefix(name, "dlopt.wrapper.")) to.wrappers.push_back(record_of(name, e.value));
  else if (cut_prefix(name, kParamPrefix)) to.params.push_back({record_of(name, e.value), {}, 0});
  else if (name != kChecksumKey && !cut_prefix(name, kChecksumPrefix)) to.metadata.push_back(&e);
}

} // namespace

std::string_view record::operator[](std::string_view field_name) const noexcept {
  for (const field& f : fields)
    if (f.name == field_name) return f.value;
  return {};
}

record record_of(std::string_view name, std::string_view text) {
  record made = {name, {}};
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, text.find(' '));
    const size_t equals = piece.find('=');
    if (equals == piece.npos) made.fields.push_back({piece, {}});
    else made.fields.push_back({piece.substr(0, equals), piece.substr(equals + 1)});
    text.remove_prefix(std::min(text.size(), piece.size() + 1));
  }
  return made;
}

contents::contents(const header& file) {
  for (const header_entry& e : file.metadata()) add_entry(*this, e);
  is_checkpoint = file.find_value(kFormatKey) != nullptr;
  sort_records(groups);
  sort_records(schedules);
  sort_records(wrappers);
  sort_params(params);
  std::sort(metadata.begin(), metadata.end(), [](const header_entry* a, const header_entry* b) { return std::strcmp(a->key, b->key) < 0; });
  std::unordered_map<std::string_view, size_t> by_name;
  for (size_t i = 0; i < params.size(); ++i) by_name.emplace(params[i].declared.name, i);
  for (size_t i : file.by_place()) {
    const header_tensor& t = file.tensors()[i];
    const auto owner = by_name.find(owner_of_tensor(t.name));
    std::string_view name = t.name;
    if (owner != by_name.end()) {
      params[owner->second].tensors.push_back(&t);
      params[owner->second].bytes += t.end - t.begin;
    } else (is_checkpoint && cut_prefix(name, "shared/") ? shared : others).push_back(&t);
  }
}

std::string_view owner_of_tensor(std::string_view name) noexcept {
  const size_t dot = name.rfind('.');
  return name.substr(0, dot == name.npos ? 0 : dot);
}
std::string_view state_of_tensor(std::string_view name) noexcept { return name.substr(name.rfind('.') + 1); }

} // namespace dlopt::inspect
