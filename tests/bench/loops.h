/* The loops the library is measured against, compiled once for each instruction set with the flags the library uses for it. */
#ifndef DLOPT_BENCH_LOOPS_H
#define DLOPT_BENCH_LOOPS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What depends only on step and hyper-parameters. */
typedef struct bench_adamw {
  float beta1, one_minus_beta1;
  float beta2, one_minus_beta2;
  float decay;           /* 1 - lr weight_decay */
  float step_size;       /* lr / (1 - beta1^t) */
  float root_correction; /* sqrt(1 - beta2^t) */
  float eps;
  float folded_step_size; /* step_size root_correction, and */
  float folded_eps;       /* eps root_correction: the same update without dividing the root */
} bench_adamw;

/* Elements first .. past - 1 of parameter, gradient, first and second moment. */
typedef void (*bench_loop)(float* p, const float* g, float* m, float* v, int64_t first, int64_t past, const bench_adamw* c);

/* The passes of a whole training tail. */
typedef struct bench_tail {
  float *p, *g, *m, *v;
  float* scratch;
  uint16_t* copy; /* the parameters in bf16 */
  float factor;   /* of the coming pass, where it has one */
  const bench_adamw* c;
} bench_tail;

/* Elements first .. past - 1; what the pass finds, or 0. */
typedef double (*bench_pass)(const bench_tail* t, int64_t first, int64_t past);

typedef struct bench_passes {
  bench_pass unscale;    /* g *= factor; finds elements that are NaN or infinite */
  bench_pass square_sum; /* finds the sum of the squares of g */
  bench_pass scale;      /* g *= factor */
  bench_pass zero;       /* of g */
  bench_pass cast;       /* p to copy */
  bench_pass adamw[9];   /* an AdamW step of nine passes */
} bench_passes;

typedef struct bench_loops {
  const char* isa;          /* as dlopt_cpu_isa() calls it */
  bench_loop stream;        /* loops_stream.c: the limit */
  bench_loop torch;         /* loops_torch.c: PyTorch's arithmetic */
  bench_loop plain;         /* loops_plain.c, -O3 -fno-math-errno */
  bench_loop plain_errno;   /* loops_plain.c, -O3 */
  const bench_passes* tail; /* loops_tail.c */
} bench_loops;

/* The loops of an instruction set; NULL when there are none for it. */
const bench_loops* bench_loops_for(const char* isa);

#ifdef __cplusplus
}
#endif
#endif
