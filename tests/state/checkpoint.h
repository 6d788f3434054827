// Checkpoints in memory: saved, loaded, taken apart and put together again with anything in them.
#pragma once

#include "mixed_net.h"

#include <string>

namespace dlopt_test {

inline std::string saved(dlopt_optimizer* optimizer, dlopt_scaler* scaler = nullptr) {
  dlopt_save_desc desc;
  EXPECT_DLOPT(dlopt_save_desc_init(&desc, sizeof desc));
  desc.scaler = scaler;
  size_t wanted = 0, used = 0;
  EXPECT_DLOPT(dlopt_optimizer_save_size(optimizer, &wanted, &desc));
  std::string file(wanted, 'x');
  EXPECT_DLOPT(dlopt_optimizer_save_block(optimizer, file.data(), file.size(), &used, &desc));
  EXPECT_EQ(wanted, used);
  return file;
}

inline dlopt_load_desc load_with(uint32_t flags, dlopt_scaler* scaler = nullptr) {
  dlopt_load_desc desc;
  EXPECT_DLOPT(dlopt_load_desc_init(&desc, sizeof desc));
  desc.flags = flags;
  desc.scaler = scaler;
  return desc;
}

inline dlopt_status load(dlopt_optimizer* optimizer, const std::string& file, const dlopt_load_desc& desc) {
  return dlopt_optimizer_load_block(optimizer, file.data(), file.size(), &desc);
}
inline dlopt_status load(dlopt_optimizer* optimizer, const std::string& file, uint32_t flags = 0) {
  return load(optimizer, file, load_with(flags));
}

// A file in its parts; only of those that the library wrote.
struct checkpoint {
  struct tensor {
    std::string name, dtype, shape;
    uint64_t begin, end;
  };
  std::vector<std::pair<std::string, std::string>> metadata;
  std::vector<tensor> tensors;
  std::string data;

  explicit checkpoint(const std::string& file);
  std::string& value(const std::string& key);
  tensor& named(const std::string& name);
  // Changes one field of a record.
  void set(const std::string& key, const std::string& field, const std::string& value);
  // Writes a number of a tensor, with its checksum.
  template <class T> void poke(const std::string& name, size_t index, T number) {
    std::memcpy(&data[named(name).begin + index * sizeof number], &number, sizeof number);
    seal(named(name));
  }
  void seal(const tensor& t);
  std::string header() const; // with the checksum that it should have
  std::string file() const { return with_header(header()); }
  std::string with_header(const std::string& json) const; // any text
};

} // namespace dlopt_test
