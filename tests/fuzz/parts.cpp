#include "parts.h"

#include <algorithm>
#include <cstring>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace dlopt_fuzz {

namespace {

constexpr const char* kSum = "dlopt.xxh3";
const std::string kSumOf = "dlopt.xxh3.";

uint64_t sum_of(const std::string& bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }
std::string hex(uint64_t sum) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(sum));
  return text;
}
std::string text_of(const rapidjson::Value& v) { return {v.GetString(), v.GetStringLength()}; }

uint64_t bytes_of(const tensor& t) {
  const uint64_t size = t.dtype.find("64") != std::string::npos   ? 8
                        : t.dtype.find("32") != std::string::npos ? 4
                        : t.dtype.find("16") != std::string::npos ? 2
                                                                  : 1;
  uint64_t bytes = size;
  for (uint64_t n : t.shape) {
    if (n > (1 << 16) || bytes > (1 << 16)) return t.bytes.size(); // no such file would fit
    bytes *= n;
  }
  return bytes <= (1 << 16) ? bytes : t.bytes.size();
}

bool read_tensor(const rapidjson::Value& from, const std::string& data, tensor& to, uint64_t& begin) {
  if (!from.IsObject() || !from.HasMember("dtype") || !from.HasMember("shape") || !from.HasMember("data_offsets")) return false;
  const auto &dtype = from["dtype"], &shape = from["shape"], &offsets = from["data_offsets"];
  if (!dtype.IsString() || !shape.IsArray() || !offsets.IsArray() || offsets.Size() != 2) return false;
  to.dtype = text_of(dtype);
  for (const auto& size : shape.GetArray()) to.shape.push_back(size.IsUint64() ? size.GetUint64() : 0);
  if (!offsets[0].IsUint64() || !offsets[1].IsUint64()) return false;
  begin = std::min<uint64_t>(offsets[0].GetUint64(), data.size());
  to.bytes = data.substr(size_t(begin), size_t(std::max(begin, std::min<uint64_t>(offsets[1].GetUint64(), data.size())) - begin));
  return true;
}

// As the library writes it, but for escapes.
class header_text {
public:
  header_text() : writer_(text_) {}
  void metadata(const std::vector<entry>& entries) {
    writer_.StartObject();
    writer_.Key("__metadata__");
    writer_.StartObject();
    for (const entry& e : entries) writer_.String(e.key), writer_.String(e.value);
    writer_.EndObject();
  }
  void tensor_at(const tensor& t, uint64_t begin, uint64_t end) {
    writer_.String(t.name);
    writer_.StartObject();
    writer_.Key("dtype");
    writer_.String(t.dtype);
    writer_.Key("shape");
    writer_.StartArray();
    for (uint64_t size : t.shape) writer_.Uint64(size);
    writer_.EndArray();
    writer_.Key("data_offsets");
    writer_.StartArray();
    writer_.Uint64(begin);
    writer_.Uint64(end);
    writer_.EndArray();
    writer_.EndObject();
  }
  std::string finish() {
    writer_.EndObject();
    std::string text = text_.GetString();
    return text + std::string((8 - text.size() % 8) % 8, ' ');
  }

private:
  rapidjson::StringBuffer text_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_;
};

} // namespace

bool parts::read(const std::string& file) {
  uint64_t length = 0;
  if (file.size() < sizeof length) return false;
  std::memcpy(&length, file.data(), sizeof length);
  if (length > file.size() - sizeof length) return false;
  const std::string json = file.substr(sizeof length, size_t(length)), data = file.substr(sizeof length + size_t(length));
  rapidjson::Document all;
  if (all.Parse<rapidjson::kParseIterativeFlag>(json.data(), json.size()).HasParseError() || !all.IsObject()) return false;
  std::vector<std::pair<uint64_t, tensor>> placed;
  for (const auto& member : all.GetObject()) {
    const std::string name = text_of(member.name);
    if (name == "__metadata__") {
      if (!member.value.IsObject()) return false;
      for (const auto& e : member.value.GetObject())
        metadata.push_back({text_of(e.name), e.value.IsString() ? text_of(e.value) : std::string()});
    } else {
      placed.push_back({0, {name, "", {}, ""}});
      if (!read_tensor(member.value, data, placed.back().second, placed.back().first)) return false;
    }
  }
  std::stable_sort(placed.begin(), placed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& each : placed) tensors.push_back(std::move(each.second));
  return true;
}

std::string parts::file() const {
  parts right = *this;
  std::string data;
  for (tensor& t : right.tensors) t.bytes.resize(size_t(bytes_of(t)));
  uint64_t sum = 0;
  for (entry& e : right.metadata)
    for (const tensor& t : right.tensors)
      if (e.key == kSumOf + t.name) e.value = hex(sum_of(t.bytes));
  for (const entry& e : right.metadata)
    if (e.key != kSum && e.key.compare(0, 6, "dlopt.") == 0) sum += sum_of(e.key + std::string(1, '\0') + e.value);
  for (const tensor& t : right.tensors)
    sum += sum_of(t.name + std::string(1, '\0') + t.dtype + std::string(1, '\0') +
                  std::string(reinterpret_cast<const char*>(t.shape.data()), t.shape.size() * sizeof t.shape[0]));
  for (entry& e : right.metadata)
    if (e.key == kSum) e.value = hex(sum);
  header_text header;
  header.metadata(right.metadata);
  for (const tensor& t : right.tensors) {
    header.tensor_at(t, data.size(), data.size() + t.bytes.size());
    data += t.bytes;
  }
  const std::string json = header.finish();
  const uint64_t length = json.size();
  return std::string(reinterpret_cast<const char*>(&length), sizeof length) + json + data;
}

} // namespace dlopt_fuzz
