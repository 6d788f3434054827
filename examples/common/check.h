/* check.h - ends an example with the library's own sentence when a call fails. A program of your own would hand the status on. */
#ifndef EXAMPLES_CHECK_H
#define EXAMPLES_CHECK_H

#include <dlopt.h>
#include <stdio.h>
#include <stdlib.h>

#define CHECK(call) check_status((call), #call)

static inline void check_status(dlopt_status status, const char* call) {
  if (status == DLOPT_OK) return;
  fprintf(stderr, "error: %s\n  %s: %s\n", call, dlopt_status_string(status), dlopt_last_error());
  exit(1);
}

#endif
