// Differences, as text and as JSON.
#include "compare.h"
#include "json.h"

#include "core/shape.h"

#include <cmath>

namespace dlopt::inspect {

namespace {

using kind = tensor_change::kind;

const char* name_of(const tensor_change& t) noexcept { return (t.a ? t.a : t.b)->name; }

uint64_t elements_of(const header_tensor& t) noexcept { return (t.end - t.begin) / uint64_t(t.type->bytes); }

std::string sentence(const header& in_a, const header& in_b, const tensor_change& t) {
  switch (t.what) {
  case kind::same: return "same bits";
  case kind::only_a: return "only in A";
  case kind::only_b: return "only in B";
  case kind::dtype: return std::string("dtype ") + t.a->type->name + " in A, " + t.b->type->name + " in B";
  case kind::shape:
    return std::string("shape ") + shape_text(in_a.shape_of(*t.a), t.a->ndim).text() + " in A, " +
           shape_text(in_b.shape_of(*t.b), t.b->ndim).text() + " in B";
  case kind::values: break;
  }
  const std::string count = grouped(t.apart.differing) + " of " + grouped(elements_of(*t.a)) + " elements differ";
  return has_numbers(*t.a->type) ? count + ", by up to " + number(t.apart.largest).text() : count;
}

void print_setting(const setting_change& c) {
  wrapped_line line("  " + fitted(shown(c.key), kColumns - 2), 5);
  if (!c.field.empty()) line.add(shown(c.field) + ":");
  if (c.where != side::both) {
    if (!c.field.empty()) line.add(shown(c.where == side::a_only ? c.a : c.b));
    line.add(c.where == side::a_only ? "only in A" : "only in B");
  } else {
    line.add(shown(c.a));
    line.add("in A,");
    line.add(shown(c.b));
    line.add("in B");
  }
}

const char* word_of(kind what) noexcept {
  switch (what) {
  case kind::same: return "none";
  case kind::only_a: return "only_a";
  case kind::only_b: return "only_b";
  case kind::dtype: return "dtype";
  case kind::shape: return "shape";
  case kind::values: break;
  }
  return "values";
}

void print_side(json& out, const char* name, std::string_view value, bool has) {
  out.key(name);
  if (has) out.text(value);
  else out.null();
}

void print_setting(json& out, const setting_change& c) {
  out.begin('{');
  out.key("key").text(c.key);
  print_side(out, "field", c.field, !c.field.empty());
  print_side(out, "a", c.a, c.where != side::b_only);
  print_side(out, "b", c.b, c.where != side::a_only);
  out.end('}');
}

void print_tensor(json& out, const header& in_a, const header& in_b, const tensor_change& t) {
  out.begin('{');
  out.key("name").text(name_of(t));
  out.key("difference").text(word_of(t.what));
  out.key("text").text(sentence(in_a, in_b, t));
  if (t.what == kind::values) {
    out.key("elements").whole(elements_of(*t.a));
    out.key("differing").whole(t.apart.differing);
    out.key("largest");
    if (!has_numbers(*t.a->type)) out.null();
    else if (std::isfinite(t.apart.largest)) out.raw(number(t.apart.largest).text());
    else out.text(number(t.apart.largest).text());
  }
  out.end('}');
}

} // namespace

void print_text(const input& a, const input& b, const differences& found) {
  std::printf("A          %s\n", fitted(shown(a.path()), kColumns - 11).c_str());
  std::printf("B          %s\n", fitted(shown(b.path()), kColumns - 11).c_str());
  std::printf("\nsettings\n");
  for (const setting_change& c : found.settings) print_setting(c);
  if (found.settings.empty()) std::printf("  the same\n");
  std::printf("\ntensors\n");
  for (const tensor_change& t : found.tensors) {
    wrapped_line line("  " + padded(fitted(shown(name_of(t)), 44), 44), 47);
    line.add(sentence(a.head(), b.head(), t));
  }
  if (found.tensors.empty()) std::printf("  none\n");
  std::printf("\n%s\n", found.none() ? "no difference" : "they differ");
}

void print_json(const input& a, const input& b, const differences& found) {
  json out;
  out.begin('{');
  out.key("a").text(a.path());
  out.key("b").text(b.path());
  out.key("same").truth(found.none());
  out.key("settings").begin('[');
  for (const setting_change& c : found.settings) print_setting(out.element(), c);
  out.end(']');
  out.key("tensors").begin('[');
  for (const tensor_change& t : found.tensors) print_tensor(out.element(), a.head(), b.head(), t);
  out.end(']');
  out.end('}');
}

} // namespace dlopt::inspect
