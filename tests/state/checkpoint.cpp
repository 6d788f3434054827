#include "checkpoint.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstdio>

namespace dlopt_test {

namespace {

std::string hex(uint64_t sum) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(sum));
  return text;
}
uint64_t sum_of(const std::string& bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

// Reads JSON of one known layout.
struct reader {
  const std::string& text;
  size_t at = 0;
  bool take(const std::string& wanted) {
    if (text.compare(at, wanted.size(), wanted) != 0) return false;
    at += wanted.size();
    return true;
  }
  void expect(const std::string& wanted) { EXPECT_TRUE(take(wanted)) << wanted << " at " << at << " of " << text; }
  std::string until(char end) {
    const size_t from = at;
    at = text.find(end, at);
    return text.substr(from, at++ - from);
  }
  std::string quoted() {
    expect("\"");
    std::string out;
    for (; at < text.size() && text[at] != '"'; at++) out += text[at += text[at] == '\\'];
    at++;
    return out;
  }
};

std::string quote(const std::string& text) {
  std::string out = "\"";
  for (char c : text) out += c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
  return out + "\"";
}

// The sizes of "2,3", as the checksum of the header takes them.
std::string size_bytes(const std::string& shape) {
  std::string out;
  for (size_t at = 0; at < shape.size();) {
    const auto size = int64_t(std::strtoull(shape.c_str() + at, nullptr, 10));
    out.append(reinterpret_cast<const char*>(&size), sizeof size);
    at = std::min(shape.find(',', at), shape.size() - 1) + 1;
  }
  return out;
}

} // namespace

checkpoint::checkpoint(const std::string& file) {
  uint64_t length = 0;
  std::memcpy(&length, file.data(), sizeof length);
  const std::string json = file.substr(8, length);
  data = file.substr(8 + length);
  reader r{json};
  r.expect("{\"__metadata__\":{");
  do {
    std::string key = r.quoted();
    r.expect(":");
    metadata.emplace_back(key, r.quoted());
  } while (r.take(","));
  r.expect("}");
  while (r.take(",")) {
    tensor t;
    t.name = r.quoted();
    r.expect(":{\"dtype\":");
    t.dtype = r.quoted();
    r.expect(",\"shape\":[");
    t.shape = r.until(']');
    r.expect(",\"data_offsets\":[");
    t.begin = std::stoull(r.until(','));
    t.end = std::stoull(r.until(']'));
    r.expect("}");
    tensors.push_back(t);
  }
  r.expect("}");
}

std::string& checkpoint::value(const std::string& key) {
  for (auto& [name, text] : metadata)
    if (name == key) return text;
  ADD_FAILURE() << "no metadata " << key;
  return metadata[0].second;
}

checkpoint::tensor& checkpoint::named(const std::string& name) {
  for (tensor& t : tensors)
    if (t.name == name) return t;
  ADD_FAILURE() << "no tensor " << name;
  return tensors[0];
}

void checkpoint::set(const std::string& key, const std::string& field, const std::string& text) {
  std::string& record = value(key);
  const size_t at = (" " + record).find(" " + field + "=");
  ASSERT_NE(std::string::npos, at) << field << " in " << record;
  const size_t first = at + field.size() + 1, past = std::min(record.find(' ', first), record.size());
  record.replace(first, past - first, text);
}

void checkpoint::seal(const tensor& t) { value("dlopt.xxh3." + t.name) = hex(sum_of(data.substr(t.begin, t.end - t.begin))); }

std::string checkpoint::header() const {
  uint64_t sum = 0;
  for (const auto& [key, text] : metadata)
    if (key != "dlopt.xxh3" && key.compare(0, 6, "dlopt.") == 0) sum += sum_of(key + std::string(1, '\0') + text);
  for (const tensor& t : tensors) sum += sum_of(t.name + std::string(1, '\0') + t.dtype + std::string(1, '\0') + size_bytes(t.shape));
  std::string json = "{\"__metadata__\":{";
  for (const auto& [key, text] : metadata) json += quote(key) + ":" + quote(key == "dlopt.xxh3" ? hex(sum) : text) + ",";
  json.back() = '}';
  for (const tensor& t : tensors)
    json += "," + quote(t.name) + ":{\"dtype\":\"" + t.dtype + "\",\"shape\":[" + t.shape + "],\"data_offsets\":[" +
            std::to_string(t.begin) + "," + std::to_string(t.end) + "]}";
  json += "}";
  return json + std::string((8 - json.size() % 8) % 8, ' ');
}

std::string checkpoint::with_header(const std::string& json) const {
  const uint64_t length = json.size();
  return std::string(reinterpret_cast<const char*>(&length), sizeof length) + json + data;
}

} // namespace dlopt_test
