// A run that was saved, loaded into an optimizer that only has the parameters, and continued is the run that never stopped: same
// parameters, same checkpoint at the end, byte for byte.
#include "checkpoint.h"
#include "row_net.h"

#include <functional>

namespace dlopt_test {
namespace {

constexpr int kHalf = 6;
const mixed_net::shape_list kShapes = {{5, 7}, {3}, {}, {2, 0}};
const mixed_net::shape_list kLargeShapes = {{66, 65}, {3}}; // one has states in few bits

using setup = std::function<void(mixed_net&)>;
using act = std::function<void(mixed_net&, int)>;

void plain_step(mixed_net& net, int t) { ASSERT_DLOPT(net.step(t)); }

std::string caller_bytes(const mixed_net& net) {
  std::string out;
  for (const auto* all : {&net.params, &net.averages})
    for (const buffer& b : *all) out.append(reinterpret_cast<const char*>(b.data()), b.bytes());
  return out;
}
void copy_buffers(const mixed_net& from, mixed_net& to) {
  for (size_t i = 0; i < from.params.size(); i++) std::memcpy(to.params[i].data(), from.params[i].data(), from.params[i].bytes());
  for (size_t i = 0; i < from.averages.size(); i++) std::memcpy(to.averages[i].data(), from.averages[i].data(), from.averages[i].bytes());
}

struct kind {
  variant rule;
  storage stored = DLOPT_DTYPE_F32;
  dlopt_state_form form = DLOPT_STATES_FULL;
  mixed_net::shape_list shapes = kShapes;
};

// `wrap` is what the caller does before the run, also to the second optimizer where `wraps_both` says so: averages need buffers.
void expect_resumed(const kind& k, const setup& prepare, const act& step, const std::string& where, const setup& prepare_second = nullptr) {
  SCOPED_TRACE(where);
  mixed_net whole(k.rule, k.stored, k.shapes, k.form), first(k.rule, k.stored, k.shapes, k.form);
  if (prepare) prepare(whole), prepare(first);
  for (int t = 1; t <= 2 * kHalf; t++) step(whole, t);
  for (int t = 1; t <= kHalf; t++) step(first, t);
  const std::string file = saved(first.optimizer.get());
  ASSERT_EQ(file, saved(first.optimizer.get())) << "saving changes nothing";

  mixed_net second({k.rule.rule, "defaults", "", {}}, k.stored, k.shapes, k.form);
  if (prepare_second) prepare_second(second);
  copy_buffers(first, second);
  ASSERT_DLOPT(load(second.optimizer.get(), file));
  ASSERT_EQ(file, saved(second.optimizer.get())) << "loaded is what was saved";
  for (int t = kHalf + 1; t <= 2 * kHalf; t++) step(second, t);
  ASSERT_TRUE(caller_bytes(whole) == caller_bytes(second)) << "parameters";
  ASSERT_EQ(saved(whole.optimizer.get()), saved(second.optimizer.get()));
}

TEST(Resume, EveryRuleInEveryConvention) {
  for (dlopt_rule rule : all_rules())
    for (const variant& v : variants_of(rule)) expect_resumed({v}, nullptr, plain_step, std::string(dlopt_rule_name(rule)) + " " + v.name);
}

TEST(Resume, EveryRuleInF64WithFactoredShapes) {
  for (dlopt_rule rule : all_rules())
    expect_resumed({busy_variant(rule),
                    DLOPT_DTYPE_F64,
                    DLOPT_STATES_FULL,
                    {factors(rule) ? std::vector<int64_t>{130, 129} : std::vector<int64_t>{6, 5}, {7}}},
                   nullptr, plain_step, dlopt_rule_name(rule));
}

TEST(Resume, EveryMasterAndEveryStateForm) {
  for (const storage& stored : stored_forms())
    for (dlopt_state_form form : {DLOPT_STATES_FULL, DLOPT_STATES_BF16, DLOPT_STATES_LINEAR8, DLOPT_STATES_DYNAMIC8})
      expect_resumed({busy_variant(DLOPT_RULE_ADAMW), stored, form, kLargeShapes}, nullptr, plain_step,
                     name_of(stored) + " " + name_of_form(form));
}

TEST(Resume, ModesAndHessians) {
  const act evaluates = [](mixed_net& net, int t) {
    ASSERT_DLOPT(net.mode(DLOPT_MODE_TRAIN));
    ASSERT_DLOPT(net.step(t));
    ASSERT_DLOPT(net.mode(DLOPT_MODE_EVAL));
  };
  for (dlopt_rule rule : {DLOPT_RULE_SCHEDULEFREE_ADAMW, DLOPT_RULE_SCHEDULEFREE_SGD})
    expect_resumed({busy_variant(rule)}, nullptr, evaluates, dlopt_rule_name(rule));
  const act estimates = [](mixed_net& net, int t) {
    if (t % 3 == 0) ASSERT_DLOPT(net.hessian(t));
    ASSERT_DLOPT(net.step(t));
  };
  expect_resumed({busy_variant(DLOPT_RULE_SOPHIA)}, nullptr, estimates, "sophia");
}

// ---- wrappers

struct wrapped {
  const char* name;
  setup wrap;
  act step;
};

const std::vector<wrapped>& wrappings() {
  static const act accumulates = [](mixed_net& net, int t) {
    if (t % 3) ASSERT_DLOPT(net.accumulate(t, 0.5 * t));
    dlopt_step_desc desc = default_step();
    if (t % 3 == 0) ASSERT_DLOPT(net.step(nullptr, desc)); // half way, something is accumulated
  };
  static const act sharpens = [](mixed_net& net, int t) { // stays perturbed from one turn to the next
    if (t > 1) ASSERT_DLOPT(net.step(t));
    ASSERT_DLOPT(net.perturb(t + 100));
  };
  static const std::vector<wrapped> all = {
      {"ema",
       [](mixed_net& n) {
         n.wrap(DLOPT_WRAPPER_EMA, {{DLOPT_WRAP_DECAY, 0.8}, {DLOPT_WRAP_EVERY, 2}, {DLOPT_WRAP_DEBIAS, 1}});
       },
       plain_step},
      {"swa",
       [](mixed_net& n) {
         n.wrap(DLOPT_WRAPPER_SWA, {{DLOPT_WRAP_START, 2}, {DLOPT_WRAP_EVERY, 3}});
       },
       plain_step},
      {"lookahead",
       [](mixed_net& n) {
         n.wrap(DLOPT_WRAPPER_LOOKAHEAD, {{DLOPT_WRAP_K, 4}, {DLOPT_WRAP_ALPHA, 0.7}});
       },
       plain_step},
      {"lookahead with resets",
       [](mixed_net& n) {
         n.wrap(DLOPT_WRAPPER_LOOKAHEAD, {{DLOPT_WRAP_K, 5}, {DLOPT_WRAP_STATE, 1}, {DLOPT_WRAP_INITIAL, 1}});
       },
       plain_step},
      {"accumulate", [](mixed_net& n) { n.wrap(DLOPT_WRAPPER_ACCUMULATE); }, [](mixed_net& n, int t) { accumulates(n, t + 1); }},
      {"sam",
       [](mixed_net& n) {
         n.wrap(DLOPT_WRAPPER_SAM, {{DLOPT_WRAP_RHO, 0.1}, {DLOPT_WRAP_ADAPTIVE, 1}});
       },
       sharpens},
      {"three",
       [](mixed_net& n) {
         n.wrap(DLOPT_WRAPPER_EMA), n.wrap(DLOPT_WRAPPER_LOOKAHEAD, {{DLOPT_WRAP_K, 3}}),
             n.wrap(DLOPT_WRAPPER_EMA, {{DLOPT_WRAP_WARMUP, 1}});
       },
       plain_step}};
  return all;
}

TEST(Resume, EveryWrapper) {
  for (const wrapped& w : wrappings())
    for (dlopt_rule rule : {DLOPT_RULE_ADAMW, DLOPT_RULE_SGD}) {
      // The second optimizer either has the wrappers, with other fields, or gets them from the file; its averages need buffers.
      const std::string where = std::string(w.name) + " " + dlopt_rule_name(rule);
      expect_resumed({busy_variant(rule)}, w.wrap, w.step, where, w.wrap);
      const setup buffers = [&](mixed_net& net) {
        mixed_net other({rule, "defaults", "", {}}, net.how, net.shapes);
        w.wrap(other);
        net.averages = std::move(other.averages);
      };
      expect_resumed({busy_variant(rule)}, w.wrap, w.step, where + ", from the file", buffers);
    }
}

// ---- what the caller sets

TEST(Resume, GroupsScalesFactorsRolesFrozenAndProjections) {
  const setup prepare = [](mixed_net& net) {
    dlopt_optimizer* const o = net.optimizer.get();
    int32_t group = 0, slot = 0;
    ASSERT_DLOPT(dlopt_optimizer_group_add(o, &group));
    ASSERT_DLOPT(dlopt_optimizer_group_set(o, group, DLOPT_HYPER_LR, 1.0 / 3));
    ASSERT_DLOPT(dlopt_optimizer_group_set(o, group, DLOPT_HYPER_AMSGRAD, 1));
    const int64_t shape[] = {4, 6};
    dlopt_param_desc desc;
    ASSERT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
    desc.name = "a \"quoted\" \\ name.of many=parts", desc.ndim = 2, desc.shape = shape, desc.group = group, desc.role = DLOPT_ROLE_BIAS;
    ASSERT_DLOPT(dlopt_optimizer_param_add(o, &desc, &slot));
    ASSERT_DLOPT(dlopt_optimizer_param_remove(o, slot)); // a gap
    ASSERT_DLOPT(dlopt_optimizer_param_add(o, &desc, &slot));
    buffer columns(DLOPT_DTYPE_F32, {1, 0.5, 0.25, 2, 3, 0.1});
    const dlopt_tensor factors = columns.tensor();
    ASSERT_DLOPT(dlopt_optimizer_param_scales(o, slot, nullptr, &factors));
    ASSERT_DLOPT(dlopt_optimizer_param_scale(o, 0, 0.1, 0.7));
    ASSERT_DLOPT(dlopt_optimizer_role_scale(o, 1 << DLOPT_ROLE_BIAS, 0.3, 0));
    ASSERT_DLOPT(dlopt_optimizer_param_freeze(o, 1, 1));
    ASSERT_DLOPT(dlopt_optimizer_param_project(o, 0, -0.5, 0.5, 0));
  };
  mixed_net made(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, {{5, 7}, {3}});
  prepare(made);
  const std::string file = saved(made.optimizer.get());
  const optimizer_handle other = make_optimizer(DLOPT_RULE_ADAMW);
  ASSERT_DLOPT(load(other.get(), file, DLOPT_LOAD_DECLARE));
  EXPECT_EQ(3, dlopt_optimizer_param_count(other.get())) << "without the gap";
  double lr = 0;
  EXPECT_DLOPT(dlopt_optimizer_group_get(other.get(), 1, DLOPT_HYPER_LR, &lr));
  EXPECT_EQ(1.0 / 3, lr);
  // But for the numbers of slots it is the same.
  checkpoint got(saved(other.get())), wanted(file);
  wanted.set("dlopt.optimizer", "slots", "3");
  EXPECT_EQ(wanted.data, got.data);
  EXPECT_EQ(wanted.value("dlopt.optimizer"), got.value("dlopt.optimizer"));
  for (const char* key : {"dlopt.group.0", "dlopt.group.1", "dlopt.param.param_0", "dlopt.param.param_1"})
    EXPECT_EQ(wanted.value(key), got.value(key));
}

TEST(Resume, RowsWithAges) {
  for (dlopt_rule rule : {DLOPT_RULE_ADAMW, DLOPT_RULE_ADAGRAD}) {
    const variant v = busy_variant(rule);
    const auto rows_at = [](int t) { return index_list{t % 4, 4 + t % 3, 8}; };
    row_net whole(v, DLOPT_DTYPE_F32, 9, {3, 1}, true), first(v, DLOPT_DTYPE_F32, 9, {3, 1}, true);
    row_net second({rule, "defaults", "", {}}, DLOPT_DTYPE_F32, 9, {3, 1}, true);
    for (int t = 1; t <= 2 * kHalf; t++) ASSERT_DLOPT(whole.step(t, rows_at(t)));
    for (int t = 1; t <= kHalf; t++) ASSERT_DLOPT(first.step(t, rows_at(t)));
    for (size_t i = 0; i < first.tables.size(); i++) second.tables[i].param.assign(first.tables[i].param.values());
    ASSERT_DLOPT(load(second.optimizer.get(), saved(first.optimizer.get())));
    for (int t = kHalf + 1; t <= 2 * kHalf; t++) ASSERT_DLOPT(second.step(t, rows_at(t)));
    EXPECT_EQ(saved(whole.optimizer.get()), saved(second.optimizer.get()));
    for (size_t i = 0; i < first.tables.size(); i++) EXPECT_TRUE(same_bits(whole.rows_of(i), second.rows_of(i)));
  }
}

TEST(Resume, StepsThatWereHeldBack) {
  const act skips = [](mixed_net& net, int t) {
    std::vector<buffer> grads = net.gradients(t, DLOPT_DTYPE_F32);
    if (t >= kHalf - 1 && t <= kHalf + 1) grads[0].store_bits(0, buffer::infinity);
    dlopt_step_desc desc = default_step();
    desc.flags = DLOPT_STEP_SKIP_NONFINITE;
    ASSERT_DLOPT(net.step(&grads, desc));
  };
  expect_resumed({busy_variant(DLOPT_RULE_ADAMW)}, nullptr, skips, "two of them in a row before, one after");
}

TEST(Resume, AScaler) {
  dlopt_scaler *one = nullptr, *other = nullptr;
  ASSERT_DLOPT(dlopt_scaler_create(nullptr, &one));
  ASSERT_DLOPT(dlopt_scaler_create(nullptr, &other));
  for (dlopt_scaler_field field : {DLOPT_SCALER_GROWTH_INTERVAL, DLOPT_SCALER_HYSTERESIS}) ASSERT_DLOPT(dlopt_scaler_set(one, field, 3));
  for (int32_t nonfinite : {0, 1, 0, 0, 1, 0}) ASSERT_DLOPT(dlopt_scaler_update(one, nonfinite));
  mixed_net net(busy_variant(DLOPT_RULE_SGD), DLOPT_DTYPE_F32, kShapes);
  ASSERT_DLOPT(load(net.optimizer.get(), saved(net.optimizer.get(), one), load_with(0, other)));
  for (dlopt_scaler_field field = 1; field <= dlopt_scaler_field_count(); field++) {
    double wanted = 0, got = -1;
    ASSERT_DLOPT(dlopt_scaler_get(one, field, &wanted));
    ASSERT_DLOPT(dlopt_scaler_get(other, field, &got));
    EXPECT_EQ(wanted, got) << field;
  }
  EXPECT_EQ(DLOPT_ERR_STATE, load(net.optimizer.get(), saved(net.optimizer.get()), load_with(0, other))) << "no scaler in it";
  EXPECT_DLOPT(dlopt_scaler_destroy(one));
  EXPECT_DLOPT(dlopt_scaler_destroy(other));
}

// ---- schedules

schedule_handle busy_schedule(dlopt_schedule_kind kind) {
  dlopt_schedule* raw = nullptr;
  if (dlopt_schedule_create(nullptr, kind, &raw) != DLOPT_OK) return nullptr; // a composition
  for (const dlopt_hyper_info& field : fields_of(kind)) {
    const double values[] = {1, 3, 7};
    if (field.kind == DLOPT_KIND_LIST)
      EXPECT_DLOPT(dlopt_schedule_set_list(raw, field.id, values, 3 - (field.id == DLOPT_FIELD_MILESTONES)));
    else if (field.kind == DLOPT_KIND_REAL && field.default_value)
      EXPECT_DLOPT(dlopt_schedule_set(raw, field.id, field.default_value * 0.7));
  }
  double value = 0;
  if (dlopt_schedule_value(raw, 0, &value) == DLOPT_OK) return schedule_handle(raw);
  EXPECT_DLOPT(dlopt_schedule_destroy(raw)); // fields that do not go together: as it is by default
  EXPECT_DLOPT(dlopt_schedule_create(nullptr, kind, &raw));
  return schedule_handle(raw);
}

void expect_resumed_with(const dlopt_schedule* schedule, const std::string& where) {
  const setup follow = [&](mixed_net& net) { ASSERT_DLOPT(dlopt_optimizer_schedule(net.optimizer.get(), 0, DLOPT_HYPER_LR, schedule)); };
  const act report = [](mixed_net& net, int t) {
    (void)dlopt_optimizer_report(net.optimizer.get(), 1.0 / (t % 4 + 1)); // there may be no plateau
    ASSERT_DLOPT(net.step(t));
  };
  expect_resumed({busy_variant(DLOPT_RULE_ADAMW)}, follow, report, where);
}

TEST(Resume, EveryScheduleAndCompositionsOfThem) {
  std::vector<schedule_handle> all;
  std::vector<const dlopt_schedule*> raw;
  for (dlopt_schedule_kind kind = 1; kind <= dlopt_schedule_kind_count(); kind++) {
    schedule_handle schedule = busy_schedule(kind);
    if (!schedule) continue;
    expect_resumed_with(schedule.get(), dlopt_schedule_kind_name(kind));
    raw.push_back(schedule.get());
    all.push_back(std::move(schedule));
  }
  ASSERT_LT(8u, all.size());
  std::vector<int64_t> changes;
  for (size_t i = 1; i < raw.size(); i++) changes.push_back(int64_t(i));
  dlopt_schedule *sequence = nullptr, *product = nullptr, *chain = nullptr;
  ASSERT_DLOPT(dlopt_schedule_sequence(nullptr, raw.data(), int32_t(raw.size()), changes.data(), &sequence));
  const dlopt_schedule* parts[] = {sequence, raw[0]};
  ASSERT_DLOPT(dlopt_schedule_chain(nullptr, parts, 2, &chain));
  parts[1] = chain;
  ASSERT_DLOPT(dlopt_schedule_product(nullptr, parts, 2, &product));
  for (dlopt_schedule* composed : {sequence, chain, product}) {
    const schedule_handle owned(composed);
    expect_resumed_with(composed, "composition");
  }
}

} // namespace
} // namespace dlopt_test
