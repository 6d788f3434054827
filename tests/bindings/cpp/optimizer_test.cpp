// What the classes do beside refusing: each call is compared with its counterpart in the C API, or with what must come of it.
#include "check.h"

#include <array>
#include <cmath>

namespace {

MODE_TEST(optimizer, takes_the_steps_of_the_c_api) {
  floats w = {1, 2, 3}, g = {0.5f, -1, 2}, by_c = w;
  dlopt_optimizer* c = nullptr;
  ASSERT_EQ(DLOPT_OK, dlopt_optimizer_create(nullptr, DLOPT_RULE_ADAMW, &c));
  ASSERT_EQ(DLOPT_OK, dlopt_optimizer_set(c, DLOPT_HYPER_LR, 0.1));
  dlopt::adamw options;
  options.lr = 0.1;
  dlopt::optimizer flat = MUST(dlopt::optimizer::make(options)), listed = MUST(flat.clone()), adopted(c);
  floats in_list = w;
  dlopt::parameter p;
  p.dims = {3};
  (void)MUST(listed.add(p));
  for (int i = 0; i < 5; i++) {
    MUST(flat.step(w, g));
    MUST(listed.step({in_list}, {g}));
    ASSERT_EQ(DLOPT_OK, dlopt_optimizer_step_f32(adopted.native(), by_c.data(), g.data(), 3));
  }
  EXPECT_EQ(by_c, w);
  EXPECT_EQ(by_c, in_list);
  MUST(adopted.step({by_c}, {g})); // declared by a flat step: of one dimension
  EXPECT_EQ(6, adopted.steps());
  floats matrix(6, 1), gm(6, 1);
  p.dims = {2, 3};
  EXPECT_EQ(1, MUST(adopted.add(p))); // beside one whose shape is not known here
  MUST(adopted.step({by_c, matrix}, {g, gm}));
  p.dims = {int64_t(1) << 40, int64_t(1) << 40, 0};
  (void)MUST(adopted.add(p));
  MUST(adopted.step({by_c, matrix, floats()}, {g, gm, floats()}));
  ASSERT_EQ(DLOPT_OK, dlopt_optimizer_destroy(adopted.release()));
  EXPECT_FALSE(adopted);
}

MODE_TEST(optimizer, takes_any_contiguous_container) {
  dlopt::optimizer opt = MUST(dlopt::optimizer::make(plain(1)));
  std::array<double, 2> w = {1, 2};
  const double g[] = {0.25, 0.5};
  MUST(opt.step(w, g));
  EXPECT_EQ((std::array<double, 2>{0.75, 1.5}), w);

  dlopt::optimizer half = MUST(dlopt::optimizer::make(plain(1)));
  dlopt::parameter p;
  p.dims = {2};
  p.dtype = dlopt::dtype::bf16;
  (void)MUST(half.add(p));
  std::vector<dlopt::bf16> narrow = {{0x3f80}, {0x4000}};    // 1, 2
  const std::vector<dlopt::f16> grad = {{0x3800}, {0x3c00}}; // 0.5, 1
  MUST(half.step({narrow}, {grad}));
  EXPECT_EQ(0x3f00, narrow[0].bits); // 0.5
  EXPECT_EQ(0x3f80, narrow[1].bits); // 1
}

MODE_TEST(optimizer, steps_with_options_and_reports) {
  subject s;
  dlopt::step_options options;
  options.max_norm = 1;
  options.zero_grads = true;
  const dlopt::step_report report = MUST(s.opt.step({s.w, s.b}, {s.gw, s.gb}, options));
  EXPECT_FLOAT_EQ(std::sqrt(15 * 0.0625f + 7 * 4), static_cast<float>(report.grad_norm));
  EXPECT_EQ(4, report.applied_step);
  EXPECT_EQ(floats(15), s.gw);

  s.gw[3] = std::nanf("");
  options = {};
  options.skip_nonfinite = true;
  const std::vector<unsigned char> before = s.bits();
  const dlopt::step_report held = MUST(s.opt.step({s.w, s.b}, {s.gw, s.gb}, options));
  EXPECT_TRUE(held.skipped);
  EXPECT_EQ(1, held.skips);
  EXPECT_EQ(1, held.nonfinite);
  EXPECT_EQ(before, s.bits());
}

MODE_TEST(optimizer, has_groups_and_factors) {
  dlopt::optimizer opt = MUST(dlopt::optimizer::make(plain(1)));
  const int32_t slow = MUST(opt.add_group());
  MUST(opt.set(slow, plain(0.25)));
  EXPECT_EQ(0.25, MUST(opt.get(slow, dlopt::hyper::lr)));
  EXPECT_EQ(1, MUST(opt.get(dlopt::hyper::lr)));
  dlopt::parameter p;
  p.dims = {2};
  (void)MUST(opt.add(p));
  p.group = slow;
  p.role = dlopt::role::bias;
  const int32_t second = MUST(opt.add(p));
  MUST(opt.scale_roles(dlopt::roles({dlopt::role::bias, dlopt::role::norm}), 2, 1));
  MUST(opt.scale(0, 0.5, 1));
  const floats each = {1, 0};
  MUST(opt.scale_elements(0, each));
  floats w = {1, 1}, b = {1, 1};
  const floats g = {1, 1};
  MUST(opt.step({w, b}, {g, g}));
  EXPECT_EQ((floats{0.5f, 1}), w);
  EXPECT_EQ((floats{0.5f, 0.5f}), b);
  MUST(opt.freeze(0));
  MUST(opt.remove(second));
  MUST(opt.step({w, dlopt::no_buffer}, {g, dlopt::no_buffer}));
  EXPECT_EQ((floats{0.5f, 1}), w);
  EXPECT_EQ(2, opt.param_count());
}

MODE_TEST(optimizer, steps_in_pieces_to_the_same_bits) {
  subject whole, pieces;
  MUST(whole.opt.step({whole.w, whole.b}, {whole.gw, whole.gb}));
  {
    dlopt::step_in_pieces left_alone = MUST(pieces.opt.begin({pieces.w, pieces.b}, {pieces.gw, pieces.gb}));
    FAILS(DLOPT_ERR_STATE, "step", pieces.opt.set(dlopt::hyper::lr, 1));
  }
  dlopt::step_in_pieces given_up = MUST(pieces.opt.begin({pieces.w, pieces.b}, {pieces.gw, pieces.gb}));
  MUST(given_up.abort());
  dlopt::step_options options;
  options.grad_norm = true;
  dlopt::step_in_pieces step = MUST(pieces.opt.begin({pieces.w, pieces.b}, {pieces.gw, pieces.gb}, options));
  while (!MUST(step.part(1))) {
  }
  const dlopt::step_report report = MUST(step.end());
  EXPECT_EQ(4, report.applied_step);
  EXPECT_GT(report.grad_norm, 0);
  EXPECT_EQ(whole.bits(), pieces.bits());
}

MODE_TEST(optimizer, is_cloned_outlined_and_placed) {
  subject s;
  dlopt::optimizer copy = MUST(s.opt.clone());
  std::vector<char> block(MUST(s.opt.size()));
  dlopt::optimizer placed = MUST(s.opt.place(block.data(), block.size()));
  floats w1 = s.w, b1 = s.b, w2 = s.w, b2 = s.b;
  MUST(s.opt.step({s.w, s.b}, {s.gw, s.gb}));
  MUST(copy.step({w1, b1}, {s.gw, s.gb}));
  MUST(placed.step({w2, b2}, {s.gw, s.gb}));
  EXPECT_EQ(s.w, w1);
  EXPECT_EQ(s.w, w2);
  EXPECT_EQ(s.b, b1);
  EXPECT_EQ(s.b, b2);
  dlopt::optimizer outline = MUST(dlopt::optimizer::outline(plain(1)));
  FAILS(DLOPT_ERR_STATE, "outline", outline.step(w1, s.gw));
  EXPECT_GT(MUST(outline.size()), 0u);
}

MODE_TEST(optimizer, shows_its_inside) {
  subject s;
  const dlopt_stats stats = MUST(s.opt.stats(0, s.w, s.gw));
  EXPECT_EQ(15, stats.numel);
  EXPECT_EQ(3, stats.steps);
  EXPECT_EQ(0.125, stats.effective_lr);
  EXPECT_FLOAT_EQ(std::sqrt(15.0f) / 4, static_cast<float>(stats.grad_norm));
  EXPECT_TRUE(std::isnan(MUST(s.opt.stats(1)).param_norm));
  EXPECT_GT(MUST(s.opt.memory()).state, 0);
  const dlopt_tensor state = MUST(s.opt.state(0, "exp_avg"));
  ASSERT_EQ(2, state.ndim);
  EXPECT_EQ(5, state.shape[1]);
  MUST(s.opt.state<float>(1, "exp_avg"))[0] = 7; // the optimizer's own memory
  EXPECT_EQ(7, MUST(s.opt.state<const float>(1, "exp_avg"))[0]);
  MUST(s.opt.observe(0, s.gw));
  MUST(s.opt.observe(0, dlopt::no_buffer));
}

MODE_TEST(optimizer, knows_modes_and_hessians) {
  dlopt::optimizer free_of_schedules = MUST(dlopt::optimizer::make(dlopt::schedulefree_sgd()));
  floats w = {1, 2};
  const floats g = {1, 1};
  MUST(free_of_schedules.step(w, g));
  MUST(free_of_schedules.enter(dlopt::mode::eval, {w}));
  FAILS(DLOPT_ERR_STATE, "eval", free_of_schedules.step(w, g));
  MUST(free_of_schedules.enter(dlopt::mode::train, {w}));
  dlopt::optimizer sophia = MUST(dlopt::optimizer::make(dlopt::sophia()));
  MUST(sophia.step(w, g));
  MUST(sophia.hessian({g}));
  EXPECT_GT(MUST(sophia.state<float>(0, "hessian"))[0], 0);
}

MODE_TEST(optimizer, comes_from_recipes) {
  dlopt::optimizer bert = MUST(dlopt::optimizer::from(dlopt::recipe::bert, 0, 20000));
  EXPECT_EQ(1, MUST(bert.get(dlopt::hyper::max_norm)));
  EXPECT_STREQ("bert", dlopt::introspection::recipe_name(DLOPT_RECIPE_BERT));
}

} // namespace
