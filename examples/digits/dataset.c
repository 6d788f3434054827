#include "dataset.h"

#include "random.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = DIGIT_PIXELS + 1, INK = 16, LINE_SIZE = 1024, CELL_SHOWN = 20, TEST_SHARE = 5 };

typedef struct {
  const char* path;
  int line;
} place;

/* Makes room for one more digit at the end; doubles, so that reading stays linear. */
static int grow(digits* data) {
  if (data->count & (data->count - 1)) return 1; /* room is always a power of two; full only when count is one */
  size_t room = data->count ? 2 * (size_t)data->count : 1;
  float* pixels = realloc(data->pixels, room * DIGIT_PIXELS * sizeof *pixels);
  if (pixels) data->pixels = pixels;
  int* labels = realloc(data->labels, room * sizeof *labels);
  if (labels) data->labels = labels;
  return pixels && labels;
}

static void append(digits* data, const float* pixels, int label) {
  memcpy(data->pixels + (size_t)data->count * DIGIT_PIXELS, pixels, DIGIT_PIXELS * sizeof *pixels);
  data->labels[data->count++] = label;
}

/* Reads one whole number that fills the cell [cell, end). */
static int parse_cell(place at, int column, const char* cell, const char* end, int* value) {
  long upper = column == COLUMNS ? DIGIT_CLASSES - 1 : INK;
  char* rest;
  long number = strtol(cell, &rest, 10);
  if (rest == end && rest != cell && number >= 0 && number <= upper) {
    *value = (int)number;
    return 1;
  }
  int shown = end - cell < CELL_SHOWN ? (int)(end - cell) : CELL_SHOWN;
  fprintf(stderr, "error: %s: line %d, column %d: found '%.*s', wanted a whole number from 0 to %ld (%s)\n", at.path, at.line, column,
          shown, cell, upper, column == COLUMNS ? "the digit" : "a pixel");
  return 0;
}

static int count_columns(const char* line) {
  int columns = 1;
  for (; *line; line++) columns += *line == ',';
  return columns;
}

static int parse_line(place at, const char* line, float* pixels, int* label) {
  int columns = count_columns(line), value;
  if (columns != COLUMNS) {
    fprintf(stderr, "error: %s: line %d: found %d column%s, wanted %d: %d pixels and the digit\n", at.path, at.line, columns,
            columns == 1 ? "" : "s", COLUMNS, DIGIT_PIXELS);
    return 0;
  }
  for (int column = 1; column <= COLUMNS; column++) {
    const char* end = line + strcspn(line, ",");
    if (!parse_cell(at, column, line, end, &value)) return 0;
    if (column < COLUMNS) pixels[column - 1] = (float)value / INK;
    else *label = value;
    line = end + 1;
  }
  return 1;
}

/* Takes the line end off, LF or CR LF. False when the buffer does not hold the whole line. */
static int trim(char* line, FILE* file) {
  size_t length = strlen(line);
  int ended = length > 0 && line[length - 1] == '\n';
  if (ended) line[--length] = '\0';
  if (length > 0 && line[length - 1] == '\r') line[length - 1] = '\0';
  return ended || feof(file);
}

static int read_lines(FILE* file, place at, digits* data) {
  char line[LINE_SIZE];
  float pixels[DIGIT_PIXELS];
  int label = 0;
  while (fgets(line, sizeof line, file)) {
    at.line++;
    if (!trim(line, file)) {
      fprintf(stderr, "error: %s: line %d: longer than %d characters, or not text\n", at.path, at.line, LINE_SIZE - 2);
      return 0;
    }
    if (!parse_line(at, line, pixels, &label)) return 0;
    if (!grow(data)) {
      fprintf(stderr, "error: %s: line %d: out of memory\n", at.path, at.line);
      return 0;
    }
    append(data, pixels, label);
  }
  if (ferror(file)) fprintf(stderr, "error: %s: line %d: %s\n", at.path, at.line + 1, strerror(errno));
  else if (data->count == 0)
    fprintf(stderr, "error: %s: line 1: the file is empty, wanted lines of %d pixels and a digit\n", at.path, DIGIT_PIXELS);
  return !ferror(file) && data->count > 0;
}

int digits_load(const char* path, digits* data) {
  *data = (digits){0};
  FILE* file = fopen(path, "r");
  if (!file) {
    fprintf(stderr, "error: cannot open %s: %s (--data FILE names another)\n", path, strerror(errno));
    return 0;
  }
  int ok = read_lines(file, (place){path, 0}, data);
  fclose(file);
  if (!ok) digits_free(data);
  return ok;
}

static int deal(const digits* all, const int* order, digits* train, digits* test) {
  int seen[DIGIT_CLASSES] = {0};
  for (int i = 0; i < all->count; i++) {
    int label = all->labels[order[i]];
    digits* part = ++seen[label] % TEST_SHARE == 0 ? test : train;
    if (!grow(part)) return 0;
    append(part, digits_picture(all, order[i]), label);
  }
  return 1;
}

int digits_split(const digits* all, uint64_t seed, digits* train, digits* test) {
  *train = *test = (digits){0};
  random_source source = {seed};
  int* order = malloc((size_t)all->count * sizeof *order);
  if (order) random_order(&source, order, all->count);
  int ok = order && deal(all, order, train, test);
  free(order);
  if (!ok) fprintf(stderr, "error: out of memory\n");
  else if (test->count == 0) fprintf(stderr, "error: %d digits are too few: a test part needs %d of one class\n", all->count, TEST_SHARE);
  if (ok && test->count > 0) return 1;
  digits_free(train);
  digits_free(test);
  return 0;
}

void digits_free(digits* data) {
  free(data->pixels);
  free(data->labels);
  *data = (digits){0};
}
