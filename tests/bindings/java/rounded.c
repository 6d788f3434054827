/* rounded.c - expf and logf as programs of Java have them: computed in double and rounded once. Linked with -Wl,--wrap into C programs
 * whose bits are compared. */
#include <math.h>

float __wrap_expf(float x);
float __wrap_logf(float x);

float __wrap_expf(float x) { return (float)exp((double)x); }
float __wrap_logf(float x) { return (float)log((double)x); }
