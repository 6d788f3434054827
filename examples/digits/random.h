/* random.h - a small generator with the same numbers on every machine: SplitMix64 (Steele, Lea and Flood 2014). */
#ifndef EXAMPLES_RANDOM_H
#define EXAMPLES_RANDOM_H

#include <stdint.h>

typedef struct {
  uint64_t state; /* the seed; any number will do */
} random_source;

/* Uniform in [-1, 1). */
float random_symmetric(random_source* source);
/* Brings 0 .. count - 1 into a random order (Fisher and Yates). */
void random_order(random_source* source, int* order, int count);

#endif
