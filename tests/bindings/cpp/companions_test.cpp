// What works beside an optimizer: scalers, schedules, wrappers, rows, kernels, clipping; compared as in optimizer_test.cpp.
#include "check.h"

#include <cmath>

namespace {

MODE_TEST(companions, is_driven_by_a_scaler) {
  dlopt::optimizer opt = MUST(dlopt::optimizer::make(plain(1)));
  dlopt::parameter p;
  p.dims = {1};
  (void)MUST(opt.add(p));
  dlopt::scaler_options settings;
  settings.init_scale = 8;
  dlopt::scaler scaler = MUST(dlopt::scaler::make(settings));
  dlopt::step_options options;
  options.scaler = &scaler;
  floats w = {1}, g = {4};
  (void)MUST(opt.step({w}, {g}, options));
  EXPECT_EQ(0.5f, w[0]);
  g[0] = INFINITY;
  EXPECT_TRUE(MUST(opt.step({w}, {g}, options)).skipped);
  EXPECT_EQ(4, MUST(scaler.scale()));
  MUST(scaler.update(true));
  EXPECT_EQ(2, MUST(scaler.get(dlopt::scaler_field::scale)));
  MUST(scaler.set(dlopt::scaler_field::min_scale, 1));
  settings.preset = "deepspeed";
  EXPECT_EQ(1000, MUST(MUST(dlopt::scaler::make(settings)).get(dlopt::scaler_field::growth_interval)));
}

MODE_TEST(companions, follows_schedules) {
  dlopt::schedules::multi_step drops;
  drops.gamma = 0.5;
  drops.milestones = {1, 2};
  const dlopt::schedule falling = MUST(dlopt::schedule::make(drops));
  const dlopt::view<const double> milestones = MUST(falling.get_list(dlopt::schedule_field::milestones));
  ASSERT_EQ(2u, milestones.size());
  EXPECT_EQ(2, milestones[1]);
  const dlopt::schedule warm = MUST(falling.after_warmup(4)), twice = MUST(dlopt::schedule::product({falling.native(), falling.native()}));
  const dlopt::schedule chained = MUST(dlopt::schedule::chain({falling.native(), falling.native()}));
  const dlopt::schedule joined = MUST(dlopt::schedule::sequence({falling.native(), falling.native()}, {3}));
  EXPECT_EQ(0.5, MUST(warm.value(2)));
  EXPECT_EQ(0.25, MUST(twice.value(1)));
  EXPECT_EQ(0.25, MUST(chained.value(1)));
  EXPECT_EQ(1, MUST(joined.value(3)));

  dlopt::optimizer opt = MUST(dlopt::optimizer::make(plain(8)));
  MUST(opt.follow(dlopt::hyper::lr, falling));
  floats w = {0};
  const floats g = {1};
  for (int i = 0; i < 3; i++) MUST(opt.step(w, g));
  EXPECT_EQ(-1.75f, w[0]);
  MUST(opt.unfollow(dlopt::hyper::lr));
  EXPECT_EQ(8, MUST(opt.get(dlopt::hyper::lr)));

  dlopt::schedules::plateau waits;
  waits.patience = 0;
  waits.gamma = 0.5;
  MUST(opt.follow(0, dlopt::hyper::lr, MUST(dlopt::schedule::make(waits))));
  MUST(opt.report(1));
  MUST(opt.report(2));
  EXPECT_EQ(0.5, MUST(opt.get(dlopt::hyper::lr)));
  EXPECT_EQ(0.2, MUST(dlopt::scale_lr(0.1, 64, 32, dlopt::batch_scaling::linear)));
  const double lr[] = {1e-3, 1e-2, 1e-1}, loss[] = {3, 1, 2};
  EXPECT_GT(MUST(dlopt::suggest_lr(lr, loss, 0, dlopt::suggestion::minimum)), 0);
}

MODE_TEST(companions, is_wrapped) {
  dlopt::optimizer opt = MUST(dlopt::optimizer::make(plain(1)));
  dlopt::parameter p;
  p.dims = {1};
  (void)MUST(opt.add(p));
  dlopt::wrappers::ema mean;
  mean.decay = 0.5;
  const int32_t index = MUST(opt.wrap(mean));
  EXPECT_EQ(0.5, MUST(opt.get_wrapper(index, dlopt::wrapper_field::decay)));
  MUST(opt.set_wrapper(index, dlopt::wrapper_field::decay, 0.25));
  (void)MUST(opt.wrap(dlopt::wrappers::accumulate()));
  floats w = {4}, average = {0};
  const floats one = {1}, three = {3};
  const int64_t dims[] = {1};
  const dlopt_tensor averages[] = {MUST(dlopt::tensor(average, dims))};
  dlopt::step_options options;
  options.averages = averages;
  (void)MUST(opt.accumulate({one}));
  (void)MUST(opt.accumulate({one}, 0.5));
  EXPECT_EQ(3, MUST(opt.accumulate({three}, 1.5)));
  (void)MUST(opt.step_accumulated({w}, options));
  EXPECT_EQ(2, w[0]);
  EXPECT_EQ(2, average[0]);
  MUST(opt.project(0, 0, 1));

  dlopt::optimizer sam = MUST(dlopt::optimizer::make(plain(1)));
  (void)MUST(sam.add(p));
  dlopt::wrappers::sam near;
  near.rho = 0.5;
  (void)MUST(sam.wrap(near));
  MUST(sam.perturb({w}, {one}));
  EXPECT_FLOAT_EQ(2.5f, w[0]);
  MUST(sam.put_back({w}));
  EXPECT_EQ(2, w[0]);
}

MODE_TEST(companions, edits_rows) {
  dlopt::optimizer opt = MUST(dlopt::optimizer::make(dlopt::adam()));
  dlopt::parameter p;
  p.dims = {3, 2};
  (void)MUST(opt.add(p));
  floats w = {1, 2, 3, 4, 5, 6}, kept(8);
  const floats g(6, 1), compact = {9, 9};
  MUST(opt.step({w}, {g}));
  const int64_t second[] = {1}, whole[] = {3, 2}, one[] = {1, 2}, four[] = {4, 2};
  dlopt::rows chosen;
  chosen.indices = second;
  const dlopt_rows list[] = {chosen};
  const dlopt_tensor from = MUST(dlopt::tensor(w, whole)), named = MUST(dlopt::tensor(compact, one)), to = MUST(dlopt::tensor(kept, four));
  dlopt::step_options options;
  options.rows = list;
  const floats before = w;
  (void)MUST(opt.step({&from, 1}, {&named, 1}, options));
  EXPECT_EQ(before[0], w[0]);
  EXPECT_NE(before[2], w[2]);

  MUST(opt.reserve_rows({0}, 4));
  const int64_t source[] = {0, 2, 2, -1};
  MUST(opt.edit_rows({0}, source));
  MUST(dlopt::apply_rows(source, from, to));
  EXPECT_EQ(w[5], kept[5]);
  MUST(opt.reset_rows({0}, {1}));
  const floats longer(8, 1);
  MUST(opt.step({kept}, {longer})); // of the new shape

  const int64_t numbers[] = {2, 0, 2};
  int64_t unique[3];
  floats sums(6);
  const dlopt_tensor rows = MUST(dlopt::tensor(g, whole)), out = MUST(dlopt::tensor(sums, whole));
  EXPECT_EQ(2, MUST(dlopt::coalesce_rows(numbers, rows, unique, out)));
  EXPECT_EQ(2, sums[2]);
}

MODE_TEST(kernel, has_the_bits_of_the_object) {
  dlopt::adam options;
  options.amsgrad = true;
  options.preset = "optax";
  dlopt::optimizer opt = MUST(dlopt::optimizer::make(options));
  const dlopt::kernel kernel = MUST(dlopt::kernel::make(options));
  const dlopt::kernel_states states = MUST(kernel.states());
  EXPECT_EQ(7u, states.kept);
  floats w = {1, 2, 3}, bare = w, moments[3] = {floats(3), floats(3), floats(3)};
  floats g = {0.5f, -1, 2};
  void* pointers[] = {moments[0].data(), moments[1].data(), moments[2].data()};
  dlopt_kernel_buffers buffers = MUST(dlopt::kernel_buffers());
  buffers.n = 3;
  buffers.param = bare.data();
  buffers.grad = g.data();
  buffers.states = pointers;
  buffers.n_states = 3;
  for (int64_t step = 1; step <= 4; step++) {
    MUST(opt.step(w, g));
    MUST(kernel.apply(step, buffers));
  }
  EXPECT_EQ(w, bare);
}

MODE_TEST(gradients, are_clipped_as_by_the_c_api) {
  floats a = {3}, b = {4};
  EXPECT_EQ(5, MUST(dlopt::grad_norm({a, b})).norm);
  EXPECT_EQ(4, MUST(dlopt::grad_norm({a, b}, INFINITY)).norm);
  EXPECT_EQ(7, MUST(dlopt::clip_norm({a, b}, 100, 1)));
  EXPECT_EQ(5, MUST(dlopt::clip_norm({a, b}, 2.5, 2, dlopt::clip_form::exact)));
  EXPECT_EQ(1.5f, a[0]);
  MUST(dlopt::clip_value({a, b}, 1));
  EXPECT_EQ(1, b[0]);
  EXPECT_EQ(2, MUST(dlopt::clip_per_tensor({a, b}, 0.5, 2, dlopt::clip_form::exact)));
  EXPECT_EQ(0.5f, a[0]);
  EXPECT_EQ(1, MUST(dlopt::clip_per_row({a}, 0.25, 2, dlopt::clip_form::exact)));
  EXPECT_EQ(0, MUST(dlopt::unscale({a}, 0.5)));
  EXPECT_EQ(0.5f, a[0]);
  EXPECT_EQ(0.75, MUST(dlopt::add_penalty({a}, {b}, 1, 2)));
  EXPECT_EQ(2.5f, b[0]);
  EXPECT_EQ(0.5, MUST(dlopt::penalty({a}, 1, 0)));
  EXPECT_EQ(1, MUST(dlopt::clip_agc({a}, {b})));
  MUST(dlopt::centralize({a, b}));
  double norms[4];
  dlopt_norm_history history = MUST(dlopt::norm_history(norms));
  EXPECT_EQ(0.5, MUST(dlopt::clip_percentile({a}, history)));
  EXPECT_EQ(1, history.seen);
  std::vector<floats> many(20, floats{1});
  EXPECT_EQ(4, MUST(dlopt::grad_norm({many[0], many[1], many[2], many[3], many[4], many[5], many[6], many[7], many[8], many[9], many[10],
                                      many[11], many[12], many[13], many[14], many[15]}))
                   .norm);
  EXPECT_EQ(std::sqrt(17.0), MUST(dlopt::grad_norm({many[0], many[1], many[2], many[3], many[4], many[5], many[6], many[7], many[8],
                                                    many[9], many[10], many[11], many[12], many[13], many[14], many[15], many[16]}))
                                 .norm);
}

} // namespace
