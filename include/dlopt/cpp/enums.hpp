// dlopt/cpp/enums.hpp - what functions choose from. Written by bindings/generate.
#ifndef DLOPT_CPP_ENUMS_HPP
#define DLOPT_CPP_ENUMS_HPP

#include "../../dlopt.h"

namespace dlopt {
inline namespace cpp {

/// Element types. Parameters and gradients: F64, F32, F16, BF16. Arithmetic is done in F64 for F64 parameters, in F32 for all others.
enum class dtype : int32_t {
  f64 = DLOPT_DTYPE_F64,
  f32 = DLOPT_DTYPE_F32,
  f16 = DLOPT_DTYPE_F16, ///< IEEE binary16
  bf16 = DLOPT_DTYPE_BF16, ///< the upper half of a binary32
  i8 = DLOPT_DTYPE_I8, ///< only of states
  u8 = DLOPT_DTYPE_U8, ///< only of states
  i16 = DLOPT_DTYPE_I16, ///< only of states: the remainder of a split master
  i32 = DLOPT_DTYPE_I32, ///< only of states: ages of rows
};

/// What a parameter is to its model. Kept with the slot; rules do not read it.
enum class role : int32_t {
  weight = DLOPT_ROLE_WEIGHT,
  bias = DLOPT_ROLE_BIAS,
  norm = DLOPT_ROLE_NORM,
  embedding = DLOPT_ROLE_EMBEDDING,
};

/// What the parameters of schedule-free rules hold.
enum class mode : int32_t {
  train = DLOPT_MODE_TRAIN, ///< y, where gradients are taken: the mode of a new optimizer
  eval = DLOPT_MODE_EVAL, ///< x, the average, for evaluation and for keeping
};

/// What is kept of a BF16 or F16 parameter p beside its own 16 bits, so that steps smaller than half their last unit are not lost. A step
/// computes x, the number that p stands for, in f32 and makes x' of it; every form says what x is, and what is stored of x'. round is to
/// nearest, ties to even, unless a form says otherwise. Masters start from the parameter at its first step. *  The caller may write a
/// parameter between two steps (to load weights). A master of an element that was written must not bring the old number back; each form
/// tells what becomes of it.
enum class master : int32_t {
  none = DLOPT_MASTER_NONE, ///< x = p, p = round(x'). Nothing is kept. The only form of F32 and F64 parameters
  /// x = m, m = x', p = round(x'): 4 bytes for each element, the state "master", F32. x = p where p is no longer round(m): written by the
  /// caller
  full = DLOPT_MASTER_FULL,
  /// BF16 alone. The bits of x are 65536 bits(p) + r: 2 bytes, the state "master_remainder", I16. x is f32 to the last bit, as of FULL; p
  /// is x rounded to nearest, ties away from zero. r of an element that the caller writes stays: x is then within half a unit of p's last
  /// place; a zero, an infinity or a NaN is taken as written wherever its bits plus r would be a number of another sign or none at all
  split = DLOPT_MASTER_SPLIT,
  /// x = p, p = one of the two neighbours of x', the farther from zero with a probability that is the part of the way that x' lies towards
  /// it: p is x' on average. Nothing is kept. The random bits depend on the hyper-parameter seed, the slot, the element and the applied
  /// step alone. Between the largest number and infinity rounds to nearest. Of F16, a magnitude below 2^-14 looks at 16 bits beyond its
  /// last place, so the mean is too small by at most 2^-40
  stochastic = DLOPT_MASTER_STOCHASTIC,
  /// x = p + c, p = round(x'), c = round(x' - p), or the number next to it towards zero where p + c would not round to p: 2 bytes, the
  /// state "kahan_comp", of the parameter's type. What is below the last place of c is lost. x = p where p + c no longer rounds to p:
  /// written by the caller; a c that is small enough to be p's own stays. As Zamirai et al. 2020, algorithm 2, and optimi, with the sum in
  /// f32
  kahan = DLOPT_MASTER_KAHAN,
};

/// How the moments of a parameter are kept (dlopt_state_info, moment, tells which states are moments; all others stay full). The arithmetic
/// stays f32: a step decodes a block of states, updates it and encodes it. Only for parameters whose arithmetic type is f32. *  Parameters
/// of fewer than DLOPT_STATES_MIN_NUMEL elements keep full states whatever they ask for, as in bitsandbytes: they need little memory and
/// are often the delicate ones (biases, norms). *  A state that is kept in 8 bits has a second array, its name plus "_absmax"
/// (dlopt_optimizer_state): F32, one scale for each block of DLOPT_STATES_BLOCK elements in row-major order, the largest magnitude among
/// them. Where an element of a block is NaN or infinite, its scale is NaN, and with it the whole block. A step that changes one element of
/// a block encodes all of it; a block in which nothing changed stays as it is. Gradients that hold some rows (dlopt_rows) need rows that
/// are whole blocks.
enum class state_form : int32_t {
  full = DLOPT_STATES_FULL, ///< the parameter's arithmetic type
  /// BF16. First moments are rounded to nearest, second moments to one of the two neighbours with the probability that keeps the mean: a
  /// step of 1 - beta2 = 0.001 is less than half a unit of BF16. The random bits depend on the hyper-parameter seed, the slot, the state,
  /// the element and the applied step alone
  bf16 = DLOPT_STATES_BF16,
  /// first moments: I8, x = code / 127 * scale. Second moments: U8, x = (code / 255)^2 * scale. Codes are to nearest (of the root), ties to
  /// even
  linear8 = DLOPT_STATES_LINEAR8,
  /// U8, x = map[code] * scale, with the dynamic maps of bitsandbytes (create_dynamic_map), signed for first moments and unsigned for
  /// second ones: codes and scales are those of its quantize_blockwise with blocks of 256, to the nearest number of the map as its CUDA
  /// kernels find it (its CPU code is coarser)
  dynamic8 = DLOPT_STATES_DYNAMIC8,
};

/// clip_form: the factor that brings a norm down to max_norm.
enum class clip_form : int32_t {
  torch = DLOPT_CLIP_TORCH, ///< min(1, max_norm / (norm + 1e-6)), as PyTorch
  exact = DLOPT_CLIP_EXACT, ///< max_norm / norm where norm > max_norm, else 1, as optax
};

/// units: the parts of a weight that adaptive clipping treats each on its own, by where a framework keeps the output of a layer.
enum class units : int32_t {
  /// each index of dimension 0, over all others (weights of PyTorch); one dimension or none: the whole tensor. As timm
  first = DLOPT_UNITS_FIRST,
  /// 2 or 3 dimensions: over dimension 0 alone; 4 or more: over all but the last (weights of JAX); at most one dimension longer than 1: the
  /// whole tensor. As optax, which refuses more than 5 dimensions
  last = DLOPT_UNITS_LAST,
};

/// percentile_form: which number of n sorted ones is their k-th percentile.
enum class percentile_form : int32_t {
  bnb = DLOPT_PERCENTILE_BNB, ///< number floor(k n / 100), counted from 0, at most the last: as bitsandbytes with its 100 norms
  linear = DLOPT_PERCENTILE_LINEAR, ///< between the two around k (n - 1) / 100, in proportion: as AutoClip and NumPy
};

/// How a mask marks the rows that are named.
enum class mask_form : int32_t {
  bytes = DLOPT_MASK_BYTES, ///< a byte for each row; not 0: named
  bits = DLOPT_MASK_BITS, ///< a bit for each row, the least significant of a byte first; what follows the last row in its byte is not read
};

/// Which rows a gradient holds.
enum class rows_form : int32_t {
  compact = DLOPT_ROWS_COMPACT, ///< those of the list, one after the other. With a mask, or without a list, it has all rows all the same
  /// all of the parameter; those that are not named are not read. Without a mask there is a list, of no rows if indices is NULL
  whole = DLOPT_ROWS_WHOLE,
};

/// What a step does with the rows of a parameter that are not named. A row that is named takes the step in every mode.
enum class rows_mode : int32_t {
  skip = DLOPT_ROWS_SKIP, ///< parameter and states keep every bit
  /// states become what a step with a gradient of zeros and without weight decay makes of them; the parameter keeps every bit. Ages of rows
  /// stay
  decay_moments = DLOPT_ROWS_DECAY_MOMENTS,
  /// as SKIP, and rows whose gradient is all zeros, as it arrives, are not named. The gradient must be whole
  zero_skips = DLOPT_ROWS_ZERO_SKIPS,
};

enum class log_level : int32_t {
  error = DLOPT_LOG_ERROR,
  warning = DLOPT_LOG_WARNING,
  info = DLOPT_LOG_INFO,
  debug = DLOPT_LOG_DEBUG,
};

/// How dlopt_lr_suggest reads a range test.
enum class suggestion : int32_t {
  steepest = DLOPT_SUGGESTION_STEEPEST, ///< where the smoothed loss falls fastest, over log lr
  minimum = DLOPT_SUGGESTION_MINIMUM, ///< a tenth of where the smoothed loss is lowest
};

/// How dlopt_lr_scale follows the batch.
enum class batch_scaling : int32_t {
  linear = DLOPT_BATCH_SCALING_LINEAR, ///< lr batch / reference (Goyal et al. 2017)
  sqrt = DLOPT_BATCH_SCALING_SQRT, ///< lr sqrt(batch / reference) (Krizhevsky 2014; the usual one for Adam)
};

/// A whole set-up. A number keeps its recipe for ever; so do the values, but where the source itself is found to say otherwise.
enum class recipe : int32_t {
  /// Image classification: SGD, lr 0.1, momentum 0.9, weight decay 1e-4 (L2, of all parameters), lr times 0.1 every 30 epochs. Reads
  /// steps_per_epoch. Source: He et al. 2016, "Deep residual learning for image recognition", section 3.4, with the epochs of PyTorch's
  /// ImageNet example. For batches of 256: see dlopt_lr_scale for others. To the caller: warm-up for large batches.
  resnet = DLOPT_RECIPE_RESNET,
  /// Pre-training of a language model: AdamW, lr 1e-4, betas 0.9 and 0.999, eps 1e-6, weight decay 0.01 but for biases and norms (by role),
  /// a common norm of gradients of at most 1, lr linear from 0 in 10000 steps and then linear to 0 at total_steps. Reads total_steps.
  /// Source: Devlin et al. 2019, "BERT", appendix A.2; eps and clip as in its authors' code. Departs: that code has no bias correction (set
  /// bias_correction to 0), and its lr falls from step 0 on, with a jump where the warm-up ends. To the caller: roles, batches of 256,
  /// mixed precision.
  bert = DLOPT_RECIPE_BERT,
  /// A small language model: AdamW, lr 1e-4, betas 0.9 and 0.999, eps 1e-8, weight decay 0.01 of all parameters, a common norm of gradients
  /// of at most 1, lr along a cosine to 0 at total_steps, where it stays. Reads total_steps. Source: the training set-up that goes with
  /// small GPTs in tutorials: torch.optim.AdamW, CosineAnnealingLR (T_max 1000), clip_grad_norm_. Departs: past its end PyTorch's cosine
  /// climbs again. To the caller: warm-up, which there is none of.
  minigpt = DLOPT_RECIPE_MINIGPT,
  /// Reinforcement learning by policy gradients: Adam, lr 3e-4, betas 0.9 and 0.999, eps 1e-8, a common norm of gradients of at most 0.5.
  /// Reads no length. Source: Schulman et al. 2017, "Proximal policy optimization algorithms", table 3; the clip as in OpenAI's baselines.
  /// Departs: baselines have eps 1e-5. To the caller: an lr that falls, where one is wanted; everything about rollouts and losses.
  ppo = DLOPT_RECIPE_PPO,
  /// Adversarial networks: Adam, lr 2e-4, beta1 0.5, beta2 0.999, eps 1e-8. One optimizer for each of the two networks. Reads no length.
  /// Source: Radford, Metz and Chintala 2016, "Unsupervised representation learning with deep convolutional generative adversarial
  /// networks", section 4. To the caller: how often each of them steps; penalties of gradients.
  gan = DLOPT_RECIPE_GAN,
};

/// How a history is written.
enum class history_format : int32_t {
  /// RFC 4180 with a header: step, wall_time, the columns; lines end with CR LF. Numbers are the shortest that read back to the same
  /// double, in any locale; nan, inf and -inf stand for what has no digits
  csv = DLOPT_HISTORY_CSV,
  /// an event file as TensorBoard reads it: a TFRecord for the version and one for each row, with a scalar for each column. Values are
  /// rounded to f32, as that format has them. The file's name must contain "tfevents"
  events = DLOPT_HISTORY_EVENTS,
};

} // namespace cpp
} // namespace dlopt

#endif
