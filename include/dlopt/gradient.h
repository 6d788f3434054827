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

#ifdef __cplusplus
}
#endif
#endif
