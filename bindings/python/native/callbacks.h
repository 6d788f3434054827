/* callbacks.h - Python's callables as hooks of one call. An exception stays set, ends the call, and is what the caller of the call sees. */
#ifndef DLOPT_PYTHON_CALLBACKS_H
#define DLOPT_PYTHON_CALLBACKS_H

#include "base.h"

/* A callable of bytes; `user` is it. Gives the whole piece at once. */
int64_t callback_write(void* user, const void* bytes, size_t n);
/* A callable of a number that returns at most so many bytes; none at the end. */
int64_t callback_read(void* user, void* to, size_t n);
/* A callable of (done, total); False ends the call. */
int32_t callback_progress(void* user, uint64_t done, uint64_t total);
/* As callback_write, for histories. */
int32_t callback_sink(void* user, const void* bytes, size_t count);

#endif
