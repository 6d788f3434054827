/* dlopt/tensor.h - how a buffer of the caller is described for the length of one call. */
#ifndef DLOPT_TENSOR_H
#define DLOPT_TENSOR_H

#include "status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Element types. Parameters and gradients: F64, F32, F16, BF16. Arithmetic is done in F64 for F64 parameters, in F32 for all others. */
typedef int32_t dlopt_dtype;
enum dlopt_dtype_code {
  DLOPT_DTYPE_F64 = 1,
  DLOPT_DTYPE_F32 = 2,
  DLOPT_DTYPE_F16 = 3,  /**< IEEE binary16 */
  DLOPT_DTYPE_BF16 = 4, /**< the upper half of a binary32 */
  DLOPT_DTYPE_I8 = 5,   /**< only of states */
  DLOPT_DTYPE_U8 = 6,   /**< only of states */
  DLOPT_DTYPE_I16 = 7,  /**< only of states: the remainder of a split master */
  DLOPT_DTYPE_I32 = 8   /**< only of states: ages of rows */
};

/** Kinds of device, numbered as in DLPack. */
typedef int32_t dlopt_device_type;
enum dlopt_device_code { DLOPT_DEVICE_CPU = 1, DLOPT_DEVICE_CUDA = 2 };

enum dlopt_tensor_limits { DLOPT_MAX_DIMS = 64 };

/** A buffer and its shape, borrowed for one call. Any address will do, aligned or not.
 *
 *  Its elements lie in row-major order, and strides may leave gaps of one size between them, as between members of an array of structures or parts of a wider matrix. From the last dimension
 *  to the first, the stride of each is that of the one after it times its size (1 for the last); one of them may be larger. So s >= 1 will do for [n]; {s, 1} with s >= k, or {k * s, s}, for [n, k].
 *  The stride of a dimension of size 1 does not matter.
 *
 *  What lies in gaps is not read, written, counted or set to zero, and results have the bits that they have without gaps. Only the time differs: the elements are gathered a few hundred at a time, and scattered back.
 *
 *  Buffers with gaps that reach into each other do not overlap where their strides are the same number of bytes and no run of neighbours touches another's. With other strides, or where one of them
 *  has no gaps, they count as overlapping.
 *
 *  Of strides, DLOPT_ERR_INVALID_ARGUMENT means that one is 0 or negative or that elements share memory, DLOPT_ERR_UNSUPPORTED another layout: dimensions in another order, or gaps of more than one size;
 *  DLOPT_ERR_SHAPE, that the last element lies 2^63 bytes away or more. */
typedef struct dlopt_tensor {
  uint32_t struct_size;          /**< sizeof(dlopt_tensor) */
  dlopt_dtype dtype;             /**< element type */
  int32_t ndim;                  /**< number of dimensions, 0 (one element) to 64 */
  dlopt_device_type device_type; /**< DLOPT_DEVICE_CPU */
  int32_t device_id;             /**< 0 on the CPU */
  uint32_t reserved;             /**< 0 */
  void* data;                    /**< first element. NULL: no buffer, allowed where a function says so */
  const int64_t* shape;          /**< ndim sizes, each >= 0; NULL only with ndim 0 */
  const int64_t* strides;        /**< ndim strides in elements, as above; NULL: row-major without gaps */
} dlopt_tensor;

/** Fills a tensor description: a CPU buffer, row-major without gaps.
 *
 *  @param tensor       The description. Must not be NULL.
 *  @param struct_size  sizeof(dlopt_tensor) as the caller was compiled.
 *  @param data         The buffer; may be NULL (no buffer).
 *  @param dtype        Its element type.
 *  @param ndim         Its number of dimensions.
 *  @param shape        Its ndim sizes; only the pointer is kept.
 *  @owns     The caller owns everything; data and shape must live until the call that takes the tensor returns.
 *  @threads  Any. @stream None. @repeat Not applicable.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (tensor NULL, struct_size unknown, ndim outside 0..64, shape NULL with ndim > 0),
 *            DLOPT_ERR_DTYPE (no such element type); tensor is then unchanged. The sizes are checked by the call that takes the tensor.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_tensor_init(dlopt_tensor* tensor, size_t struct_size, void* data, dlopt_dtype dtype, int32_t ndim,
                                         const int64_t* shape);

#ifdef __cplusplus
}
#endif
#endif
