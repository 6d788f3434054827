/* dlopt/scaler.h - loss scales: the factor that keeps gradients of f16 from vanishing, and how it follows from what they come to. */
#ifndef DLOPT_SCALER_H
#define DLOPT_SCALER_H

#include "rules.h"
#include "runtime.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A loss scale and what it remembers. Multiply the loss by it before the backward pass, and give it to the step (scaler of dlopt_step_desc), which divides by it, holds back
 *  steps with gradients that are not finite, and updates it. */
typedef struct dlopt_scaler dlopt_scaler;

/** Fields of a scaler; dlopt_scaler_field_info tells their defaults and bounds. Those from SCALE on are what it remembers: to keep a scaler, get all fields; to bring it back,
 *  set them in the order of the table. */
typedef int32_t dlopt_scaler_field;
enum dlopt_scaler_field_code {
  DLOPT_SCALER_INIT_SCALE = 1,             /**< the scale to begin with; setting it begins anew: SCALE and all behind it */
  DLOPT_SCALER_GROWTH_FACTOR = 2,          /**< the scale is multiplied by it after GROWTH_INTERVAL finite updates in a row; a growth beyond MAX_SCALE is not made */
  DLOPT_SCALER_BACKOFF_FACTOR = 3,         /**< and by this at an update that found a gradient that is not finite */
  DLOPT_SCALER_GROWTH_INTERVAL = 4,        /**< finite updates in a row before it grows */
  DLOPT_SCALER_MIN_SCALE = 5,              /**< it does not fall below this; see AT_MINIMUM */
  DLOPT_SCALER_MAX_SCALE = 6,              /**< it does not grow beyond this */
  DLOPT_SCALER_HYSTERESIS = 7,             /**< the scale falls at the one of this number of updates with an overflow; those before only use it up. A growth restores it; setting it does */
  DLOPT_SCALER_CONSECUTIVE_HYSTERESIS = 8, /**< flag: every finite update restores it, so that overflows count in a row only */
  DLOPT_SCALER_DYNAMIC = 9,                /**< flag: 0 keeps the scale as it is; steps are held back all the same */
  DLOPT_SCALER_AT_MINIMUM = 10,            /**< choice: dlopt_at_minimum */
  DLOPT_SCALER_SINGLE = 11,                /**< flag: the scale is rounded to f32 at each change, as PyTorch keeps it */
  DLOPT_SCALER_DEFERRED = 12,              /**< flag: steps only note what they find in FOUND, and dlopt_scaler_update takes it: for several optimizers on one scaler */
  DLOPT_SCALER_GROWTH_DELAY = 13,          /**< finite updates that do not count towards GROWTH_INTERVAL, at the beginning and after an overflow: 1 in DeepSpeed; setting it begins the count anew */
  DLOPT_SCALER_SCALE = 14,                 /**< the scale now */
  DLOPT_SCALER_GROWTH_TRACKER = 15,        /**< finite updates in a row that count so far; negative: so many more do not */
  DLOPT_SCALER_HYSTERESIS_LEFT = 16,       /**< at 1 the next overflow lowers the scale */
  DLOPT_SCALER_SKIPPED = 17,               /**< updates with an overflow so far */
  DLOPT_SCALER_FOUND = 18                  /**< flag: a step since the last update found a gradient that is not finite */
};
/** at_minimum: what an overflow does that would have the scale fall below MIN_SCALE. */
enum dlopt_at_minimum {
  DLOPT_AT_MINIMUM_STAY = 0, /**< the scale comes to MIN_SCALE and stays there */
  DLOPT_AT_MINIMUM_FAIL = 1  /**< it comes there, too; one more overflow is DLOPT_ERR_NONFINITE, as DeepSpeed raises an exception */
};

/** Returns how many fields a scaler has.
 *
 *  @threads  Any. @stream None. @owns Nothing. @repeat The same always. @errors None. @since 0.1 */
DLOPT_API int32_t dlopt_scaler_field_count(void);

/** Describes a field.
 *
 *  @param index  0 .. dlopt_scaler_field_count() - 1. @param info struct_size must be set; filled.
 *  @owns     Texts belong to the library. @threads Any. @stream None. @repeat The same always.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (index, info NULL, struct_size); info is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_scaler_field_info(int32_t index, dlopt_hyper_info *info);

/** Makes a scaler with the defaults of its fields: those of torch.amp.GradScaler.
 *
 *  @param runtime  Its memory comes from here; NULL: the default. @param scaler Receives the handle; NULL on failure.
 *  @owns     The caller, until dlopt_scaler_destroy. @threads Any. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT, DLOPT_ERR_OUT_OF_MEMORY.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_scaler_create(dlopt_runtime *runtime, dlopt_scaler **scaler);

/** Frees a scaler; NULL is fine. Not while a step in pieces that was begun with it is under way.
 *
 *  @threads  Not while another thread uses it. @stream None. @owns Ends it. @repeat Not applicable. @errors DLOPT_ERR_INVALID_ARGUMENT (no live scaler), DLOPT_ERR_BUSY. @since 0.1 */
DLOPT_API dlopt_status dlopt_scaler_destroy(dlopt_scaler *scaler);

/** Sets a field.
 *
 *  @threads  One call at a time for a scaler. @stream None. @owns Nothing. @repeat Not applicable.
 *  @errors   DLOPT_ERR_UNKNOWN_HYPER (no such field; the text lists them), DLOPT_ERR_OUT_OF_RANGE, DLOPT_ERR_INVALID_ARGUMENT (no scaler), DLOPT_ERR_BUSY. The scaler is then unchanged.
 *            Fields that contradict each other are reported when it is used, so that they can be set in any order.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_scaler_set(dlopt_scaler *scaler, dlopt_scaler_field field, double value);

/** Reads a field, counters included.
 *
 *  @threads  One call at a time for a scaler. @stream None. @owns Nothing. @repeat Not applicable.
 *  @errors   As dlopt_scaler_set, and DLOPT_ERR_INVALID_ARGUMENT when value is NULL; value is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_scaler_get(dlopt_scaler *scaler, dlopt_scaler_field field, double *value);

/** Sets all fields as a framework has them, and begins anew; DEFERRED stays.
 *
 *  @param name  "torch": 65536, x 2 after 2000, x 0.5. "deepspeed": the defaults of its configuration: 65536, x 2 after 1000, x 0.5, MIN_SCALE 1 where it fails, HYSTERESIS 2, GROWTH_DELAY 1, f64.
 *               "static": 65536, which stays until it is set.
 *  @source   torch.amp.GradScaler; deepspeed.runtime.fp16.loss_scaler.DynamicLossScaler. Departs: a scale stays within 1e-30 .. 1e30.
 *  @threads  One call at a time for a scaler. @stream None. @owns Nothing. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (no scaler; no such preset: the text lists them), DLOPT_ERR_BUSY. The scaler is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_scaler_preset(dlopt_scaler *scaler, const char *name);

/** Writes what the loss is to be multiplied by now.
 *
 *  @param scale  Receives it. Must not be NULL.
 *  @threads  One call at a time for a scaler. @stream None. @owns Nothing. @repeat Identical bits everywhere.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL), DLOPT_ERR_OUT_OF_RANGE (MIN_SCALE, SCALE and MAX_SCALE out of order), DLOPT_ERR_BUSY; scale is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_scaler_scale(dlopt_scaler *scaler, double *scale);

/** Updates a scaler: for programs that check gradients themselves, and once for each iteration of those that take several steps with one scaler (DEFERRED), as GradScaler.update().
 *
 *  A step on its own updates the scaler; with DEFERRED each is held back by its own gradients alone, and one overflow among all lowers the scale once.
 *
 *  @param nonfinite  Whether a gradient was not finite that no step has seen: 0 or 1. What steps noted counts beside it.
 *  @source   torch.amp.GradScaler.update; DynamicLossScaler.update_scale.
 *  @threads  One call at a time for a scaler. @stream None. @owns Nothing. @repeat Identical bits everywhere.
 *  @errors   As dlopt_scaler_scale; DLOPT_ERR_INVALID_ARGUMENT (nonfinite), DLOPT_ERR_NONFINITE (an overflow at the minimum: AT_MINIMUM). The scaler is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_scaler_update(dlopt_scaler *scaler, int32_t nonfinite);

#ifdef __cplusplus
}
#endif
#endif
