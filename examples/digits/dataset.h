/* dataset.h - the handwritten digits: read from a CSV file, split into a training and a test part. */
#ifndef EXAMPLES_DATASET_H
#define EXAMPLES_DATASET_H

#include <stdint.h>

enum { DIGIT_PIXELS = 64, DIGIT_CLASSES = 10 };

typedef struct {
  int count;
  float* pixels; /* count x DIGIT_PIXELS, 0 (paper) .. 1 (ink) */
  int* labels;   /* count, 0 .. 9 */
} digits;

/* Reads a file whose lines hold 64 brightnesses from 0 to 16 and a label. On failure prints one sentence with line and column and returns
 * 0. */
int digits_load(const char* path, digits* data);
/* Deals the digits out: of each class every fifth, in an order given by the seed, goes to the test part. Returns 0, with a sentence, when
 * too few. */
int digits_split(const digits* all, uint64_t seed, digits* train, digits* test);
void digits_free(digits* data);

static inline const float* digits_picture(const digits* data, int index) { return data->pixels + (long)index * DIGIT_PIXELS; }

#endif
