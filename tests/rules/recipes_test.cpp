// Named recipes: what each sets, its learning rate step by step, and a whole training against PyTorch's optimizers, schedulers and clip.
#include "buffer.h"
#include "isa.h"
#include "vector_file.h"

#include <cmath>
#include <cstring>
#include <functional>

namespace dlopt_test {
namespace {

class recipes : public on_each_isa {};

std::vector<dlopt_recipe> all_recipes() {
  std::vector<dlopt_recipe> all;
  for (dlopt_recipe recipe = 1; dlopt_recipe_name(recipe); recipe++) all.push_back(recipe);
  return all;
}

optimizer_handle make(dlopt_recipe recipe, int64_t steps_per_epoch, int64_t total_steps) {
  dlopt_optimizer* raw = nullptr;
  EXPECT_DLOPT(dlopt_recipe_create(nullptr, recipe, steps_per_epoch, total_steps, &raw));
  return optimizer_handle(raw);
}

double get(const optimizer_handle& optimizer, dlopt_hyper hyper) {
  double value = NAN;
  EXPECT_DLOPT(dlopt_optimizer_get(optimizer.get(), hyper, &value));
  return value;
}

// ---- what is set

struct settings {
  dlopt_rule rule;
  std::map<dlopt_hyper, double> set; // all else is the rule's default
};

// As the sources say. lr is that after a warm-up: schedules are seen to below.
const std::map<dlopt_recipe, settings> kSettings = {
    {DLOPT_RECIPE_RESNET, {DLOPT_RULE_SGD, {{DLOPT_HYPER_LR, 0.1}, {DLOPT_HYPER_MOMENTUM, 0.9}, {DLOPT_HYPER_WEIGHT_DECAY, 0.0001}}}},
    {DLOPT_RECIPE_BERT,
     {DLOPT_RULE_ADAMW,
      {{DLOPT_HYPER_LR, 0.0001},
       {DLOPT_HYPER_BETA1, 0.9},
       {DLOPT_HYPER_BETA2, 0.999},
       {DLOPT_HYPER_EPS, 0.000001},
       {DLOPT_HYPER_WEIGHT_DECAY, 0.01},
       {DLOPT_HYPER_MAX_NORM, 1}}}},
    {DLOPT_RECIPE_MINIGPT,
     {DLOPT_RULE_ADAMW,
      {{DLOPT_HYPER_LR, 0.0001},
       {DLOPT_HYPER_BETA1, 0.9},
       {DLOPT_HYPER_BETA2, 0.999},
       {DLOPT_HYPER_EPS, 0.00000001},
       {DLOPT_HYPER_WEIGHT_DECAY, 0.01},
       {DLOPT_HYPER_MAX_NORM, 1}}}},
    {DLOPT_RECIPE_PPO,
     {DLOPT_RULE_ADAM,
      {{DLOPT_HYPER_LR, 0.0003},
       {DLOPT_HYPER_BETA1, 0.9},
       {DLOPT_HYPER_BETA2, 0.999},
       {DLOPT_HYPER_EPS, 0.00000001},
       {DLOPT_HYPER_MAX_NORM, 0.5}}}},
    {DLOPT_RECIPE_GAN,
     {DLOPT_RULE_ADAM, {{DLOPT_HYPER_LR, 0.0002}, {DLOPT_HYPER_BETA1, 0.5}, {DLOPT_HYPER_BETA2, 0.999}, {DLOPT_HYPER_EPS, 0.00000001}}}},
};

TEST_P(recipes, set_what_their_sources_say_and_nothing_else) {
  ASSERT_EQ(kSettings.size(), all_recipes().size());
  for (const auto& [recipe, wanted] : kSettings) {
    const optimizer_handle optimizer = make(recipe, 1, 20000);
    EXPECT_DLOPT(dlopt_optimizer_schedule(optimizer.get(), -1, DLOPT_HYPER_LR, nullptr)); // back to what lr was set to
    for (const dlopt_hyper_info& hyper : hypers_of(wanted.rule)) {
      const auto its = wanted.set.find(hyper.id);
      EXPECT_EQ(its == wanted.set.end() ? hyper.default_value : its->second, get(optimizer, hyper.id))
          << dlopt_recipe_name(recipe) << " " << hyper.name;
    }
    EXPECT_EQ(0, dlopt_optimizer_param_count(optimizer.get()));
  }
}

TEST_P(recipes, are_named) {
  const std::map<dlopt_recipe, std::string> names = {{DLOPT_RECIPE_RESNET, "resnet"},
                                                     {DLOPT_RECIPE_BERT, "bert"},
                                                     {DLOPT_RECIPE_MINIGPT, "minigpt"},
                                                     {DLOPT_RECIPE_PPO, "ppo"},
                                                     {DLOPT_RECIPE_GAN, "gan"}};
  for (dlopt_recipe recipe : all_recipes()) EXPECT_EQ(names.at(recipe), dlopt_recipe_name(recipe));
  for (dlopt_recipe none : {0, -1, 6, INT32_MAX, INT32_MIN}) EXPECT_EQ(nullptr, dlopt_recipe_name(none)) << none;
}

// Everything can be set again by the ordinary calls, lr once it follows no schedule.
TEST_P(recipes, stay_changeable) {
  for (dlopt_recipe recipe : all_recipes()) {
    const optimizer_handle optimizer = make(recipe, 1, 20000);
    EXPECT_DLOPT(dlopt_optimizer_schedule(optimizer.get(), -1, DLOPT_HYPER_LR, nullptr));
    for (const auto& [hyper, value] : kSettings.at(recipe).set) {
      EXPECT_DLOPT(dlopt_optimizer_set(optimizer.get(), hyper, value / 2));
      EXPECT_EQ(value / 2, get(optimizer, hyper)) << dlopt_recipe_name(recipe);
    }
    EXPECT_DLOPT(dlopt_optimizer_role_scale(optimizer.get(), 1u << DLOPT_ROLE_BIAS, 1, 1));
  }
}

// ---- the learning rate, step by step

// What learning rates may differ by: rounding of the largest.
double rounding(dlopt_recipe recipe) { return 1e-14 * kSettings.at(recipe).set.at(DLOPT_HYPER_LR); }

// lr of each step of a training whose gradients are zeros.
void expect_lr(dlopt_recipe recipe, int64_t steps_per_epoch, int64_t total_steps, int64_t steps, const std::function<double(int64_t)>& lr) {
  const optimizer_handle optimizer = make(recipe, steps_per_epoch, total_steps);
  for (int64_t t = 0; t < steps; t++) {
    ASSERT_NEAR(lr(t), get(optimizer, DLOPT_HYPER_LR), rounding(recipe)) << dlopt_recipe_name(recipe) << " step " << t;
    double w = 1, g = 0;
    ASSERT_DLOPT(dlopt_optimizer_step_f64(optimizer.get(), &w, &g, 1));
  }
}

TEST_P(recipes, resnet_falls_to_a_tenth_every_30_epochs) {
  for (int64_t epoch : {1, 7})
    expect_lr(DLOPT_RECIPE_RESNET, epoch, 0, 100 * epoch, [&](int64_t t) {
      return t < 30 * epoch ? 0.1 : t < 60 * epoch ? 0.01 : t < 90 * epoch ? 0.001 : 0.0001;
    });
}

TEST_P(recipes, bert_warms_up_and_comes_to_zero) {
  expect_lr(DLOPT_RECIPE_BERT, 0, 12500, 12600, [](int64_t t) {
    return t < 10000 ? 1e-8 * double(t) : t < 12500 ? 1e-4 * double(12500 - t) / 2500 : 0;
  });
  expect_lr(DLOPT_RECIPE_BERT, 0, 10001, 10003, [](int64_t t) { return t < 10000 ? 1e-8 * double(t) : t == 10000 ? 1e-4 : 0; });
}

TEST_P(recipes, minigpt_follows_a_cosine_and_stays_at_its_end) {
  expect_lr(DLOPT_RECIPE_MINIGPT, 0, 1000, 1000, [](int64_t t) { return 0.5e-4 * (1 + std::cos(std::acos(-1.0) * double(t) / 1000)); });
  const optimizer_handle ended = make(DLOPT_RECIPE_MINIGPT, 0, 1);
  double w = 1, g = 0;
  for (int t = 0; t < 3; t++) {
    EXPECT_EQ(t ? 0 : 1e-4, get(ended, DLOPT_HYPER_LR));
    ASSERT_DLOPT(dlopt_optimizer_step_f64(ended.get(), &w, &g, 1));
  }
}

TEST_P(recipes, ppo_and_gan_keep_their_rate) {
  expect_lr(DLOPT_RECIPE_PPO, 0, 0, 60, [](int64_t) { return 3e-4; });
  expect_lr(DLOPT_RECIPE_GAN, 0, 0, 60, [](int64_t) { return 2e-4; });
}

// ---- whole trainings

// Parameters of a record's roles, and the gradients of its set from the first step to the last and over again.
class training {
public:
  training(const recipe_record& record, dlopt_recipe recipe)
      : optimizer(make(recipe, record.steps_per_epoch, record.total_steps)), gradients_(all_vectors().gradients.at(record.gradients)) {
    const std::map<std::string, dlopt_role> roles = {{"weight", DLOPT_ROLE_WEIGHT}, {"bias", DLOPT_ROLE_BIAS}, {"norm", DLOPT_ROLE_NORM}};
    for (const auto& [slot, start] : gradients_.start) {
      const int64_t n = int64_t(start.size());
      dlopt_param_desc desc;
      EXPECT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
      desc.dtype = DLOPT_DTYPE_F64;
      desc.ndim = 1;
      desc.shape = &n;
      desc.role = roles.at(record.roles.at(slot));
      int32_t made = -1;
      EXPECT_DLOPT(dlopt_optimizer_param_add(optimizer.get(), &desc, &made));
      params.emplace_back(DLOPT_DTYPE_F64, start);
    }
  }

  void step(int t) {
    const std::map<int, numbers>& row = gradients_.gradients.at((t - 1) % int(gradients_.gradients.size()) + 1);
    std::vector<buffer> buffers;
    std::vector<dlopt_tensor> p, g;
    buffers.reserve(params.size());
    for (const buffer& param : params) {
      const auto its = row.find(int(p.size()));
      buffers.emplace_back(DLOPT_DTYPE_F64, its == row.end() ? param.values() : its->second);
      p.push_back(params[p.size()].tensor());
      g.push_back(its == row.end() ? buffers.back().absent() : buffers.back().tensor());
    }
    EXPECT_DLOPT(dlopt_optimizer_step(optimizer.get(), p.data(), g.data(), p.size(), nullptr));
  }

  optimizer_handle optimizer;
  std::vector<buffer> params;

private:
  const gradient_set& gradients_;
};

const recipe_record& record_of(dlopt_recipe recipe) {
  for (const recipe_record& record : all_vectors().recipes)
    if (record.name == dlopt_recipe_name(recipe)) return record;
  ADD_FAILURE() << "recipes.txt has no " << dlopt_recipe_name(recipe);
  std::abort();
}

TEST_P(recipes, train_as_pytorch_does) {
  for (dlopt_recipe recipe : all_recipes()) {
    const recipe_record& record = record_of(recipe);
    EXPECT_GE(record.steps.size(), 50u);
    training run(record, recipe);
    int t = 0;
    for (const auto& [at, truth] : record.steps) {
      while (++t < at) run.step(t);
      const std::string where = record.name + " step " + std::to_string(t);
      ASSERT_NEAR(truth.lr, get(run.optimizer, DLOPT_HYPER_LR), rounding(recipe)) << where;
      run.step(t);
      for (const auto& [slot, values] : truth.params) {
        const numbers got = run.params[size_t(slot)].values();
        for (size_t i = 0; i < values.size(); i++) ASSERT_NEAR(values[i], got[i], 1e-12) << where << " slot " << slot << " element " << i;
      }
    }
  }
}

// The truth of each recipe sees its parts: without one of them the training goes elsewhere.
TEST_P(recipes, trainings_see_what_is_set) {
  const auto strays = [](dlopt_recipe recipe, const std::function<void(dlopt_optimizer*)>& change) {
    const recipe_record& record = record_of(recipe);
    training run(record, recipe);
    change(run.optimizer.get());
    const int last = record.steps.rbegin()->first;
    for (int t = 1; t <= last; t++) run.step(t);
    double worst = 0;
    for (const auto& [slot, values] : record.steps.rbegin()->second.params)
      for (size_t i = 0; i < values.size(); i++) worst = std::max(worst, std::fabs(values[i] - run.params[size_t(slot)].values()[i]));
    return worst > 1e-11; // ten times what a training may differ by
  };
  for (dlopt_recipe recipe : all_recipes()) {
    EXPECT_FALSE(strays(recipe, [](dlopt_optimizer*) {})) << dlopt_recipe_name(recipe);
    for (const auto& [hyper, value] : kSettings.at(recipe).set) {
      if (hyper == DLOPT_HYPER_LR) continue; // of each step
      EXPECT_TRUE(strays(recipe, [&, h = hyper, v = value](dlopt_optimizer* o) { EXPECT_DLOPT(dlopt_optimizer_set(o, h, v / 2)); }))
          << dlopt_recipe_name(recipe) << " hyper-parameter " << hyper;
    }
  }
  for (uint32_t role : {DLOPT_ROLE_BIAS, DLOPT_ROLE_NORM})
    EXPECT_TRUE(strays(DLOPT_RECIPE_BERT, [&](dlopt_optimizer* o) { EXPECT_DLOPT(dlopt_optimizer_role_scale(o, 1u << role, 1, 1)); }));
}

// ---- lengths

TEST_P(recipes, refuse_lengths_that_do_not_fit_and_say_why) {
  struct refusal {
    dlopt_recipe recipe;
    int64_t steps_per_epoch, total_steps;
    std::vector<std::string> said;
  };
  const std::vector<refusal> refusals = {
      {DLOPT_RECIPE_RESNET, 0, 0, {"steps_per_epoch: got 0, wanted 1 to", "resnet", "30 epochs"}},
      {DLOPT_RECIPE_RESNET, -1, 0, {"steps_per_epoch: got -1"}},
      {DLOPT_RECIPE_RESNET, INT64_MAX, 0, {"steps_per_epoch: got 9223372036854775807"}},
      {DLOPT_RECIPE_RESNET, 1, -1, {"total_steps: got -1, wanted 0 to"}},
      {DLOPT_RECIPE_BERT, 0, 0, {"total_steps: got 0, wanted 10001 to", "bert", "warm-up"}},
      {DLOPT_RECIPE_BERT, 0, 10000, {"total_steps: got 10000, wanted 10001 to"}},
      {DLOPT_RECIPE_BERT, 0, INT64_MAX, {"total_steps: got 9223372036854775807"}},
      {DLOPT_RECIPE_BERT, -5, 20000, {"steps_per_epoch: got -5, wanted 0 to"}},
      {DLOPT_RECIPE_MINIGPT, 0, 0, {"total_steps: got 0, wanted 1 to", "minigpt"}},
      {DLOPT_RECIPE_PPO, 0, -1, {"total_steps: got -1, wanted 0 to"}},
      {DLOPT_RECIPE_GAN, INT64_MIN, 0, {"steps_per_epoch: got -9223372036854775808, wanted 0 to"}},
  };
  for (const refusal& r : refusals) {
    dlopt_optimizer* raw = reinterpret_cast<dlopt_optimizer*>(&raw);
    EXPECT_EQ(DLOPT_ERR_OUT_OF_RANGE, dlopt_recipe_create(nullptr, r.recipe, r.steps_per_epoch, r.total_steps, &raw));
    EXPECT_EQ(nullptr, raw);
    for (const std::string& part : r.said) EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), part.c_str())) << dlopt_last_error();
  }
}

// The longest trainings that there may be.
TEST_P(recipes, take_the_longest_lengths) {
  make(DLOPT_RECIPE_RESNET, (int64_t{1} << 53) / 30, INT64_MAX);
  make(DLOPT_RECIPE_BERT, INT64_MAX, int64_t{1} << 53);
  make(DLOPT_RECIPE_MINIGPT, INT64_MAX, int64_t{1} << 53);
  make(DLOPT_RECIPE_PPO, INT64_MAX, INT64_MAX);
}

DLOPT_INSTANTIATE_ON_EACH_ISA(recipes);

} // namespace
} // namespace dlopt_test
