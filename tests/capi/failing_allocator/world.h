/* world.h - what all scenarios share: the world that each starts from, what a scenario is, and the table of a room. */
#ifndef WORLD_H
#define WORLD_H

#include "check.h"
#include "support.h"

enum { N = 16384 * 2 + 5 };

/* What a scenario starts from, and what it makes. */
typedef struct world {
  ledger books;
  dlopt_runtime* runtime;
  dlopt_rule rule;
  dlopt_optimizer* opt; /* some parameters, two groups, two steps old */
  dlopt_schedule* schedule;
  int64_t n;
  dlopt_tensor params[64], grads[64];
  size_t count;
  dlopt_runtime* new_runtime;
  dlopt_optimizer* new_opt;
  dlopt_schedule* new_schedule;
  dlopt_scaler* new_scaler;
  dlopt_norm_watch* new_watch;
  dlopt_history* new_history;
} world;

typedef struct scenario {
  const char* name;
  dlopt_rule rule;
  int32_t params;                /* that the optimizer has */
  dlopt_status (*run)(world* w); /* the calls under test */
  int flags;
} scenario;

/* lr follows a schedule from the start; the calls ask for no memory; wrappers that need no buffers of the caller's, and a projection */
enum { FOLLOWS = 1, NEVER_ALLOCATES = 2, WRAPPED = 4 };

/* The scenarios of one room of the API: each room is a file that ends with its table, `scenarios`, and ROOM. */
typedef struct room {
  const scenario* scenarios;
  size_t count;
} room;

#define ROOM(name) const room name##_room = {scenarios, sizeof scenarios / sizeof *scenarios}

/* Parameters and gradients; those of a world are windows on them. */
extern float buffers[2][N];

void world_open(world* w, const scenario* s);
/* A vector of the world's length in f32, to change; and the optimizer's next parameter. */
dlopt_param_desc described(const world* w);
dlopt_status add(world* w, const dlopt_param_desc* desc);
/* Frees what the scenario made, so that it can run again. */
void world_discard(world* w);
/* Frees everything, and looks whether all of it came back. */
void world_close(world* w, const char* name);

#endif
