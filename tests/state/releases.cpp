#include "releases.h"

#include "checkpoint.h"
#include "other_process.h"
#include "row_net.h"

#include <cinttypes>
#include <functional>

namespace dlopt_test {

namespace {

struct sample {
  const char* name;
  dlopt_rule rule;
  storage stored = DLOPT_DTYPE_F32;
  mixed_net::shape_list shapes = {{4, 3}, {5}, {}, {2, 0}};
  dlopt_state_form form = DLOPT_STATES_FULL;
  std::function<void(mixed_net&)> prepare = nullptr;
};

void wrap_all(mixed_net& net) {
  net.wrap(DLOPT_WRAPPER_EMA, {{DLOPT_WRAP_DECAY, 0.9}});
  net.wrap(DLOPT_WRAPPER_LOOKAHEAD, {{DLOPT_WRAP_K, 2}});
  net.wrap(DLOPT_WRAPPER_SWA, {{DLOPT_WRAP_EVERY, 2}});
}

void follow_schedules(mixed_net& net) {
  dlopt_optimizer* const o = net.optimizer.get();
  int32_t group = 0;
  EXPECT_DLOPT(dlopt_optimizer_group_add(o, &group));
  dlopt_schedule *cosine = nullptr, *table = nullptr, *plateau = nullptr, *sequence = nullptr;
  EXPECT_DLOPT(dlopt_schedule_create(nullptr, DLOPT_SCHEDULE_COSINE, &cosine));
  EXPECT_DLOPT(dlopt_schedule_create(nullptr, DLOPT_SCHEDULE_TABLE, &table));
  EXPECT_DLOPT(dlopt_schedule_create(nullptr, DLOPT_SCHEDULE_PLATEAU, &plateau));
  const double values[] = {1, 0.5, 0.25};
  EXPECT_DLOPT(dlopt_schedule_set_list(table, DLOPT_FIELD_VALUES, values, 3));
  const dlopt_schedule* const parts[] = {cosine, table};
  const int64_t change = 2;
  EXPECT_DLOPT(dlopt_schedule_sequence(nullptr, parts, 2, &change, &sequence));
  EXPECT_DLOPT(dlopt_optimizer_schedule(o, 0, DLOPT_HYPER_LR, sequence));
  EXPECT_DLOPT(dlopt_optimizer_schedule(o, group, DLOPT_HYPER_LR, plateau));
  EXPECT_DLOPT(dlopt_optimizer_report(o, 0.5));
  for (dlopt_schedule* each : {cosine, table, plateau, sequence}) EXPECT_DLOPT(dlopt_schedule_destroy(each));
}

void configure_slots(mixed_net& net) {
  dlopt_optimizer* const o = net.optimizer.get();
  buffer columns(DLOPT_DTYPE_F32, {1, 0.5, 0.25});
  const dlopt_tensor factors = columns.tensor();
  EXPECT_DLOPT(dlopt_optimizer_param_scales(o, 0, nullptr, &factors));
  EXPECT_DLOPT(dlopt_optimizer_param_scale(o, 1, 0.1, 0.7));
  EXPECT_DLOPT(dlopt_optimizer_param_project(o, 0, -0.5, 0.5, 0));
  EXPECT_DLOPT(dlopt_optimizer_param_freeze(o, 1, 1));
}

const std::vector<sample>& samples() {
  static const std::vector<sample> all = {
      {"adamw", DLOPT_RULE_ADAMW},
      {"f64", DLOPT_RULE_NADAM, DLOPT_DTYPE_F64},
      {"full_master", DLOPT_RULE_ADAMW, {DLOPT_DTYPE_F16, DLOPT_MASTER_FULL}},
      {"split_master", DLOPT_RULE_LION, {DLOPT_DTYPE_BF16, DLOPT_MASTER_SPLIT}},
      {"kahan", DLOPT_RULE_ADAM, {DLOPT_DTYPE_BF16, DLOPT_MASTER_KAHAN}},
      {"stochastic", DLOPT_RULE_ADAMW, {DLOPT_DTYPE_BF16, DLOPT_MASTER_STOCHASTIC}},
      {"dynamic8", DLOPT_RULE_ADAMW, DLOPT_DTYPE_F32, {{66, 65}, {3}}, DLOPT_STATES_DYNAMIC8},
      {"linear8", DLOPT_RULE_ADAMW, DLOPT_DTYPE_F32, {{66, 65}, {3}}, DLOPT_STATES_LINEAR8},
      {"bf16_states", DLOPT_RULE_ADAMW, DLOPT_DTYPE_F32, {{4, 3}}, DLOPT_STATES_BF16},
      {"wrappers", DLOPT_RULE_SGD, DLOPT_DTYPE_F32, {{4, 3}, {5}}, DLOPT_STATES_FULL, wrap_all},
      {"schedules", DLOPT_RULE_ADAMW, DLOPT_DTYPE_F32, {{4, 3}, {5}}, DLOPT_STATES_FULL, follow_schedules},
      {"slots", DLOPT_RULE_ADAMW, DLOPT_DTYPE_F32, {{4, 3}, {5}}, DLOPT_STATES_FULL, configure_slots},
      {"factored", DLOPT_RULE_ADAFACTOR, DLOPT_DTYPE_F32, {{130, 129}, {6, 5}}},
      {"schedulefree", DLOPT_RULE_SCHEDULEFREE_ADAMW},
      {"noise", DLOPT_RULE_SGLD},
      {"shared_numbers", DLOPT_RULE_PRODIGY}};
  return all;
}

struct release_folder {
  std::string path, hashes;
  void add(const std::string& name, dlopt_rule rule, dlopt_optimizer* o, dlopt_scaler* scaler = nullptr) {
    uint64_t hash = 0;
    double scale = 0;
    EXPECT_DLOPT(dlopt_optimizer_state_hash(o, nullptr, 0, &hash));
    if (scaler) EXPECT_DLOPT(dlopt_scaler_scale(scaler, &scale));
    char line[200];
    std::snprintf(line, sizeof line, "%s %s %016" PRIx64 " %g\n", name.c_str(), dlopt_rule_name(rule), hash, scale);
    hashes += line;
    EXPECT_TRUE(write_file(path + "/" + name + ".safetensors", saved(o, scaler)));
  }
};

void add_scaler(release_folder& to) {
  dlopt_scaler* scaler = nullptr;
  EXPECT_DLOPT(dlopt_scaler_create(nullptr, &scaler));
  for (int32_t nonfinite : {0, 1, 0, 1}) EXPECT_DLOPT(dlopt_scaler_update(scaler, nonfinite));
  mixed_net net(busy_variant(DLOPT_RULE_SGD), DLOPT_DTYPE_F32, {{4, 3}});
  EXPECT_DLOPT(net.step(1));
  to.add("scaler", DLOPT_RULE_SGD, net.optimizer.get(), scaler);
  EXPECT_DLOPT(dlopt_scaler_destroy(scaler));
}

void add_rows(release_folder& to) {
  row_net net(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, 9, {3, 1}, true);
  for (int t = 1; t <= 3; t++) EXPECT_DLOPT(net.step(t, {t % 4, 8}));
  to.add("rows", DLOPT_RULE_ADAMW, net.optimizer.get());
}

} // namespace

int write_release(const std::string& folder) {
  release_folder to = {folder, ""};
  for (const sample& s : samples()) {
    mixed_net net(busy_variant(s.rule), s.stored, s.shapes, s.form);
    if (s.prepare) s.prepare(net);
    for (int t = 1; t <= 3; t++) EXPECT_DLOPT(net.step(t));
    to.add(s.name, s.rule, net.optimizer.get());
  }
  add_scaler(to);
  add_rows(to);
  return write_file(folder + "/hashes", to.hashes) && !testing::Test::HasFailure() ? 0 : 1;
}

} // namespace dlopt_test
