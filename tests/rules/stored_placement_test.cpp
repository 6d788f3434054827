// Optimizers with masters and moments in few bits, in memory of the caller's: measured to the byte, copied with all that they keep.
#include "isa.h"
#include "mixed_net.h"

namespace dlopt_test {
namespace {

const mixed_net::shape_list kShapes = {{130, 64}, {9}, {DLOPT_STATES_MIN_NUMEL + 3}, {}, {0}, {300, 577}};

mixed_net make_net(const storage& how, dlopt_state_form states, bool outline = false) {
  const variant v = busy_variant(DLOPT_RULE_ADAMW);
  optimizer_handle optimizer = make_optimizer(v);
  if (outline) {
    dlopt_optimizer* raw = nullptr;
    EXPECT_DLOPT(dlopt_optimizer_outline(nullptr, v.rule, &raw));
    optimizer.reset(raw);
    for (const auto& [hyper, value] : v.set) EXPECT_DLOPT(dlopt_optimizer_set(raw, hyper, value));
  }
  mixed_net net(std::move(optimizer), v, how, kShapes, states);
  net.wrap(DLOPT_WRAPPER_LOOKAHEAD, {{DLOPT_WRAP_K, 2}});
  net.wrap(DLOPT_WRAPPER_EMA);
  return net;
}

// What an optimizer takes, with memory around it that must stay as it is.
class fenced_block {
public:
  fenced_block(dlopt_optimizer* optimizer, size_t gap) : gap_(gap) {
    EXPECT_DLOPT(dlopt_optimizer_size(optimizer, &bytes));
    memory_.assign(bytes + gap + kFence, 0xa5);
  }
  void* data() { return memory_.data() + gap_; }
  bool is_whole() const {
    const auto is_fence = [](unsigned char c) { return c == 0xa5; };
    return std::all_of(memory_.begin(), memory_.begin() + long(gap_), is_fence) &&
           std::all_of(memory_.end() - long(kFence), memory_.end(), is_fence);
  }
  size_t bytes = 0;

private:
  static constexpr size_t kFence = 256;
  size_t gap_;
  std::vector<unsigned char> memory_;
};

void follow(mixed_net& net, const mixed_net& of) {
  for (size_t k = 0; k < of.params.size(); k++) net.params[k].assign(of.params[k].values());
  for (size_t k = 0; k < of.averages.size(); k++) net.averages[k].assign(of.averages[k].values());
}

class stored_placement : public testing::TestWithParam<storage> {};

TEST_P(stored_placement, has_the_bits_of_the_original_in_a_block_of_just_its_size) {
  for (dlopt_state_form states : {DLOPT_STATES_FULL, DLOPT_STATES_BF16, DLOPT_STATES_LINEAR8, DLOPT_STATES_DYNAMIC8})
    for (int32_t before : {0, 3}) {
      mixed_net original = make_net(GetParam(), states), copy = make_net(GetParam(), states);
      for (int t = 1; t <= before; t++) ASSERT_DLOPT(original.step(t));
      fenced_block block(original.optimizer.get(), size_t(before) * 7);
      dlopt_optimizer* placed = nullptr;
      EXPECT_EQ(DLOPT_ERR_OUT_OF_RANGE, dlopt_optimizer_place(original.optimizer.get(), block.data(), block.bytes - 1, &placed));
      EXPECT_EQ(nullptr, placed);
      ASSERT_DLOPT(dlopt_optimizer_place(original.optimizer.get(), block.data(), block.bytes, &placed));
      copy.optimizer.reset(placed);
      follow(copy, original);
      ASSERT_TRUE(original.everything() == copy.everything()) << name_of_form(states);
      for (int t = before + 1; t <= before + 3; t++) {
        ASSERT_DLOPT(original.step(t));
        ASSERT_DLOPT(copy.step(t));
        ASSERT_TRUE(original.everything() == copy.everything()) << name_of_form(states) << " step " << t;
      }
      dlopt_optimizer* clone = nullptr; // out of the block again
      ASSERT_DLOPT(dlopt_optimizer_clone(copy.optimizer.get(), &clone));
      copy.optimizer.reset(clone);
      EXPECT_TRUE(block.is_whole());
      for (mixed_net* net : {&original, &copy}) ASSERT_DLOPT(net->step(9));
      EXPECT_TRUE(original.everything() == copy.everything()) << name_of_form(states);
    }
}

TEST_P(stored_placement, gives_an_outline_its_states) {
  for (dlopt_state_form states : {DLOPT_STATES_FULL, DLOPT_STATES_BF16, DLOPT_STATES_LINEAR8, DLOPT_STATES_DYNAMIC8}) {
    mixed_net truth = make_net(GetParam(), states), net = make_net(GetParam(), states, true);
    size_t wanted = 0;
    ASSERT_DLOPT(dlopt_optimizer_size(truth.optimizer.get(), &wanted));
    EXPECT_EQ(DLOPT_ERR_STATE, net.step(1));
    dlopt_optimizer* twin = nullptr;
    ASSERT_DLOPT(dlopt_optimizer_clone(net.optimizer.get(), &twin));
    net.optimizer.reset(twin); // an outline, too
    fenced_block block(net.optimizer.get(), 1);
    EXPECT_EQ(wanted, block.bytes) << name_of_form(states);
    dlopt_optimizer* placed = nullptr;
    EXPECT_EQ(DLOPT_ERR_OUT_OF_RANGE, dlopt_optimizer_place(net.optimizer.get(), block.data(), block.bytes - 1, &placed));
    ASSERT_DLOPT(dlopt_optimizer_place(net.optimizer.get(), block.data(), block.bytes, &placed));
    net.optimizer.reset(placed);
    for (int t = 1; t <= 3; t++) {
      for (mixed_net* one : {&truth, &net}) ASSERT_DLOPT(one->step(t));
      ASSERT_TRUE(truth.everything() == net.everything()) << name_of_form(states) << " step " << t;
    }
    net.optimizer.reset();
    EXPECT_TRUE(block.is_whole());
  }
}

INSTANTIATE_TEST_SUITE_P(forms, stored_placement, testing::ValuesIn(stored_forms()), [](const auto& info) { return name_of(info.param); });

// Parameters of 16 bits are the object's: a kernel call says so.
TEST(kernel_refuses, parameters_of_16_bits) {
  for (dlopt_dtype dtype : {DLOPT_DTYPE_F16, DLOPT_DTYPE_BF16}) {
    uint16_t p[3] = {1, 2, 3};
    float g[3] = {1, 2, 3};
    dlopt_kernel_buffers buffers;
    ASSERT_DLOPT(dlopt_kernel_buffers_init(&buffers, sizeof buffers));
    buffers.dtype = dtype, buffers.n = 3, buffers.param = p, buffers.grad = g;
    EXPECT_EQ(DLOPT_ERR_DTYPE, dlopt_kernel_apply(nullptr, DLOPT_RULE_SIGNSGD, nullptr, 0, 1, &buffers, 0, 3, nullptr));
    const std::string text = dlopt_last_error();
    EXPECT_NE(std::string::npos, text.find(name_of(dtype))) << text;
    EXPECT_NE(std::string::npos, text.find("wanted f32 or f64")) << text;
    EXPECT_TRUE(p[0] == 1 && p[1] == 2 && p[2] == 3);
  }
}

} // namespace
} // namespace dlopt_test
