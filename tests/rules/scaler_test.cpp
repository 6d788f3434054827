// Loss scalers against PyTorch's and DeepSpeed's own (tests/vectors/scaler.txt), alone and in the step.
#include "buffer.h"
#include "draw.h"
#include "handles.h"

#include <cmath>
#include <fstream>
#include <sstream>

namespace dlopt_test {
namespace {

struct scaler_destroyer {
  void operator()(dlopt_scaler* s) const { EXPECT_DLOPT(dlopt_scaler_destroy(s)); }
};
using scaler_handle = std::unique_ptr<dlopt_scaler, scaler_destroyer>;

scaler_handle make_scaler(const char* preset) {
  dlopt_scaler* raw = nullptr;
  EXPECT_DLOPT(dlopt_scaler_create(nullptr, &raw));
  EXPECT_DLOPT(dlopt_scaler_preset(raw, preset));
  return scaler_handle(raw);
}

double field(const scaler_handle& s, dlopt_scaler_field which) {
  double value = NAN;
  EXPECT_DLOPT(dlopt_scaler_get(s.get(), which, &value));
  return value;
}

double scale(const scaler_handle& s) {
  double value = NAN;
  EXPECT_DLOPT(dlopt_scaler_scale(s.get(), &value));
  return value;
}

// One way to set a scaler, as a line of the file has it.
struct way {
  std::string oracle;
  double init = 0, growth = 0, backoff = 0;
  int interval = 0, hysteresis = 0, consecutive = 0;
  double least = 0;

  void read(std::istream& line) {
    std::string hex[3], last;
    line >> oracle >> hex[0] >> hex[1] >> hex[2] >> interval >> hysteresis >> consecutive >> last;
    init = std::stod(hex[0]), growth = std::stod(hex[1]), backoff = std::stod(hex[2]), least = std::stod(last);
  }
  scaler_handle make() const {
    scaler_handle s = make_scaler(oracle.c_str());
    const auto set = [&](dlopt_scaler_field which, double value) { EXPECT_DLOPT(dlopt_scaler_set(s.get(), which, value)); };
    set(DLOPT_SCALER_GROWTH_FACTOR, growth);
    set(DLOPT_SCALER_BACKOFF_FACTOR, backoff);
    set(DLOPT_SCALER_GROWTH_INTERVAL, interval);
    set(DLOPT_SCALER_HYSTERESIS, hysteresis);
    set(DLOPT_SCALER_CONSECUTIVE_HYSTERESIS, consecutive);
    if (oracle == "deepspeed") set(DLOPT_SCALER_MIN_SCALE, least);
    set(DLOPT_SCALER_INIT_SCALE, oracle == "torch" ? double(float(init)) : init); // it keeps it in f32 from the beginning
    return s;
  }
};

std::vector<bool> pattern(uint64_t seed, int length) {
  draw r(seed);
  const int64_t rarity = 2 + r.below(12);
  std::vector<bool> overflows;
  for (int i = 0; i < length; i++) overflows.push_back(r.one_in(rarity));
  return overflows;
}

// An optimizer whose step a scaler holds back, or not.
class held_back {
public:
  explicit held_back(dlopt_scaler* s) : optimizer_(make_optimizer(DLOPT_RULE_SGD)) {
    desc.scaler = s;
    int32_t slot;
    dlopt_param_desc param;
    EXPECT_DLOPT(dlopt_param_desc_init(&param, sizeof param));
    param.ndim = 1, param.shape = &one_;
    EXPECT_DLOPT(dlopt_optimizer_param_add(optimizer_.get(), &param, &slot));
  }
  dlopt_status step(bool overflow) {
    float g = overflow ? INFINITY : 1e30f;
    dlopt_tensor p, grad;
    EXPECT_DLOPT(dlopt_tensor_init(&p, sizeof p, &value, DLOPT_DTYPE_F32, 1, &one_));
    EXPECT_DLOPT(dlopt_tensor_init(&grad, sizeof grad, &g, DLOPT_DTYPE_F32, 1, &one_));
    return dlopt_optimizer_step(optimizer_.get(), &p, &grad, 1, &desc);
  }
  int64_t steps() const { return dlopt_optimizer_steps(optimizer_.get()); }
  float value = 0;
  dlopt_step_desc desc = default_step();

private:
  optimizer_handle optimizer_;
  int64_t one_ = 1;
};

// What an update comes to: 0, 1 skipped, 2 refused.
int update(dlopt_scaler* s, bool overflow) {
  const dlopt_status status = dlopt_scaler_update(s, overflow);
  EXPECT_TRUE(status == DLOPT_OK || status == DLOPT_ERR_NONFINITE) << dlopt_last_error();
  return status == DLOPT_OK ? int(overflow) : 2;
}
int step(held_back& one, bool overflow) {
  one.value = 0; // so that no step is too small to be seen
  const int64_t steps = one.steps();
  const dlopt_status status = one.step(overflow);
  EXPECT_TRUE(status == DLOPT_OK || status == DLOPT_ERR_NONFINITE) << dlopt_last_error();
  EXPECT_EQ(one.value == 0, one.steps() == steps);
  if (status != DLOPT_OK) return 2;
  EXPECT_EQ(one.desc.skipped, one.value == 0);
  return one.desc.skipped;
}

void hash_in(uint64_t& h, const void* data, size_t bytes) {
  for (size_t i = 0; i < bytes; i++) h = (h ^ static_cast<const unsigned char*>(data)[i]) * 0x100000001b3u;
}

template <class Line> void for_each_line(Line line) {
  std::ifstream file(DLOPT_VECTORS_DIR "/scaler.txt");
  ASSERT_TRUE(file) << "cannot read scaler.txt";
  std::string text;
  while (std::getline(file, text))
    if (text[0] != '#') {
      std::istringstream words(text);
      line(words, text);
    }
}

TEST(scaler, scales_and_skips_are_those_of_pytorch_and_deepspeed_over_ten_thousand_patterns) {
  int64_t patterns = 0;
  for_each_line([&](std::istringstream& words, const std::string& text) {
    if (text.rfind("show", 0) == 0) return;
    way how;
    how.read(words);
    uint64_t first;
    int count, length;
    std::string wanted;
    words >> first >> count >> length >> wanted;
    for (bool in_step : {false, true}) {
      uint64_t h = 0xcbf29ce484222325u;
      for (uint64_t seed = first; seed < first + uint64_t(count); seed++) {
        const scaler_handle s = how.make();
        held_back one(s.get());
        for (bool overflow : pattern(seed, length)) {
          const auto code = static_cast<unsigned char>(in_step ? step(one, overflow) : update(s.get(), overflow));
          const double now = scale(s);
          hash_in(h, &now, sizeof now);
          hash_in(h, &code, 1);
        }
      }
      char got[17];
      std::snprintf(got, sizeof got, "%016llx", static_cast<unsigned long long>(h));
      EXPECT_EQ(wanted, got) << (in_step ? "in the step: " : "alone: ") << text;
    }
    patterns += count;
  });
  EXPECT_GE(patterns, 10000);
}

TEST(scaler, runs_in_words) {
  int shown = 0;
  for_each_line([&](std::istringstream& words, const std::string& text) {
    std::string first_word, codes, hex;
    if (text.rfind("show", 0)) return;
    words >> first_word;
    way how;
    how.read(words);
    uint64_t seed;
    int length;
    words >> seed >> length >> codes;
    const scaler_handle s = how.make();
    const std::vector<bool> overflows = pattern(seed, length);
    for (size_t i = 0; i < codes.size() && words >> hex; i++, shown++) {
      EXPECT_EQ(codes[i] == 'x' ? 2 : codes[i] - '0', update(s.get(), overflows[i])) << text << " update " << i;
      EXPECT_EQ(std::stod(hex), scale(s)) << text << " update " << i;
    }
  });
  EXPECT_GT(shown, 400);
}

TEST(scaler, floor_ceiling_and_static_scales) {
  const scaler_handle s = make_scaler("torch");
  const auto set = [&](dlopt_scaler_field which, double value) { EXPECT_DLOPT(dlopt_scaler_set(s.get(), which, value)); };
  set(DLOPT_SCALER_INIT_SCALE, 12), set(DLOPT_SCALER_MIN_SCALE, 2), set(DLOPT_SCALER_MAX_SCALE, 30), set(DLOPT_SCALER_GROWTH_INTERVAL, 1);
  const auto follow = [&](bool overflow, const numbers& wanted) {
    for (double one : wanted) {
      EXPECT_EQ(int(overflow), update(s.get(), overflow));
      EXPECT_EQ(one, scale(s));
    }
  };
  follow(false, {24, 24}); // 48 is too much
  follow(true, {12, 6, 3, 2, 2});
  set(DLOPT_SCALER_AT_MINIMUM, DLOPT_AT_MINIMUM_FAIL), set(DLOPT_SCALER_HYSTERESIS, 2);
  const double skipped = field(s, DLOPT_SCALER_SKIPPED);
  EXPECT_EQ(1, update(s.get(), true)) << "hysteresis first";
  EXPECT_EQ(2, update(s.get(), true));
  EXPECT_EQ(skipped + 1, field(s, DLOPT_SCALER_SKIPPED)) << "a refused update counts nothing";
  set(DLOPT_SCALER_DYNAMIC, 0);
  follow(true, {2});
  follow(false, {2});
  follow(true, {2});
  EXPECT_EQ(skipped + 3, field(s, DLOPT_SCALER_SKIPPED));
  set(DLOPT_SCALER_DYNAMIC, 1), set(DLOPT_SCALER_MIN_SCALE, 4);
  double unused = 5;
  EXPECT_EQ(DLOPT_ERR_OUT_OF_RANGE, dlopt_scaler_scale(s.get(), &unused));
  EXPECT_EQ(DLOPT_ERR_OUT_OF_RANGE, dlopt_scaler_update(s.get(), 0));
  EXPECT_EQ(5, unused);
}

// Every field that is set comes back, so that a scaler in the middle of things goes on elsewhere.
TEST(scaler, all_its_fields_are_all_it_is) {
  const way how = {"deepspeed", 65536, 2, 0.5, 4, 3, 0, 1};
  const scaler_handle s = how.make();
  const std::vector<bool> overflows = pattern(3, 200);
  for (int i = 0; i < 77; i++) update(s.get(), overflows[size_t(i)]);
  const scaler_handle copy = make_scaler("static");
  for (int32_t i = 0; i < dlopt_scaler_field_count(); i++) {
    dlopt_hyper_info info;
    info.struct_size = sizeof info;
    EXPECT_DLOPT(dlopt_scaler_field_info(i, &info));
    EXPECT_DLOPT(dlopt_scaler_set(copy.get(), info.id, field(s, info.id)));
  }
  for (int i = 77; i < 200; i++) {
    EXPECT_EQ(update(s.get(), overflows[size_t(i)]), update(copy.get(), overflows[size_t(i)]));
    EXPECT_EQ(scale(s), scale(copy)) << i;
  }
}

// As PyTorch's GAN loop: each optimizer is held back by its own gradients, one update for both.
TEST(scaler, serves_two_optimizers_when_deferred) {
  const scaler_handle s = make_scaler("torch");
  EXPECT_DLOPT(dlopt_scaler_set(s.get(), DLOPT_SCALER_DEFERRED, 1));
  EXPECT_DLOPT(dlopt_scaler_set(s.get(), DLOPT_SCALER_GROWTH_INTERVAL, 2));
  held_back generator(s.get()), discriminator(s.get());
  EXPECT_EQ(1, step(generator, true));
  EXPECT_EQ(65536, scale(s));
  EXPECT_EQ(0, step(discriminator, false));
  EXPECT_EQ(65536, scale(s));
  EXPECT_DLOPT(dlopt_scaler_update(s.get(), 0));
  EXPECT_EQ(32768, scale(s));
  EXPECT_EQ(0, field(s, DLOPT_SCALER_FOUND));
  for (double wanted : {32768.0, 65536.0}) {
    EXPECT_EQ(0, step(generator, false));
    EXPECT_EQ(0, step(discriminator, false));
    EXPECT_DLOPT(dlopt_scaler_update(s.get(), 0));
    EXPECT_EQ(wanted, scale(s));
  }
  EXPECT_EQ(1, field(s, DLOPT_SCALER_SKIPPED));
}

TEST(scaler, divides_beside_grad_scale_within_what_numbers_hold) {
  const scaler_handle s = make_scaler("torch");
  held_back one(s.get());
  one.desc.grad_scale = 4;
  EXPECT_EQ(0, step(one, false));
  EXPECT_EQ(-1e-3f * (1e30f / (4 * 65536)), one.value);
  EXPECT_FLOAT_EQ(1e30f / (4 * 65536), float(one.desc.grad_norm));
  one.desc.grad_scale = 1e28;
  EXPECT_EQ(DLOPT_ERR_OUT_OF_RANGE, one.step(false));
  EXPECT_EQ(DLOPT_ERR_OUT_OF_RANGE, one.step(true));
  EXPECT_EQ(65536, scale(s));
}

} // namespace
} // namespace dlopt_test
