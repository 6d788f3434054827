// Steps for some rows, named by lists and masks, with compact and with whole gradients, in every mode.
#include "isa.h"
#include "row_net.h"

namespace dlopt_test {
namespace {

class row_forms : public on_each_isa {};

constexpr int64_t kRows = 21;
const index_list kLists[] = {{0, 1, 2, 9}, {20}, {3, 4, 5, 6, 7, 8, 16, 17}, {}, {1, 3, 5, 19}};

// The rules that can leave rows alone, as one step tells.
bool takes_rows(dlopt_rule rule) {
  row_net net(busy_variant(rule), DLOPT_DTYPE_F32, kRows, {2});
  return net.step(0, kLists[0]) != DLOPT_ERR_UNSUPPORTED;
}
std::vector<dlopt_rule> rules_of_rows() {
  std::vector<dlopt_rule> rules;
  for (dlopt_rule rule : all_rules())
    if (takes_rows(rule)) rules.push_back(rule);
  return rules;
}

std::vector<numbers> gradients_of(const row_net& net, int t) {
  std::vector<numbers> all;
  for (size_t i = 0; i < net.tables.size(); i++) all.push_back(net.gradient(i, t));
  return all;
}

TEST_P(row_forms, all_forms_of_the_same_rows_give_the_same_bits) {
  for (dlopt_rule rule : rules_of_rows())
    for (dlopt_dtype dtype : {DLOPT_DTYPE_F32, DLOPT_DTYPE_F64}) {
      std::vector<std::vector<numbers>> truth;
      numbers norms;
      for (row_form form : kRowForms) {
        row_net net(busy_variant(rule), dtype, kRows, {1, 5, 1200});
        for (int t = 0; t < 5; t++) {
          dlopt_step_desc desc = default_step();
          desc.max_norm = 3;
          desc.flags = DLOPT_STEP_ZERO_GRADS;
          const std::vector<numbers> whole = gradients_of(net, t);
          ASSERT_DLOPT(net.step(whole, kLists[t], form, DLOPT_ROWS_SKIP, desc, t % 2 ? DLOPT_DTYPE_BF16 : DLOPT_DTYPE_F32));
          if (form == row_form::list) norms.push_back(net.norm);
          ASSERT_EQ(norms[size_t(t)], net.norm) << dlopt_rule_name(rule);
          // Zeros are written over the rows that were used, and no others.
          for (size_t i = 0; form != row_form::list && i < whole.size(); i++)
            for (size_t e = 0; e < whole[i].size(); e++) {
              const bool used = std::count(kLists[t].begin(), kLists[t].end(), int64_t(e) / net.tables[i].width);
              ASSERT_EQ(used ? 0 : whole[i][e], net.left_of_gradients[i][e]);
            }
        }
        for (size_t i = 0; i < 3; i++) {
          if (form == row_form::list) truth.push_back(net.rows_of(i));
          ASSERT_TRUE(same_bits(truth[i], net.rows_of(i))) << dlopt_rule_name(rule) << " form " << int(form) << " table " << i;
        }
      }
    }
}

// The twin takes a step with zeros where rows are not named, and without weight decay; its states are what those rows must get.
TEST_P(row_forms, moments_of_rows_that_are_not_named_decay) {
  for (dlopt_rule rule : rules_of_rows()) {
    if (rule == DLOPT_RULE_ASGD) { // its mean is one of the parameter
      row_net net(busy_variant(rule), DLOPT_DTYPE_F32, kRows, {3});
      EXPECT_EQ(DLOPT_ERR_UNSUPPORTED, net.step(0, kLists[0], row_form::list, DLOPT_ROWS_DECAY_MOMENTS));
      continue;
    }
    for (bool ages : {false, true})
      for (row_form form : kRowForms) {
        variant what = busy_variant(rule);
        row_net net(what, DLOPT_DTYPE_F32, kRows, {3, 300}, ages), plain(what, DLOPT_DTYPE_F32, kRows, {3, 300}, ages);
        if (net.status == DLOPT_ERR_UNSUPPORTED) continue;
        for (int t = 0; t < 5; t++) {
          const std::vector<numbers> whole = gradients_of(net, t);
          std::vector<numbers> zeroed = whole;
          std::vector<std::vector<numbers>> before;
          dlopt_optimizer* copy = nullptr;
          ASSERT_DLOPT(dlopt_optimizer_clone(net.optimizer.get(), &copy));
          plain.optimizer.reset(copy);
          if (what.set.count(DLOPT_HYPER_WEIGHT_DECAY)) ASSERT_DLOPT(dlopt_optimizer_set(copy, DLOPT_HYPER_WEIGHT_DECAY, 0));
          for (size_t i = 0; i < 2; i++) {
            plain.tables[i].param.assign(net.tables[i].param.values());
            before.push_back(net.rows_of(i));
            for (size_t e = 0; e < zeroed[i].size(); e++)
              if (!std::count(kLists[t].begin(), kLists[t].end(), int64_t(e) / net.tables[i].width)) zeroed[i][e] = 0;
          }
          row_net skipping(what, DLOPT_DTYPE_F32, kRows, {3, 300}, ages);
          ASSERT_DLOPT(dlopt_optimizer_clone(net.optimizer.get(), &copy));
          skipping.optimizer.reset(copy);
          for (size_t i = 0; i < 2; i++) skipping.tables[i].param.assign(net.tables[i].param.values());
          ASSERT_DLOPT(net.step(whole, kLists[t], form, DLOPT_ROWS_DECAY_MOMENTS));
          ASSERT_DLOPT(skipping.step(whole, kLists[t], form));
          index_list all;
          for (int64_t row = 0; row < kRows; row++) all.push_back(row);
          ASSERT_DLOPT(plain.step(zeroed, all, row_form::list));
          for (size_t i = 0; i < 2; i++) {
            const std::vector<numbers> now = net.rows_of(i), named = skipping.rows_of(i), decayed = plain.rows_of(i);
            const size_t kept = size_t(net.tables[i].width) + ages; // the last numbers of a row are its age and its elements
            for (size_t row = 0; row < now.size(); row++) {
              if (std::count(kLists[t].begin(), kLists[t].end(), int64_t(row))) {
                ASSERT_TRUE(same_bits(named[row], now[row])) << dlopt_rule_name(rule) << " row " << row;
                continue;
              }
              numbers wanted = decayed[row];
              std::copy(before[i][row].end() - long(kept), before[i][row].end(), wanted.end() - long(kept));
              ASSERT_TRUE(same_bits(wanted, now[row])) << dlopt_rule_name(rule) << " row " << row << " ages " << ages << " step " << t;
            }
          }
        }
      }
  }
}

TEST_P(row_forms, rows_of_zeros_are_left_out) {
  for (dlopt_rule rule : {DLOPT_RULE_ADAMW, DLOPT_RULE_SGD})
    for (dlopt_dtype dtype : {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32, DLOPT_DTYPE_F16, DLOPT_DTYPE_BF16})
      for (bool ages : {false, true}) {
        row_net named(busy_variant(rule), DLOPT_DTYPE_F32, kRows, {3, 130}, ages),
            found(busy_variant(rule), DLOPT_DTYPE_F32, kRows, {3, 130}, ages),
            marked(busy_variant(rule), DLOPT_DTYPE_F32, kRows, {3, 130}, ages);
        for (int t = 0; t < 5; t++) {
          std::vector<numbers> whole = gradients_of(named, t);
          for (size_t i = 0; i < 2; i++)
            for (size_t e = 0; e < whole[i].size(); e++) {
              const bool last = int64_t(e) % named.tables[i].width == named.tables[i].width - 1;
              const bool in = std::count(kLists[t].begin(), kLists[t].end(), int64_t(e) / named.tables[i].width);
              whole[i][e] = !in ? (e % 2 ? 0.0 : -0.0) : last ? 1 : 0; // found at the very end of a row
            }
          dlopt_step_desc desc = default_step();
          desc.flags = DLOPT_STEP_ZERO_GRADS;
          ASSERT_DLOPT(named.step(whole, kLists[t], row_form::list, DLOPT_ROWS_SKIP, desc, dtype));
          index_list all;
          for (int64_t row = 0; row < kRows; row++) all.push_back(row);
          ASSERT_DLOPT(found.step(whole, all, row_form::whole_list, DLOPT_ROWS_ZERO_SKIPS, desc, dtype));
          ASSERT_DLOPT(marked.step(whole, all, row_form::bit_mask, DLOPT_ROWS_ZERO_SKIPS, desc, dtype));
          for (size_t i = 0; i < 2; i++) {
            ASSERT_TRUE(same_bits(named.rows_of(i), found.rows_of(i)) && same_bits(named.rows_of(i), marked.rows_of(i)));
            for (int64_t row = 0; row < kRows; row++)
              ASSERT_EQ(std::count(kLists[t].begin(), kLists[t].end(), row), found.moved[i][size_t(row / 8)] >> row % 8 & 1) << row;
          }
        }
      }
}

TEST_P(row_forms, without_list_and_mask_zero_skips_looks_at_all_rows_and_nan_is_no_zero) {
  float p[4] = {1, 1, 1, 1}, g[4] = {0, 1, 0, NAN};
  optimizer_handle optimizer = make_optimizer(DLOPT_RULE_SGD);
  dlopt_param_desc desc;
  ASSERT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
  const int64_t shape[] = {4};
  desc.ndim = 1, desc.shape = shape;
  int32_t slot;
  ASSERT_DLOPT(dlopt_optimizer_param_add(optimizer.get(), &desc, &slot));
  ASSERT_DLOPT(dlopt_optimizer_set(optimizer.get(), DLOPT_HYPER_LR, 0.5));
  ASSERT_DLOPT(dlopt_optimizer_set(optimizer.get(), DLOPT_HYPER_WEIGHT_DECAY, 0.5));
  dlopt_tensor param, grad;
  ASSERT_DLOPT(dlopt_tensor_init(&param, sizeof param, p, DLOPT_DTYPE_F32, 1, shape));
  ASSERT_DLOPT(dlopt_tensor_init(&grad, sizeof grad, g, DLOPT_DTYPE_F32, 1, shape));
  uint8_t moved = 0xff;
  dlopt_rows rows = {};
  rows.struct_size = sizeof rows, rows.mode = DLOPT_ROWS_ZERO_SKIPS, rows.moved = &moved;
  dlopt_step_desc step = default_step();
  step.rows = &rows;
  ASSERT_DLOPT(dlopt_optimizer_step(optimizer.get(), &param, &grad, 1, &step));
  EXPECT_EQ(0xa, moved);
  EXPECT_EQ(1, p[0]);
  EXPECT_EQ(0.25, p[1]);
  EXPECT_EQ(1, p[2]);
  EXPECT_NE(p[3], p[3]);
}

TEST_P(row_forms, bits_do_not_depend_on_threads) {
  std::vector<numbers> truth[2];
  for (int32_t threads : {1, 2, 3, 7}) {
    const runtime_handle runtime = make_runtime(threads);
    row_net net(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, 3000, {3, 61}, true, runtime.get());
    draw random(5);
    for (int t = 0; t < 6; t++) {
      index_list rows;
      for (int64_t row = 0; row < 3000; row++)
        if (!random.one_in(3)) rows.push_back(row);
      const dlopt_rows_mode modes[] = {DLOPT_ROWS_SKIP, DLOPT_ROWS_DECAY_MOMENTS, DLOPT_ROWS_ZERO_SKIPS};
      ASSERT_DLOPT(net.step(t, rows, row_form(1 + t % 3), modes[t % 3]));
    }
    for (size_t i = 0; i < 2; i++) {
      if (threads == 1) truth[i] = net.rows_of(i);
      EXPECT_TRUE(same_bits(truth[i], net.rows_of(i))) << threads << " threads";
    }
    net.optimizer.reset();
  }
}

TEST_P(row_forms, what_is_wrong_is_refused_and_changes_nothing) {
  struct wrong {
    const char* says;
    void (*spoil)(dlopt_rows*);
    dlopt_status status = DLOPT_ERR_INVALID_ARGUMENT;
  };
  static const int64_t two[] = {1, 3}, outside[] = {1, 4};
  static const uint8_t mask[] = {1, 0, 0, 1};
  static uint8_t moved[1];
  static float p[8], g[8];
  const wrong all[] = {
      {"mask_form of rows[0]: got 2", [](dlopt_rows* r) { r->mask = mask, r->mask_form = 2; }},
      {"mask_form of rows[0]: got -1", [](dlopt_rows* r) { r->mask = mask, r->mask_form = -1; }},
      {"form of rows[0]: got 2", [](dlopt_rows* r) { r->form = 2; }},
      {"mode of rows[0]: got 3", [](dlopt_rows* r) { r->mode = 3; }},
      {"reserved2 of rows[0]: got 7", [](dlopt_rows* r) { r->reserved2 = 7; }},
      {"indices of rows[0]: got NULL", [](dlopt_rows* r) { r->count = 2; }},
      {"count of rows[0]: got -1", [](dlopt_rows* r) { r->count = -1, r->form = DLOPT_ROWS_WHOLE; }},
      {"mask of rows[0]: got one beside indices", [](dlopt_rows* r) { r->mask = mask, r->indices = two, r->count = 2; }},
      {"moved of rows[0]: got NULL", [](dlopt_rows* r) { r->mode = DLOPT_ROWS_ZERO_SKIPS; }},
      {"moved of rows[0]: got a buffer", [](dlopt_rows* r) { r->mask = mask, r->moved = moved; }},
      {"form of rows[0]: got a compact",
       [](dlopt_rows* r) { r->indices = two, r->count = 2, r->mode = DLOPT_ROWS_ZERO_SKIPS, r->moved = moved; }},
      {"overlaps params[0]", [](dlopt_rows* r) { r->mode = DLOPT_ROWS_ZERO_SKIPS, r->moved = reinterpret_cast<uint8_t*>(p) + 31; }},
      {"overlaps grads[0]", [](dlopt_rows* r) { r->mode = DLOPT_ROWS_ZERO_SKIPS, r->moved = reinterpret_cast<uint8_t*>(g); }},
      {"overlaps mask of rows[0]",
       [](dlopt_rows* r) { r->mode = DLOPT_ROWS_ZERO_SKIPS, r->mask = moved, r->mask_form = DLOPT_MASK_BITS, r->moved = moved; }},
      {"indices[1] of rows[0]: got 4", [](dlopt_rows* r) { r->indices = outside, r->count = 2, r->form = DLOPT_ROWS_WHOLE; },
       DLOPT_ERR_OUT_OF_RANGE},
      {"shape of grads[0]: got [4, 2], wanted 2 rows", [](dlopt_rows* r) { r->indices = two, r->count = 2; }, DLOPT_ERR_SHAPE},
  };
  const int64_t shape[] = {4, 2};
  optimizer_handle optimizer = make_optimizer(DLOPT_RULE_ADAM);
  dlopt_param_desc desc;
  ASSERT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
  desc.ndim = 2, desc.shape = shape;
  int32_t slot;
  ASSERT_DLOPT(dlopt_optimizer_param_add(optimizer.get(), &desc, &slot));
  dlopt_tensor param, grad;
  for (const wrong& one : all) {
    std::fill(p, p + 8, 1.0f), std::fill(g, g + 8, 2.0f);
    ASSERT_DLOPT(dlopt_tensor_init(&param, sizeof param, p, DLOPT_DTYPE_F32, 2, shape));
    ASSERT_DLOPT(dlopt_tensor_init(&grad, sizeof grad, g, DLOPT_DTYPE_F32, 2, shape));
    dlopt_rows rows = {};
    rows.struct_size = sizeof rows;
    one.spoil(&rows);
    dlopt_step_desc step = default_step();
    step.rows = &rows;
    EXPECT_EQ(one.status, dlopt_optimizer_step(optimizer.get(), &param, &grad, 1, &step)) << one.says;
    EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), one.says)) << dlopt_last_error() << "; wanted " << one.says;
    for (int i = 0; i < 8; i++) EXPECT_TRUE(p[i] == 1 && g[i] == 2);
    EXPECT_EQ(0, dlopt_optimizer_steps(optimizer.get()));
  }
  // A compact gradient does not go with a mask.
  const int64_t compact[] = {2, 2};
  grad.shape = compact;
  dlopt_rows rows = {};
  rows.struct_size = sizeof rows, rows.mask = mask;
  dlopt_step_desc step = default_step();
  step.rows = &rows;
  EXPECT_EQ(DLOPT_ERR_SHAPE, dlopt_optimizer_step(optimizer.get(), &param, &grad, 1, &step));
  // The structure of the first release is one of lists.
  grad.shape = shape;
  rows.mask = nullptr, rows.struct_size = 24;
  ASSERT_DLOPT(dlopt_optimizer_step(optimizer.get(), &param, &grad, 1, &step));
}

DLOPT_INSTANTIATE_ON_EACH_ISA(row_forms);

} // namespace
} // namespace dlopt_test
