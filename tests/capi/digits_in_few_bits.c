/* digits_in_few_bits.c - a network learns the handwritten digits of the examples with moments in few bits as well as with full ones: on the
 * average of some seeds its accuracy differs by 0.3 % at most. */
#include "check.h"
#include "digits/dataset.h"
#include "digits/network.h"
#include "digits/random.h"
#include "support.h"

#include <math.h>
#include <stdlib.h>

/* 64 x 96 weights, above the size from which few bits are few; 96 x 10 stay full. */
enum { HIDDEN = 96, EPOCHS = 8, BATCH = 32, SEEDS = 4 };

static const char* const forms[] = {"full", "bf16", "linear8", "dynamic8"};

static void require(int holds) {
  if (!CHECK(holds)) exit(check_done("given up"));
}

static void declare_param(dlopt_optimizer* optimizer, const network_param* param, dlopt_state_form form) {
  dlopt_param_desc desc;
  int32_t slot;
  CHECK_OK(dlopt_param_desc_init(&desc, sizeof desc));
  desc.ndim = param->ndim, desc.shape = param->shape;
  desc.state_form = form;
  CHECK_OK(dlopt_optimizer_param_add(optimizer, &desc, &slot));
}

static void train(dlopt_optimizer* optimizer, network* net, const digits* data, random_source* source) {
  dlopt_tensor values[NETWORK_PARAMS], gradients[NETWORK_PARAMS];
  dlopt_step_desc step;
  int* order = malloc((size_t)data->count * sizeof *order);
  CHECK_OK(dlopt_step_desc_init(&step, sizeof step));
  step.flags = DLOPT_STEP_ZERO_GRADS;
  for (int i = 0; i < NETWORK_PARAMS; i++) {
    const network_param* p = &net->params[i];
    CHECK_OK(dlopt_tensor_init(&values[i], sizeof *values, p->value, DLOPT_DTYPE_F32, p->ndim, p->shape));
    CHECK_OK(dlopt_tensor_init(&gradients[i], sizeof *gradients, p->gradient, DLOPT_DTYPE_F32, p->ndim, p->shape));
  }
  for (int epoch = 0; epoch < EPOCHS; epoch++) {
    CHECK_OK(dlopt_optimizer_set(optimizer, DLOPT_HYPER_LR, 0.01 * (EPOCHS - epoch) / EPOCHS));
    random_order(source, order, data->count);
    for (int first = 0; first + BATCH <= data->count; first += BATCH) {
      for (int i = first; i < first + BATCH; i++) network_backward(net, digits_picture(data, order[i]), data->labels[order[i]]);
      step.grad_scale = BATCH;
      CHECK_OK(dlopt_optimizer_step(optimizer, values, gradients, NETWORK_PARAMS, &step));
    }
  }
  free(order);
}

static double accuracy(network* net, const digits* data) {
  int right = 0;
  for (int i = 0; i < data->count; i++) right += network_predict(net, digits_picture(data, i)) == data->labels[i];
  return 100.0 * right / data->count;
}

/* The accuracy on digits that were not trained, after training from a seed. */
static double learn(const digits* all, dlopt_rule rule, dlopt_state_form form, uint64_t seed) {
  digits known, test;
  network net;
  dlopt_optimizer* optimizer;
  random_source source = {seed};
  require(digits_split(all, seed, &known, &test));
  require(network_create(&net, DIGIT_PIXELS, HIDDEN, DIGIT_CLASSES, seed));
  REQUIRE_OK(dlopt_optimizer_create(NULL, rule, &optimizer));
  for (int i = 0; i < NETWORK_PARAMS; i++) declare_param(optimizer, &net.params[i], form);
  train(optimizer, &net, &known, &source);
  double reached = accuracy(&net, &test);
  CHECK_OK(dlopt_optimizer_destroy(optimizer));
  network_free(&net);
  digits_free(&known);
  digits_free(&test);
  return reached;
}

static void learns(dlopt_rule rule) {
  digits all;
  double mean[4] = {0};
  require(digits_load(DIGITS_CSV, &all));
  for (dlopt_state_form form = DLOPT_STATES_FULL; form <= DLOPT_STATES_DYNAMIC8; form++) {
    for (uint64_t seed = 1; seed <= SEEDS; seed++) mean[form] += learn(&all, rule, form, seed) / SEEDS;
    printf("  %s %-8s %.2f %%\n", dlopt_rule_name(rule), forms[form], mean[form]);
    CHECK(mean[form] > 95);
    CHECK(fabs(mean[form] - mean[DLOPT_STATES_FULL]) <= 0.3);
  }
  digits_free(&all);
}

static void adamw_learns(void) { learns(DLOPT_RULE_ADAMW); }
static void radam_learns(void) { learns(DLOPT_RULE_RADAM); }

int main(void) {
  RUN(adamw_learns);
  RUN(radam_learns);
  return check_done("digits_in_few_bits");
}
