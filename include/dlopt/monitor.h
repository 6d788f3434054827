/* dlopt/monitor.h - looking inside a training: statistics, a hash of the state, a watch over norms. What becomes of them over time: history.h. */
#ifndef DLOPT_MONITOR_H
#define DLOPT_MONITOR_H

#include "optimizer.h"

#ifdef __cplusplus
extern "C" {
#endif

enum dlopt_stats_limits {
  DLOPT_STATS_MAX_STATES = 8,
  DLOPT_STATS_BINS = 64,     /**< of a histogram of magnitudes */
  DLOPT_STATS_LOWEST = -48,  /**< bin i counts elements x with 2^(i - 48) <= |x| < 2^(i - 47); the first bin all smaller ones but zeros as well, the last all larger finite ones */
  DLOPT_STATS_BLOCK = 1024   /**< elements that are sampled together */
};

/** What is told of one parameter, or of several together. Norms are 2-norms. Of a parameter with a master (dlopt_master) the numbers that it stands for are measured, not its 16 bits.
 *  Of several parameters, norms and counts are of all their elements together. */
typedef struct dlopt_stats {
  uint32_t struct_size;          /**< set by the caller: sizeof(dlopt_stats) */
  int32_t state_count;           /**< state arrays of the rule, in the order of dlopt_rule_state_info */
  int64_t numel;                 /**< elements of the parameter */
  int64_t steps;                 /**< steps applied to this parameter: its age; of several, the largest */
  double effective_lr;           /**< lr of the next step: schedule and lr_scale included, bias correction and factors of elements not; NaN where several parameters differ */
  double effective_weight_decay; /**< weight_decay of the next step, decay_scale included; NaN where several parameters differ */
  double param_norm;             /**< NaN when no parameter was given */
  double grad_norm;              /**< NaN when no gradient was given */
  int64_t param_nonfinite;       /**< NaN and infinite elements; -1 when no parameter was given */
  int64_t grad_nonfinite;        /**< -1 when no gradient was given */
  int64_t state_nonfinite;       /**< over all state arrays */
  double state_norm[DLOPT_STATS_MAX_STATES]; /**< norm of each state array; NaN for one that is not kept */
  double update_norm;            /**< norm of what the parameter has moved by: param - before, in the arithmetic type; NaN unless both were given */
  double update_ratio;           /**< update_norm / param_norm, both of the parameters whose `before` was given: about 1e-3 in a healthy training; NaN unless both were given */
  int64_t param_measured;        /**< elements that what follows is of; 0 when no parameter was given, and so are all these counts */
  int64_t param_nan;             /**< elements that are NaN */
  int64_t param_inf;             /**< elements that are infinite */
  int64_t param_zero;            /**< elements that are 0 or -0 */
  int64_t param_denormal;        /**< elements below the smallest normal number of their type, but not 0: 2^-126 of F32, BF16 and masters, 2^-14 of F16, 2^-1022 of F64 */
  int64_t grad_measured;         /**< the same of the gradient, in its own type */
  int64_t grad_nan;              /**< see param_nan */
  int64_t grad_inf;              /**< see param_inf */
  int64_t grad_zero;             /**< see param_zero */
  int64_t grad_denormal;         /**< see param_denormal; many in F16 ask for a larger loss scale */
  int64_t param_magnitudes[DLOPT_STATS_BINS]; /**< how many elements there are of each power of two; see DLOPT_STATS_LOWEST */
  int64_t grad_magnitudes[DLOPT_STATS_BINS];  /**< the same of the gradient */
} dlopt_stats;

/** Measures one parameter, its gradient and its state, every element: dlopt_optimizer_measure of one slot, without `before`.
 *
 *  @param slot   A parameter.
 *  @param param  The parameter's tensor, or NULL. @param grad Its gradient, or NULL: the optimizer keeps no pointers, so it must be shown them.
 *  @param stats  stats->struct_size must be set; the rest is filled.
 *  @owns     Nothing. @threads One call at a time. Calls parallel_for, never alloc. @stream None. @repeat As dlopt_optimizer_measure.
 *  @errors   As dlopt_optimizer_measure.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_stats(dlopt_optimizer *optimizer, int32_t slot, const dlopt_tensor *param, const dlopt_tensor *grad,
                                             dlopt_stats *stats);

/** What dlopt_optimizer_measure measures. Fill it with dlopt_stats_desc_init, then change what you need. */
typedef struct dlopt_stats_desc {
  uint32_t struct_size;        /**< sizeof(dlopt_stats_desc) */
  int32_t slot;                /**< a parameter; DLOPT_SLOT_ALL (default): all of `group` */
  int32_t group;               /**< 0 .. number of groups - 1; -1 (default): all groups. With a slot: -1 */
  int32_t sample;              /**< 1 (default): every element. k: the first DLOPT_STATS_BLOCK elements of every k times as many, of each buffer that has the parameter's shape; all but numel and
                                    *_measured is then of these elements alone. Up to 2^20. With 32, a call every ten steps costs less than a twentieth of them from about a million parameters on */
  const dlopt_tensor *params;  /**< tensors in slot order, of which one without data is left out; NULL (default): none is shown */
  const dlopt_tensor *grads;   /**< the same for gradients */
  const dlopt_tensor *before;  /**< the same for the parameters as they were, for update_norm: copies made before the last step; F64, F32, F16 or BF16. Beside a master one of the parameter's own
                                    type is compared with the parameter's 16 bits, any other with the number that it stands for */
  size_t count;                /**< of each array that is given: dlopt_optimizer_param_count(optimizer) */
} dlopt_stats_desc;

/** Fills a description with the defaults named at its fields.
 *
 *  @param desc  Must not be NULL. @param struct_size sizeof(dlopt_stats_desc) as the caller was compiled.
 *  @owns     The caller owns desc. @threads Any. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (desc NULL, struct_size unknown); desc is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_stats_desc_init(dlopt_stats_desc *desc, size_t struct_size);

/** Measures one parameter, a group or all, with gradients and state: each buffer is read once (twice or three times where it has elements that are not finite, or squares beyond the doubles).
 *
 *  Frozen parameters count where they are shown; states count of all parameters that are asked for. States in few bits are measured as the numbers that they stand for.
 *  The rate at which elements really move is update_norm / grad_norm; a mean of |update| / |grad| over elements is not told, as gradients near 0 decide it.
 *
 *  @param desc   Read during the call.
 *  @param stats  stats->struct_size must be set; the rest is filled.
 *  @owns     Nothing: no pointer is kept. @threads One call at a time. Calls parallel_for, never alloc. @stream None (CPU).
 *  @repeat   Identical bits for any threads, instruction set and alignment.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL, struct_size, no such slot or group, both, count, `before` without its parameter), DLOPT_ERR_SHAPE, DLOPT_ERR_DTYPE, DLOPT_ERR_DEVICE,
 *            DLOPT_ERR_UNSUPPORTED (strides that dlopt_tensor does not name, devices, unknown fields set), DLOPT_ERR_STATE (removed; an outline), DLOPT_ERR_OUT_OF_RANGE (sample, a schedule's value), DLOPT_ERR_BUSY,
 *            DLOPT_ERR_INTERNAL (parallel_for did not run every task once); stats is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_measure(dlopt_optimizer *optimizer, const dlopt_stats_desc *desc, dlopt_stats *stats);

/** Hashes all that decides the next steps of an optimizer: two with the same hash take the same steps to the same bits. For simulations in lock step, and to find where two trainings part.
 *
 *  In it: the rule; the counts of applied and skipped steps, the mode, gradients accumulated; role factors; of each group its hyper-parameters, the schedules that they follow and what plateaus
 *  remember; of each slot its name, shape, types, form, role, group, factors, age, stream of random numbers, whether it is frozen or removed, the states that its hyper-parameters keep, numbers of the rule, masters,
 *  ages of rows; wrappers with their fields, counts and arrays, projections; the parameters, if they are given. Not in it: runtime, threads, addresses, memory reserved, and scalers, watches and
 *  histories, which are handles of their own.
 *
 *  It is XXH3-64 over those as little-endian bytes; arrays go in as the XXH3-64 hashes of their stretches of 16,384 elements. A hash is comparable between machines and thread counts, and between
 *  releases that have the same version. Equal numbers with other bits (0 and -0, one NaN and another) hash differently.
 *
 *  @param params  NULL, or count tensors in slot order, dtype and shape as declared; one without data is not hashed.
 *  @param count   dlopt_optimizer_param_count(optimizer), or 0 with params NULL.
 *  @param hash    Receives it. Must not be NULL.
 *  @source   xxHash, Y. Collet: XXH3, as its specification has it.
 *  @owns     Nothing: no pointer is kept. @threads One call at a time. Calls parallel_for, never alloc. @stream None (CPU). @repeat The same everywhere for equal bits.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT, DLOPT_ERR_SHAPE, DLOPT_ERR_DTYPE, DLOPT_ERR_DEVICE, DLOPT_ERR_UNSUPPORTED (strides that dlopt_tensor does not name, devices), DLOPT_ERR_STATE (an outline; a step was torn),
 *            DLOPT_ERR_BUSY, DLOPT_ERR_INTERNAL (parallel_for); hash is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_state_hash(dlopt_optimizer *optimizer, const dlopt_tensor *params, size_t count, uint64_t *hash);

/** Watches a norm, such as grad_norm of dlopt_step_desc, for the moment when it explodes: when it is not finite, or larger than a multiple of the running median. It only reports. */
typedef struct dlopt_norm_watch dlopt_norm_watch;

/** Fields of a watch; dlopt_norm_watch_field_info tells their defaults and bounds. */
typedef int32_t dlopt_norm_watch_field;
enum dlopt_norm_watch_field_code {
  DLOPT_NORM_WATCH_WINDOW = 1, /**< the median is of the last so many finite norms; a smaller window forgets the oldest */
  DLOPT_NORM_WATCH_FACTOR = 2, /**< a norm above FACTOR times the median is an explosion */
  DLOPT_NORM_WATCH_WARMUP = 3, /**< norms that the window must hold before a finite one can be an explosion; with more than WINDOW none ever is */
  DLOPT_NORM_WATCH_FIRED = 4   /**< explosions so far; to be kept beside the window */
};
enum dlopt_norm_watch_limits { DLOPT_NORM_WATCH_MAX_WINDOW = 1024 };

/** Returns how many fields a watch has.
 *
 *  @threads  Any. @stream None. @owns Nothing. @repeat The same always. @errors None. @since 0.1 */
DLOPT_API int32_t dlopt_norm_watch_field_count(void);

/** Describes a field.
 *
 *  @param index  0 .. dlopt_norm_watch_field_count() - 1. @param info struct_size must be set; filled.
 *  @owns     Texts belong to the library. @threads Any. @stream None. @repeat The same always.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (index, info NULL, struct_size); info is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_norm_watch_field_info(int32_t index, dlopt_hyper_info *info);

/** Makes a watch with the defaults of its fields, and an empty window.
 *
 *  @param runtime  Its memory comes from here, and later calls need no more; NULL: the default. @param watch Receives the handle; NULL on failure.
 *  @owns     The caller, until dlopt_norm_watch_destroy. The runtime must outlive it. @threads Any. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT, DLOPT_ERR_OUT_OF_MEMORY.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_norm_watch_create(dlopt_runtime *runtime, dlopt_norm_watch **watch);

/** Frees a watch; NULL is fine.
 *
 *  @threads  Not while another thread uses it. @stream None. @owns Ends it. @repeat Not applicable. @errors DLOPT_ERR_INVALID_ARGUMENT (no live watch), DLOPT_ERR_BUSY. @since 0.1 */
DLOPT_API dlopt_status dlopt_norm_watch_destroy(dlopt_norm_watch *watch);

/** Sets a field.
 *
 *  @threads  One call at a time for a watch. @stream None. @owns Nothing. @repeat Not applicable.
 *  @errors   DLOPT_ERR_UNKNOWN_HYPER (no such field; the text lists them), DLOPT_ERR_OUT_OF_RANGE, DLOPT_ERR_INVALID_ARGUMENT (no watch), DLOPT_ERR_BUSY. The watch is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_norm_watch_set(dlopt_norm_watch *watch, dlopt_norm_watch_field field, double value);

/** Reads a field.
 *
 *  @threads  One call at a time for a watch. @stream None. @owns Nothing. @repeat Not applicable.
 *  @errors   As dlopt_norm_watch_set, and DLOPT_ERR_INVALID_ARGUMENT when value is NULL; value is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_norm_watch_get(dlopt_norm_watch *watch, dlopt_norm_watch_field field, double *value);

/** Told of an explosion, on the thread that showed the norm: the step, the norm, and the median of the norms before it (NaN when the window was empty). The watch is in use meanwhile. */
typedef void (*dlopt_norm_watch_fn)(void *user, int64_t step, double norm, double median);

/** Sets who is told. @param fn NULL: nobody, as in a new watch. @param user Given to fn as it is.
 *
 *  @threads  One call at a time for a watch. @stream None. @owns user stays the caller's. @repeat Not applicable. @errors DLOPT_ERR_INVALID_ARGUMENT (no watch), DLOPT_ERR_BUSY. @since 0.1 */
DLOPT_API dlopt_status dlopt_norm_watch_callback(dlopt_norm_watch *watch, dlopt_norm_watch_fn fn, void *user);

/** Shows the norm of a step to a watch.
 *
 *  It is an explosion if it is NaN or infinite, or if the window holds WARMUP norms or more and it is larger than FACTOR times their median; of an even number the median is the mean of the two
 *  in the middle. Then fn is called, if there is one. A finite norm goes into the window afterwards, whatever it is, so that a watch grows used to a new level.
 *
 *  @param step      Given to fn as it is.
 *  @param norm      0 or more, infinite or NaN.
 *  @param exploded  Receives 0 or 1. May be NULL.
 *  @owns     Nothing. @threads One call at a time for a watch. Allocates nothing. @stream None. @repeat The same everywhere.
 *  @errors   DLOPT_ERR_OUT_OF_RANGE (a negative norm), DLOPT_ERR_INVALID_ARGUMENT (no watch), DLOPT_ERR_BUSY. The watch is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_norm_watch_look(dlopt_norm_watch *watch, int64_t step, double norm, int32_t *exploded);

/** Reads the window: with the fields all that a watch remembers.
 *
 *  @param norms     Room for `capacity` norms, filled from the oldest on. May be NULL with capacity 0.
 *  @param capacity  At least what count receives, or 0 to ask for that alone.
 *  @param count     Receives how many norms the window holds. Must not be NULL.
 *  @owns     Nothing. @threads One call at a time for a watch. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL, too small a capacity), DLOPT_ERR_BUSY; norms and count are then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_norm_watch_window(dlopt_norm_watch *watch, double *norms, size_t capacity, size_t *count);

/** Puts norms into the window in place of what it holds; FIRED stays.
 *
 *  @param norms  count finite numbers, 0 or more, from the oldest on. @param count At most WINDOW; 0 empties it.
 *  @owns     Nothing. @threads One call at a time for a watch. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_OUT_OF_RANGE (a norm; count), DLOPT_ERR_INVALID_ARGUMENT (NULL), DLOPT_ERR_BUSY; the watch is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_norm_watch_restore(dlopt_norm_watch *watch, const double *norms, size_t count);

#ifdef __cplusplus
}
#endif
#endif
