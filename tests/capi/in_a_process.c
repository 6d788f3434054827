/* Guests in somebody's process: small stacks, forked children, signals, silence. */
#include "check.h"
#include "support.h"

#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { N = 16384 * 9 };
static float p[N], g[N];

static uint64_t train(dlopt_runtime* runtime, int steps) {
  dlopt_optimizer* opt = NULL;
  dlopt_schedule* schedule = NULL;
  int64_t n = N;
  fill_f32(p, N, 1), fill_f32(g, N, 2);
  CHECK_OK(dlopt_schedule_create(runtime, DLOPT_SCHEDULE_WARMUP_COSINE, &schedule));
  CHECK_OK(dlopt_optimizer_create(runtime, DLOPT_RULE_ADAMW, &opt));
  CHECK_OK(dlopt_optimizer_schedule(opt, 0, DLOPT_HYPER_LR, schedule));
  declare(opt, DLOPT_DTYPE_F32, N);
  dlopt_tensor param = vector(p, DLOPT_DTYPE_F32, &n), grad = vector(g, DLOPT_DTYPE_F32, &n);
  dlopt_step_desc desc;
  CHECK_OK(dlopt_step_desc_init(&desc, sizeof desc));
  desc.max_norm = 1;
  for (int i = 0; i < steps; i++) CHECK_OK(dlopt_optimizer_step(opt, &param, &grad, 1, &desc));
  uint64_t hash = hash_bytes(optimizer_hash(opt, DLOPT_RULE_ADAMW), p, sizeof p);
  CHECK_OK(dlopt_optimizer_destroy(opt));
  CHECK_OK(dlopt_schedule_destroy(schedule));
  return hash;
}

/* ---- a small stack ------------------------------------------------------------------------------------------------------------------ */

static void* train_on_small_stack(void* hash) {
  dlopt_rule rule;
  CHECK_STATUS(dlopt_rule_from_name("no such rule", &rule), DLOPT_ERR_INVALID_ARGUMENT); /* the error path too */
  for (int isa = 0; isa < 2; isa++) {
    CHECK_OK(dlopt_cpu_isa_force(isa ? "best" : "scalar"));
    *(uint64_t*)hash = train(NULL, 3);
  }
  return NULL;
}

static size_t small_stack(void) {
  const size_t wanted = 64 * 1024, least = (size_t)PTHREAD_STACK_MIN; /* more on some processors */
  return wanted > least ? wanted : least;
}

static void a_small_stack_is_enough(void) {
#if CHECK_ADDRESS_SANITIZER || CHECK_THREAD_SANITIZER
  printf("       left out: sanitizers enlarge stack frames\n");
#else
  pthread_attr_t attributes;
  pthread_t thread;
  uint64_t hash = 0;
  pthread_attr_init(&attributes);
  CHECK(pthread_attr_setstacksize(&attributes, small_stack()) == 0);
  CHECK(pthread_create(&thread, &attributes, train_on_small_stack, &hash) == 0);
  pthread_join(thread, NULL);
  pthread_attr_destroy(&attributes);
  CHECK(hash == train(NULL, 3));
#endif
}

/* ---- fork --------------------------------------------------------------------------------------------------------------------------- */

/* Runs body in a child that must end by itself within ten seconds and without failed checks. */
static void in_child(const char* what, void (*body)(void*), void* argument) {
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    alarm(10);
    check_failures = 0;
    body(argument);
    fflush(stdout);
    _exit(check_failures ? 1 : 0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  CHECK_THAT(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s: the child ends well (%s %d)", what,
             WIFSIGNALED(status) ? "signal" : "exit", WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
}

typedef struct family {
  dlopt_runtime* runtime;
  dlopt_optimizer* opt;
  uint64_t hash;
} family;

static void child_trains(void* argument) {
  family* f = argument;
  CHECK(train(f->runtime, 3) == f->hash);
}

/* The handle that was made before the fork goes on, and can be freed with its runtime, in the child and in the parent. */
static void child_continues(void* argument) {
  family* f = argument;
  CHECK_OK(dlopt_optimizer_step_f32(f->opt, p, g, N));
  CHECK_OK(dlopt_optimizer_destroy(f->opt));
  CHECK_OK(dlopt_runtime_destroy(f->runtime));
}

static void children_work(void) {
  for (int32_t threads = 0; threads <= 4; threads += 2) {
    ledger books = {0};
    family f = {ledger_runtime(&books, threads), NULL, 0};
    f.hash = train(f.runtime, 3);
    in_child("a new handle", child_trains, &f);
    REQUIRE_OK(dlopt_optimizer_create(f.runtime, DLOPT_RULE_ADAM, &f.opt));
    CHECK_OK(dlopt_optimizer_step_f32(f.opt, p, g, N));
    in_child("an old handle", child_continues, &f);
    CHECK_OK(dlopt_optimizer_step_f32(f.opt, p, g, N));
    CHECK_OK(dlopt_optimizer_destroy(f.opt));
    CHECK(train(f.runtime, 3) == f.hash);
    CHECK_OK(dlopt_runtime_destroy(f.runtime));
  }
}

/* Right after a step some workers still stir: whatever they hold at that moment must not be missing in the child. */
static void forks_at_bad_moments(void) {
#if CHECK_THREAD_SANITIZER
  printf("       left out: this sanitizer does not follow threads through fork\n");
#else
  enum { FORKS = 300 };
  ledger books = {0};
  family f = {ledger_runtime(&books, 3), NULL, 0};
  int before = (int)check_failures;
  REQUIRE_OK(dlopt_optimizer_create(f.runtime, DLOPT_RULE_ADAM, &f.opt));
  for (int i = 0; i < FORKS && check_failures == before; i++) {
    CHECK_OK(dlopt_optimizer_step_f32(f.opt, p, g, N));
    for (volatile int wait = 0; wait < i * 400; wait++) {
    }
    in_child("a fork after a step", child_continues, &f);
  }
  CHECK_OK(dlopt_optimizer_destroy(f.opt));
  CHECK_OK(dlopt_runtime_destroy(f.runtime));
#endif
}

/* ---- signals and silence ------------------------------------------------------------------------------------------------------------ */

static int alarms;

static void on_alarm(int signal) {
  (void)signal;
  __atomic_add_fetch(&alarms, 1, __ATOMIC_RELAXED);
}

static void a_storm_of_signals(void) {
  ledger books = {0};
  dlopt_runtime* runtime = ledger_runtime(&books, 2);
  uint64_t calm = train(runtime, 20);
  struct sigaction action = {0}, old;
  struct itimerval storm = {{0, 1000}, {0, 1000}}, none = {{0, 0}, {0, 0}};
  action.sa_handler = on_alarm; /* without SA_RESTART: system calls are interrupted */
  sigaction(SIGALRM, &action, &old);
  setitimer(ITIMER_REAL, &storm, NULL);
  for (int i = 0; i < 5; i++) CHECK(train(runtime, 20) == calm);
  setitimer(ITIMER_REAL, &none, NULL);
  sigaction(SIGALRM, &old, NULL);
  CHECK(alarms > 0);
  CHECK_OK(dlopt_runtime_destroy(runtime));
}

/* A host that takes a signal in its own time blocks it on its own threads: no worker may take it instead. */
static void workers_take_no_signals(void) {
  ledger books = {0};
  dlopt_runtime* runtime = ledger_runtime(&books, 3);
  struct sigaction action = {0}, old;
  sigset_t one;
  const struct timespec soon = {1, 0};
  int before = alarms;
  action.sa_handler = on_alarm;
  sigaction(SIGUSR1, &action, &old);
  sigemptyset(&one);
  sigaddset(&one, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &one, NULL);
  kill(getpid(), SIGUSR1);
  usleep(50000);
  CHECK_INT(alarms, before);
  CHECK(sigtimedwait(&one, NULL, &soon) == SIGUSR1); /* it is still there */
  pthread_sigmask(SIG_UNBLOCK, &one, NULL);
  sigaction(SIGUSR1, &old, NULL);
  CHECK_OK(dlopt_runtime_destroy(runtime));
}

static void no_handler_is_installed(void) {
  for (int i = 1; i < 32; i++) {
    struct sigaction action;
    if (sigaction(i, NULL, &action) == 0)
      CHECK_THAT(action.sa_handler == SIG_DFL || CHECK_ADDRESS_SANITIZER || CHECK_THREAD_SANITIZER, "signal %d is as it was", i);
  }
}

/* Everything that can go wrong goes wrong with standard output and error in files: they stay empty. */
static void nothing_is_printed(void) {
  char name[] = "silence-XXXXXX";
  int file = mkstemp(name), out = dup(1), err = dup(2);
  unlink(name);
  fflush(stdout);
  dup2(file, 1), dup2(file, 2);
  dlopt_rule rule;
  dlopt_optimizer* opt = NULL;
  dlopt_rule_from_name("nobody", &rule);
  dlopt_optimizer_create(NULL, -1, &opt);
  dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &opt);
  dlopt_optimizer_set(opt, DLOPT_HYPER_LR, -1);
  dlopt_optimizer_step_f32(opt, NULL, NULL, 3);
  dlopt_optimizer_step_f32(opt, p, g, N);
  dlopt_optimizer_step_f32(opt, p, p, N);
  dlopt_optimizer_destroy(opt);
  fflush(stdout), fflush(stderr);
  long bytes = (long)lseek(file, 0, SEEK_END);
  dup2(out, 1), dup2(err, 2);
  close(out), close(err), close(file);
  CHECK_INT(bytes, 0);
}

int main(void) {
  RUN(a_small_stack_is_enough);
  RUN(children_work);
  RUN(forks_at_bad_moments);
  RUN(a_storm_of_signals);
  RUN(workers_take_no_signals);
  RUN(no_handler_is_installed);
  RUN(nothing_is_printed);
  return check_done("in_a_process");
}
