/* checkpoints.h - saving and loading with sinks and sources that are no good. */
#ifndef BAD_INPUT_CALLS_CHECKPOINTS_H
#define BAD_INPUT_CALLS_CHECKPOINTS_H

#include "bad_input/subject.h"

static int64_t write_nothing(void* user, const void* bytes, size_t n) { return (void)user, (void)bytes, (void)n, 0; }
static int64_t read_nothing(void* user, void* to, size_t n) { return (void)user, (void)to, (void)n, 0; }

static dlopt_status save_refused(subject* s, uint32_t reserved) {
  dlopt_sink sink;
  CHECK_OK(dlopt_sink_init(&sink, sizeof sink));
  sink.reserved = reserved;
  if (reserved) sink.write = write_nothing;
  return dlopt_optimizer_save_bytes(s->opt, &sink, NULL);
}

/* `given` 0: no function; 1: something reserved; 2: neither. */
static dlopt_status load_refused(subject* s, uint32_t given, int64_t size, uint32_t flags) {
  dlopt_source source;
  dlopt_load_desc desc;
  CHECK_OK(dlopt_source_init(&source, sizeof source));
  CHECK_OK(dlopt_load_desc_init(&desc, sizeof desc));
  if (given) source.read = read_nothing;
  source.reserved = given == 1;
  source.size = size;
  desc.flags = flags;
  return dlopt_optimizer_load_bytes(s->opt, &source, &desc);
}

#endif
