// Whether a checkpoint is as it was written: its structure, its metadata, the bytes of every tensor.
#include "commands.h"
#include "contents.h"
#include "json.h"

#include "state/restore.h"

namespace dlopt::inspect {

namespace {

struct finding {
  const char* tensor; // nullptr: the whole
  std::string problem;
};
struct verdict {
  std::vector<finding> found;
  uint64_t checked = 0, unchecked = 0; // tensors
};

// Tensors of others may have no checksum.
bool must_have_checksum(const header& file, const header_tensor& t) noexcept {
  const std::string owner(owner_of_tensor(t.name));
  return !std::strncmp(t.name, "shared/", 7) || file.find_value(key_text(kParamPrefix, owner.c_str()).text());
}

dlopt_status check_tensor(input& file, const header_tensor& t, std::vector<char>& piece, verdict& v) {
  const char* const wanted = file.head().find_value(key_text(kChecksumPrefix, t.name).text());
  if (!wanted) {
    ++v.unchecked;
    if (must_have_checksum(file.head(), t)) v.found.push_back({t.name, "it has no checksum"});
    return DLOPT_OK;
  }
  checksum sum;
  const dlopt_status status = in_pieces(t.end - t.begin, [&](uint64_t from, size_t n) {
    const dlopt_status read = file.read(t, from, piece.data(), n);
    if (!read) sum.add(piece.data(), n);
    return read;
  });
  if (status) return status;
  ++v.checked;
  if (std::strcmp(wanted, checksum_text(sum.value()).text)) v.found.push_back({t.name, "its checksum does not fit"});
  return DLOPT_OK;
}

dlopt_status check_all(input& file, verdict& v) {
  if (check_format(file.head())) v.found.push_back({nullptr, last_error()});
  std::vector<char> piece(kPieceBytes);
  for (size_t i : file.head().by_place())
    if (dlopt_status status = check_tensor(file, file.head().tensors()[i], piece, v)) return status;
  return DLOPT_OK;
}

void print_json(const char* path, const verdict& v) {
  json out;
  out.begin('{');
  out.key("file").text(path);
  out.key("ok").truth(v.found.empty());
  out.key("tensors_checked").whole(v.checked);
  out.key("tensors_without_checksum").whole(v.unchecked);
  out.key("problems").begin('[');
  for (const finding& f : v.found) {
    out.element().begin('{');
    out.key("tensor");
    if (f.tensor) out.text(f.tensor);
    else out.null();
    out.key("problem").text(f.problem);
    out.end('}');
  }
  out.end(']');
  out.end('}');
}

void print_text(const char* path, const verdict& v) {
  for (const finding& f : v.found) {
    wrapped_line line(f.tensor ? "damaged: tensor" : "damaged:", 8);
    if (f.tensor) line.add(shown(f.tensor) + ":");
    line.add(shown(f.problem));
  }
  wrapped_line line(fitted(shown(path), kColumns / 2) + ":", 4);
  line.add(v.found.empty() ? "whole;" : "damaged;");
  line.add(grouped(v.checked) + " tensors checked,");
  line.add(grouped(v.unchecked) + " without a checksum");
}

exit_status print(const char* path, const verdict& v, bool as_json) {
  (as_json ? print_json : print_text)(path, v);
  return v.found.empty() ? kFine : kNotFine;
}

} // namespace

exit_status verify(input& file, bool as_json) {
  verdict v;
  if (check_all(file, v)) return report_trouble(file.path());
  return print(file.path(), v, as_json);
}

exit_status verify_failed(const char* path, bool as_json) {
  verdict v;
  v.found.push_back({nullptr, last_error()});
  return print(path, v, as_json);
}

} // namespace dlopt::inspect
