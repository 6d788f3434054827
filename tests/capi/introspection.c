/* The tables of rules, schedules and wrappers: complete, consistent in themselves, and with PyTorch's names and defaults where PyTorch has
 * the rule.
 */
#include "check.h"
#include "support.h"

#include <math.h>

static dlopt_hyper_info hyper_info(dlopt_rule rule, int32_t index) {
  dlopt_hyper_info info;
  memset(&info, 0, sizeof info);
  info.struct_size = sizeof info;
  CHECK_OK(dlopt_rule_hyper_info(rule, index, &info));
  return info;
}

static int choice_count(const char* choices) {
  int count = choices[0] != 0;
  for (const char* c = choices; *c; c++) count += *c == ' ';
  return count;
}

static int is_identifier(const char* name) {
  if (!name || !(name[0] >= 'a' && name[0] <= 'z')) return 0;
  return strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name);
}

/* What must hold for any described value, of a rule or of a schedule. */
static void check_info(const dlopt_hyper_info* info, const char* owner) {
  CHECK_THAT(is_identifier(info->name), "%s: a plain name", owner);
  CHECK_THAT(info->doc && strlen(info->doc) > 3 && !strchr(info->doc, '\n'), "%s.%s: one line of meaning", owner, info->name);
  CHECK_THAT(info->struct_size == sizeof *info && info->reserved == 0, "%s.%s: head of the structure", owner, info->name);
  CHECK_THAT(info->kind >= DLOPT_KIND_REAL && info->kind <= DLOPT_KIND_LIST, "%s.%s: a kind", owner, info->name);
  CHECK_THAT(info->lower <= info->upper && isfinite(info->lower), "%s.%s: bounds", owner, info->name);
  CHECK_THAT(info->default_value >= info->lower && info->default_value <= info->upper, "%s.%s: default within bounds", owner, info->name);
  int choice = info->kind == DLOPT_KIND_CHOICE;
  CHECK_THAT(info->choices && (info->choices[0] != 0) == choice, "%s.%s: choices exactly where there is a choice", owner, info->name);
  if (choice) {
    CHECK_THAT(info->lower == 0, "%s.%s: choices count from 0", owner, info->name);
    CHECK_THAT(choice_count(info->choices) > (int)info->upper, "%s.%s: \"%s\" names all up to %g", owner, info->name, info->choices,
               info->upper);
  }
  if (info->kind == DLOPT_KIND_FLAG) CHECK_THAT(info->lower == 0 && info->upper == 1, "%s.%s: a flag is 0 or 1", owner, info->name);
}

static void rules_are_named_both_ways(void) {
  for (dlopt_rule i = 1; i <= dlopt_rule_count(); i++) {
    dlopt_rule rule = 0;
    CHECK_OK(dlopt_rule_from_name(dlopt_rule_name(i), &rule));
    CHECK_INT(rule, i);
  }
  static const char* const names[] = {"sgd", "adagrad", "rmsprop", "adam", "adamw", "lion"}; /* of 0.1, for ever */
  for (int i = 0; i < 6; i++) CHECK_TEXT(dlopt_rule_name(i + 1), names[i]);
  CHECK(!dlopt_rule_name(0) && !dlopt_rule_name(dlopt_rule_count() + 1) && !dlopt_rule_name(-1) && !dlopt_rule_name(INT32_MIN) &&
        !dlopt_rule_name(INT32_MAX));
  CHECK_INT(dlopt_rule_hyper_count(0), 0);
  CHECK_INT(dlopt_rule_hyper_count(INT32_MAX), 0);
  CHECK_INT(dlopt_rule_state_count(-1), 0);
  CHECK(!dlopt_rule_preset_name(0, 0) && !dlopt_rule_preset_name(DLOPT_RULE_SGD, -1) && !dlopt_rule_preset_name(DLOPT_RULE_SGD, 1000));
}

enum { kIds = 256 }; /* more than there are */

static void hyper_tables_are_sound(void) {
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++) {
    const char* owner = dlopt_rule_name(rule);
    dlopt_optimizer* opt = NULL;
    REQUIRE_OK(dlopt_optimizer_create(NULL, rule, &opt));
    int seen[kIds] = {0};
    CHECK_THAT(dlopt_rule_hyper_count(rule) >= 3, "%s has hyper-parameters", owner);
    for (int32_t i = 0; i < dlopt_rule_hyper_count(rule); i++) {
      dlopt_hyper_info info = hyper_info(rule, i);
      check_info(&info, owner);
      CHECK_THAT(info.id > 0 && info.id < kIds && !seen[info.id]++, "%s.%s: an id of its own", owner, info.name);
      double value = NAN;
      CHECK_OK(dlopt_optimizer_get(opt, info.id, &value));
      CHECK_THAT(value == info.default_value, "%s.%s: a new optimizer has the default", owner, info.name);
    }
    CHECK_OK(dlopt_optimizer_destroy(opt));
  }
}

/* A number and a name belong together in every rule. */
static void ids_mean_the_same_everywhere(void) {
  const char* name_of[kIds] = {NULL};
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++)
    for (int32_t i = 0; i < dlopt_rule_hyper_count(rule); i++) {
      dlopt_hyper_info info = hyper_info(rule, i);
      if (!name_of[info.id]) name_of[info.id] = info.name;
      CHECK_TEXT(info.name, name_of[info.id]);
    }
  static const char* const names[] = {NULL,
                                      "lr",
                                      "weight_decay",
                                      "momentum",
                                      "dampening",
                                      "nesterov",
                                      "beta1",
                                      "beta2",
                                      "eps",
                                      "alpha",
                                      "amsgrad",
                                      "centered",
                                      "maximize",
                                      "lr_decay",
                                      "initial_accumulator_value",
                                      "bias_correction",
                                      "momentum_form",
                                      "first_step",
                                      "decay_mode",
                                      "decay_order",
                                      "eps_mode",
                                      "amsgrad_form",
                                      "lr_place"};
  for (int id = DLOPT_HYPER_LR; id <= DLOPT_HYPER_LR_PLACE; id++) {
    CHECK_THAT(name_of[id] != NULL, "some rule has %s", names[id]);
    if (name_of[id]) CHECK_TEXT(name_of[id], names[id]);
  }
}

/* Both bounds are allowed values; what lies past them is not. */
static void bounds_are_the_bounds(void) {
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++)
    for (int32_t i = 0; i < dlopt_rule_hyper_count(rule); i++) {
      dlopt_hyper_info info = hyper_info(rule, i);
      dlopt_optimizer* opt = NULL;
      double value = NAN;
      REQUIRE_OK(dlopt_optimizer_create(NULL, rule, &opt));
      CHECK_OK(dlopt_optimizer_set(opt, info.id, info.lower));
      CHECK_OK(dlopt_optimizer_set(opt, info.id, info.upper));
      CHECK_STATUS(dlopt_optimizer_set(opt, info.id, nextafter(info.lower, -INFINITY)), DLOPT_ERR_OUT_OF_RANGE);
      CHECK_SAYS(info.name);
      CHECK_STATUS(dlopt_optimizer_set(opt, info.id, isinf(info.upper) ? NAN : nextafter(info.upper, INFINITY)), DLOPT_ERR_OUT_OF_RANGE);
      CHECK_SAYS(info.name);
      if (info.kind != DLOPT_KIND_REAL) CHECK_STATUS(dlopt_optimizer_set(opt, info.id, 0.5), DLOPT_ERR_OUT_OF_RANGE);
      CHECK_OK(dlopt_optimizer_get(opt, info.id, &value));
      CHECK_REAL(value, info.upper);
      CHECK_OK(dlopt_optimizer_destroy(opt));
    }
}

typedef struct torch_default {
  dlopt_rule rule;
  dlopt_hyper hyper;
  double value;
} torch_default;

/* torch.optim's constructors. Lion is not among them: its betas are those of its paper. */
static const torch_default torch_defaults[] = {
    {DLOPT_RULE_SGD, DLOPT_HYPER_LR, 1e-3},
    {DLOPT_RULE_SGD, DLOPT_HYPER_MOMENTUM, 0},
    {DLOPT_RULE_SGD, DLOPT_HYPER_DAMPENING, 0},
    {DLOPT_RULE_SGD, DLOPT_HYPER_WEIGHT_DECAY, 0},
    {DLOPT_RULE_SGD, DLOPT_HYPER_NESTEROV, 0},
    {DLOPT_RULE_SGD, DLOPT_HYPER_MAXIMIZE, 0},
    {DLOPT_RULE_ADAGRAD, DLOPT_HYPER_LR, 1e-2},
    {DLOPT_RULE_ADAGRAD, DLOPT_HYPER_LR_DECAY, 0},
    {DLOPT_RULE_ADAGRAD, DLOPT_HYPER_EPS, 1e-10},
    {DLOPT_RULE_ADAGRAD, DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, 0},
    {DLOPT_RULE_ADAGRAD, DLOPT_HYPER_MAXIMIZE, 0},
    {DLOPT_RULE_ADAGRAD, DLOPT_HYPER_WEIGHT_DECAY, 0},
    {DLOPT_RULE_RMSPROP, DLOPT_HYPER_LR, 1e-2},
    {DLOPT_RULE_RMSPROP, DLOPT_HYPER_ALPHA, 0.99},
    {DLOPT_RULE_RMSPROP, DLOPT_HYPER_EPS, 1e-8},
    {DLOPT_RULE_RMSPROP, DLOPT_HYPER_WEIGHT_DECAY, 0},
    {DLOPT_RULE_RMSPROP, DLOPT_HYPER_MOMENTUM, 0},
    {DLOPT_RULE_RMSPROP, DLOPT_HYPER_CENTERED, 0},
    {DLOPT_RULE_RMSPROP, DLOPT_HYPER_MAXIMIZE, 0},
    {DLOPT_RULE_ADAM, DLOPT_HYPER_LR, 1e-3},
    {DLOPT_RULE_ADAM, DLOPT_HYPER_BETA1, 0.9},
    {DLOPT_RULE_ADAM, DLOPT_HYPER_BETA2, 0.999},
    {DLOPT_RULE_ADAM, DLOPT_HYPER_EPS, 1e-8},
    {DLOPT_RULE_ADAM, DLOPT_HYPER_WEIGHT_DECAY, 0},
    {DLOPT_RULE_ADAM, DLOPT_HYPER_AMSGRAD, 0},
    {DLOPT_RULE_ADAM, DLOPT_HYPER_MAXIMIZE, 0},
    {DLOPT_RULE_ADAM, DLOPT_HYPER_BIAS_CORRECTION, 1},
    {DLOPT_RULE_ADAMW, DLOPT_HYPER_LR, 1e-3},
    {DLOPT_RULE_ADAMW, DLOPT_HYPER_BETA1, 0.9},
    {DLOPT_RULE_ADAMW, DLOPT_HYPER_BETA2, 0.999},
    {DLOPT_RULE_ADAMW, DLOPT_HYPER_EPS, 1e-8},
    {DLOPT_RULE_ADAMW, DLOPT_HYPER_WEIGHT_DECAY, 1e-2},
    {DLOPT_RULE_ADAMW, DLOPT_HYPER_AMSGRAD, 0},
    {DLOPT_RULE_ADAMW, DLOPT_HYPER_MAXIMIZE, 0},
    {DLOPT_RULE_LION, DLOPT_HYPER_BETA1, 0.9},
    {DLOPT_RULE_LION, DLOPT_HYPER_BETA2, 0.99},
    {DLOPT_RULE_RPROP, DLOPT_HYPER_LR, 1e-2},
    {DLOPT_RULE_RPROP, DLOPT_HYPER_ETAMINUS, 0.5},
    {DLOPT_RULE_RPROP, DLOPT_HYPER_ETAPLUS, 1.2},
    {DLOPT_RULE_RPROP, DLOPT_HYPER_STEP_SIZE_MIN, 1e-6},
    {DLOPT_RULE_RPROP, DLOPT_HYPER_STEP_SIZE_MAX, 50},
    {DLOPT_RULE_RPROP, DLOPT_HYPER_MAXIMIZE, 0},
    {DLOPT_RULE_ADAFACTOR, DLOPT_HYPER_LR, 1e-2},
    {DLOPT_RULE_ADAFACTOR, DLOPT_HYPER_BETA2_DECAY, -0.8},
    {DLOPT_RULE_ADAFACTOR, DLOPT_HYPER_EPS2, 1e-3},
    {DLOPT_RULE_ADAFACTOR, DLOPT_HYPER_D, 1},
    {DLOPT_RULE_ADAFACTOR, DLOPT_HYPER_WEIGHT_DECAY, 0},
    {DLOPT_RULE_ADAFACTOR, DLOPT_HYPER_MAXIMIZE, 0},
    {DLOPT_RULE_SPARSE_ADAM, DLOPT_HYPER_LR, 1e-3},
    {DLOPT_RULE_SPARSE_ADAM, DLOPT_HYPER_BETA1, 0.9},
    {DLOPT_RULE_SPARSE_ADAM, DLOPT_HYPER_BETA2, 0.999},
    {DLOPT_RULE_SPARSE_ADAM, DLOPT_HYPER_EPS, 1e-8},
    {DLOPT_RULE_SPARSE_ADAM, DLOPT_HYPER_MAXIMIZE, 0},
};

static void defaults_are_those_of_torch(void) {
  for (size_t i = 0; i < sizeof torch_defaults / sizeof *torch_defaults; i++) {
    const torch_default* row = &torch_defaults[i];
    int found = 0;
    for (int32_t j = 0; j < dlopt_rule_hyper_count(row->rule); j++) {
      dlopt_hyper_info info = hyper_info(row->rule, j);
      if (info.id != row->hyper) continue;
      found = 1;
      CHECK_THAT(info.default_value == row->value, "%s.%s defaults to %g (is %g)", dlopt_rule_name(row->rule), info.name, row->value,
                 info.default_value);
    }
    CHECK_THAT(found, "%s has hyper-parameter %d", dlopt_rule_name(row->rule), (int)row->hyper);
  }
}

static const struct {
  dlopt_rule rule;
  const char* names; /* in any order, those that are always kept marked by + */
} torch_states[] = {
    {DLOPT_RULE_SGD, " momentum_buffer "},
    {DLOPT_RULE_ADAGRAD, " +sum "},
    {DLOPT_RULE_RMSPROP, " +square_avg grad_avg momentum_buffer "},
    {DLOPT_RULE_ADAM, " +exp_avg +exp_avg_sq max_exp_avg_sq "},
    {DLOPT_RULE_ADAMW, " +exp_avg +exp_avg_sq max_exp_avg_sq "},
    {DLOPT_RULE_LION, " +exp_avg "},
    {DLOPT_RULE_SPARSE_ADAM, " +exp_avg +exp_avg_sq "},
    {DLOPT_RULE_ADAFACTOR, " exp_avg variance row_var col_var "},
};

static void states_have_the_names_of_torch(void) {
  for (size_t i = 0; i < sizeof torch_states / sizeof *torch_states; i++) {
    dlopt_rule rule = torch_states[i].rule;
    size_t length = 1;
    CHECK(dlopt_rule_state_count(rule) <= DLOPT_STATS_MAX_STATES);
    for (int32_t j = 0; j < dlopt_rule_state_count(rule); j++) {
      dlopt_state_info info;
      memset(&info, 0, sizeof info);
      info.struct_size = sizeof info;
      CHECK_OK(dlopt_rule_state_info(rule, j, &info));
      char word[64];
      snprintf(word, sizeof word, " %s%s ", info.optional ? "" : "+", info.name);
      CHECK_THAT(strstr(torch_states[i].names, word), "%s keeps%s", dlopt_rule_name(rule), word);
      CHECK_THAT(info.doc && strlen(info.doc) > 3, "%s.%s has a line of meaning", dlopt_rule_name(rule), info.name);
      CHECK_INT(info.bytes_per_element, info.shape == DLOPT_STATE_ELEMENTS ? 4 : 0);
      CHECK(info.shape >= DLOPT_STATE_ELEMENTS && info.shape <= DLOPT_STATE_AXES);
      length += strlen(word) - 1;
    }
    CHECK_THAT(length == strlen(torch_states[i].names), "%s keeps nothing else than%s", dlopt_rule_name(rule), torch_states[i].names);
  }
}

static int is_in_torch(const char* name) {
  static const char* const names[] = {"sgd",    "adagrad", "rmsprop", "adam",  "adamw",     "asgd",       "adadelta",
                                      "adamax", "nadam",   "radam",   "rprop", "adafactor", "sparse_adam"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (!strcmp(name, names[i])) return 1;
  return 0;
}

static void presets_exist(void) {
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++) {
    dlopt_optimizer* opt = NULL;
    int has_torch = 0;
    REQUIRE_OK(dlopt_optimizer_create(NULL, rule, &opt));
    for (int32_t i = 0; dlopt_rule_preset_name(rule, i); i++) {
      has_torch |= strcmp(dlopt_rule_preset_name(rule, i), "torch") == 0;
      CHECK_OK(dlopt_optimizer_preset(opt, dlopt_rule_preset_name(rule, i)));
    }
    CHECK_THAT(has_torch || !is_in_torch(dlopt_rule_name(rule)), "%s has the preset of torch", dlopt_rule_name(rule));
    CHECK_OK(dlopt_optimizer_destroy(opt));
  }
}

/* A new schedule has the default of a field; a list is empty, and knows only its own doors. */
static void check_field(dlopt_schedule* schedule, const dlopt_hyper_info* info) {
  double value = NAN;
  const double* values = &value;
  size_t count = 7;
  if (info->kind != DLOPT_KIND_LIST) {
    CHECK_OK(dlopt_schedule_get(schedule, info->id, &value));
    CHECK_REAL(value, info->default_value);
    CHECK_STATUS(dlopt_schedule_get_list(schedule, info->id, &values, &count), DLOPT_ERR_INVALID_ARGUMENT);
    CHECK(values == &value && count == 7);
  } else {
    CHECK_OK(dlopt_schedule_get_list(schedule, info->id, &values, &count));
    CHECK(!values && count == 0);
    CHECK_STATUS(dlopt_schedule_get(schedule, info->id, &value), DLOPT_ERR_INVALID_ARGUMENT);
    CHECK(isnan(value));
  }
  if (info->id == DLOPT_FIELD_BASE) CHECK_REAL(value, 1);
}

static void schedule_tables_are_sound(void) {
  static const char* const names[] = {"constant",  "step",    "exponential",  "cosine",     "linear",       "warmup_cosine",
                                      "sequence",  "product", "chain",        "multi_step", "polynomial",   "cosine_restarts",
                                      "one_cycle", "cyclic",  "inverse_sqrt", "noam",       "inverse_time", "wsd",
                                      "warmup",    "rex",     "piecewise",    "table",      "range_test",   "plateau"};
  CHECK_INT(dlopt_schedule_kind_count(), 24);
  CHECK(!dlopt_schedule_kind_name(0) && !dlopt_schedule_kind_name(25) && !dlopt_schedule_kind_name(INT32_MIN));
  for (dlopt_schedule_kind kind = 1; kind <= dlopt_schedule_kind_count(); kind++) {
    CHECK_TEXT(dlopt_schedule_kind_name(kind), names[kind - 1]);
    if (kind >= DLOPT_SCHEDULE_SEQUENCE && kind <= DLOPT_SCHEDULE_CHAIN) continue; /* their children have the fields */
    dlopt_schedule* schedule = NULL;
    REQUIRE_OK(dlopt_schedule_create(NULL, kind, &schedule));
    CHECK_THAT(dlopt_schedule_field_count(kind) >= 1, "%s has fields", names[kind - 1]);
    for (int32_t i = 0; i < dlopt_schedule_field_count(kind); i++) {
      dlopt_hyper_info info;
      memset(&info, 0, sizeof info);
      info.struct_size = sizeof info;
      CHECK_OK(dlopt_schedule_field_info(kind, i, &info));
      check_info(&info, names[kind - 1]);
      check_field(schedule, &info);
    }
    CHECK_OK(dlopt_schedule_destroy(schedule));
  }
}

static void recipes_are_named(void) {
  static const char* const names[] = {"resnet", "bert", "minigpt", "ppo", "gan"};
  for (dlopt_recipe recipe = 1; recipe <= 5; recipe++) CHECK_TEXT(dlopt_recipe_name(recipe), names[recipe - 1]);
  CHECK(!dlopt_recipe_name(0) && !dlopt_recipe_name(6) && !dlopt_recipe_name(INT32_MIN));
}

static void wrapper_tables_are_sound(void) {
  static const char* const names[] = {"ema", "swa", "lookahead", "accumulate", "sam"};
  dlopt_optimizer* opt = NULL;
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_SGD, &opt));
  CHECK_INT(dlopt_wrapper_count(), 5);
  CHECK(!dlopt_wrapper_name(0) && !dlopt_wrapper_name(6) && !dlopt_wrapper_name(INT32_MIN));
  CHECK_INT(dlopt_wrapper_field_count(0), 0);
  CHECK_INT(dlopt_wrapper_field_count(INT32_MAX), 0);
  for (dlopt_wrapper wrapper = 1; wrapper <= dlopt_wrapper_count(); wrapper++) {
    int32_t index = -1;
    CHECK_TEXT(dlopt_wrapper_name(wrapper), names[wrapper - 1]);
    CHECK_THAT(dlopt_wrapper_field_count(wrapper) >= 1, "%s has fields", names[wrapper - 1]);
    CHECK_OK(dlopt_optimizer_wrap(opt, wrapper, &index));
    CHECK_INT(index, wrapper - 1);
    for (int32_t i = 0; i < dlopt_wrapper_field_count(wrapper); i++) {
      dlopt_hyper_info info;
      double value = -1;
      memset(&info, 0, sizeof info);
      info.struct_size = sizeof info;
      CHECK_OK(dlopt_wrapper_field_info(wrapper, i, &info));
      check_info(&info, names[wrapper - 1]);
      CHECK_OK(dlopt_optimizer_wrap_get(opt, index, info.id, &value));
      CHECK_THAT(value == info.default_value, "%s.%s: a new one has the default", names[wrapper - 1], info.name);
      CHECK_OK(dlopt_optimizer_wrap_set(opt, index, info.id, info.upper));
      CHECK_OK(dlopt_optimizer_wrap_get(opt, index, info.id, &value));
      CHECK_THAT(value == info.upper, "%s.%s: and takes its upper bound", names[wrapper - 1], info.name);
    }
  }
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

int main(void) {
  RUN(rules_are_named_both_ways);
  RUN(hyper_tables_are_sound);
  RUN(ids_mean_the_same_everywhere);
  RUN(bounds_are_the_bounds);
  RUN(defaults_are_those_of_torch);
  RUN(states_have_the_names_of_torch);
  RUN(presets_exist);
  RUN(schedule_tables_are_sound);
  RUN(recipes_are_named);
  RUN(wrapper_tables_are_sound);
  return check_done("introspection");
}
