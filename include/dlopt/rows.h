/* dlopt/rows.h - some rows of a parameter: steps that move only those, and parameters whose rows come and go. */
#ifndef DLOPT_ROWS_H
#define DLOPT_ROWS_H

#include "optimizer.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How a mask marks the rows that are named. */
typedef int32_t dlopt_mask_form;
enum dlopt_mask_form_code {
  DLOPT_MASK_BYTES = 0, /**< a byte for each row; not 0: named */
  DLOPT_MASK_BITS = 1   /**< a bit for each row, the least significant of a byte first; what follows the last row in its byte is not read */
};

/** Which rows a gradient holds. */
typedef int32_t dlopt_rows_form;
enum dlopt_rows_form_code {
  DLOPT_ROWS_COMPACT = 0, /**< those of the list, one after the other. With a mask, or without a list, it has all rows all the same */
  DLOPT_ROWS_WHOLE = 1    /**< all of the parameter; those that are not named are not read. Without a mask there is a list, of no rows if indices is NULL */
};

/** What a step does with the rows of a parameter that are not named. A row that is named takes the step in every mode. */
typedef int32_t dlopt_rows_mode;
enum dlopt_rows_mode_code {
  DLOPT_ROWS_SKIP = 0,          /**< parameter and states keep every bit */
  DLOPT_ROWS_DECAY_MOMENTS = 1, /**< states become what a step with a gradient of zeros and without weight decay makes of them; the parameter keeps every bit. Ages of rows stay */
  DLOPT_ROWS_ZERO_SKIPS = 2     /**< as SKIP, and rows whose gradient is all zeros, as it arrives, are not named. The gradient must be whole */
};

/** Which rows of a parameter, along its first dimension, a step is for: those of a list, those of a mask, or all. The caller sets all fields. */
typedef struct dlopt_rows {
  uint32_t struct_size;   /**< sizeof(dlopt_rows) */
  uint32_t reserved;      /**< 0 */
  int64_t count;          /**< length of indices; 0 without */
  const int64_t *indices; /**< numbers of rows, strictly increasing; NULL: no list, or one of no rows if form is WHOLE or the gradient's first dimension is 0 */
  const uint8_t *mask;    /**< one entry for each row of the parameter; NULL (default): no mask. Not beside indices */
  dlopt_mask_form mask_form; /**< of mask */
  dlopt_rows_form form;      /**< of the gradient */
  dlopt_rows_mode mode;      /**< DLOPT_ROWS_SKIP (default) */
  int32_t reserved2;         /**< 0 */
  uint8_t *moved;            /**< room for a bit for each row, in whole bytes: receives which rows the step names, the least significant bit first. Only with ZERO_SKIPS, which needs it; after an
                                  error its contents are anything */
} dlopt_rows;

/** Sorts the rows of a gradient by their numbers and sums those with the same number: what a step wants to be given.
 *
 *  @param runtime  NULL: the default runtime; only its allocator is used.
 *  @param indices  As many row numbers as the first dimension of grad says, in any order, each >= 0.
 *  @param grad     A CPU tensor of any gradient dtype, of one dimension or more. Only read.
 *  @param unique   Receives the numbers in increasing order, each once; room for as many as indices, which it must not overlap.
 *  @param sums     A tensor like grad, which it must not overlap; its first *count rows receive the sums, row i that of number unique[i]. The others are left alone.
 *  @param count    Receives how many rows there are.
 *  @source   torch.Tensor.coalesce.
 *  @owns     Nothing: no pointer is kept. @threads Any; not two calls on the same output. @stream None.
 *  @repeat   Identical bits everywhere: rows with one number are added in their order, F16 and BF16 in F32 and then rounded once.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL, dead runtime, overlap), DLOPT_ERR_OUT_OF_RANGE (a negative number; the text names the first), DLOPT_ERR_SHAPE, DLOPT_ERR_DTYPE, DLOPT_ERR_DEVICE,
 *            DLOPT_ERR_UNSUPPORTED, DLOPT_ERR_OUT_OF_MEMORY (8 bytes for each row are borrowed). Outputs are then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_rows_coalesce(dlopt_runtime *runtime, const int64_t *indices, const dlopt_tensor *grad, int64_t *unique,
                                           const dlopt_tensor *sums, int64_t *count);

/** Where the rows of a parameter come from when they are edited. The caller sets all fields.
 *
 *  A keep-list is a source of what is kept, in order; a pruned and then grown set of splats one that goes on with the rows that are cloned, or with -1 for each that starts afresh. */
typedef struct dlopt_rows_edit {
  uint32_t struct_size;  /**< sizeof(dlopt_rows_edit) */
  uint32_t reserved;     /**< 0 */
  int64_t count;         /**< how many rows there are afterwards; >= 0 */
  const int64_t *source; /**< for each of them: the row that it was, 0 .. rows - 1, or -1: a fresh one. A row may be taken more than once, or not at all. NULL only with count 0 */
} dlopt_rows_edit;

/** Makes room for rows, so that edits up to that many of them allocate nothing.
 *
 *  Bytes: state of `rows` rows of each slot, and as scratch `rows` rows of one state of the slot with the longest rows, which edits need that bring rows into another order. Room is never given back.
 *
 *  @param slots    n_slots numbers of slots, each once.
 *  @param rows     >= 0. Slots that have this room, or more, are left as they are.
 *  @owns     The optimizer owns the memory; views of states of slots that get more room die. @threads One call at a time. @stream None. @repeat No bit of any step changes.
 *  @errors   As dlopt_optimizer_rows_edit; DLOPT_ERR_OUT_OF_RANGE (rows).
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_rows_reserve(dlopt_optimizer *optimizer, const int32_t *slots, size_t n_slots, int64_t rows);

/** Edits the rows of some parameters at once: new row i takes all that is kept of row source[i] (states, master, age, factors of elements, what wrappers keep), and the first dimension becomes `count`.
 *
 *  A fresh row has states as of a new parameter, age 0 and factors 1. Without row_ages it is then as old as its parameter, as when zeros are appended to a moment. Numbers of whole parameters and their
 *  ages stay. The parameters themselves are the caller's to move: dlopt_rows_apply. Where there is not enough room, it grows by half or to count.
 *  States follow where they lie if the source brings no row in front of a place that it was taken from (keep-lists; rows that are added, fresh or from rows that stay); otherwise through scratch.
 *
 *  @param slots  n_slots numbers of slots, each once. All must have the rows that source names.
 *  @param edit   Read during the call.
 *  @source   What densify_and_prune of 3D Gaussian splatting does to the state of torch.optim.Adam (Kerbl et al. 2023).
 *  @owns     Nothing; views of states of these slots die. @threads One call at a time. @stream None (CPU). @repeat Identical bits: they are copied.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL, struct_size, reserved, no such slot, a slot twice), DLOPT_ERR_OUT_OF_RANGE (count; a source: the text names the first), DLOPT_ERR_SHAPE (a parameter without
 *            dimensions; a product over 2^63 - 1), DLOPT_ERR_STATE (removed; parameters perturbed; a step was torn), DLOPT_ERR_UNSUPPORTED (rules whose states are not of rows, such as adafactor, or start at the
 *            parameter, such as prodigy; fresh rows under Lookahead, whose slow weights start there; states in few bits), DLOPT_ERR_OUT_OF_MEMORY, DLOPT_ERR_BUSY. Nothing is then changed in any slot.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_rows_edit(dlopt_optimizer *optimizer, const int32_t *slots, size_t n_slots, const dlopt_rows_edit *edit);

/** Makes the states of some rows of some parameters those of fresh rows (dlopt_optimizer_rows_edit). Factors of elements and sums of accumulated gradients stay. Allocates nothing.
 *
 *  @param slots  n_slots numbers of slots, each once.
 *  @param rows   n_rows numbers of rows, in any order.
 *  @owns     Nothing. @threads One call at a time. @stream None (CPU). @repeat Identical bits.
 *  @errors   As dlopt_optimizer_rows_edit; nothing is then changed in any slot.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_rows_reset(dlopt_optimizer *optimizer, const int32_t *slots, size_t n_slots, const int64_t *rows,
                                                  size_t n_rows);

/** Lets a buffer of the caller follow an edit: row i of `to` becomes row source[i] of `from`; rows that are fresh stay as they are.
 *
 *  @param edit  Read during the call.
 *  @param from  A CPU tensor without gaps, of any dtype and one dimension or more.
 *  @param to    A tensor of the same dtype and rows, count of them; written. Apart from `from`, or at the same address where the edit brings no row in front of a place that it was taken from.
 *  @owns     Nothing. @threads Any; not two calls on the same output. @stream None (CPU). @repeat Identical bits.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL, struct_size, reserved, overlap), DLOPT_ERR_OUT_OF_RANGE (count; a source: the text names the first), DLOPT_ERR_SHAPE, DLOPT_ERR_DTYPE, DLOPT_ERR_DEVICE,
 *            DLOPT_ERR_UNSUPPORTED (strides with gaps, devices). `to` is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_rows_apply(const dlopt_rows_edit *edit, const dlopt_tensor *from, const dlopt_tensor *to);

#ifdef __cplusplus
}
#endif
#endif
