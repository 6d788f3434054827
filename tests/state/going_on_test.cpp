// An optimizer that a load has made larger goes on as the one that was saved: with its parameters, and with further ones.
#include "checkpoint.h"

namespace dlopt_test {
namespace {

using shape_list = mixed_net::shape_list;
using wrapper_list = std::vector<dlopt_wrapper>;

const shape_list kShapes = {{4, 3}, {40, 500}, {3, 2}}; // one more chunk, more rows and columns; the last is declared after the load

mixed_net make_net(const variant& rule, size_t n, const wrapper_list& wrappers) {
  mixed_net net(rule, DLOPT_DTYPE_F32, shape_list(kShapes.begin(), kShapes.begin() + ptrdiff_t(n)));
  for (dlopt_wrapper wrapper : wrappers) net.wrap(wrapper);
  return net;
}

// What is laid out for calls beside the step.
void use_further_work_space(mixed_net& net) {
  if (net.what.rule == DLOPT_RULE_SOPHIA) EXPECT_DLOPT(net.hessian(8));
  if (net.what.rule != DLOPT_RULE_SCHEDULEFREE_ADAMW) return;
  for (dlopt_mode mode : {DLOPT_MODE_EVAL, DLOPT_MODE_TRAIN}) EXPECT_DLOPT(net.mode(mode));
}

// A step of both on the same buffers.
void expect_same_step(optimizer_handle& a, optimizer_handle& b, const variant& rule, size_t n, const wrapper_list& wrappers) {
  bytes kept[2];
  for (int i = 0; i < 2; i++) {
    optimizer_handle& its = i ? b : a;
    mixed_net net = make_net(rule, n, wrappers);
    net.optimizer.swap(its);
    use_further_work_space(net);
    dlopt_step_desc desc = default_step();
    desc.agc_clipping = 0.01;
    ASSERT_DLOPT(net.step(9, desc));
    kept[i] = net.everything();
    net.optimizer.swap(its);
  }
  EXPECT_EQ(kept[0], kept[1]) << dlopt_rule_name(rule.rule) << ", " << n << " parameters";
}

// `loaded` has one parameter, no wrappers, and a step behind it for which all was laid out.
void expect_to_go_on(const variant& rule, const wrapper_list& wrappers) {
  mixed_net saved_from = make_net(rule, 2, wrappers), loaded = make_net(rule, 1, {});
  for (int t = 1; t <= 2; t++) ASSERT_DLOPT(saved_from.step(t));
  ASSERT_DLOPT(loaded.step(1));
  ASSERT_DLOPT(load(loaded.optimizer.get(), saved(saved_from.optimizer.get()), DLOPT_LOAD_DECLARE));
  expect_same_step(saved_from.optimizer, loaded.optimizer, rule, 2, wrappers);
  for (dlopt_optimizer* o : {saved_from.optimizer.get(), loaded.optimizer.get()}) add_param(o, DLOPT_DTYPE_F32, kShapes[2]);
  expect_same_step(saved_from.optimizer, loaded.optimizer, rule, 3, wrappers);
}

TEST(GoingOn, EveryRule) {
  for (dlopt_rule rule : all_rules()) expect_to_go_on(busy_variant(rule), {});
}

TEST(GoingOn, WrappersThatTheLoadAdds) {
  expect_to_go_on(busy_variant(DLOPT_RULE_ADAMW), {DLOPT_WRAPPER_EMA, DLOPT_WRAPPER_LOOKAHEAD, DLOPT_WRAPPER_ACCUMULATE});
}

} // namespace
} // namespace dlopt_test
