#include "output.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char* folder, const char* name) {
  fprintf(stderr, "error: cannot write %s/%s: %s\n", folder, name, strerror(errno));
  exit(1);
}

FILE* output_open(const char* folder, const char* name) {
  char path[4096];
  int length = snprintf(path, sizeof path, "%s/%s", folder, name);
  if (length < 0 || (size_t)length >= sizeof path) {
    errno = ENAMETOOLONG;
    fail(folder, name);
  }
  FILE* file = fopen(path, "w");
  if (!file) fail(folder, name);
  return file;
}

void output_close(FILE* file, const char* folder, const char* name) {
  int broken = ferror(file);
  if (fclose(file) != 0 || broken) fail(folder, name);
}
