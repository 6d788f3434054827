/* dlopen and dlclose a thousand times, with work in between: the library leaves nothing behind.
 * Usage: load_and_unload PATH_OF_LIBDLOPT. This program is not linked to the library. */
#include <dlopt.h>

#include <dlfcn.h>
#include <unistd.h>

/* The harness asks the library only for texts of failed statuses; here there is none to ask. */
#define dlopt_last_error() "(not linked)"
#define dlopt_status_string(status) "(not linked)"
#include "check.h"

static long status_field(const char* name) {
  char line[256];
  long value = -1;
  FILE* file = fopen("/proc/self/status", "r");
  while (file && fgets(line, sizeof line, file))
    if (strncmp(line, name, strlen(name)) == 0) value = atol(line + strlen(name));
  if (file) fclose(file);
  return value;
}

#define LOOK_UP(name)                                                                                                                      \
  do {                                                                                                                                     \
    *(void**)&name = dlsym(library, "dlopt_" #name);                                                                                       \
    CHECK_THAT(name != NULL, "dlopt_%s is there", #name);                                                                                  \
  } while (0)

/* Uses what could leave something: a pool, thread-local text, state. */
static void use(void* library) {
  dlopt_status (*runtime_desc_init)(dlopt_runtime_desc*, size_t);
  dlopt_status (*runtime_create)(const dlopt_runtime_desc*, dlopt_runtime**);
  dlopt_status (*runtime_destroy)(dlopt_runtime*);
  dlopt_status (*optimizer_create)(dlopt_runtime*, dlopt_rule, dlopt_optimizer**);
  dlopt_status (*optimizer_step_f32)(dlopt_optimizer*, float*, const float*, size_t);
  dlopt_status (*optimizer_destroy)(dlopt_optimizer*);
  const char* (*last_error)(void);
  LOOK_UP(runtime_desc_init);
  LOOK_UP(runtime_create);
  LOOK_UP(runtime_destroy);
  LOOK_UP(optimizer_create);
  LOOK_UP(optimizer_step_f32);
  LOOK_UP(optimizer_destroy);
  LOOK_UP(last_error);
  enum { N = 100000 };
  static float p[N], g[N];
  dlopt_runtime_desc desc;
  dlopt_runtime* runtime = NULL;
  dlopt_optimizer* opt = NULL;
  CHECK_OK(runtime_desc_init(&desc, sizeof desc));
  desc.threads = 3;
  CHECK_OK(runtime_create(&desc, &runtime));
  CHECK_OK(optimizer_create(runtime, DLOPT_RULE_ADAM, &opt));
  CHECK_OK(optimizer_step_f32(opt, p, g, N));
  CHECK_STATUS(optimizer_step_f32(opt, p, g, N - 1), DLOPT_ERR_SHAPE);
  CHECK_THAT(last_error()[0] != 0, "the failure has a text");
  CHECK_OK(optimizer_destroy(opt));
  CHECK_OK(runtime_destroy(runtime));
}

static void load_and_unload(const char* path, int turns) {
  for (int i = 0; i < turns; i++) {
    void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!CHECK_THAT(library != NULL, "%s", library ? "" : dlerror())) return;
    if (i % 2) use(library); /* with and without use */
    CHECK_THAT(dlclose(library) == 0, "dlclose");
    void* still = dlopen(path, RTLD_NOW | RTLD_NOLOAD);
    if (!CHECK_THAT(still == NULL, "turn %d: the library is gone", i)) return;
  }
}

int main(int count, char** arguments) {
  enum { WARM_UP = 100, TURNS = 1000, ROUNDS = 3, GROWTH_KIB = 64 };
  if (count != 2) return fprintf(stderr, "usage: %s PATH_OF_LIBDLOPT\n", arguments[0]), 2;
#if CHECK_ADDRESS_SANITIZER || CHECK_THREAD_SANITIZER
  return check_skip("load_and_unload", "sanitizers keep memory of their own for each library");
#endif
  long threads = status_field("Threads:"), growth = GROWTH_KIB;
  load_and_unload(arguments[1], WARM_UP);
  /* A leak grows in every round; on a busy machine a round may touch more of the C library's cached thread stacks than the ones before. */
  for (int round = 0; round < ROUNDS && growth >= GROWTH_KIB; round++) {
    long resident = status_field("VmRSS:");
    load_and_unload(arguments[1], TURNS);
    growth = status_field("VmRSS:") - resident;
  }
  CHECK_THAT(growth < GROWTH_KIB, "memory grew by %ld KiB", growth);
  for (int waited = 0; status_field("Threads:") != threads && waited < 5000; waited++)
    usleep(1000); /* the kernel may list one that was joined */
  CHECK_THAT(status_field("Threads:") == threads, "no thread is left");
  return check_done("load_and_unload");
}
