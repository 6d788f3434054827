// Random bits and the normal deviates made of them, for several keys and far-away elements.
#include "check.h"
#include "device.h"
#include "drivers/dispatch.h"
#include "lanes/normal.h"

namespace dlopt_cuda {
namespace {

using namespace dlopt;

struct words_work {
  uint32_t key0, key1;
  uint32_t* words;
  DLOPT_LANE void operator()(int64_t i) const {
    const philox_block block = philox({{uint32_t(i), uint32_t(i * 7), 3, 4}}, key0, key1);
    for (int k = 0; k < 4; ++k) words[4 * i + k] = block.word[k];
  }
};

template <class T> struct normal_work {
  noise_key key;
  int64_t first_block;
  T* x;
  DLOPT_LANE void operator()(int64_t i) const {
    const uint64_t block = uint64_t(first_block + i);
    const philox_block bits = philox({{uint32_t(block), uint32_t(block >> 32), key.slot, uint32_t(key.step)}}, uint32_t(key.seed),
                                     uint32_t(key.seed >> 32) ^ uint32_t(key.step >> 32));
    const point<T> a = normal_pair<T>(bits.word[0], bits.word[1]), b = normal_pair<T>(bits.word[2], bits.word[3]);
    x[4 * i] = a.x, x[4 * i + 1] = a.y, x[4 * i + 2] = b.x, x[4 * i + 3] = b.y;
  }
};

void check_words() {
  constexpr int64_t kBlocks = 100000;
  check result("philox");
  const words_work host = {0x243f6a88, 0x85a308d3, nullptr};
  std::vector<uint32_t> words(4 * kBlocks);
  words_work to_host = host, to_device = host;
  device_array<uint32_t> device_words(words);
  to_host.words = words.data();
  to_device.words = device_words.data();
  for (int64_t i = 0; i < kBlocks; ++i) to_host(i);
  launch(kBlocks, to_device);
  result.compare("words", device_words.values(), words);
}

template <class T> void check_normal(const char* name) {
  constexpr int64_t kBlocks = 1 << 18;
  check result(name);
  std::vector<T> x(4 * kBlocks);
  device_array<T> device_x(x);
  for (const noise_key& key : {noise_key{0, 1, 0}, noise_key{0xfedcba9876543210u, 0x123456789abcu, 77}})
    for (int64_t first : {int64_t(0), int64_t(1) << 40}) {
      typed<T>(current_kernels()).placing.fill_normal(key, first, int64_t(x.size()), x.data());
      launch(kBlocks, normal_work<T>{key, first / 4, device_x.data()});
      result.compare("deviates", device_x.values(), x);
    }
}

} // namespace

void check_noise() {
  check_words();
  check_normal<float>("normal deviates f32");
  check_normal<double>("normal deviates f64");
}

} // namespace dlopt_cuda
