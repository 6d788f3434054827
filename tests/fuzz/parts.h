// A checkpoint in its parts, whatever is in them, and put together again so that lengths, offsets and checksums are right: else hardly any
// change to a file would get past them.
#pragma once

#define RAPIDJSON_HAS_STDSTRING 1
#include <rapidjson/document.h>

#include <string>
#include <vector>

namespace dlopt_fuzz {

struct entry {
  std::string key, value;
};
struct tensor {
  std::string name, dtype;
  std::vector<uint64_t> shape;
  std::string bytes;
};

struct parts {
  std::vector<entry> metadata;
  std::vector<tensor> tensors; // in the order of their bytes

  bool read(const std::string& file); // false: it is none, or not well-formed
  std::string file() const;
};

} // namespace dlopt_fuzz
