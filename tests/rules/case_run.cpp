#include "case_run.h"

#include "schedule_build.h"

#include <algorithm>
#include <cmath>

namespace dlopt_test {

dlopt_dtype dtype_named(const std::string& name) {
  for (dlopt_dtype dtype : {DLOPT_DTYPE_F64, DLOPT_DTYPE_F32, DLOPT_DTYPE_F16, DLOPT_DTYPE_BF16})
    if (name == name_of(dtype)) return dtype;
  ADD_FAILURE() << "no such dtype: " << name;
  return 0;
}

namespace {

dlopt_tensor shaped(dlopt_tensor tensor, const std::vector<int64_t>& shape) {
  tensor.ndim = int32_t(shape.size());
  tensor.shape = shape.data();
  return tensor;
}

} // namespace

case_run::case_run(const vector_files& files, const case_record& record, const storage& param, dlopt_dtype gradient)
    : gradients_(files.gradients.at(record.gradients)), record_(record), param_(param), gradient_(gradient), rule_(rule_named(record.rule)),
      optimizer_(make_optimizer(rule_)), desc_(default_step()) {
  if (!record.preset.empty()) EXPECT_DLOPT(dlopt_optimizer_preset(optimizer_.get(), record.preset.c_str()));
  apply_settings(files, record);
  add_params(record);
  read_desc(record);
}

// Groups are copies of group 0, so what holds for all is set before they are made.
void case_run::apply_settings(const vector_files& files, const case_record& record) {
  int groups = 1;
  for (const setting& one : record.settings) {
    for (; one.group >= groups; groups++) {
      int32_t made = 0;
      EXPECT_DLOPT(dlopt_optimizer_group_add(optimizer_.get(), &made));
    }
    apply_setting(files, one);
  }
}

void case_run::apply_setting(const vector_files& files, const setting& one) {
  const dlopt_hyper_info row = row_named(hypers_of(rule_), one.hyper);
  dlopt_optimizer* raw = optimizer_.get();
  if (one.schedule.empty()) {
    const double value = value_of(row, one.value);
    if (one.group < 0) {
      EXPECT_DLOPT(dlopt_optimizer_set(raw, row.id, value));
      return;
    }
    if (dlopt_optimizer_group_set(raw, one.group, row.id, value) == DLOPT_OK) return;
    EXPECT_DLOPT(dlopt_optimizer_schedule(raw, one.group, row.id, nullptr)); // a copy of group 0 follows its schedule
    EXPECT_DLOPT(dlopt_optimizer_group_set(raw, one.group, row.id, value));
    return;
  }
  const schedule_handle schedule = build_schedule(files, files.schedule(one.schedule));
  EXPECT_DLOPT(dlopt_optimizer_schedule(raw, one.group, row.id, schedule.get()));
}

void case_run::add_params(const case_record& record) {
  for (const auto& [slot, start] : gradients_.start) {
    const auto found = record.slots.find(slot);
    const slot_setting setting = found == record.slots.end() ? slot_setting() : found->second;
    const std::vector<int64_t>& shape = gradients_.shapes.at(slot);
    dlopt_param_desc desc;
    EXPECT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
    desc.dtype = param_.dtype;
    desc.master = param_.master;
    desc.ndim = int32_t(shape.size());
    desc.shape = shape.data();
    desc.group = setting.group;
    desc.lr_scale = setting.lr_scale;
    desc.decay_scale = setting.decay_scale;
    int32_t made = -1;
    EXPECT_DLOPT(dlopt_optimizer_param_add(optimizer_.get(), &desc, &made));
    EXPECT_EQ(slot, made);
    params_.emplace_back(param_.dtype, start);
    if (param_.dtype >= DLOPT_DTYPE_F16) stand_for(optimizer_.get(), slot, params_.back(), param_.master, start);
  }
}

void case_run::read_desc(const case_record& record) {
  if (record.has_norm) desc_.flags |= DLOPT_STEP_GRAD_NORM;
  for (const auto& [field, text] : record.desc) {
    const double value = std::strtod(text.c_str(), nullptr);
    if (field == "grad_scale") desc_.grad_scale = value;
    else if (field == "max_norm") desc_.max_norm = value;
    else if (field == "norm_type") desc_.norm_type = value;
    else if (field == "clip_value") desc_.clip_value = value;
    else if (field == "rows") as_rows_ = text == "nonzero";
    else if (field == "clip_form") desc_.clip_form = text == "exact" ? DLOPT_CLIP_EXACT : DLOPT_CLIP_TORCH;
    else ADD_FAILURE() << "no such field of dlopt_step_desc: " << field;
  }
}

void case_run::hand_over_hessians(int t) {
  const auto found = record_.hessians.find(t);
  if (found == record_.hessians.end()) return;
  std::vector<buffer> buffers;
  std::vector<dlopt_tensor> hessians;
  buffers.reserve(params_.size());
  for (const buffer& param : params_) {
    const auto its = found->second.find(int(buffers.size()));
    const bool has = its != found->second.end();
    buffers.emplace_back(gradient_, has ? its->second : param.values());
    hessians.push_back(has ? buffers.back().tensor() : buffers.back().absent());
  }
  EXPECT_DLOPT(dlopt_optimizer_hessian(optimizer_.get(), hessians.data(), hessians.size()));
}

// The elements that are not 0, and which they are.
static numbers keep_rows(const numbers& gradient, std::vector<int64_t>& indices, dlopt_rows& rows) {
  numbers kept;
  indices.reserve(gradient.size() + 1);
  for (size_t i = 0; i < gradient.size(); i++) {
    if (gradient[i] == 0) continue;
    kept.push_back(gradient[i]);
    indices.push_back(int64_t(i));
  }
  rows = {sizeof rows, 0, int64_t(kept.size()), indices.data()};
  return kept;
}

dlopt_status case_run::step(int t) {
  hand_over_hessians(t);
  const auto told = record_.losses.find(t);
  if (told != record_.losses.end()) desc_.loss = told->second;
  const std::map<int, numbers> none;
  const auto row = gradients_.gradients.find(t);
  const std::map<int, numbers>& given = row == gradients_.gradients.end() ? none : row->second;
  std::vector<buffer> buffers;
  std::vector<dlopt_tensor> params, grads;
  std::vector<std::vector<int64_t>> indices(params_.size());
  std::vector<dlopt_rows> rows(params_.size());
  buffers.reserve(params_.size());
  for (size_t slot = 0; slot < params_.size(); slot++) {
    const auto found = given.find(int(slot));
    const bool has = found != given.end();
    const std::vector<int64_t>& shape = gradients_.shapes.at(int(slot));
    if (as_rows_) {
      buffers.emplace_back(gradient_, keep_rows(has ? found->second : numbers(), indices[slot], rows[slot]));
      grads.push_back(has ? buffers.back().tensor() : buffers.back().absent());
    } else {
      buffers.emplace_back(gradient_, has ? found->second : params_[slot].values());
      grads.push_back(shaped(has ? buffers.back().tensor() : buffers.back().absent(), shape));
    }
    params.push_back(shaped(params_[slot].tensor(), shape));
  }
  desc_.rows = as_rows_ ? rows.data() : nullptr;
  const dlopt_status status = dlopt_optimizer_step(optimizer_.get(), params.data(), grads.data(), params.size(), &desc_);
  EXPECT_EQ(status == DLOPT_OK ? t : t - 1, dlopt_optimizer_steps(optimizer_.get()));
  return status;
}

double case_run::value(const std::string& hyper) const {
  double value = NAN;
  EXPECT_DLOPT(dlopt_optimizer_get(optimizer_.get(), row_named(hypers_of(rule_), hyper).id, &value));
  return value;
}

numbers case_run::state(int slot, const std::string& name) {
  dlopt_tensor view;
  view.struct_size = sizeof view;
  if (dlopt_optimizer_state(optimizer_.get(), slot, name.c_str(), &view) != DLOPT_OK) return {};
  return values_of(view);
}

namespace {

// Follows one array over the steps of a run.
struct follower {
  numbers reach; // largest magnitude of each element so far

  void compare(const numbers& truth, const numbers& got, double floor, const std::string& where, deviation& out) {
    if (truth.size() != got.size()) {
      out = {INFINITY, where + ": not kept"};
      return;
    }
    reach.resize(truth.size(), floor);
    for (size_t i = 0; i < truth.size(); i++) {
      reach[i] = std::max(reach[i], std::fabs(truth[i]));
      const double error = std::fabs(got[i] - truth[i]) / reach[i];
      if (error <= out.worst) continue; // written so that NaN is the worst
      out.worst = std::isnan(error) ? INFINITY : error;
      out.where = where + " element " + std::to_string(i);
    }
  }
};

} // namespace

deviation measure(const vector_files& files, const case_record& record, const storage& param, dlopt_dtype gradient, double floor) {
  case_run run(files, record, param, gradient);
  deviation out;
  std::map<std::string, follower> followers;
  const auto compare = [&](int t, int slot, const std::string& name, const numbers& truth, const numbers& got) {
    const std::string array = "slot " + std::to_string(slot) + " " + name;
    followers[array].compare(truth, got, floor, array + " step " + std::to_string(t), out);
  };
  for (const auto& [t, truth] : record.steps) {
    if (run.step(t) != DLOPT_OK) return {INFINITY, std::string("refused: ") + dlopt_last_error()};
    if (record.has_norm) compare(t, 0, "gradient norm", {truth.norm}, {run.grad_norm()});
    for (const auto& [slot, values] : truth.params) compare(t, slot, "param", values, run.param(slot));
    for (const auto& [slot, arrays] : truth.states)
      for (const auto& [name, values] : arrays) compare(t, slot, name, values, run.state(slot, name));
  }
  return out;
}

} // namespace dlopt_test
