#include "random.h"

static uint64_t next(random_source* source) {
  uint64_t z = source->state += 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

float random_symmetric(random_source* source) {
  return (float)(next(source) >> 40) / 8388608.0f - 1.0f; /* 24 bits, all of which a float holds */
}

void random_order(random_source* source, int* order, int count) {
  for (int i = 0; i < count; i++) order[i] = i;
  for (int i = count - 1; i > 0; i--) {
    int j = (int)(((next(source) >> 32) * (uint64_t)(i + 1)) >> 32);
    int kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
}
