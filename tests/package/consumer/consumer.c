/* A program of somebody who installed dlopt: finds the minimum of a parabola, and prints "header version, library version". */
#include <dlopt.h>

#include <stdio.h>

int main(void) {
  float w[3] = {1, 2, 3}, g[3];
  dlopt_optimizer* opt = NULL;
  int i, j;
  if (dlopt_optimizer_create(NULL, DLOPT_RULE_ADAMW, &opt) != DLOPT_OK) return puts(dlopt_last_error()), 1;
  if (dlopt_optimizer_set(opt, DLOPT_HYPER_LR, 0.1) != DLOPT_OK) return puts(dlopt_last_error()), 1;
  for (i = 0; i < 300; i++) {
    for (j = 0; j < 3; j++) g[j] = 2 * w[j];
    if (dlopt_optimizer_step_f32(opt, w, g, 3) != DLOPT_OK) return puts(dlopt_last_error()), 1;
  }
  for (j = 0; j < 3; j++)
    if (w[j] * w[j] > 0.01f) return printf("not at the minimum: %g\n", w[j]), 1;
  dlopt_optimizer_destroy(opt);
  printf("%d.%d.%d %s\n", DLOPT_VERSION_MAJOR, DLOPT_VERSION_MINOR, DLOPT_VERSION_PATCH, dlopt_version_string());
  return 0;
}
