/* dlopt/gradient.h - norms and clipping of gradients that lie in many buffers. The same runs fused inside dlopt_optimizer_step. */
#ifndef DLOPT_GRADIENT_H
#define DLOPT_GRADIENT_H

#include "runtime.h"
#include "tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/** clip_form: the factor that brings a norm down to max_norm. */
typedef int32_t dlopt_clip_form;
enum dlopt_clip_form_code {
  DLOPT_CLIP_TORCH = 0, /**< min(1, max_norm / (norm + 1e-6)), as PyTorch */
  DLOPT_CLIP_EXACT = 1  /**< max_norm / norm where norm > max_norm, else 1, as optax */
};

/** Computes the p-norm of all elements of many gradients together, and counts those that are NaN or infinite.
 *
 *  norm = (sum |x|^p)^(1/p); p = infinity: max |x|. Right for finite elements of any size: 1e20, 1e-25, and beyond the range where squares
 *  fit (f64 of 1e200). A NaN anywhere makes the norm NaN, else an infinity makes it infinite.
 *
 *  @param grads      count CPU tensors of any gradient dtype, without gaps; data NULL is skipped. NULL only with count 0.
 *  @param p          > 0, or infinity.
 *  @param norm       Receives the norm (0 for no elements). Must not be NULL.
 *  @param nonfinite  Receives the number of elements that are NaN or infinite. May be NULL.
 *  @owns     Nothing; reads only. @threads Any. @stream None.
 *  @repeat   Identical bits for any threads, instruction set and alignment: fp64 sums in fixed chunks of 16384 elements, in chunk order.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT, _SHAPE, _DTYPE, _UNSUPPORTED (strides with gaps; other devices), DLOPT_ERR_OUT_OF_RANGE (p), DLOPT_ERR_OUT_OF_MEMORY (8 bytes
 *            for each chunk are borrowed).
 *            Outputs are then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_grad_norm(dlopt_runtime *runtime, const dlopt_tensor *grads, size_t count, double p, double *norm,
                                       int64_t *nonfinite);

/** Scales all gradients, in place, so that their common p-norm is at most max_norm.
 *
 *  @param grads     As dlopt_grad_norm; written only when the factor is below 1.
 *  @param max_norm  >= 0; 0 makes every gradient 0.
 *  @param p         As dlopt_grad_norm.
 *  @param form      DLOPT_CLIP_TORCH or DLOPT_CLIP_EXACT.
 *  @param norm      Receives the norm before clipping, also with DLOPT_ERR_NONFINITE. May be NULL.
 *  @source   Pascanu, Mikolov and Bengio 2013, algorithm 1; torch.nn.utils.clip_grad_norm_. Departs: a norm that is not finite is an error, not a factor of 0 or NaN.
 *  @owns     Nothing. @threads Any; not two calls on the same buffers. @stream None.
 *  @repeat   As dlopt_grad_norm; the factor is rounded to the arithmetic type once (f32 for f16, bf16 and f32).
 *  @errors   As dlopt_grad_norm; DLOPT_ERR_INVALID_ARGUMENT (form), DLOPT_ERR_OUT_OF_RANGE (max_norm negative or NaN), DLOPT_ERR_NONFINITE (the norm is not finite). Gradients are then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_clip_norm(dlopt_runtime *runtime, const dlopt_tensor *grads, size_t count, double max_norm, double p,
                                       dlopt_clip_form form, double *norm);

/** Limits every element to [-limit, limit], in place. NaN stays NaN.
 *
 *  @param grads  As dlopt_grad_norm. @param limit >= 0; infinity changes nothing.
 *  @source   torch.nn.utils.clip_grad_value_. @owns Nothing. @threads Any; not two calls on the same buffers. @stream None.
 *  @repeat   Identical bits everywhere. The limit is rounded to the element type first, towards zero.
 *  @errors   As dlopt_grad_norm; DLOPT_ERR_OUT_OF_RANGE (limit negative or NaN). Gradients are then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_clip_value(dlopt_runtime *runtime, const dlopt_tensor *grads, size_t count, double limit);

/** Which rows of a parameter, along its first dimension, a gradient is for. The caller sets all fields. */
typedef struct dlopt_rows {
  uint32_t struct_size;   /**< sizeof(dlopt_rows) */
  uint32_t reserved;      /**< 0 */
  int64_t count;          /**< how many: the gradient's first dimension; 0 for a whole gradient */
  const int64_t *indices; /**< numbers of rows, strictly increasing; NULL: the gradient is for the whole parameter, or for no row if its first dimension is 0 */
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
