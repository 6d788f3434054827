#include "options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

long option_integer(const char* name, const char* text, long lower, long upper) {
  char* end;
  errno = 0;
  long value = strtol(text, &end, 10);
  if (end != text && *end == '\0' && errno == 0 && value >= lower && value <= upper) return value;
  fprintf(stderr, "error: --%s got '%s', wanted a whole number from %ld to %ld\n", name, text, lower, upper);
  exit(EXIT_USAGE);
}

double option_real(const char* name, const char* text, double lower, double upper) {
  char* end;
  double value = strtod(text, &end);
  if (end != text && *end == '\0' && value >= lower && value <= upper) return value; /* false for NaN as well */
  fprintf(stderr, "error: --%s got '%s', wanted a number from %g to %g\n", name, text, lower, upper);
  exit(EXIT_USAGE);
}

void option_unknown(const char* program) {
  fprintf(stderr, "Try '%s --help'.\n", program);
  exit(EXIT_USAGE);
}

void option_no_more(int argc, char** argv, int next) {
  if (next >= argc) return;
  fprintf(stderr, "error: '%s' belongs to no option\n", argv[next]);
  option_unknown(argv[0]);
}
