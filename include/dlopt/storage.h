/* dlopt/storage.h - how the optimizer stores what it keeps of a parameter. */
#ifndef DLOPT_STORAGE_H
#define DLOPT_STORAGE_H

#include "tensor.h"

#ifdef __cplusplus
extern "C" {
#endif

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
                                 than half a unit of BF16. The random bits depend on the hyper-parameter seed (0 for rules without), the slot, the state, the element and the applied step alone */
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
