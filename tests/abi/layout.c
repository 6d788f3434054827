/* layout.c - size and offset of every public structure and field, on machines with 64-bit pointers. It need only compile.
 *
 * What stands here was released: a line may be added at the end of a structure, none may change or go. The sum of the fields is the size:
 * no padding anywhere, so nothing lies in a structure that a caller did not set. */
#include <dlopt.h>

#include <stddef.h>

#if UINTPTR_MAX == UINT64_MAX

#define HOLDS(condition, name) typedef char name[(condition) ? 1 : -1]
#define STRUCT(type, bytes) HOLDS(sizeof(struct type) == (bytes), size_of_##type)
#define FIELD(type, field, offset, bytes)                                                                                                  \
  HOLDS(offsetof(struct type, field) == (offset) && sizeof(((struct type*)0)->field) == (bytes), offset_of_##type##_##field)
#define LAST(type, field) HOLDS(offsetof(struct type, field) + sizeof(((struct type*)0)->field) == sizeof(struct type), no_tail_in_##type)

STRUCT(dlopt_param_desc, 80);
FIELD(dlopt_param_desc, struct_size, 0, 4);
FIELD(dlopt_param_desc, dtype, 4, 4);
FIELD(dlopt_param_desc, ndim, 8, 4);
FIELD(dlopt_param_desc, device_type, 12, 4);
FIELD(dlopt_param_desc, device_id, 16, 4);
FIELD(dlopt_param_desc, group, 20, 4);
FIELD(dlopt_param_desc, role, 24, 4);
FIELD(dlopt_param_desc, reserved, 28, 4);
FIELD(dlopt_param_desc, name, 32, 8);
FIELD(dlopt_param_desc, shape, 40, 8);
FIELD(dlopt_param_desc, lr_scale, 48, 8);
FIELD(dlopt_param_desc, decay_scale, 56, 8);
FIELD(dlopt_param_desc, master, 64, 4);
FIELD(dlopt_param_desc, state_form, 68, 4);
FIELD(dlopt_param_desc, row_ages, 72, 4);
FIELD(dlopt_param_desc, reserved2, 76, 4);
LAST(dlopt_param_desc, reserved2);

STRUCT(dlopt_step_desc, 152);
FIELD(dlopt_step_desc, struct_size, 0, 4);
FIELD(dlopt_step_desc, flags, 4, 4);
FIELD(dlopt_step_desc, grad_scale, 8, 8);
FIELD(dlopt_step_desc, max_norm, 16, 8);
FIELD(dlopt_step_desc, norm_type, 24, 8);
FIELD(dlopt_step_desc, clip_value, 32, 8);
FIELD(dlopt_step_desc, clip_form, 40, 4);
FIELD(dlopt_step_desc, skipped, 44, 4);
FIELD(dlopt_step_desc, grad_norm, 48, 8);
FIELD(dlopt_step_desc, nonfinite, 56, 8);
FIELD(dlopt_step_desc, applied_step, 64, 8);
FIELD(dlopt_step_desc, deltas, 72, 8);
FIELD(dlopt_step_desc, max_skips, 80, 4);
FIELD(dlopt_step_desc, skips, 84, 4);
FIELD(dlopt_step_desc, loss, 88, 8);
FIELD(dlopt_step_desc, rows, 96, 8);
FIELD(dlopt_step_desc, averages, 104, 8);
FIELD(dlopt_step_desc, scaler, 112, 8);
FIELD(dlopt_step_desc, copies, 120, 8);
FIELD(dlopt_step_desc, tensor_max_norm, 128, 8);
FIELD(dlopt_step_desc, agc_clipping, 136, 8);
FIELD(dlopt_step_desc, agc_eps, 144, 8);
LAST(dlopt_step_desc, agc_eps);

STRUCT(dlopt_hyper_value, 16);
FIELD(dlopt_hyper_value, struct_size, 0, 4);
FIELD(dlopt_hyper_value, hyper, 4, 4);
FIELD(dlopt_hyper_value, value, 8, 8);
LAST(dlopt_hyper_value, value);

STRUCT(dlopt_kernel_buffers, 136);
FIELD(dlopt_kernel_buffers, struct_size, 0, 4);
FIELD(dlopt_kernel_buffers, dtype, 4, 4);
FIELD(dlopt_kernel_buffers, grad_dtype, 8, 4);
FIELD(dlopt_kernel_buffers, delta_dtype, 12, 4);
FIELD(dlopt_kernel_buffers, n, 16, 8);
FIELD(dlopt_kernel_buffers, param, 24, 8);
FIELD(dlopt_kernel_buffers, grad, 32, 8);
FIELD(dlopt_kernel_buffers, delta, 40, 8);
FIELD(dlopt_kernel_buffers, states, 48, 8);
FIELD(dlopt_kernel_buffers, n_states, 56, 4);
FIELD(dlopt_kernel_buffers, fresh, 60, 4);
FIELD(dlopt_kernel_buffers, grad_factor, 64, 8);
FIELD(dlopt_kernel_buffers, clip_value, 72, 8);
FIELD(dlopt_kernel_buffers, lr_scale, 80, 8);
FIELD(dlopt_kernel_buffers, decay_scale, 88, 8);
FIELD(dlopt_kernel_buffers, slot, 96, 4);
FIELD(dlopt_kernel_buffers, flags, 100, 4);
FIELD(dlopt_kernel_buffers, param_stride, 104, 8);
FIELD(dlopt_kernel_buffers, grad_stride, 112, 8);
FIELD(dlopt_kernel_buffers, delta_stride, 120, 8);
FIELD(dlopt_kernel_buffers, state_strides, 128, 8);
LAST(dlopt_kernel_buffers, state_strides);

STRUCT(dlopt_norm_history, 56);
FIELD(dlopt_norm_history, struct_size, 0, 4);
FIELD(dlopt_norm_history, form, 4, 4);
FIELD(dlopt_norm_history, percentile, 8, 8);
FIELD(dlopt_norm_history, norms, 16, 8);
FIELD(dlopt_norm_history, capacity, 24, 8);
FIELD(dlopt_norm_history, seen, 32, 8);
FIELD(dlopt_norm_history, norm, 40, 8);
FIELD(dlopt_norm_history, max_norm, 48, 8);
LAST(dlopt_norm_history, max_norm);
STRUCT(dlopt_rows, 56);
FIELD(dlopt_rows, struct_size, 0, 4);
FIELD(dlopt_rows, reserved, 4, 4);
FIELD(dlopt_rows, count, 8, 8);
FIELD(dlopt_rows, indices, 16, 8);
FIELD(dlopt_rows, mask, 24, 8);
FIELD(dlopt_rows, mask_form, 32, 4);
FIELD(dlopt_rows, form, 36, 4);
FIELD(dlopt_rows, mode, 40, 4);
FIELD(dlopt_rows, reserved2, 44, 4);
FIELD(dlopt_rows, moved, 48, 8);
LAST(dlopt_rows, moved);

STRUCT(dlopt_rows_edit, 24);
FIELD(dlopt_rows_edit, struct_size, 0, 4);
FIELD(dlopt_rows_edit, reserved, 4, 4);
FIELD(dlopt_rows_edit, count, 8, 8);
FIELD(dlopt_rows_edit, source, 16, 8);
LAST(dlopt_rows_edit, source);

STRUCT(dlopt_stats, 1264);
FIELD(dlopt_stats, struct_size, 0, 4);
FIELD(dlopt_stats, state_count, 4, 4);
FIELD(dlopt_stats, numel, 8, 8);
FIELD(dlopt_stats, steps, 16, 8);
FIELD(dlopt_stats, effective_lr, 24, 8);
FIELD(dlopt_stats, effective_weight_decay, 32, 8);
FIELD(dlopt_stats, param_norm, 40, 8);
FIELD(dlopt_stats, grad_norm, 48, 8);
FIELD(dlopt_stats, param_nonfinite, 56, 8);
FIELD(dlopt_stats, grad_nonfinite, 64, 8);
FIELD(dlopt_stats, state_nonfinite, 72, 8);
FIELD(dlopt_stats, state_norm, 80, 64);
FIELD(dlopt_stats, update_norm, 144, 8);
FIELD(dlopt_stats, update_ratio, 152, 8);
FIELD(dlopt_stats, param_measured, 160, 8);
FIELD(dlopt_stats, param_nan, 168, 8);
FIELD(dlopt_stats, param_inf, 176, 8);
FIELD(dlopt_stats, param_zero, 184, 8);
FIELD(dlopt_stats, param_denormal, 192, 8);
FIELD(dlopt_stats, grad_measured, 200, 8);
FIELD(dlopt_stats, grad_nan, 208, 8);
FIELD(dlopt_stats, grad_inf, 216, 8);
FIELD(dlopt_stats, grad_zero, 224, 8);
FIELD(dlopt_stats, grad_denormal, 232, 8);
FIELD(dlopt_stats, param_magnitudes, 240, 512);
FIELD(dlopt_stats, grad_magnitudes, 752, 512);
LAST(dlopt_stats, grad_magnitudes);

STRUCT(dlopt_stats_desc, 48);
FIELD(dlopt_stats_desc, struct_size, 0, 4);
FIELD(dlopt_stats_desc, slot, 4, 4);
FIELD(dlopt_stats_desc, group, 8, 4);
FIELD(dlopt_stats_desc, sample, 12, 4);
FIELD(dlopt_stats_desc, params, 16, 8);
FIELD(dlopt_stats_desc, grads, 24, 8);
FIELD(dlopt_stats_desc, before, 32, 8);
FIELD(dlopt_stats_desc, count, 40, 8);
LAST(dlopt_stats_desc, count);

STRUCT(dlopt_memory, 32);
FIELD(dlopt_memory, struct_size, 0, 4);
FIELD(dlopt_memory, reserved, 4, 4);
FIELD(dlopt_memory, state, 8, 8);
FIELD(dlopt_memory, scratch, 16, 8);
FIELD(dlopt_memory, handle, 24, 8);
LAST(dlopt_memory, handle);

STRUCT(dlopt_hyper_info, 64);
FIELD(dlopt_hyper_info, struct_size, 0, 4);
FIELD(dlopt_hyper_info, id, 4, 4);
FIELD(dlopt_hyper_info, kind, 8, 4);
FIELD(dlopt_hyper_info, reserved, 12, 4);
FIELD(dlopt_hyper_info, default_value, 16, 8);
FIELD(dlopt_hyper_info, lower, 24, 8);
FIELD(dlopt_hyper_info, upper, 32, 8);
FIELD(dlopt_hyper_info, name, 40, 8);
FIELD(dlopt_hyper_info, doc, 48, 8);
FIELD(dlopt_hyper_info, choices, 56, 8);
LAST(dlopt_hyper_info, choices);

STRUCT(dlopt_state_info, 40);
FIELD(dlopt_state_info, struct_size, 0, 4);
FIELD(dlopt_state_info, optional, 4, 4);
FIELD(dlopt_state_info, bytes_per_element, 8, 4);
FIELD(dlopt_state_info, shape, 12, 4);
FIELD(dlopt_state_info, name, 16, 8);
FIELD(dlopt_state_info, doc, 24, 8);
FIELD(dlopt_state_info, moment, 32, 4);
FIELD(dlopt_state_info, reserved, 36, 4);
LAST(dlopt_state_info, reserved);

STRUCT(dlopt_runtime_desc, 64);
FIELD(dlopt_runtime_desc, struct_size, 0, 4);
FIELD(dlopt_runtime_desc, threads, 4, 4);
FIELD(dlopt_runtime_desc, alloc, 8, 8);
FIELD(dlopt_runtime_desc, free, 16, 8);
FIELD(dlopt_runtime_desc, allocator_user, 24, 8);
FIELD(dlopt_runtime_desc, parallel_for, 32, 8);
FIELD(dlopt_runtime_desc, parallel_for_user, 40, 8);
FIELD(dlopt_runtime_desc, log, 48, 8);
FIELD(dlopt_runtime_desc, log_user, 56, 8);
LAST(dlopt_runtime_desc, log_user);

STRUCT(dlopt_tensor, 48);
FIELD(dlopt_tensor, struct_size, 0, 4);
FIELD(dlopt_tensor, dtype, 4, 4);
FIELD(dlopt_tensor, ndim, 8, 4);
FIELD(dlopt_tensor, device_type, 12, 4);
FIELD(dlopt_tensor, device_id, 16, 4);
FIELD(dlopt_tensor, reserved, 20, 4);
FIELD(dlopt_tensor, data, 24, 8);
FIELD(dlopt_tensor, shape, 32, 8);
FIELD(dlopt_tensor, strides, 40, 8);
LAST(dlopt_tensor, strides);

STRUCT(dlopt_sink, 24);
FIELD(dlopt_sink, struct_size, 0, 4);
FIELD(dlopt_sink, reserved, 4, 4);
FIELD(dlopt_sink, write, 8, 8);
FIELD(dlopt_sink, user, 16, 8);
LAST(dlopt_sink, user);

STRUCT(dlopt_source, 32);
FIELD(dlopt_source, struct_size, 0, 4);
FIELD(dlopt_source, reserved, 4, 4);
FIELD(dlopt_source, read, 8, 8);
FIELD(dlopt_source, user, 16, 8);
FIELD(dlopt_source, size, 24, 8);
LAST(dlopt_source, size);

STRUCT(dlopt_save_desc, 32);
FIELD(dlopt_save_desc, struct_size, 0, 4);
FIELD(dlopt_save_desc, flags, 4, 4);
FIELD(dlopt_save_desc, scaler, 8, 8);
FIELD(dlopt_save_desc, progress, 16, 8);
FIELD(dlopt_save_desc, progress_user, 24, 8);
LAST(dlopt_save_desc, progress_user);

STRUCT(dlopt_load_piece, 48);
FIELD(dlopt_load_piece, struct_size, 0, 4);
FIELD(dlopt_load_piece, reserved, 4, 4);
FIELD(dlopt_load_piece, from, 8, 8);
FIELD(dlopt_load_piece, to, 16, 8);
FIELD(dlopt_load_piece, from_row, 24, 8);
FIELD(dlopt_load_piece, to_row, 32, 8);
FIELD(dlopt_load_piece, rows, 40, 8);
LAST(dlopt_load_piece, rows);

STRUCT(dlopt_load_desc, 72);
FIELD(dlopt_load_desc, struct_size, 0, 4);
FIELD(dlopt_load_desc, flags, 4, 4);
FIELD(dlopt_load_desc, scaler, 8, 8);
FIELD(dlopt_load_desc, progress, 16, 8);
FIELD(dlopt_load_desc, progress_user, 24, 8);
FIELD(dlopt_load_desc, rename_from, 32, 8);
FIELD(dlopt_load_desc, rename_to, 40, 8);
FIELD(dlopt_load_desc, n_renames, 48, 8);
FIELD(dlopt_load_desc, pieces, 56, 8);
FIELD(dlopt_load_desc, n_pieces, 64, 8);
LAST(dlopt_load_desc, n_pieces);

#endif

/* A translation unit must declare something. */
extern int dlopt_layout_was_checked;
