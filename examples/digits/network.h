/* network.h - a multi-layer perceptron with one hidden layer (ReLU, softmax, cross-entropy) and its gradient by hand. It knows nothing of
 * dlopt. */
#ifndef EXAMPLES_NETWORK_H
#define EXAMPLES_NETWORK_H

#include <stdint.h>

enum { HIDDEN_WEIGHT, HIDDEN_BIAS, OUTPUT_WEIGHT, OUTPUT_BIAS, NETWORK_PARAMS };

/* One array of numbers to be trained, and its gradient. */
typedef struct {
  const char* name;
  int ndim;
  int64_t shape[2]; /* weights: inputs x outputs, so that the inner loops run over neighbours in memory */
  float* value;
  float* gradient;
} network_param;

typedef struct {
  int inputs, hidden, outputs;
  network_param params[NETWORK_PARAMS];
  float* activity;    /* work space of one sample: the hidden layer, */
  float* sensitivity; /* the derivative of the loss by it, */
  float* probability; /* and the output */
  float* memory;      /* all of the above */
} network;

/* Returns 0 when memory is short. Weights are uniform with the variance of He et al. 2015, biases and gradients 0. */
int network_create(network* net, int inputs, int hidden, int outputs, uint64_t seed);
void network_free(network* net);
/* Number of values in one parameter. */
int64_t network_param_size(const network_param* param);

/* The bits of all parameters in one number (FNV-1a, 64 bits): equal only where every weight is. */
uint64_t network_bits(const network* net);

/* The loss of one sample; adds its gradient to what the gradients hold. */
double network_backward(network* net, const float* input, int label);
/* The most probable class. */
int network_predict(network* net, const float* input);

#endif
