/* support.h - what several suites share: an allocator that counts and can fail, fingerprints of an optimizer, test data. */
#ifndef SUPPORT_H
#define SUPPORT_H

#include <dlopt.h>

/* A description to change, and the runtime that it describes: to be there, or the suite ends. */
dlopt_runtime_desc runtime_defaults(void);
dlopt_runtime* runtime_of(dlopt_runtime_desc desc);
/* One whose work is done by the caller's job system. */
dlopt_runtime* with_parallel_for(dlopt_parallel_for_fn fn, void* user);

/* An allocator for dlopt_runtime_desc that keeps books. Zero it before use. */
typedef struct ledger {
  long live_blocks;
  long long live_bytes;
  long calls;     /* allocations asked for, failed ones included */
  long fail_at;   /* this allocation fails (1 is the first); 0: none */
  long fail_from; /* this one and all later ones fail; 0: none */
  long failed;    /* how many were refused */
  long faults;    /* blocks given back with another size or alignment than they were asked for, or with their edge overwritten */
} ledger;

void ledger_install(ledger* books, dlopt_runtime_desc* desc);
/* A runtime over the ledger, with this number of threads. */
dlopt_runtime* ledger_runtime(ledger* books, int32_t threads);
/* Forgets calls and failures; what lives goes on living. */
void ledger_rewind(ledger* books);

/* FNV-1a, to be chained: start with HASH_START. */
#define HASH_START UINT64_C(14695981039346656037)
uint64_t hash_bytes(uint64_t hash, const void* data, size_t bytes);
/* Everything that the public interface shows of an optimizer: step count, hyper-parameters of all groups, slots, ages, scales, state. */
uint64_t optimizer_hash(dlopt_optimizer* optimizer, dlopt_rule rule);

/* Numbers of both signs, none of them zero, magnitudes from 2^-8 to 2. The same for the same seed. */
void fill_f32(float* out, size_t n, uint32_t seed);
void fill_f64(double* out, size_t n, uint32_t seed);
/* Writes n such numbers of any gradient type. */
void fill_any(void* out, dlopt_dtype dtype, size_t n, uint32_t seed);
size_t dtype_bytes(dlopt_dtype dtype);

/* A vector of *n elements; n is borrowed as its shape. */
dlopt_tensor vector(void* data, dlopt_dtype dtype, const int64_t* n);
/* Declares a vector of n elements; returns its slot, or -1 after a failed check. */
int32_t declare(dlopt_optimizer* optimizer, dlopt_dtype dtype, int64_t n);

/* Calls body once for each instruction set that this build and this processor have, with it forced, then chooses the best again.
 * Says which it leaves out. Returns how many ran. */
typedef void (*isa_body)(const char* isa, void* context);
int for_each_isa(isa_body body, void* context);

/* Threads of this process, as the kernel counts them: it may list a thread for a moment after it was joined, so this waits a while for
 * the number that is wanted. */
int thread_count(int wanted);
/* The same once it has stayed for a fifth of a second: emulators and sanitizers start threads of their own in their own time. */
int settled_thread_count(void);
/* Resident memory of this process in bytes. */
long resident_bytes(void);

#endif
