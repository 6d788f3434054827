/* Scenarios: checkpoints saved and loaded. */
#include "world.h"

static dlopt_status save(world* w) {
  size_t used;
  static char block[1 << 17];
  return dlopt_optimizer_save_block(w->opt, block, sizeof block, &used, NULL);
}

/* To a stream and back: the reader does not know how long it will be. */
typedef struct tape {
  char bytes[1 << 17];
  size_t end, at;
} tape;
static int64_t play(void* user, void* to, size_t n) {
  tape* t = user;
  const size_t left = t->end - t->at, given = n < left ? n : left;
  memcpy(to, t->bytes + t->at, given);
  t->at += given;
  return (int64_t)given;
}
/* What is loaded has a schedule and a wrapper more, so that these are made, too. */
static dlopt_status load(world* w) {
  static tape t;
  dlopt_optimizer* other = NULL;
  int32_t index;
  long fail_at = w->books.fail_at, fail_from = w->books.fail_from, calls;
  w->books.fail_at = w->books.fail_from = 0;
  calls = w->books.calls;
  CHECK_OK(dlopt_optimizer_clone(w->opt, &other));
  CHECK_OK(dlopt_optimizer_schedule(other, -1, DLOPT_HYPER_LR, w->schedule));
  if (dlopt_optimizer_wrap(other, DLOPT_WRAPPER_LOOKAHEAD, &index) != DLOPT_OK) CHECK_SAYS("lookahead");
  CHECK_OK(dlopt_optimizer_save_block(other, t.bytes, sizeof t.bytes, &t.end, NULL));
  CHECK_OK(dlopt_optimizer_destroy(other));
  w->books.calls = calls, w->books.fail_at = fail_at, w->books.fail_from = fail_from;
  dlopt_source source;
  CHECK_OK(dlopt_source_init(&source, sizeof source));
  t.at = 0, source.read = play, source.user = &t;
  return dlopt_optimizer_load_bytes(w->opt, &source, NULL);
}

/* The first parameter gets the rows of the second behind those of its own. */
static dlopt_status load_pieces(world* w) {
  static char block[1 << 17];
  size_t used = 0;
  dlopt_load_desc desc;
  dlopt_load_piece pieces[2];
  long fail_at = w->books.fail_at, fail_from = w->books.fail_from, calls = w->books.calls;
  w->books.fail_at = w->books.fail_from = 0;
  CHECK_OK(dlopt_optimizer_save_block(w->opt, block, sizeof block, &used, NULL));
  w->books.calls = calls, w->books.fail_at = fail_at, w->books.fail_from = fail_from;
  CHECK_OK(dlopt_load_desc_init(&desc, sizeof desc));
  for (int i = 0; i < 2; i++) {
    CHECK_OK(dlopt_load_piece_init(&pieces[i], sizeof pieces[i]));
    pieces[i].from = i ? "param_1" : "param_0", pieces[i].to = "param_0";
    pieces[i].to_row = i ? 4 : 0, pieces[i].rows = i ? w->n - 4 : 4;
  }
  desc.pieces = pieces, desc.n_pieces = 2, desc.flags = DLOPT_LOAD_PARTIAL;
  return dlopt_optimizer_load_block(w->opt, block, used, &desc);
}

static const scenario scenarios[] = {
    {"a checkpoint saved", DLOPT_RULE_ADAM, 5, save, FOLLOWS | WRAPPED},
    {"a checkpoint loaded", DLOPT_RULE_ADAM, 5, load, 0},
    {"pieces of a checkpoint loaded", DLOPT_RULE_ADAM, 5, load_pieces, WRAPPED},
    {"a checkpoint of factored states loaded", DLOPT_RULE_CAME, 3, load, FOLLOWS | WRAPPED},
};

ROOM(checkpoints);
