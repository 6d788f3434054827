/* dlopt/gradient.h - what is done to gradients that lie in many buffers before a step: norms, clipping, unscaling, penalties. Unscaling, and
 * clipping by the common norm and by value, also run fused inside dlopt_optimizer_step. */
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
 *  @param grads      count CPU tensors of any gradient dtype; data NULL is skipped. NULL only with count 0.
 *  @param p          > 0, or infinity.
 *  @param norm       Receives the norm (0 for no elements). Must not be NULL.
 *  @param nonfinite  Receives the number of elements that are NaN or infinite. May be NULL.
 *  @owns     Nothing; reads only. @threads Any. @stream None.
 *  @repeat   Identical bits for any threads, instruction set and alignment: fp64 sums in fixed chunks of 16384 elements, in chunk order.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT, _SHAPE, _DTYPE, _UNSUPPORTED (strides that dlopt_tensor does not name; other devices), DLOPT_ERR_OUT_OF_RANGE (p), DLOPT_ERR_OUT_OF_MEMORY (8 bytes
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
 *  @owns     Nothing. Gradients may not overlap each other. @threads Any; not two calls on the same buffers. @stream None.
 *  @repeat   As dlopt_grad_norm; the factor is rounded to the arithmetic type once (f32 for f16, bf16 and f32).
 *  @errors   As dlopt_grad_norm; DLOPT_ERR_INVALID_ARGUMENT (form, overlap), DLOPT_ERR_OUT_OF_RANGE (max_norm negative or NaN), DLOPT_ERR_NONFINITE (the norm is not finite). Gradients are then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_clip_norm(dlopt_runtime *runtime, const dlopt_tensor *grads, size_t count, double max_norm, double p,
                                       dlopt_clip_form form, double *norm);

/** Limits every element to [-limit, limit], in place. NaN stays NaN.
 *
 *  @param grads  As dlopt_grad_norm. @param limit >= 0; infinity changes nothing.
 *  @source   torch.nn.utils.clip_grad_value_. @owns Nothing. Gradients may not overlap each other. @threads Any; not two calls on the same buffers. @stream None.
 *  @repeat   Identical bits everywhere. The limit is rounded to the element type first, towards zero.
 *  @errors   As dlopt_grad_norm; DLOPT_ERR_INVALID_ARGUMENT (overlap), DLOPT_ERR_OUT_OF_RANGE (limit negative or NaN). Gradients are then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_clip_value(dlopt_runtime *runtime, const dlopt_tensor *grads, size_t count, double limit);

/** Scales each gradient tensor, in place, so that its own p-norm is at most max_norm.
 *
 *  @param grads     As dlopt_clip_norm; a tensor is written only when its factor is below 1.
 *  @param max_norm  >= 0; 0 makes every gradient 0. To bound the root mean square of n elements by r, as optax.clip_by_block_rms, hand them
 *                   over alone with r * sqrt(n), p 2 and DLOPT_CLIP_EXACT.
 *  @param p         As dlopt_grad_norm.
 *  @param form      DLOPT_CLIP_TORCH or DLOPT_CLIP_EXACT.
 *  @param clipped   Receives the number of tensors that were scaled. May be NULL.
 *  @source   torch.nn.utils.clip_grad_norm_ on each parameter by itself. Departs as dlopt_clip_norm does.
 *  @owns     Nothing. Gradients may not overlap each other. @threads Any; not two calls on the same buffers. @stream None.
 *  @repeat   As dlopt_clip_norm, which on one tensor does the same to the same bits; tensors do not depend on each other.
 *  @errors   As dlopt_clip_norm; DLOPT_ERR_NONFINITE names the first tensor whose norm is not finite, and no gradient is then changed. 16
 *            bytes for each tensor are borrowed beside those of dlopt_grad_norm.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_clip_per_tensor(dlopt_runtime *runtime, const dlopt_tensor *grads, size_t count, double max_norm, double p,
                                             dlopt_clip_form form, int64_t *clipped);

/** Scales each row of each gradient, in place, so that its own p-norm is at most max_norm. A row is all that one index of the first
 *  dimension leads to; a tensor of one dimension or none is one row.
 *
 *  @param grads     As dlopt_clip_norm; a row is written only when its factor is below 1.
 *  @param max_norm  >= 0; 0 makes every gradient 0.
 *  @param p         As dlopt_grad_norm.
 *  @param form      DLOPT_CLIP_TORCH or DLOPT_CLIP_EXACT.
 *  @param clipped   Receives the number of rows that were scaled. May be NULL.
 *  @source   As dlopt_clip_per_tensor, on each row by itself.
 *  @owns     Nothing. Gradients may not overlap each other. @threads Any; not two calls on the same buffers. @stream None.
 *  @repeat   Identical bits for any threads, instruction set and alignment: fp64 sums of the parts of a row in fixed chunks of 16384
 *            elements of the tensor, in chunk order.
 *  @errors   As dlopt_clip_per_tensor (DLOPT_ERR_NONFINITE: of a row). 16 bytes for each row are borrowed beside those of dlopt_grad_norm.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_clip_per_row(dlopt_runtime *runtime, const dlopt_tensor *grads, size_t count, double max_norm, double p,
                                          dlopt_clip_form form, int64_t *clipped);

/** units: the parts of a weight that adaptive clipping treats each on its own, by where a framework keeps the output of a layer. */
typedef int32_t dlopt_units;
enum dlopt_units_code {
  DLOPT_UNITS_FIRST = 0, /**< each index of dimension 0, over all others (weights of PyTorch); one dimension or none: the whole tensor. As timm */
  DLOPT_UNITS_LAST = 1   /**< 2 or 3 dimensions: over dimension 0 alone; 4 or more: over all but the last (weights of JAX); at most one
                            dimension longer than 1: the whole tensor. As optax, which refuses more than 5 dimensions */
};

/** Scales each unit of each gradient, in place, so that its norm is at most `factor` times that of the same unit of the parameter (AGC).
 *
 *  With the p-norms |g| and |p| of a unit, m = factor max(|p|, eps): where |g| >= m, g *= m / max(|g|, 1e-6).
 *
 *  @param params   count tensors, only read; the shapes of grads, any gradient dtype.
 *  @param grads    As dlopt_clip_norm; one with data NULL is left out, and so is its parameter. A unit is written only when its factor is
 *                  below 1.
 *  @param factor   0 .. 1e30; .01 in the paper.
 *  @param eps      0 .. 1e30; 1e-3 in the paper: keeps parameters that are still 0 trainable.
 *  @param p        As dlopt_grad_norm; 2 in the paper.
 *  @param units    DLOPT_UNITS_FIRST or DLOPT_UNITS_LAST.
 *  @param clipped  Receives the number of units that were scaled. May be NULL.
 *  @source   Brock, De, Smith and Simonyan 2021, equation 3; timm.utils.adaptive_clip_grad; optax.adaptive_grad_clip. Departs: a norm that
 *            is not finite is an error.
 *  @owns     Nothing. A gradient may not overlap another or a parameter; parameters may overlap each other. @threads Any; not two calls on
 *            the same gradients. @stream None.
 *  @repeat   As dlopt_clip_per_row; columns (DLOPT_UNITS_LAST) are summed from the top down.
 *  @errors   As dlopt_clip_norm; DLOPT_ERR_INVALID_ARGUMENT (params, units, a parameter without data), DLOPT_ERR_SHAPE (shapes that
 *            differ), DLOPT_ERR_OUT_OF_RANGE (factor, eps), DLOPT_ERR_NONFINITE (names the tensor). Gradients are then unchanged. 24 bytes
 *            for each unit are borrowed.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_clip_agc(dlopt_runtime *runtime, const dlopt_tensor *params, const dlopt_tensor *grads, size_t count,
                                      double factor, double eps, double p, dlopt_units units, int64_t *clipped);

/** percentile_form: which number of n sorted ones is their k-th percentile. */
typedef int32_t dlopt_percentile_form;
enum dlopt_percentile_code {
  DLOPT_PERCENTILE_BNB = 0,   /**< number floor(k n / 100), counted from 0, at most the last: as bitsandbytes with its 100 norms */
  DLOPT_PERCENTILE_LINEAR = 1 /**< between the two around k (n - 1) / 100, in proportion: as AutoClip and NumPy */
};

/** The norms of the last steps, in memory of the caller's. Fill it with dlopt_norm_history_init, then change what you need. To keep it,
 *  store `norms` and `seen`. */
typedef struct dlopt_norm_history {
  uint32_t struct_size;       /**< sizeof(dlopt_norm_history) */
  dlopt_percentile_form form; /**< DLOPT_PERCENTILE_BNB (default) or DLOPT_PERCENTILE_LINEAR */
  double percentile;          /**< 0 .. 100, default 5 */
  double *norms;              /**< capacity numbers, of which min(seen, capacity) are norms; the next one goes to place seen mod capacity */
  int64_t capacity;           /**< norms that are remembered; 1 .. 2^20 */
  int64_t seen;               /**< norms so far; 0: none */
  double norm;                /**< out: norm of the gradients before clipping */
  double max_norm;            /**< out: the percentile that they were clipped to */
} dlopt_norm_history;

/** Fills a history with the defaults named at its fields and no norms.
 *
 *  @param history      Must not be NULL.
 *  @param struct_size  sizeof(dlopt_norm_history) as the caller was compiled.
 *  @param norms        Room for `capacity` numbers; only the pointer is kept.
 *  @param capacity     bitsandbytes has 100.
 *  @owns     The caller owns everything. @threads Any. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (history NULL, struct_size unknown); history is then unchanged. The rest is checked by the call
 *            that uses it.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_norm_history_init(dlopt_norm_history *history, size_t struct_size, double *norms, int64_t capacity);

/** Scales all gradients, in place, so that their common p-norm is at most a percentile of the last norms, this one included; and remembers
 *  this norm.
 *
 *  While fewer than capacity norms are known the percentile is of those. (bitsandbytes fills its history with zeros, and so makes the first
 *  updates 0.)
 *
 *  @param grads    As dlopt_clip_norm. For a history of each tensor, as in bitsandbytes, call once for each.
 *  @param p        As dlopt_grad_norm.
 *  @param form     DLOPT_CLIP_EXACT as bitsandbytes, DLOPT_CLIP_TORCH as AutoClip.
 *  @param history  Norms, norm, max_norm and seen are updated.
 *  @source   bitsandbytes.functional.percentile_clipping (removed 2026); Seetharaman et al. 2020 (AutoClip).
 *  @owns     Nothing. Gradients may not overlap each other. @threads Any; not two calls on the same buffers or history. @stream None.
 *  @repeat   As dlopt_clip_norm.
 *  @errors   As dlopt_clip_norm; DLOPT_ERR_INVALID_ARGUMENT and DLOPT_ERR_OUT_OF_RANGE (fields of history), DLOPT_ERR_CORRUPT (a number
 *            among norms that is negative or not finite), DLOPT_ERR_NONFINITE. Gradients and history are then unchanged. 8 bytes for each norm are
 *            borrowed.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_clip_percentile(dlopt_runtime *runtime, const dlopt_tensor *grads, size_t count, double p,
                                             dlopt_clip_form form, dlopt_norm_history *history);

/** Subtracts from each row of each gradient its mean, in place. A row is all that one index of the first dimension leads to.
 *
 *  @param grads     As dlopt_grad_norm.
 *  @param min_ndim  Tensors of fewer dimensions are left alone. 2: weights of any layer; 4: only of convolutions. At least 2.
 *  @source   Yong et al. 2020; optax.centralize (min_ndim 2); gc_conv_only of pytorch_optimizer (min_ndim 4).
 *  @owns     Nothing. Gradients may not overlap each other. @threads Any; not two calls on the same buffers. @stream None.
 *  @repeat   As dlopt_clip_per_row; the mean is rounded to the arithmetic type once. A NaN or infinity is in its row's mean, and so reaches
 *            the whole row.
 *  @errors   As dlopt_grad_norm; DLOPT_ERR_INVALID_ARGUMENT (overlap), DLOPT_ERR_OUT_OF_RANGE (min_ndim). Gradients are then unchanged. 16
 *            bytes for each row are borrowed.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_grad_centralize(dlopt_runtime *runtime, const dlopt_tensor *grads, size_t count, int32_t min_ndim);

/** Divides all gradients by a loss scale, in place, and counts the elements that are NaN or infinite.
 *
 *  @param grads      As dlopt_grad_norm. Written whatever the count: what is not finite stays so.
 *  @param scale      1e-30 .. 1e30. Its inverse is taken in f64, rounded once to the arithmetic type (f32 for f16, bf16 and f32; f64 for
 *                    f64), and multiplied with.
 *  @param nonfinite  Receives the number of elements that were NaN or infinite before the division. Must not be NULL: a step must not
 *                    follow when it is not 0.
 *  @source   torch.amp.GradScaler.unscale_; gradients of f16 are welcome here, and those of f64 are not multiplied with an f32.
 *  @owns     Nothing. Gradients may not overlap each other. @threads Any; not two calls on the same buffers. @stream None.
 *  @repeat   Identical bits everywhere.
 *  @errors   As dlopt_grad_norm; DLOPT_ERR_INVALID_ARGUMENT (overlap), DLOPT_ERR_OUT_OF_RANGE (scale). Gradients are then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_grad_unscale(dlopt_runtime *runtime, const dlopt_tensor *grads, size_t count, double scale,
                                          int64_t *nonfinite);

/** Computes l1 sum |p| + l2 / 2 sum p^2 over all parameters together, and adds its gradient l1 sign(p) + l2 p to the gradients, in place.
 *
 *  @param params  count CPU tensors of any gradient dtype, only read; data NULL is skipped.
 *  @param grads   count tensors of the same shapes. NULL: the value alone; data NULL: nothing is added there.
 *  @param l1      0 .. 1e30. @param l2 0 .. 1e30. The sign of 0 is 0.
 *  @param value   Receives the penalty; infinite when f64 cannot hold a sum. Must not be NULL.
 *  @source   The elastic net (Zou and Hastie 2005) with its ridge term halved; the gradient is that of PyTorch's autograd.
 *  @owns     Nothing. A gradient may not overlap another or a parameter; parameters may overlap each other. @threads Any; not two calls on
 *            the same gradients. @stream None.
 *  @repeat   As dlopt_grad_norm. The gradient is added in f64 where it or the parameter is f64, else in f32.
 *  @errors   As dlopt_grad_norm; DLOPT_ERR_INVALID_ARGUMENT (overlap), DLOPT_ERR_SHAPE (shapes that differ), DLOPT_ERR_OUT_OF_RANGE (l1,
 *            l2). Gradients are then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_grad_penalty(dlopt_runtime *runtime, const dlopt_tensor *params, const dlopt_tensor *grads, size_t count,
                                          double l1, double l2, double *value);
#ifdef __cplusplus
}
#endif
#endif
