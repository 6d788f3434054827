// The kernel call on state of the caller's own: the bits of the object, however a parameter is cut into ranges and whoever updates them.
#include "bit_run.h"
#include "draw.h"
#include "isa.h"
#include "schedule_build.h"

#include <algorithm>
#include <thread>

namespace dlopt_test {
namespace {

class kernel : public on_each_isa {};

bool keeps_numbers(dlopt_rule rule) {
  dlopt_state_info info;
  info.struct_size = sizeof info;
  for (int32_t i = 0; dlopt_rule_state_info(rule, i, &info) == DLOPT_OK; i++)
    if (info.shape != DLOPT_STATE_ELEMENTS) return true;
  return false;
}
bool is_elementwise(dlopt_rule rule) { return !sees_whole_tensors(rule) && !keeps_numbers(rule); }

bool reaches_further(const variant& v) {
  const auto cautious = v.set.find(DLOPT_HYPER_CAUTIOUS);
  return cautious != v.set.end() && cautious->second >= DLOPT_CAUTIOUS_MEAN;
}

numbers gradients(unsigned seed, int64_t n) {
  draw source(seed);
  numbers all;
  while (int64_t(all.size()) < n) all.push_back(source.gradient());
  return all;
}

// What a run varies beside the variant.
struct circumstances {
  int64_t n = 257;
  int steps = 5;
  size_t offset = 0; // of parameter, states and deltas, in bytes past a boundary
  int threads = 1;
  bool delta = false;   // not the parameter: what would be added to it
  bool replace = false; // ... in the gradient's place
  uint32_t flags = 0;
};

// One parameter, the second of an object, and its double on which kernel calls work.
class twins {
public:
  twins(const bit_case& what, const circumstances& how)
      : rule_(what.what.rule), how_(how), optimizer_(make_optimizer(what.what)), param_(what.param.dtype, gradients(1, how.n), how.offset),
        own_(what.param.dtype, param_.values(), how.offset) {
    const int64_t sizes[] = {3, how.n};
    for (const int64_t& size : sizes) {
      dlopt_param_desc desc;
      EXPECT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
      desc.dtype = what.param.dtype;
      desc.ndim = 1;
      desc.shape = &size;
      desc.lr_scale = 0.75;
      desc.decay_scale = 1.5;
      int32_t slot;
      EXPECT_DLOPT(dlopt_optimizer_param_add(optimizer_.get(), &desc, &slot));
    }
    EXPECT_DLOPT(dlopt_optimizer_get(optimizer_.get(), DLOPT_HYPER_LR, &lr_));
    double null_grad = 0;
    EXPECT_DLOPT(dlopt_optimizer_get(optimizer_.get(), DLOPT_HYPER_NULL_GRAD, &null_grad));
    null_grad_is_zero_ = null_grad == DLOPT_NULL_GRAD_ZERO;
    begin_states();
  }

  // Takes step t on both; false: they differ afterwards.
  bool step(int t) {
    set_lr(lr_ / t);
    hand_over_hessian(t);
    const dlopt_dtype types[] = {DLOPT_DTYPE_F32, DLOPT_DTYPE_BF16, DLOPT_DTYPE_F64, DLOPT_DTYPE_F16};
    const dlopt_dtype type = how_.replace ? param_.dtype() : types[t % 4];
    const numbers gradient = gradients(unsigned(t) + 7, how_.n);
    buffer of_object(type, gradient, (how_.offset * 7 + 3) % 64), of_kernel(type, gradient, (how_.offset * 5 + 1) % 64);
    buffer moved(DLOPT_DTYPE_BF16, gradient, how_.offset), own_moved(DLOPT_DTYPE_BF16, gradient, how_.offset + 1);
    buffer replaced(type, gradient);
    buffer& delta_of_object = how_.replace ? replaced : moved;
    buffer& delta_of_kernel = how_.replace ? of_kernel : own_moved;
    const double clip = t % 3 ? 0.4 : INFINITY, scale = t % 2 ? 1 : 3;
    const bool absent = null_grad_is_zero_ && t == 2;
    step_object(of_object, absent, delta_of_object, clip, scale);

    dlopt_kernel_buffers b = buffers();
    b.grad = absent ? nullptr : of_kernel.data();
    b.grad_dtype = type;
    if (how_.delta) b.delta = delta_of_kernel.data(), b.delta_dtype = delta_of_kernel.dtype();
    b.grad_factor = 1 / scale;
    b.clip_value = clip;
    step_kernel(t, b);
    const bool same_gradients = how_.replace || same(of_object, of_kernel);
    return same(param_, own_) && same_states() && same_gradients && (!how_.delta || same(delta_of_object, delta_of_kernel));
  }

  void set(dlopt_hyper hyper, double value) { EXPECT_DLOPT(dlopt_optimizer_set(optimizer_.get(), hyper, value)); }
  void begin_states() {
    const std::vector<dlopt_hyper_value> hypers = listed();
    numbers initial(size_t(dlopt_rule_state_count(rule_)) + 1, -77.0);
    EXPECT_DLOPT(dlopt_kernel_states(rule_, hypers.data(), hypers.size(), &kept_, initial.data()));
    EXPECT_EQ(-77, initial.back()) << "one number too many was written";
    states_.clear();
    for (size_t k = 0; k + 1 < initial.size(); k++) states_.emplace_back(param_.dtype(), numbers(size_t(how_.n), initial[k]), how_.offset);
    keep_pointers();
  }
  uint32_t fresh = 0;

private:
  static bool same(const buffer& a, const buffer& b) { return std::equal(a.data(), a.data() + a.bytes(), b.data()); }

  void keep_pointers() {
    pointers_.clear();
    for (size_t k = 0; k < states_.size(); k++) pointers_.push_back(kept_ >> k & 1u ? states_[k].data() : nullptr);
  }

  dlopt_kernel_buffers buffers() {
    dlopt_kernel_buffers b;
    EXPECT_DLOPT(dlopt_kernel_buffers_init(&b, sizeof b));
    b.dtype = param_.dtype();
    b.n = how_.n;
    b.param = own_.data();
    b.states = pointers_.data();
    b.n_states = int32_t(pointers_.size());
    b.fresh = fresh;
    b.lr_scale = 0.75;
    b.decay_scale = 1.5;
    b.slot = 1;
    b.flags = how_.flags;
    return b;
  }

  void set_lr(double lr) {
    const schedule_handle constant = make_schedule(DLOPT_SCHEDULE_CONSTANT, {});
    EXPECT_DLOPT(dlopt_schedule_set(constant.get(), DLOPT_FIELD_BASE, lr));
    EXPECT_DLOPT(dlopt_optimizer_schedule(optimizer_.get(), -1, DLOPT_HYPER_LR, constant.get()));
  }

  // What the object has that is not the default; lr as it was set is lr0.
  std::vector<dlopt_hyper_value> listed() {
    std::vector<dlopt_hyper_value> all;
    for (const dlopt_hyper_info& info : hypers_of(rule_)) {
      double value = 0;
      EXPECT_DLOPT(dlopt_optimizer_get(optimizer_.get(), info.id, &value));
      if (info.id == DLOPT_HYPER_DECAY_LR && value == 0) value = lr_;
      if (value != info.default_value) all.push_back({sizeof(dlopt_hyper_value), info.id, value});
    }
    return all;
  }

  void hand_over_hessian(int t) {
    if (rule_ != DLOPT_RULE_SOPHIA || t % 2 == 0) return;
    buffer estimate(DLOPT_DTYPE_F32, gradients(unsigned(t) + 70, how_.n));
    dlopt_tensor both[] = {estimate.absent(), estimate.tensor()};
    EXPECT_DLOPT(dlopt_optimizer_hessian(optimizer_.get(), both, 2));
    dlopt_tensor view = state_of("hessian");
    for (size_t k = 0; k < states_.size(); k++)
      if (states_of(rule_)[k] == "hessian") std::memcpy(states_[k].data(), view.data, states_[k].bytes());
  }

  dlopt_tensor state_of(const std::string& name) {
    dlopt_tensor view;
    view.struct_size = sizeof view;
    EXPECT_DLOPT(dlopt_optimizer_state(optimizer_.get(), 1, name.c_str(), &view));
    return view;
  }

  bool same_states() {
    const std::vector<std::string> names = states_of(rule_);
    for (size_t k = 0; k < names.size(); k++)
      if ((kept_ >> k & 1u) && std::memcmp(state_of(names[k]).data, states_[k].data(), states_[k].bytes())) return false;
    return true;
  }

  void step_object(buffer& grad, bool absent, buffer& delta, double clip, double scale) {
    buffer none(param_.dtype(), numbers(3)), unmoved(param_.dtype(), numbers(3));
    dlopt_tensor p[] = {none.tensor(), param_.tensor()}, d[] = {unmoved.tensor(), delta.tensor()};
    dlopt_tensor g[] = {none.absent(), absent ? grad.absent() : grad.tensor()};
    dlopt_step_desc desc = default_step();
    desc.clip_value = clip;
    desc.grad_scale = scale;
    desc.flags = how_.flags;
    if (how_.delta) desc.deltas = d;
    EXPECT_DLOPT(dlopt_optimizer_step(optimizer_.get(), p, g, 2, &desc));
  }

  // Ranges of any size in any order, some of them empty, dealt to the threads.
  void step_kernel(int t, const dlopt_kernel_buffers& b) {
    draw random(unsigned(t) + 700);
    std::vector<int64_t> cuts = {0, how_.n};
    for (int i = 0; i < 9; i++) cuts.push_back(random.below(how_.n + 1));
    std::sort(cuts.begin(), cuts.end());
    std::vector<std::pair<int64_t, int64_t>> ranges;
    for (size_t i = 0; i + 1 < cuts.size(); i++) ranges.push_back({cuts[i], cuts[i + 1]});
    for (size_t i = ranges.size(); i > 1; i--) std::swap(ranges[i - 1], ranges[size_t(random.below(int64_t(i)))]);
    const std::vector<dlopt_hyper_value> hypers = listed();
    const auto work = [&](size_t first) {
      for (size_t i = first; i < ranges.size(); i += size_t(how_.threads))
        EXPECT_DLOPT(dlopt_kernel_apply(nullptr, rule_, hypers.data(), hypers.size(), t, &b, ranges[i].first, ranges[i].second, nullptr));
    };
    std::vector<std::thread> others;
    for (int i = 1; i < how_.threads; i++) others.emplace_back(work, size_t(i));
    work(0);
    for (std::thread& other : others) other.join();
  }

  dlopt_rule rule_;
  circumstances how_;
  optimizer_handle optimizer_;
  buffer param_, own_;
  double lr_ = 0;
  bool null_grad_is_zero_ = false;
  uint32_t kept_ = 0;
  std::vector<buffer> states_;
  std::vector<void*> pointers_;
};

std::string describe(const bit_case& c) { return std::string(dlopt_rule_name(c.what.rule)) + " " + c.what.name + " " + name_of(c.param); }

void expect_twins(const bit_case& c, const circumstances& how) {
  twins both(c, how);
  for (int t = 1; t <= how.steps; t++) ASSERT_TRUE(both.step(t)) << describe(c) << ", step " << t;
}

std::vector<bit_case> cases(bool plain_only) {
  std::vector<bit_case> all;
  for (dlopt_rule rule : all_rules()) {
    if (!is_elementwise(rule)) continue;
    for (const variant& v : plain_only ? std::vector<variant>{busy_variant(rule)} : variants_of(rule))
      for (dlopt_dtype param : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64})
        if (!reaches_further(v)) all.push_back({v, param});
  }
  return all;
}

TEST_P(kernel, gives_the_bits_of_the_object) {
  for (const bit_case& c : cases(false)) ASSERT_NO_FATAL_FAILURE(expect_twins(c, {}));
}

TEST_P(kernel, gives_them_from_several_threads) {
  circumstances how;
  how.n = 2 * 16384 + 77;
  how.steps = 3;
  how.threads = 3;
  for (const bit_case& c : cases(true)) ASSERT_NO_FATAL_FAILURE(expect_twins(c, how));
}

TEST_P(kernel, gives_them_wherever_buffers_lie) {
  circumstances how;
  how.steps = 2;
  for (const bit_case& c : cases(true))
    for (how.offset = 1; how.offset < 64; how.offset += 3)
      for (how.n = 1; how.n < 600; how.n = how.n * 7 + 3) ASSERT_NO_FATAL_FAILURE(expect_twins(c, how)) << "offset " << how.offset;
}

TEST_P(kernel, writes_deltas_and_zeros) {
  for (const bit_case& c : cases(false)) {
    circumstances how;
    how.steps = 3;
    how.flags = DLOPT_STEP_ZERO_GRADS;
    ASSERT_NO_FATAL_FAILURE(expect_twins(c, how)) << "zeros";
    how.delta = true;
    ASSERT_NO_FATAL_FAILURE(expect_twins(c, how)) << "deltas and zeros";
    how.flags = 0;
    how.replace = true;
    ASSERT_NO_FATAL_FAILURE(expect_twins(c, how)) << "deltas in the gradients' place";
  }
}

// A state that comes late has not seen a gradient, and only its owner knows.
TEST(kernel_states, that_come_late_are_fresh) {
  for (const uint32_t fresh : {0u, 1u}) {
    twins both({busy_variant(DLOPT_RULE_SGD), DLOPT_DTYPE_F32}, {});
    both.set(DLOPT_HYPER_DAMPENING, 0.25);
    both.set(DLOPT_HYPER_MOMENTUM, 0);
    both.begin_states();
    ASSERT_TRUE(both.step(1) && both.step(2));
    both.set(DLOPT_HYPER_MOMENTUM, 0.9);
    both.begin_states();
    both.fresh = fresh;
    // The object's buffer was allocated before, and its steps without momentum left it fresh.
    EXPECT_EQ(fresh == 1, both.step(3));
  }
}

TEST(kernel_states, start_as_the_hyper_parameters_say) {
  uint32_t kept = 0;
  double initial[3] = {-1, -1, -1};
  const dlopt_hyper_value from = {sizeof from, DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, 0.5};
  EXPECT_DLOPT(dlopt_kernel_states(DLOPT_RULE_ADAGRAD, &from, 1, &kept, initial));
  EXPECT_EQ(1u, kept);
  EXPECT_EQ(0.5, initial[0]);
  EXPECT_DLOPT(dlopt_kernel_states(DLOPT_RULE_ADAMW, nullptr, 0, &kept, initial));
  EXPECT_EQ(3u, kept);
  const dlopt_hyper_value amsgrad = {sizeof amsgrad, DLOPT_HYPER_AMSGRAD, 1};
  EXPECT_DLOPT(dlopt_kernel_states(DLOPT_RULE_ADAMW, &amsgrad, 1, &kept, nullptr));
  EXPECT_EQ(7u, kept);
}

// Against numbers, not against the object: two steps of AdamW by hand.
TEST(kernel_states, belong_to_the_caller) {
  float p = 1, g = 0.5f, m = 0, v = 0;
  void* states[] = {&m, &v};
  dlopt_kernel_buffers b;
  ASSERT_DLOPT(dlopt_kernel_buffers_init(&b, sizeof b));
  b.n = 1, b.param = &p, b.grad = &g, b.states = states, b.n_states = 2;
  const dlopt_hyper_value lr = {sizeof lr, DLOPT_HYPER_LR, 0.125};
  double x = 1, mean = 0, square = 0;
  for (int t = 1; t <= 2; t++) {
    ASSERT_DLOPT(dlopt_kernel_apply(nullptr, DLOPT_RULE_ADAMW, &lr, 1, t, &b, 0, 1, nullptr));
    mean = 0.9 * mean + 0.1 * 0.5, square = 0.999 * square + 0.001 * 0.25;
    x -= 0.125 * 0.01 * x;
    x -= 0.125 * (mean / (1 - std::pow(0.9, t))) / (std::sqrt(square / (1 - std::pow(0.999, t))) + 1e-8);
    EXPECT_NEAR(x, double(p), 1e-6);
    EXPECT_NEAR(mean, double(m), 1e-7);
    EXPECT_NEAR(square, double(v), 1e-9);
  }
}

TEST(kernel_refuses, rules_that_look_at_more_than_an_element) {
  int refused = 0;
  for (dlopt_rule rule : all_rules()) {
    uint32_t kept = 0;
    const dlopt_status status = dlopt_kernel_states(rule, nullptr, 0, &kept, nullptr);
    EXPECT_EQ(is_elementwise(rule) ? DLOPT_OK : DLOPT_ERR_UNSUPPORTED, status) << dlopt_rule_name(rule);
    if (status == DLOPT_OK) continue;
    refused++;
    EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), dlopt_rule_name(rule))) << dlopt_last_error();
  }
  EXPECT_GT(refused, 5);
  EXPECT_GT(int(all_rules().size()) - refused, 15);
}

TEST(kernel_refuses, forms_of_cautious_that_count) {
  for (const double form : {DLOPT_CAUTIOUS_MEAN, DLOPT_CAUTIOUS_COUNT}) {
    uint32_t kept = 0;
    const dlopt_hyper_value cautious = {sizeof cautious, DLOPT_HYPER_CAUTIOUS, form};
    EXPECT_EQ(DLOPT_ERR_UNSUPPORTED, dlopt_kernel_states(DLOPT_RULE_LION, &cautious, 1, &kept, nullptr));
    EXPECT_EQ(0u, kept);
  }
}

DLOPT_INSTANTIATE_ON_EACH_ISA(kernel);

} // namespace
} // namespace dlopt_test
