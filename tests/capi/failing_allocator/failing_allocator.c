/* Every allocation of every call fails once, and then it and all later ones fail: the call says so, nothing leaks, the optimizer that was
 * there is as it was and goes on working, and the same call succeeds when there is memory again. */
#include "world.h"

enum { ENDLESS = 100000 };

/* The rooms of the API, each a file that ends with the table of its scenarios. */
#define ROOMS(each) each(making) each(parameters) each(schedules) each(gradients) each(steps) each(rows) each(checkpoints) each(monitor)
#define DECLARED(name) extern const room name##_room;
#define LISTED(name) &name##_room,
ROOMS(DECLARED)
static const room* const rooms[] = {ROOMS(LISTED)};

/* Lets the n-th allocation fail. Returns whether the call got that far. */
static int try_failure(const scenario* s, long n, int for_good) {
  world w;
  world_open(&w, s);
  uint64_t before = optimizer_hash(w.opt, w.rule), data = hash_bytes(HASH_START, buffers, sizeof buffers);
  ledger_rewind(&w.books);
  *(for_good ? &w.books.fail_from : &w.books.fail_at) = n;
  dlopt_status status = s->run(&w);
  long failed = w.books.failed, calls = w.books.calls;
  ledger_rewind(&w.books);
  if (failed) {
    CHECK_THAT(status == DLOPT_ERR_OUT_OF_MEMORY, "%s, allocation %ld: says so (\"%s\")", s->name, n, dlopt_status_string(status));
    world_discard(&w);
    CHECK_THAT(optimizer_hash(w.opt, w.rule) == before, "%s, allocation %ld: the optimizer is as it was", s->name, n);
    CHECK_THAT(hash_bytes(HASH_START, buffers, sizeof buffers) == data, "%s, allocation %ld: the buffers are as they were", s->name, n);
    CHECK_OK(dlopt_optimizer_step(w.opt, w.params, w.grads, w.count, NULL));
    CHECK_THAT(s->run(&w) == DLOPT_OK, "%s, allocation %ld: works when there is memory (%s)", s->name, n, dlopt_last_error());
  } else {
    CHECK_THAT(status == DLOPT_OK, "%s: works (%s)", s->name, dlopt_last_error());
  }
  if (s->flags & NEVER_ALLOCATES) CHECK_THAT(calls == 0, "%s asks for no memory (asked %ld times)", s->name, calls);
  world_close(&w, s->name);
  return failed != 0;
}

/* Every scenario of a room, with one failure and then with failures for good, until a run needs no more allocations. */
static void torture(const room* r) {
  for (size_t i = 0; i < r->count; i++) {
    const scenario* s = &r->scenarios[i];
    long n[2] = {1, 1};
    for (int for_good = 0; for_good < 2; for_good++)
      while (n[for_good] < ENDLESS && try_failure(s, n[for_good], for_good)) n[for_good]++;
    CHECK_THAT(n[0] == n[1] && n[0] < ENDLESS, "%s: the same failures both ways", s->name);
    printf("       %-32s %ld allocations\n", s->name, n[0] - 1);
  }
}

static void every_allocation_may_fail(void) {
  for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) torture(rooms[i]);
}

int main(void) {
  RUN(every_allocation_may_fail);
  return check_done("failing_allocator");
}
