/* dlopt/rows.h - some rows of a parameter: steps that move only those, and parameters whose rows come and go. */
#ifndef DLOPT_ROWS_H
#define DLOPT_ROWS_H

#include "runtime.h"
#include "tensor.h"

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
  DLOPT_ROWS_COMPACT = 0, /**< those that `indices` names, one after the other. With a mask, or without indices: as DLOPT_ROWS_WHOLE */
  DLOPT_ROWS_WHOLE = 1    /**< all of the parameter; those that are not named are not read */
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
  const int64_t *indices; /**< numbers of rows, strictly increasing; NULL: no list. A compact list of no rows may be NULL: the gradient's first dimension is then 0 */
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
 *  @param grad     A CPU tensor of any gradient dtype, without gaps, of one dimension or more. Only read.
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

#ifdef __cplusplus
}
#endif
#endif
