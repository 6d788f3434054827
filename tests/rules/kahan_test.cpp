// Kahan compensation against the bits of another implementation: kahan.txt.
#include "isa.h"
#include "stored.h"

#include <fstream>
#include <sstream>

namespace dlopt_test {
namespace {

using words_of_16 = std::vector<uint16_t>;

words_of_16 read_row(std::istream& file, const std::string& name) {
  std::string line, key, word;
  std::getline(file, line);
  std::istringstream row(line);
  row >> key;
  EXPECT_EQ(name, key);
  words_of_16 out;
  while (row >> word) out.push_back(uint16_t(std::stoul(word, nullptr, 16)));
  return out;
}

dlopt_tensor tensor_of(words_of_16& words, dlopt_dtype dtype, const int64_t& count) {
  dlopt_tensor tensor;
  EXPECT_DLOPT(dlopt_tensor_init(&tensor, sizeof tensor, words.data(), dtype, 1, &count));
  return tensor;
}

void run_case(std::istream& file, dlopt_dtype dtype, double lr, int steps) {
  words_of_16 param = read_row(file, "start");
  const int64_t count = int64_t(param.size());
  const optimizer_handle optimizer = make_optimizer(DLOPT_RULE_SGD);
  EXPECT_DLOPT(dlopt_optimizer_set(optimizer.get(), DLOPT_HYPER_LR, lr));
  add_param(optimizer.get(), {dtype, DLOPT_MASTER_KAHAN}, {count});
  for (int t = 1; t <= steps; t++) {
    words_of_16 grad = read_row(file, "grad");
    const dlopt_tensor p = tensor_of(param, dtype, count), g = tensor_of(grad, dtype, count);
    EXPECT_DLOPT(dlopt_optimizer_step(optimizer.get(), &p, &g, 1, nullptr));
    EXPECT_EQ(read_row(file, "param"), param) << name_of(dtype) << " step " << t;
    const auto* comp = static_cast<const uint16_t*>(view_of(optimizer.get(), 0, "kahan_comp").data);
    words_of_16 wanted = read_row(file, "kahan_comp");
    for (size_t i = 0; i < wanted.size(); i++) // a zero may have either sign
      EXPECT_TRUE(wanted[i] == comp[i] || !((wanted[i] | comp[i]) & 0x7fff)) << name_of(dtype) << " step " << t << " element " << i;
  }
}

class kahan : public on_each_isa {};

TEST_P(kahan, has_the_bits_of_optimi) {
  std::ifstream file(DLOPT_VECTORS_DIR "/kahan.txt");
  int cases = 0;
  for (std::string line; std::getline(file, line);) {
    std::istringstream head(line);
    std::string key, dtype;
    double lr = 0;
    int steps = 0;
    head >> key >> dtype >> lr >> steps;
    if (key != "case") continue;
    run_case(file, dtype == "f16" ? DLOPT_DTYPE_F16 : DLOPT_DTYPE_BF16, lr, steps);
    cases++;
  }
  EXPECT_EQ(2, cases);
}

DLOPT_INSTANTIATE_ON_EACH_ISA(kahan);

} // namespace
} // namespace dlopt_test
