/* dlopt/storage.h - how the optimizer stores what it keeps of a parameter. */
#ifndef DLOPT_STORAGE_H
#define DLOPT_STORAGE_H

#include "tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What is kept of a BF16 or F16 parameter p beside its own 16 bits, so that steps smaller than half their last unit are not lost. A step computes x, the number that p stands for, in f32 and
 *  makes x' of it; every form says what x is, and what is stored of x'. round is to nearest, ties to even, unless a form says otherwise. Masters start from the parameter at its first step.
 *
 *  The caller may write a parameter between two steps (to load weights). A master of an element that was written must not bring the old number back; each form tells what becomes of it. */
typedef int32_t dlopt_master;
enum dlopt_master_code {
  DLOPT_MASTER_NONE = 0,       /**< x = p, p = round(x'). Nothing is kept. The only form of F32 and F64 parameters */
  DLOPT_MASTER_FULL = 1,       /**< x = m, m = x', p = round(x'): 4 bytes for each element, the state "master", F32. x = p where p is no longer round(m): written by the caller */
  DLOPT_MASTER_SPLIT = 2,      /**< BF16 alone. The bits of x are 65536 bits(p) + r: 2 bytes, the state "master_remainder", I16. x is f32 to the last bit, as of FULL; p is x rounded to nearest, ties
                                    away from zero. r of an element that the caller writes stays: x is then within half a unit of p's last place; a zero, an infinity or a NaN is taken as written
                                    wherever its bits plus r would be a number of another sign or none at all */
  DLOPT_MASTER_STOCHASTIC = 3, /**< x = p, p = one of the two neighbours of x', the farther from zero with a probability that is the part of the way that x' lies towards it: p is x' on average.
                                    Nothing is kept. The random bits depend on the hyper-parameter seed, the slot, the element and the applied step alone. Between the largest number and
                                    infinity rounds to nearest. Of F16, a magnitude below 2^-14 looks at 16 bits beyond its last place, so the mean is too small by at most 2^-40 */
  DLOPT_MASTER_KAHAN = 4       /**< x = p + c, p = round(x'), c = round(x' - p), or the number next to it towards zero where p + c would not round to p: 2 bytes, the state "kahan_comp", of the
                                    parameter's type. What is below the last place of c is lost. x = p where p + c no longer rounds to p: written by the caller; a c that is small enough to be p's
                                    own stays. As Zamirai et al. 2020, algorithm 2, and optimi, with the sum in f32 */
};

/** How the moments of a parameter are kept (dlopt_state_info, moment, tells which states are moments; all others stay full). The arithmetic stays f32: a step decodes a block of states, updates it and
 *  encodes it. Only for parameters whose arithmetic type is f32.
 *
 *  Parameters of fewer than DLOPT_STATES_MIN_NUMEL elements keep full states whatever they ask for, as in bitsandbytes: they need little memory and are often the delicate ones (biases, norms).
 *
 *  A state that is kept in 8 bits has a second array, its name plus "_absmax" (dlopt_optimizer_state): F32, one scale for each block of DLOPT_STATES_BLOCK elements in row-major order, the
 *  largest magnitude among them. Where an element of a block is NaN or infinite, its scale is NaN, and with it the whole block. A step that changes one element of a block encodes all
 *  of it; a block in which nothing changed stays as it is. Gradients that hold some rows (dlopt_rows) need rows that are whole blocks. */
typedef int32_t dlopt_state_form;
enum dlopt_state_form_code {
  DLOPT_STATES_FULL = 0,    /**< the parameter's arithmetic type */
  DLOPT_STATES_BF16 = 1,    /**< BF16. First moments are rounded to nearest, second moments to one of the two neighbours with the probability that keeps the mean: a step of 1 - beta2 = 0.001 is less
                                 than half a unit of BF16. The random bits depend on the hyper-parameter seed, the slot, the state, the element and the applied step alone */
  DLOPT_STATES_LINEAR8 = 2, /**< first moments: I8, x = code / 127 * scale. Second moments: U8, x = (code / 255)^2 * scale. Codes are to nearest (of the root), ties to even */
  DLOPT_STATES_DYNAMIC8 = 3 /**< U8, x = map[code] * scale, with the dynamic maps of bitsandbytes (create_dynamic_map), signed for first moments and unsigned for second ones: codes and scales are those
                                 of its quantize_blockwise with blocks of 256, to the nearest number of the map as its CUDA kernels find it (its CPU code is coarser) */
};
/* In both 8-bit forms a second moment that is not 0 never has the code 0: a first moment that is left would be divided by eps alone. Steps of a first moment that are smaller than half the distance
   of two codes are lost; AdEMAMix's slow mean is full for this reason. RMSprop with centered needs full states: the difference of two coarse numbers says nothing. */

enum dlopt_state_form_limits { DLOPT_STATES_BLOCK = 256, DLOPT_STATES_MIN_NUMEL = 4096 };

#ifdef __cplusplus
}
#endif
#endif
