// States and counts handed from one optimizer to another, and declarations read back.
#include "check.h"

#include <limits>

namespace {

MODE_TEST(exchange, hands_all_over) {
  subject s;
  dlopt::adamw options;
  options.lr = 0.125, options.weight_decay = 0.25; // as the subject has them
  dlopt::optimizer other = MUST(dlopt::optimizer::make(options));
  for (const int32_t slot : {0, 1}) (void)MUST(other.add(MUST(s.opt.declaration(slot))));
  for (const int32_t slot : {0, 1}) {
    floats array(slot == 0 ? 15 : 7);
    for (const char* name : {"exp_avg", "exp_avg_sq"}) {
      MUST(s.opt.copy_state(slot, name, array));
      EXPECT_FALSE(MUST(other.has_started(slot, name)));
      MUST(other.set_state(slot, name, array));
      EXPECT_TRUE(MUST(other.has_started(slot, name)));
    }
    EXPECT_EQ(3, MUST(s.opt.steps_of(slot)));
    MUST(other.set_steps(slot, 3));
  }
  MUST(other.set_steps(DLOPT_SLOT_ALL, MUST(s.opt.steps_of(DLOPT_SLOT_ALL))));
  EXPECT_EQ(s.opt.steps(), other.steps());
  EXPECT_EQ(MUST(s.opt.state_hash()), MUST(other.state_hash()));
  floats w = s.w, b = s.b;
  MUST(s.opt.step({s.w, s.b}, {s.gw, s.gb}));
  MUST(other.step({w, b}, {s.gw, s.gb}));
  EXPECT_EQ(s.w, w);
  EXPECT_EQ(s.b, b);
}

MODE_TEST(exchange, takes_tensors_and_forgets) {
  subject s;
  std::vector<double> wide(7, 0.25), back(7);
  const int64_t seven[] = {7};
  MUST(s.opt.set_state(1, "exp_avg", MUST(dlopt::tensor(wide, seven))));
  MUST(s.opt.copy_state(1, "exp_avg", MUST(dlopt::tensor(back, seven))));
  EXPECT_EQ(wide, back);
  MUST(s.opt.forget_state(1, "exp_avg"));
  EXPECT_FALSE(MUST(s.opt.has_started(1, "exp_avg")));
  EXPECT_EQ(0, MUST(s.opt.state<float>(1, "exp_avg"))[0]);
  wide[2] = std::numeric_limits<double>::infinity();
  MUST(s.opt.set_state(1, "exp_avg", wide, true));
}

MODE_TEST(exchange, tells_declarations) {
  dlopt::optimizer opt = MUST(dlopt::optimizer::make(dlopt::adam()));
  dlopt::parameter p;
  p.dims = {3, 0, 5}, p.name = "embedding", p.dtype = dlopt::dtype::bf16, p.role = dlopt::role::embedding;
  p.lr_scale = 0.5, p.decay_scale = 0.25, p.master = dlopt::master::split, p.row_ages = true;
  (void)MUST(opt.add(p));
  const dlopt::parameter told = MUST(opt.declaration(0));
  ASSERT_EQ(3, told.dims.ndim());
  EXPECT_EQ(5, told.dims.dims()[2]);
  EXPECT_STREQ("embedding", told.name);
  EXPECT_EQ(dlopt::dtype::bf16, told.dtype);
  EXPECT_EQ(dlopt::role::embedding, told.role);
  EXPECT_EQ(0.5, told.lr_scale);
  EXPECT_EQ(0.25, told.decay_scale);
  EXPECT_EQ(dlopt::master::split, told.master);
  EXPECT_EQ(dlopt::state_form::full, told.states);
  EXPECT_TRUE(told.row_ages);
  EXPECT_EQ(0, told.group);
}

MODE_TEST(exchange, that_is_refused_leaves_all_as_it_was) {
  subject s;
  const std::vector<unsigned char> before = s.bits();
  floats few(3), negative(7, -1.0f), nan(7, std::numeric_limits<float>::quiet_NaN());
  FAILS(DLOPT_ERR_SHAPE, "[7]", s.opt.set_state(1, "exp_avg", few));
  FAILS(DLOPT_ERR_SHAPE, "[7]", s.opt.copy_state(1, "exp_avg", few));
  FAILS(DLOPT_ERR_OUT_OF_RANGE, "element 0", s.opt.set_state(1, "exp_avg_sq", negative));
  FAILS(DLOPT_ERR_OUT_OF_RANGE, "element 0", s.opt.set_state(1, "exp_avg", nan));
  FAILS(DLOPT_ERR_SHAPE, "from", s.opt.set_state(1, "exp_avg", dlopt::no_buffer));
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "momentum_buffer", s.opt.set_state(1, "momentum_buffer", negative));
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "momentum_buffer", s.opt.forget_state(1, "momentum_buffer"));
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "slot", s.opt.has_started(2, "exp_avg"));
  FAILS(DLOPT_ERR_OUT_OF_RANGE, "steps", s.opt.set_steps(0, -1));
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "slot", s.opt.steps_of(2));
  FAILS(DLOPT_ERR_INVALID_ARGUMENT, "slot", s.opt.declaration(2));
  EXPECT_EQ(before, s.bits());
}

} // namespace
