/* growth.h - what the files of the suite share: sizes of one's choice, calls by structure, and what most calls work on. */
#ifndef GROWTH_H
#define GROWTH_H

#include "check.h"
#include "support.h"

/* Every structure begins with its size. */
void put_size(void* structure, uint32_t size);

/* Makes a call with what lies at `structure`. */
typedef dlopt_status (*use_fn)(void* structure);

extern dlopt_optimizer* optimizer;
extern float p[3], g[3];
extern int64_t three;

/* A step of the one parameter p, three numbers, by g; and the same by the kernel layer, with states m and v. */
dlopt_status use_step(void* desc);
dlopt_status use_kernel(void* buffers);
void describe_kernel(dlopt_kernel_buffers* b);

#endif
