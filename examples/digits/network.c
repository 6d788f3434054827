#include "network.h"

#include "random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int64_t network_param_size(const network_param* param) {
  int64_t size = 1;
  for (int i = 0; i < param->ndim; i++) size *= param->shape[i];
  return size;
}

static float* take(float** memory, int64_t count) {
  float* taken = *memory;
  *memory += count;
  return taken;
}

static void draw_weights(network_param* weight, random_source* source) {
  float limit = sqrtf(6.0f / (float)weight->shape[0]);
  for (int64_t i = 0; i < network_param_size(weight); i++) weight->value[i] = limit * random_symmetric(source);
}

int network_create(network* net, int inputs, int hidden, int outputs, uint64_t seed) {
  *net = (network){.inputs = inputs,
                   .hidden = hidden,
                   .outputs = outputs,
                   .params = {{.name = "hidden.weight", .ndim = 2, .shape = {inputs, hidden}},
                              {.name = "hidden.bias", .ndim = 1, .shape = {hidden}},
                              {.name = "output.weight", .ndim = 2, .shape = {hidden, outputs}},
                              {.name = "output.bias", .ndim = 1, .shape = {outputs}}}};
  int64_t values = 0;
  for (int i = 0; i < NETWORK_PARAMS; i++) values += network_param_size(&net->params[i]);
  float* free_memory = net->memory = calloc((size_t)(2 * values + 2 * hidden + outputs), sizeof(float));
  if (!net->memory) return 0;

  for (int i = 0; i < NETWORK_PARAMS; i++) {
    net->params[i].value = take(&free_memory, network_param_size(&net->params[i]));
    net->params[i].gradient = take(&free_memory, network_param_size(&net->params[i]));
  }
  net->activity = take(&free_memory, hidden);
  net->sensitivity = take(&free_memory, hidden);
  net->probability = take(&free_memory, outputs);

  random_source source = {seed};
  draw_weights(&net->params[HIDDEN_WEIGHT], &source);
  draw_weights(&net->params[OUTPUT_WEIGHT], &source);
  return 1;
}

void network_free(network* net) {
  free(net->memory);
  *net = (network){0};
}

uint64_t network_bits(const network* net) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (int i = 0; i < NETWORK_PARAMS; i++) {
    const unsigned char* byte = (const unsigned char*)net->params[i].value;
    const unsigned char* past = (const unsigned char*)(net->params[i].value + network_param_size(&net->params[i]));
    while (byte < past) hash = (hash ^ *byte++) * 0x100000001b3u;
  }
  return hash;
}

/* y += a x: the one loop that all the time goes into. */
static void add_scaled(float* restrict y, float a, const float* restrict x, int n) {
  for (int i = 0; i < n; i++) y[i] += a * x[i];
}

static float dot(const float* x, const float* y, int n) {
  float sum = 0;
  for (int i = 0; i < n; i++) sum += x[i] * y[i];
  return sum;
}

/* y = x W + b; paper and silent units, about half of all x, cost nothing. */
static void linear(const float* x, int n, const network_param* weight, const network_param* bias, float* y, int m) {
  memcpy(y, bias->value, (size_t)m * sizeof *y);
  for (int i = 0; i < n; i++)
    if (x[i] != 0) add_scaled(y, x[i], weight->value + (int64_t)i * m, m);
}

/* The gradient of linear by W and b, for the derivative dy of the loss by y. */
static void linear_gradient(const float* x, int n, const float* dy, int m, network_param* weight, network_param* bias) {
  add_scaled(bias->gradient, 1, dy, m);
  for (int i = 0; i < n; i++)
    if (x[i] != 0) add_scaled(weight->gradient + (int64_t)i * m, x[i], dy, m);
}

/* Turns scores into probabilities in place; returns log(sum(exp(score))). The largest score is taken out first, so that no exponential
 * overflows. */
static float softmax(float* score, int n) {
  float top = score[0], sum = 0;
  for (int i = 1; i < n; i++) top = score[i] > top ? score[i] : top;
  for (int i = 0; i < n; i++) sum += score[i] = expf(score[i] - top);
  for (int i = 0; i < n; i++) score[i] /= sum;
  return logf(sum) + top;
}

static void forward(network* net, const float* input) {
  linear(input, net->inputs, &net->params[HIDDEN_WEIGHT], &net->params[HIDDEN_BIAS], net->activity, net->hidden);
  for (int j = 0; j < net->hidden; j++)
    if (net->activity[j] < 0) net->activity[j] = 0;
  linear(net->activity, net->hidden, &net->params[OUTPUT_WEIGHT], &net->params[OUTPUT_BIAS], net->probability, net->outputs);
}

double network_backward(network* net, const float* input, int label) {
  forward(net, input);
  float score = net->probability[label];
  float loss = softmax(net->probability, net->outputs) - score;

  float* output_delta = net->probability; /* softmax and cross-entropy together: probability - target */
  output_delta[label] -= 1;
  const network_param* weight = &net->params[OUTPUT_WEIGHT];
  for (int j = 0; j < net->hidden; j++)
    net->sensitivity[j] = net->activity[j] > 0 ? dot(weight->value + (int64_t)j * net->outputs, output_delta, net->outputs) : 0;

  linear_gradient(net->activity, net->hidden, output_delta, net->outputs, &net->params[OUTPUT_WEIGHT], &net->params[OUTPUT_BIAS]);
  linear_gradient(input, net->inputs, net->sensitivity, net->hidden, &net->params[HIDDEN_WEIGHT], &net->params[HIDDEN_BIAS]);
  return (double)loss;
}

int network_predict(network* net, const float* input) {
  forward(net, input);
  int best = 0;
  for (int k = 1; k < net->outputs; k++)
    if (net->probability[k] > net->probability[best]) best = k;
  return best;
}
