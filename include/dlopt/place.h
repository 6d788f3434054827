/* dlopt/place.h - an optimizer in memory of the caller's: for programs that allocate nothing while they run. */
#ifndef DLOPT_PLACE_H
#define DLOPT_PLACE_H

#include "optimizer.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Makes an outline: an optimizer that is set up as any other (groups, presets, schedules, parameters, wrappers), but has no memory for its states. dlopt_optimizer_size tells how much
 *  they will take, dlopt_optimizer_place gives them memory: so they never exist twice. An outline takes no step, and has no state to look at.
 *
 *  @param runtime  NULL: the default runtime.
 *  @param rule     DLOPT_RULE_...
 *  @param outline  Receives the handle; NULL on failure.
 *  @owns     The caller, until dlopt_optimizer_destroy. The runtime must outlive it. A clone of an outline is one.
 *  @threads  As dlopt_optimizer_create. @stream None. @repeat Not applicable.
 *  @errors   As dlopt_optimizer_create. Calls that need states give DLOPT_ERR_STATE.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_outline(dlopt_runtime *runtime, dlopt_rule rule, dlopt_optimizer **outline);

/** Tells how many bytes an optimizer takes as a whole: handle, groups, schedules, slots, states, arrays of wrappers, work space, and room to align them wherever the block begins.
 *
 *  @param bytes  Receives the number. Must not be NULL.
 *  @owns     Nothing. Allocates for a moment what the optimizer takes without its states. @threads One call at a time. @stream None.
 *  @repeat   The same for optimizers that were set up alike.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT, DLOPT_ERR_BUSY, DLOPT_ERR_OUT_OF_MEMORY; bytes is then unchanged.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_size(dlopt_optimizer *optimizer, size_t *bytes);

/** Makes an independent copy, as dlopt_optimizer_clone does, wholly inside one block of the caller's. From then on it allocates and frees nothing: steps, settings and destroy work as ever, and what would need more
 *  memory (another parameter, group, wrapper or schedule, a hyper-parameter that asks for another state) gives DLOPT_ERR_OUT_OF_MEMORY and changes nothing. dlopt_optimizer_clone copies it to ordinary memory.
 *
 *  @param optimizer  Stays as it is, and may be destroyed. The states of an outline start as those of new parameters; to place anything else holds them twice until it is destroyed.
 *  @param memory     bytes bytes at any address, writable, and used by nothing else. It holds pointers into itself: it cannot be moved or copied to another address.
 *  @param bytes      At least dlopt_optimizer_size(optimizer).
 *  @param placed     Receives the handle, which lies in the block; NULL on failure.
 *  @owns     The caller owns the block before and after: dlopt_optimizer_destroy(placed) ends the optimizer and leaves the block alone. Destroy it before the block goes, and before its runtime, which is that of
 *            the original, and whose threads it uses. Views of its states lie in the block.
 *  @threads  One call at a time. @stream None. @repeat Both take the same steps to the same bits.
 *  @errors   DLOPT_ERR_INVALID_ARGUMENT (NULL), DLOPT_ERR_OUT_OF_RANGE (bytes; the text says how many are wanted), DLOPT_ERR_BUSY, DLOPT_ERR_OUT_OF_MEMORY (as dlopt_optimizer_size). The block is then not written.
 *  @since    0.1 */
DLOPT_API dlopt_status dlopt_optimizer_place(dlopt_optimizer *optimizer, void *memory, size_t bytes, dlopt_optimizer **placed);

#ifdef __cplusplus
}
#endif
#endif
