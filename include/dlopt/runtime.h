/* dlopt/runtime.h - what the library may use of the process it lives in: memory, threads, a log; and which instruction set runs. */
#ifndef DLOPT_RUNTIME_H
#define DLOPT_RUNTIME_H

#include "status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The caller's allocator, memory and threads behind every handle that is made with it. NULL stands for the default runtime
 *  wherever one is asked for: malloc, no threads (all work on the caller's thread), silence. */
typedef struct dlopt_runtime dlopt_runtime;

/** Returns `bytes` of memory aligned to `alignment` (a power of two, at most 4096), or NULL. `bytes` is never 0. */
typedef void *(*dlopt_alloc_fn)(void *user, size_t bytes, size_t alignment);
/** Takes back memory of dlopt_alloc_fn, with the size and alignment it was asked for. `memory` is never NULL. */
typedef void (*dlopt_free_fn)(void *user, void *memory, size_t bytes, size_t alignment);
/** One piece of a parallel job; the library gives it to dlopt_parallel_for_fn. */
typedef void (*dlopt_task_fn)(void *task_context, size_t task);
/** Runs task(task_context, i) once for each i in [0, n_tasks), in any order, on any threads, and returns when all have returned. */
typedef void (*dlopt_parallel_for_fn)(void *user, size_t n_tasks, dlopt_task_fn task, void *task_context);
/** Receives a line of text (no newline at its end). */
typedef void (*dlopt_log_fn)(void *user, int32_t level, const char *text);

enum dlopt_log_level { DLOPT_LOG_ERROR = 1, DLOPT_LOG_WARNING = 2, DLOPT_LOG_INFO = 3, DLOPT_LOG_DEBUG = 4 };

/** What dlopt_runtime_create reads. Fill it with dlopt_runtime_desc_init, then change what you need. */
typedef struct dlopt_runtime_desc {
  uint32_t struct_size;               /**< sizeof(dlopt_runtime_desc) */
  int32_t threads;                    /**< 0 or 1: work on the caller's thread. n: a pool of n - 1 workers beside the caller. At most 1024 */
  dlopt_alloc_fn alloc;               /**< NULL: malloc. Give alloc and free together or neither */
  dlopt_free_fn free;                 /**< see alloc */
  void *allocator_user;               /**< first argument of alloc and free */
  dlopt_parallel_for_fn parallel_for; /**< NULL: the pool, or inline. Your job system otherwise; `threads` must then be 0 */
  void *parallel_for_user;            /**< first argument of parallel_for */
  dlopt_log_fn log;                   /**< NULL: silence. Told of the runtime's start (INFO) and of skipped steps (WARNING), on the calling thread */
  void *log_user;                     /**< first argument of log */
} dlopt_runtime_desc;

/** Fills a runtime description with the defaults: malloc, no threads, silence.
 *
 *  @param desc         The description. Must not be NULL.
 *  @param struct_size  sizeof(dlopt_runtime_desc) as the caller was compiled.
 *  @owns     The caller owns desc.
 *  @threads  Any. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT when desc is NULL or struct_size is none this library knows; desc is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_runtime_desc_init(dlopt_runtime_desc *desc, size_t struct_size);

/** Makes a runtime; with threads >= 2 it starts threads - 1 workers, which sleep while there is no work.
 *
 *  Steps of fewer than 4096 elements run on the caller's thread whatever the pool, and so do those of fewer than 524288 while all workers sleep. The caller never waits for one
 *  that has not begun; waking costs him one system call. Results never depend on the number of threads.
 *
 *  @param desc     Read during the call. NULL: defaults.
 *  @param runtime  Receives the handle; NULL on failure.
 *  @owns     The caller, until dlopt_runtime_destroy. The hooks and their user pointers must live as long as the runtime. Destroy it
 *            after every handle that was made with it.
 *  @threads  Any. Many handles on many threads may share one runtime: allocator and log must then be safe to call from them all.
 *            Hooks must not throw, longjmp or call the library with the handle they were called for. @stream None.
 *  @repeat   Bits do not depend on threads or parallel_for.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (runtime NULL; struct_size too small; alloc without free; threads and parallel_for both given;
 *            the allocator returned a misaligned block), DLOPT_ERR_UNSUPPORTED (bytes beyond the known structure are not zero),
 *            DLOPT_ERR_OUT_OF_RANGE (threads < 0 or > 1024), DLOPT_ERR_OUT_OF_MEMORY (memory, or a thread could not be started).
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_runtime_create(const dlopt_runtime_desc *desc, dlopt_runtime **runtime);

/** Stops the workers and frees the runtime. NULL is fine.
 *
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT when it is not a live runtime (best effort), DLOPT_ERR_BUSY while handles made with it still live;
 *            the runtime is then unchanged.
 *  @threads  Not while another thread uses it. @stream None. @repeat Not applicable. @owns Takes the handle.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_runtime_destroy(dlopt_runtime *runtime);

/** Returns the name of the instruction set whose loops run: "scalar", "sse2", "avx2", "avx512" or "neon".
 *
 *  The name comes from the compiled loops themselves. All give the same bits.
 *
 *  @owns     Static text.
 *  @threads  Any. @stream None. @repeat Bits do not depend on it.
 *  @errors   None.
 *  @since    0.1 */
DLOPT_API const char *dlopt_cpu_isa(void);

/** Makes the whole process use the loops of one instruction set; NULL or "best" chooses the best again. For tests and bug reports.
 *
 *  @param name  One of dlopt_cpu_isa's names, or "best", or NULL.
 *  @threads  Any, but not while a step runs. @stream None. @owns Nothing.
 *  @repeat   Bits do not depend on it.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (no such name; the text lists those of this build), DLOPT_ERR_UNSUPPORTED (this processor lacks it);
 *            the choice is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_cpu_isa_force(const char *name);

/** Writes the number of usable CUDA devices.
 *
 *  This version has no CUDA back-end: count becomes 0 and the call fails with DLOPT_ERR_UNSUPPORTED.
 *
 *  @param count  Receives the number. Must not be NULL.
 *  @threads  Any. @stream None. @owns Nothing. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (count NULL), DLOPT_ERR_UNSUPPORTED (built without CUDA).
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_cuda_device_count(int32_t *count);

#ifdef __cplusplus
}
#endif
#endif
