// A checkpoint as JSON, with everything that its metadata hold.
#include "commands.h"
#include "contents.h"
#include "json.h"

#include "state/restore.h"

#include <cmath>

namespace dlopt::inspect {

namespace {

// A number as a number; what JSON has none for, and all else, as text.
void print_value(json& out, std::string_view value) {
  const text_piece text = {value.data(), value.size()};
  int64_t whole = 0;
  double real = 0;
  if (read_whole(text, whole)) out.raw(std::to_string(whole));
  else if (read_real(text, real) && std::isfinite(real)) out.raw(number(real).text());
  else out.text(value);
}

void print_list(json& out, std::string_view list) {
  out.begin('[');
  while (!list.empty()) {
    const std::string_view piece = list.substr(0, list.find(','));
    print_value(out.element(), piece);
    list.remove_prefix(std::min(list.size(), piece.size() + 1));
  }
  out.end(']');
}

void print_fields(json& out, const record& r) {
  out.begin('{');
  for (const field& f : r.fields) {
    out.key(f.name);
    if (is_list(f.name)) print_list(out, f.value);
    else print_value(out, word_of(f));
  }
  out.end('}');
}

void print_records(json& out, const char* name, const std::vector<record>& records) {
  out.key(name).begin('{');
  for (const record& r : records) print_fields(out.key(r.name), r);
  out.end('}');
}

void print_tensor(json& out, const header& file, const header_tensor& t) {
  out.begin('{');
  out.key("name").text(t.name);
  out.key("dtype").text(t.type->name);
  out.key("shape").begin('[');
  for (int32_t d = 0; d < t.ndim; ++d) out.element().whole(uint64_t(file.shape_of(t)[d]));
  out.end(']');
  out.key("bytes").whole(t.end - t.begin);
  const char* const sum = file.find_value(key_text(kChecksumPrefix, t.name).text());
  out.key("xxh3");
  if (sum) out.text(sum);
  else out.null();
  out.end('}');
}

void print_tensors(json& out, const char* name, const header& file, const std::vector<const header_tensor*>& tensors) {
  out.key(name).begin('[');
  for (const header_tensor* t : tensors) print_tensor(out.element(), file, *t);
  out.end(']');
}

void print_params(json& out, const header& file, const std::vector<parameter>& params) {
  out.key("parameters").begin('[');
  for (const parameter& p : params) {
    out.element().begin('{');
    out.key("name").text(p.declared.name);
    print_fields(out.key("declared"), p.declared);
    print_tensors(out, "tensors", file, p.tensors);
    out.key("bytes").whole(p.bytes);
    out.end('}');
  }
  out.end(']');
}

void print_totals(json& out, const header& file, const contents& all) {
  out.key("totals").begin('{');
  out.key("parameters").whole(all.params.size());
  out.key("tensors").whole(file.tensors().count());
  out.key("tensor_bytes").whole(file.data_bytes());
  out.key("file_bytes").whole(file.bytes());
  out.end('}');
}

} // namespace

exit_status show_json(const input& file) {
  const header& head = file.head();
  const contents all(head);
  json out;
  out.begin('{');
  out.key("file").text(file.path());
  out.key("checkpoint").truth(all.is_checkpoint);
  out.key("header_fits").truth(!check_format(head));
  out.key("format").text(all.format);
  out.key("library").text(all.library);
  print_fields(out.key("optimizer"), all.optimizer);
  print_records(out, "groups", all.groups);
  print_records(out, "schedules", all.schedules);
  print_records(out, "wrappers", all.wrappers);
  print_fields(out.key("scaler"), all.scaler);
  print_params(out, head, all.params);
  print_tensors(out, "shared", head, all.shared);
  print_tensors(out, "other_tensors", head, all.others);
  out.key("metadata").begin('{');
  for (const header_entry* e : all.metadata) out.key(e->key).text(e->value);
  out.end('}');
  print_totals(out, head, all);
  out.end('}');
  return kFine;
}

} // namespace dlopt::inspect
