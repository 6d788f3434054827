// How much memory a load takes while it works: beside the states, no more than the file has bytes and a little for each parameter.
#include "checkpoint.h"
#include "meter.h"

#include <filesystem>
#include <fstream>
#include <functional>

namespace dlopt_test {
namespace {

struct net_size {
  size_t params;
  int64_t elements; // of each
};
constexpr net_size kFewLarge = {2, int64_t(4) << 20}; // 64 MiB of states with AdamW
constexpr net_size kManySmall = {5000, 64};

// As dlopt_optimizer_load_bytes promises; `empty` are bytes of arrays that hold nothing yet, which are not in the file.
size_t allowance(const net_size& size, const std::string& file, size_t empty = 0) {
  return file.size() + empty + 65536 + 2048 * size.params;
}

void declare(dlopt_optimizer* o, const net_size& size) {
  dlopt_param_desc desc;
  ASSERT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
  desc.ndim = 1;
  desc.shape = &size.elements;
  int32_t slot = 0;
  for (size_t i = 0; i < size.params; i++) ASSERT_DLOPT(dlopt_optimizer_param_add(o, &desc, &slot));
}

void wrap(dlopt_optimizer* o) {
  int32_t index = 0;
  for (dlopt_wrapper wrapper : {DLOPT_WRAPPER_EMA, DLOPT_WRAPPER_LOOKAHEAD, DLOPT_WRAPPER_ACCUMULATE})
    ASSERT_DLOPT(dlopt_optimizer_wrap(o, wrapper, &index));
}

using load_call = std::function<dlopt_status(dlopt_optimizer*, const dlopt_load_desc&)>;

// Loads into an optimizer that has the parameters already, and into one that has none; what is there before or after is not counted.
void expect_little(const net_size& size, size_t allowed, const load_call& load, bool wrapped = false) {
  for (bool declared : {true, false}) {
    meter memory;
    optimizer_handle o = make_optimizer(DLOPT_RULE_ADAMW, memory.runtime());
    if (declared) declare(o.get(), size);
    if (wrapped) wrap(o.get());
    const size_t before = memory.now();
    const dlopt_load_desc desc = load_with(declared ? 0 : DLOPT_LOAD_DECLARE);
    const size_t peak = memory.peak_of([&] { EXPECT_DLOPT(load(o.get(), desc)); });
    const size_t beside = peak - std::max(before, memory.now());
    EXPECT_GT(allowed, beside) << (declared ? "declared" : "new");
  }
}

struct stream {
  const std::string& file;
  size_t at = 0;
};
int64_t read_some(void* user, void* to, size_t n) {
  stream& s = *static_cast<stream*>(user);
  const size_t some = std::min(n, s.file.size() - s.at);
  if (some) std::memcpy(to, s.file.data() + s.at, some);
  s.at += some;
  return int64_t(some);
}

// Of unknown size.
dlopt_status load_stream(dlopt_optimizer* o, const std::string& file, const dlopt_load_desc& desc) {
  stream from = {file};
  dlopt_source source;
  EXPECT_DLOPT(dlopt_source_init(&source, sizeof source));
  source.read = read_some;
  source.user = &from;
  return dlopt_optimizer_load_bytes(o, &source, &desc);
}

struct file_on_disk {
  std::string path = (std::filesystem::temp_directory_path() / ("dlopt-memory-" + std::to_string(getpid()))).string();
  explicit file_on_disk(const std::string& content) { std::ofstream(path, std::ios::binary) << content; }
  ~file_on_disk() { std::filesystem::remove(path); }
};

TEST(LoadMemory, FewLargeParameters) {
  optimizer_handle original = make_optimizer(DLOPT_RULE_ADAMW);
  declare(original.get(), kFewLarge);
  const std::string file = saved(original.get());
  ASSERT_LT(size_t(64) << 20, file.size());
  const file_on_disk copy(file);
  const size_t allowed = allowance(kFewLarge, file);
  expect_little(kFewLarge, allowed, [&](dlopt_optimizer* o, const dlopt_load_desc& desc) { return load(o, file, desc); });
  expect_little(kFewLarge, allowed, [&](dlopt_optimizer* o, const dlopt_load_desc& desc) { return load_stream(o, file, desc); });
  expect_little(kFewLarge, allowed,
                [&](dlopt_optimizer* o, const dlopt_load_desc& desc) { return dlopt_optimizer_load_file(o, copy.path.c_str(), &desc); });
}

TEST(LoadMemory, ManySmallParameters) {
  optimizer_handle original = make_optimizer(DLOPT_RULE_ADAMW);
  declare(original.get(), kManySmall);
  for (bool wrapped : {false, true}) {
    if (wrapped) wrap(original.get());
    const std::string file = saved(original.get());
    const size_t empty = wrapped ? 2 * size_t(kManySmall.elements) * sizeof(float) * kManySmall.params : 0; // Lookahead's, accumulated ones
    const auto load_block = [&](dlopt_optimizer* o, const dlopt_load_desc& desc) { return load(o, file, desc); };
    expect_little(kManySmall, allowance(kManySmall, file, empty), load_block, wrapped);
  }
}

} // namespace
} // namespace dlopt_test
