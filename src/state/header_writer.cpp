#include "state/header_writer.h"

namespace dlopt {

// Names are UTF-8 without control characters, which leaves two to escape.
void header_writer::quote(const char* text) noexcept {
  json_.add('"');
  for (; *text; ++text) {
    if (*text == '"' || *text == '\\') json_.add('\\');
    json_.add(*text);
  }
  json_.add('"');
}

void header_writer::entry(const char* key, const char* value) noexcept {
  if (any_) json_.add(',');
  any_ = true;
  quote(key);
  json_.add(':');
  quote(value);
  sum_ += checksum_of_entry(key, value);
}

void header_writer::checksum_of_bytes(const key_text& tensor, uint64_t sum) noexcept {
  entry(key_text(kChecksumPrefix, tensor.text()).text(), checksum_text(sum).text);
}

void header_writer::announce(const key_text& tensor, const tensor_type& type, const int64_t* shape, int32_t ndim) noexcept {
  sum_ += checksum_of_tensor(tensor.text(), type, shape, ndim);
}

void header_writer::end_metadata() noexcept {
  entry(kChecksumKey, checksum_text(sum_).text);
  json_.add('}');
}

void header_writer::tensor(const key_text& name, const tensor_type& type, const int64_t* shape, int32_t ndim, uint64_t begin,
                           uint64_t end) noexcept {
  json_.add(',');
  quote(name.text());
  json_.add(":{\"dtype\":\"");
  json_.add(type.name);
  json_.add("\",\"shape\":[");
  for (int32_t d = 0; d < ndim; ++d) {
    if (d) json_.add(',');
    json_.whole(shape[d]);
  }
  json_.add("],\"data_offsets\":[");
  json_.whole(int64_t(begin));
  json_.add(',');
  json_.whole(int64_t(end));
  json_.add("]}");
}

void header_writer::finish() noexcept {
  json_.add('}');
  while (json_.count() % 8 && !json_.failed()) json_.add(' ');
}

} // namespace dlopt
