#include "subject.h"

#include <cstdio>
#include <cstdlib>
#include <functional>

namespace dlopt_fuzz {

struct declared {
  std::vector<int64_t> shape;
  dlopt_dtype dtype = DLOPT_DTYPE_F32;
  dlopt_master master = DLOPT_MASTER_NONE;
  dlopt_state_form form = DLOPT_STATES_FULL;
  int32_t row_ages = 0;
};

namespace {

struct kind {
  dlopt_rule rule;
  std::vector<declared> params;
  std::function<void(dlopt_optimizer*)> configure;
};

void must(dlopt_status status) { demand(status == DLOPT_OK, dlopt_last_error()); }

struct schedule {
  explicit schedule(dlopt_schedule_kind of) { must(dlopt_schedule_create(nullptr, of, &raw)); }
  schedule(const dlopt_schedule* first, const dlopt_schedule* second) {
    const dlopt_schedule* const both[] = {first, second};
    const int64_t change = 3;
    must(dlopt_schedule_sequence(nullptr, both, 2, &change, &raw));
  }
  ~schedule() { (void)dlopt_schedule_destroy(raw); }
  schedule(const schedule&) = delete;
  schedule& operator=(const schedule&) = delete;
  dlopt_schedule* raw = nullptr;
};

void set(dlopt_optimizer* o, dlopt_hyper hyper, double value) { must(dlopt_optimizer_set(o, hyper, value)); }
void wrap(dlopt_optimizer* o, dlopt_wrapper wrapper) {
  int32_t index = 0;
  must(dlopt_optimizer_wrap(o, wrapper, &index));
}

void follow_schedules(dlopt_optimizer* o) {
  int32_t group = 0;
  must(dlopt_optimizer_group_add(o, &group));
  const schedule linear(DLOPT_SCHEDULE_LINEAR), table(DLOPT_SCHEDULE_TABLE), plateau(DLOPT_SCHEDULE_PLATEAU);
  const double values[] = {1, 0.5, 0.25};
  must(dlopt_schedule_set_list(table.raw, DLOPT_FIELD_VALUES, values, 3));
  const schedule sequence(linear.raw, table.raw);
  must(dlopt_optimizer_schedule(o, 0, DLOPT_HYPER_LR, sequence.raw));
  must(dlopt_optimizer_schedule(o, group, DLOPT_HYPER_LR, plateau.raw));
  must(dlopt_optimizer_report(o, 0.5));
}

void scale_and_project(dlopt_optimizer* o) {
  wrap(o, DLOPT_WRAPPER_SAM);
  wrap(o, DLOPT_WRAPPER_ACCUMULATE);
  float factors[] = {1, 0.5f, 2};
  const int64_t columns = 3;
  const dlopt_tensor scales = {sizeof scales, DLOPT_DTYPE_F32, 1, DLOPT_DEVICE_CPU, 0, 0, factors, &columns, nullptr};
  must(dlopt_optimizer_param_scales(o, 0, &scales, nullptr));
  must(dlopt_optimizer_param_project(o, 0, -0.5, 0.5, 0));
  must(dlopt_optimizer_param_freeze(o, 1, 1));
}

const std::vector<kind>& kinds() {
  static const std::vector<kind> all = {
      {DLOPT_RULE_ADAMW, {{{4, 3}}, {{5}}, {{}}, {{2, 0}}}, nullptr},
      {DLOPT_RULE_ADAMW, {}, nullptr},
      {DLOPT_RULE_ADAMW,
       {{{3, 5}, DLOPT_DTYPE_BF16, DLOPT_MASTER_KAHAN}, {{7}, DLOPT_DTYPE_BF16, DLOPT_MASTER_SPLIT}, {{2}, DLOPT_DTYPE_F64}},
       [](dlopt_optimizer* o) { set(o, DLOPT_HYPER_AMSGRAD, 1); }},
      {DLOPT_RULE_ADAMW,
       {{{3}, DLOPT_DTYPE_F16, DLOPT_MASTER_FULL}, {{4}, DLOPT_DTYPE_BF16, DLOPT_MASTER_STOCHASTIC}},
       [](dlopt_optimizer* o) { wrap(o, DLOPT_WRAPPER_EMA), wrap(o, DLOPT_WRAPPER_LOOKAHEAD); }},
      {DLOPT_RULE_ADAMW, {{{66, 65}, DLOPT_DTYPE_F32, DLOPT_MASTER_NONE, DLOPT_STATES_DYNAMIC8}, {{3}}}, nullptr},
      {DLOPT_RULE_ADAM,
       {{{4, 1024}, DLOPT_DTYPE_F32, DLOPT_MASTER_NONE, DLOPT_STATES_LINEAR8},
        {{5}, DLOPT_DTYPE_F32, DLOPT_MASTER_NONE, DLOPT_STATES_BF16}},
       nullptr},
      {DLOPT_RULE_SGD, {{{4, 3}}, {{5}}}, [](dlopt_optimizer* o) { set(o, DLOPT_HYPER_MOMENTUM, 0.9), follow_schedules(o); }},
      {DLOPT_RULE_SGD, {{{4, 3}}, {{5}}}, scale_and_project},
      {DLOPT_RULE_ADAFACTOR, {{{130, 129}}, {{6, 5}}, {{7}}}, nullptr},
      {DLOPT_RULE_SM3, {{{6, 5, 2}}, {{7}}}, nullptr},
      {DLOPT_RULE_SCHEDULEFREE_ADAMW, {{{4, 3}}, {{5}}}, nullptr},
      {DLOPT_RULE_SGLD, {{{4}}, {{6}}}, nullptr},
      {DLOPT_RULE_ADAGRAD, {{{9, 3}, DLOPT_DTYPE_F32, DLOPT_MASTER_NONE, DLOPT_STATES_FULL, 1}, {{5}}}, nullptr},
      {DLOPT_RULE_PRODIGY, {{{4, 3}}, {{5}}}, nullptr},
      {DLOPT_RULE_LAMB, {{{4, 3}}, {{5}}}, [](dlopt_optimizer* o) { wrap(o, DLOPT_WRAPPER_SWA); }},
      {DLOPT_RULE_ADEMAMIX, {{{4, 3}}, {{5}}}, nullptr}};
  return all;
}

size_t count_of(const std::vector<int64_t>& shape) {
  size_t count = 1;
  for (int64_t size : shape) count *= size_t(size);
  return count;
}

} // namespace

void demand(bool truth, const char* what) {
  if (truth) return;
  std::fprintf(stderr, "demanded: %s\n", what);
  std::abort();
}

int subject_count() { return int(kinds().size()); }

subject::subject(int number) {
  const kind& k = kinds()[size_t(number)];
  dlopt_optimizer* made = nullptr;
  must(dlopt_optimizer_create(nullptr, k.rule, &made));
  optimizer_.reset(made);
  dlopt_scaler* scaler = nullptr;
  must(dlopt_scaler_create(nullptr, &scaler));
  scaler_.reset(scaler);
  for (const declared& d : k.params) add_param(d);
  if (k.configure) k.configure(made);
}

void subject::add_param(const declared& d) {
  dlopt_param_desc desc;
  must(dlopt_param_desc_init(&desc, sizeof desc));
  desc.dtype = d.dtype, desc.master = d.master, desc.state_form = d.form, desc.row_ages = d.row_ages;
  desc.ndim = int32_t(d.shape.size()), desc.shape = d.shape.data();
  int32_t slot = 0;
  must(dlopt_optimizer_param_add(get(), &desc, &slot));
  shapes_.push_back(d.shape);
  dtypes_.push_back(d.dtype);
  params_.emplace_back(count_of(d.shape));
  grads_.emplace_back(count_of(d.shape), 1.25); // in halves: 0, 0, 0, 1.25...
}

dlopt_status subject::step(int t) {
  const auto count = size_t(dlopt_optimizer_param_count(get()));
  const dlopt_tensor none = {sizeof none, DLOPT_DTYPE_F32, 0, DLOPT_DEVICE_CPU, 0, 0, nullptr, nullptr, nullptr};
  std::vector<dlopt_tensor> params(count, none), grads(count, none), averages(8 * count, none);
  for (size_t i = 0; i < shapes_.size() && i < count; ++i) {
    params[i] = {sizeof none, dtypes_[i],        int32_t(shapes_[i].size()), DLOPT_DEVICE_CPU, 0,
                 0,           params_[i].data(), shapes_[i].data(),          nullptr};
    grads[i] = params[i];
    grads[i].data = grads_[i].data();
  }
  dlopt_step_desc desc;
  must(dlopt_step_desc_init(&desc, sizeof desc));
  desc.averages = averages.data();
  desc.loss = t;
  return dlopt_optimizer_step(get(), params.data(), grads.data(), count, &desc);
}

uint64_t subject::hash() const {
  uint64_t hash = 0;
  must(dlopt_optimizer_state_hash(get(), nullptr, 0, &hash));
  return hash;
}

std::vector<double> subject::scaler_values() const {
  std::vector<double> values(static_cast<size_t>(dlopt_scaler_field_count()));
  for (size_t i = 0; i < values.size(); ++i) must(dlopt_scaler_get(scaler(), dlopt_scaler_field(i + 1), &values[i]));
  return values;
}

std::string subject::saved(bool with_scaler) const {
  dlopt_save_desc desc;
  must(dlopt_save_desc_init(&desc, sizeof desc));
  desc.scaler = with_scaler ? scaler() : nullptr;
  size_t bytes = 0, used = 0;
  must(dlopt_optimizer_save_size(get(), &bytes, &desc));
  std::string file(bytes, 0);
  must(dlopt_optimizer_save_block(get(), &file[0], bytes, &used, &desc));
  demand(used == bytes, "a save is as long as it was measured");
  return file;
}

} // namespace dlopt_fuzz
