// A checkpoint as text.
#include "commands.h"
#include "contents.h"
#include "display.h"

#include "core/shape.h"
#include "state/restore.h"

#include <algorithm>
#include <cstdio>

namespace dlopt::inspect {

namespace {

constexpr size_t kWidestName = 30, kWidestShape = 17;

std::string shape_of(const header& file, const header_tensor& t) { return shape_text(file.shape_of(t), t.ndim).text(); }

// As a shape of the library's messages: "[2, 3]".
std::string shape_of(const record& declared) {
  std::string text = "[";
  for (char c : shown(declared["shape"])) {
    text += c;
    if (c == ',') text += ' ';
  }
  return text + "]";
}

void print_title(const char* title) { std::printf("\n%s\n", title); }

void print_whole(const header& file, const contents& all) {
  wrapped_line format("format    ", 10);
  if (!all.is_checkpoint) return format.add("safetensors, but no checkpoint of dlopt");
  format.add(fitted("checkpoint of dlopt, layout " + shown(all.format) + ", written by " + shown(all.library), 85));
  format.add(check_format(file) ? "(" + shown(last_error()) + ")" : "(the header's checksum fits)");
}

// "name=value" of all fields but those at their defaults.
size_t add_fields(wrapped_line& line, const record& from, const field_table& table, std::string_view but = {}) {
  size_t left_out = 0;
  for (const field& f : from.fields) {
    if (table.at_default(f)) ++left_out;
    else if (f.name != but) line.add(shown(f.name) + "=" + shown(f.value));
  }
  return left_out;
}

// A role's factor of rates or decays that changes nothing: "bias_lr=1".
bool is_neutral_scale(const field& f) noexcept {
  const std::string_view what = f.name.substr(std::min(f.name.size(), f.name.find('_') + 1));
  return f.value == "1" && (what == "lr" || what == "decay");
}

void print_optimizer(const record& optimizer) {
  wrapped_line line("optimizer ", 10);
  line.add(shown(optimizer["rule"]));
  for (const field& f : optimizer.fields)
    if (f.name != "rule" && !is_neutral_scale(f)) line.add(shown(f.name) + "=" + shown(f.value));
}

void print_record(const char* what, const record& r, const field_table& table, std::string_view kind) {
  const std::string name = fitted(shown(r.name), kWidestName);
  wrapped_line line(padded(std::string("  ") + what + (*what ? " " : "") + name, 10), 10);
  if (!kind.empty()) line.add(shown(kind));
  const size_t left_out = add_fields(line, r, table, kind.empty() ? "" : "kind");
  if (left_out) line.add("(" + std::to_string(left_out) + " at their defaults)");
}

void print_settings(const contents& all) {
  print_title("groups and their schedules");
  const field_table hypers = hypers_of(all.optimizer["rule"]);
  for (const record& r : all.groups) print_record("group", r, hypers, {});
  for (const record& r : all.schedules) print_record("", r, schedule_fields_of(r["kind"]), r["kind"]);
  if (!all.wrappers.empty()) print_title("wrappers");
  for (const record& r : all.wrappers) print_record("", r, wrapper_fields_of(r["kind"]), r["kind"]);
  if (all.scaler.name.empty()) return;
  print_title("scaler");
  wrapped_line line("          ", 10);
  if (const size_t left_out = add_fields(line, all.scaler, scaler_fields()))
    line.add("(" + std::to_string(left_out) + " at their defaults)");
}

// A tensor within the line of its owner; its shape where it is not the owner's.
std::string brief(const header& file, const header_tensor& t, const std::string& shape) {
  const std::string own = shape_of(file, t), name = fitted(shown(state_of_tensor(t.name)), 40);
  return name + " " + t.type->name + (own == shape ? "" : " " + fitted(own, 40));
}

// A field in so many columns.
std::string column(const record& declared, std::string_view name, size_t columns) {
  for (const field& f : declared.fields)
    if (f.name == name) return fitted(shown(word_of(f)), columns);
  return "?";
}

void print_row(const std::string& name, const std::string& shape, const std::string& dtype, const std::string& master,
               const std::string& group, const std::string& steps, const std::string& bytes) {
  std::printf("  %s  %s %s %s %s %s %s\n", name.c_str(), padded(fitted(shape, kWidestShape), kWidestShape).c_str(),
              padded(dtype, 5).c_str(), padded(master, 10).c_str(), right(group, 6).c_str(), right(steps, 9).c_str(),
              right(bytes, 14).c_str());
}

void print_param(const header& file, const parameter& p, size_t name_columns) {
  std::string name = padded(fitted(shown(p.declared.name), kColumns - 2), name_columns);
  if (width_of(name) > name_columns) name += "\n  " + padded("", name_columns); // a line of its own
  const std::string shape = shape_of(p.declared);
  print_row(name, shape, column(p.declared, "dtype", 5), column(p.declared, "master", 10), column(p.declared, "group", 6),
            column(p.declared, "steps", 9), grouped(p.bytes));
  if (p.tensors.empty()) return;
  wrapped_line line("     ", 5);
  for (size_t i = 0; i < p.tensors.size(); ++i) line.add(brief(file, *p.tensors[i], shape) + (i + 1 < p.tensors.size() ? "," : ""));
}

void print_params(const header& file, const contents& all) {
  size_t columns = 4;
  for (const parameter& p : all.params) columns = std::max(columns, std::min(kWidestName, width_of(shown(p.declared.name))));
  print_title("parameters");
  print_row(padded("name", columns), "shape", "dtype", "master", "group", "steps", "state bytes");
  for (const parameter& p : all.params) print_param(file, p, columns);
}

void print_tensors(const header& file, const char* title, const std::vector<const header_tensor*>& tensors) {
  if (!tensors.empty()) print_title(title);
  for (const header_tensor* t : tensors)
    std::printf("  %s %s %-8s %s\n", padded(fitted(shown(t->name), 44), 44).c_str(), padded(fitted(shape_of(file, *t), 26), 26).c_str(),
                t->type->name, right(grouped(t->end - t->begin), 14).c_str());
}

void print_metadata(const std::vector<const header_entry*>& metadata) {
  if (!metadata.empty()) print_title("metadata of others");
  for (const header_entry* e : metadata) {
    const std::string key = padded(fitted(shown(e->key), 30), 30);
    std::printf("  %s  %s\n", key.c_str(), fitted(shown(e->value), kColumns - 34).c_str());
  }
}

std::string counted(uint64_t n, const char* what) { return grouped(n) + " " + what + (n == 1 ? "" : "s"); }

} // namespace

exit_status show(const input& file) {
  const header& head = file.head();
  const contents all(head);
  std::printf("file       %s\n", fitted(shown(file.path()), kColumns - 11).c_str());
  print_whole(head, all);
  if (all.is_checkpoint) {
    print_optimizer(all.optimizer);
    print_settings(all);
    print_params(head, all);
  }
  print_tensors(head, "shared by all parameters", all.shared);
  print_tensors(head, all.is_checkpoint ? "tensors of no parameter" : "tensors", all.others);
  print_metadata(all.metadata);
  std::printf("\ntotals     %s, %s; %s bytes of tensors, %s of the file\n", counted(all.params.size(), "parameter").c_str(),
              counted(head.tensors().count(), "tensor").c_str(), grouped(head.data_bytes()).c_str(), grouped(head.bytes()).c_str());
  return kFine;
}

} // namespace dlopt::inspect
