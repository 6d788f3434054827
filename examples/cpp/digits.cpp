// digits.cpp - 02_digits.c in C++20: the same network, data and settings, and the same weights to the last bit.
//
//   cc -O2 -c digits/dataset.c digits/network.c digits/random.c
//   c++ -std=c++20 -O2 -I. cpp/digits.cpp dataset.o network.o random.o $(pkg-config --cflags --libs dlopt) -lm -o digits
extern "C" {
#include "digits/dataset.h"
#include "digits/network.h"
#include "digits/random.h"
}
#include <algorithm>
#include <cstdio>
#include <dlopt.hpp>
#include <vector>

constexpr int epochs = 40, batch = 32, hidden = 128;
constexpr uint64_t seed = 1;

static dlopt::view<float> all_of(const network_param& p, float* numbers) { return {numbers, size_t(network_param_size(&p))}; }

static void train(network& net, const digits& data) {
  const int64_t steps = int64_t(epochs) * ((data.count + batch - 1) / batch);
  dlopt::optimizer opt(dlopt::adamw{.lr = 0.01, .weight_decay = 0.1});
  const dlopt::schedules::warmup_cosine shape{.base = 0.01, .total_steps = steps, .warmup_steps = steps / 20, .start_factor = 0.05};
  opt.follow(dlopt::hyper::lr, dlopt::schedule(shape));
  for (const network_param& p : net.params)
    opt.add({.dims = dlopt::view<const int64_t>(p.shape, size_t(p.ndim)), .name = p.name, .decay_scale = p.ndim == 1 ? 0.0 : 1.0});

  const auto& [w1, b1, w2, b2] = net.params;
  std::vector<int> order(size_t(data.count));
  random_source source = {seed};
  for (int epoch = 0; epoch < epochs; epoch++) {
    random_order(&source, order.data(), data.count);
    for (int first = 0; first < data.count; first += batch) {
      const int past = std::min(first + batch, data.count);
      for (int i = first; i < past; i++) network_backward(&net, digits_picture(&data, order[size_t(i)]), data.labels[order[size_t(i)]]);
      opt.step({all_of(w1, w1.value), all_of(b1, b1.value), all_of(w2, w2.value), all_of(b2, b2.value)},
               {all_of(w1, w1.gradient), all_of(b1, b1.gradient), all_of(w2, w2.gradient), all_of(b2, b2.gradient)},
               {.zero_grads = true, .grad_scale = double(past - first), .max_norm = 1}); // the sum over the batch becomes its mean
    }
  }
}

int main(int argc, char** argv) try {
  digits all, known, test;
  network net;
  if (!digits_load(argc > 1 ? argv[1] : "examples/data/digits.csv", &all) || !digits_split(&all, seed, &known, &test)) return 2;
  if (!network_create(&net, DIGIT_PIXELS, hidden, DIGIT_CLASSES, seed)) return 1;
  train(net, known);
  int right = 0;
  for (int i = 0; i < test.count; i++) right += network_predict(&net, digits_picture(&test, i)) == test.labels[i];
  std::printf("  %.2f %% of the test digits are read correctly\n", 100.0 * right / test.count);
  std::printf("  bits of the weights: %016llx\n", static_cast<unsigned long long>(network_bits(&net)));
  network_free(&net);
  for (digits* part : {&all, &known, &test}) digits_free(part);
} catch (const dlopt::error& e) {
  std::fprintf(stderr, "error: %s\n", e.what());
  return 1;
}
