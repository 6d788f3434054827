pub const DLOPT_MOMENTUM_TORCH: dlopt_momentum_form = 0;
pub const DLOPT_MOMENTUM_EMA: dlopt_momentum_form = 1;
pub const DLOPT_MOMENTUM_SUTSKEVER: dlopt_momentum_form = 2;
pub type dlopt_momentum_form = std::os::raw::c_uint;
pub const DLOPT_FIRST_STEP_GRADIENT: dlopt_first_step = 0;
pub const DLOPT_FIRST_STEP_ZEROS: dlopt_first_step = 1;
pub const DLOPT_FIRST_STEP_NONZERO: dlopt_first_step = 2;
pub type dlopt_first_step = std::os::raw::c_uint;
pub const DLOPT_DECAY_L2: dlopt_decay_mode = 0;
pub const DLOPT_DECAY_DECOUPLED: dlopt_decay_mode = 1;
pub const DLOPT_DECAY_INDEPENDENT: dlopt_decay_mode = 2;
pub const DLOPT_DECAY_CORRECTED: dlopt_decay_mode = 3;
pub const DLOPT_DECAY_FIXED: dlopt_decay_mode = 4;
pub const DLOPT_DECAY_PROXIMAL: dlopt_decay_mode = 5;
pub const DLOPT_DECAY_L1: dlopt_decay_mode = 6;
pub const DLOPT_DECAY_CAUTIOUS: dlopt_decay_mode = 7;
pub type dlopt_decay_mode = std::os::raw::c_uint;
pub const DLOPT_CAUTIOUS_OFF: dlopt_cautious = 0;
pub const DLOPT_CAUTIOUS_MASK: dlopt_cautious = 1;
pub const DLOPT_CAUTIOUS_MEAN: dlopt_cautious = 2;
pub const DLOPT_CAUTIOUS_COUNT: dlopt_cautious = 3;
pub type dlopt_cautious = std::os::raw::c_uint;
pub const DLOPT_ZERO_GRAD_STEP: dlopt_zero_grad = 0;
pub const DLOPT_ZERO_GRAD_SKIP: dlopt_zero_grad = 1;
pub type dlopt_zero_grad = std::os::raw::c_uint;
pub const DLOPT_NULL_GRAD_SKIP: dlopt_null_grad = 0;
pub const DLOPT_NULL_GRAD_ZERO: dlopt_null_grad = 1;
pub type dlopt_null_grad = std::os::raw::c_uint;
pub const DLOPT_DECAY_BEFORE: dlopt_decay_order = 0;
pub const DLOPT_DECAY_AFTER: dlopt_decay_order = 1;
pub type dlopt_decay_order = std::os::raw::c_uint;
pub const DLOPT_EPS_OUTSIDE: dlopt_eps_mode = 0;
pub const DLOPT_EPS_INSIDE: dlopt_eps_mode = 1;
pub const DLOPT_EPS_HAT: dlopt_eps_mode = 2;
pub type dlopt_eps_mode = std::os::raw::c_uint;
pub const DLOPT_AMSGRAD_RAW: dlopt_amsgrad_form = 0;
pub const DLOPT_AMSGRAD_CORRECTED: dlopt_amsgrad_form = 1;
pub type dlopt_amsgrad_form = std::os::raw::c_uint;
pub const DLOPT_LR_OUTSIDE: dlopt_lr_place = 0;
pub const DLOPT_LR_INSIDE: dlopt_lr_place = 1;
pub type dlopt_lr_place = std::os::raw::c_uint;
pub const DLOPT_EPS_ROOT_SAME: dlopt_eps_root_form = 0;
pub const DLOPT_EPS_ROOT_OWN: dlopt_eps_root_form = 1;
pub type dlopt_eps_root_form = std::os::raw::c_uint;
pub const DLOPT_DIFF_BETA2: dlopt_diff_form = 0;
pub const DLOPT_DIFF_ONE_MINUS_BETA2: dlopt_diff_form = 1;
pub type dlopt_diff_form = std::os::raw::c_uint;
pub const DLOPT_CLIP_BASE_BEFORE: dlopt_clip_base = 0;
pub const DLOPT_CLIP_BASE_STEP: dlopt_clip_base = 1;
pub const DLOPT_CLIP_BASE_NONE: dlopt_clip_base = 2;
pub type dlopt_clip_base = std::os::raw::c_uint;
pub const DLOPT_SIGN_HARD: dlopt_sign_form = 0;
pub const DLOPT_SIGN_REFINED: dlopt_sign_form = 1;
pub type dlopt_sign_form = std::os::raw::c_uint;
pub const DLOPT_RATE_LR_PREVIOUS: dlopt_rate_lr = 0;
pub const DLOPT_RATE_LR_CURRENT: dlopt_rate_lr = 1;
pub type dlopt_rate_lr = std::os::raw::c_uint;
pub const DLOPT_RECTIFY_ABOVE: dlopt_rectify = 0;
pub const DLOPT_RECTIFY_FROM: dlopt_rectify = 1;
pub type dlopt_rectify = std::os::raw::c_uint;
pub const DLOPT_UNRECTIFIED_MOMENTUM: dlopt_unrectified = 0;
pub const DLOPT_UNRECTIFIED_NOTHING: dlopt_unrectified = 1;
pub type dlopt_unrectified = std::os::raw::c_uint;
pub const DLOPT_NESTEROV_SCHEDULED: dlopt_nesterov_form = 0;
pub const DLOPT_NESTEROV_NEXT: dlopt_nesterov_form = 1;
pub const DLOPT_NESTEROV_SAME: dlopt_nesterov_form = 2;
pub type dlopt_nesterov_form = std::os::raw::c_uint;
pub const DLOPT_RPROP_IRPROP_MINUS: dlopt_rprop_form = 0;
pub const DLOPT_RPROP_IRPROP_PLUS: dlopt_rprop_form = 1;
pub const DLOPT_RPROP_RPROP_PLUS: dlopt_rprop_form = 2;
pub type dlopt_rprop_form = std::os::raw::c_uint;
pub const DLOPT_TRUST_NEVER: dlopt_trust_ratio = 0;
pub const DLOPT_TRUST_DECAYED: dlopt_trust_ratio = 1;
pub const DLOPT_TRUST_ALWAYS: dlopt_trust_ratio = 2;
pub type dlopt_trust_ratio = std::os::raw::c_uint;
pub const DLOPT_TRUST_SEPARATE: dlopt_trust_form = 0;
pub const DLOPT_TRUST_JOINT: dlopt_trust_form = 1;
pub const DLOPT_TRUST_LARC: dlopt_trust_form = 2;
pub type dlopt_trust_form = std::os::raw::c_uint;
pub const DLOPT_CORRECTION_NONE: dlopt_correction_form = 0;
pub const DLOPT_CORRECTION_MOMENTS: dlopt_correction_form = 1;
pub const DLOPT_CORRECTION_LR: dlopt_correction_form = 2;
pub const DLOPT_CORRECTION_FIRST: dlopt_correction_form = 3;
pub type dlopt_correction_form = std::os::raw::c_uint;
pub const DLOPT_AVERAGING_OFF: dlopt_grad_averaging = 0;
pub const DLOPT_AVERAGING_ON: dlopt_grad_averaging = 1;
pub const DLOPT_AVERAGING_LATER: dlopt_grad_averaging = 2;
pub type dlopt_grad_averaging = std::os::raw::c_uint;
pub const DLOPT_DECAY_IN_GRADIENT: dlopt_decay_place = 0;
pub const DLOPT_DECAY_IN_PARAMETER: dlopt_decay_place = 1;
pub const DLOPT_DECAY_IN_UPDATE: dlopt_decay_place = 2;
pub type dlopt_decay_place = std::os::raw::c_uint;
pub const DLOPT_EPS_MACHINE: dlopt_eps_form = 0;
pub const DLOPT_EPS_FLOOR: dlopt_eps_form = 1;
pub const DLOPT_EPS_ADDED: dlopt_eps_form = 2;
pub type dlopt_eps_form = std::os::raw::c_uint;
pub const DLOPT_RELATIVE_STEP_OFF: dlopt_relative_step = 0;
pub const DLOPT_RELATIVE_STEP_ON: dlopt_relative_step = 1;
pub const DLOPT_RELATIVE_STEP_WARMUP: dlopt_relative_step = 2;
pub type dlopt_relative_step = std::os::raw::c_uint;
pub const DLOPT_FACTORED_NONE: dlopt_factored = 0;
pub const DLOPT_FACTORED_LAST: dlopt_factored = 1;
pub const DLOPT_FACTORED_LARGEST: dlopt_factored = 2;
pub const DLOPT_FACTORED_LEADING: dlopt_factored = 3;
pub type dlopt_factored = std::os::raw::c_uint;
pub const DLOPT_DECAY_BY_LR: dlopt_decay_by = 0;
pub const DLOPT_DECAY_BY_STEP_SIZE: dlopt_decay_by = 1;
pub type dlopt_decay_by = std::os::raw::c_uint;
pub const DLOPT_ACCUMULATOR_LATEST: dlopt_accumulator_form = 0;
pub const DLOPT_ACCUMULATOR_LARGEST: dlopt_accumulator_form = 1;
pub type dlopt_accumulator_form = std::os::raw::c_uint;
pub type __uint8_t = std::os::raw::c_uchar;
pub type __int32_t = std::os::raw::c_int;
pub type __uint32_t = std::os::raw::c_uint;
pub type __int64_t = std::os::raw::c_long;
pub type __uint64_t = std::os::raw::c_ulong;
pub type dlopt_status = i32;
pub const DLOPT_OK: dlopt_status_code = 0;
pub const DLOPT_ERR_INVALID_ARGUMENT: dlopt_status_code = -1;
pub const DLOPT_ERR_OUT_OF_MEMORY: dlopt_status_code = -2;
pub const DLOPT_ERR_SHAPE: dlopt_status_code = -3;
pub const DLOPT_ERR_DTYPE: dlopt_status_code = -4;
pub const DLOPT_ERR_DEVICE: dlopt_status_code = -5;
pub const DLOPT_ERR_UNSUPPORTED: dlopt_status_code = -6;
pub const DLOPT_ERR_UNKNOWN_HYPER: dlopt_status_code = -7;
pub const DLOPT_ERR_OUT_OF_RANGE: dlopt_status_code = -8;
pub const DLOPT_ERR_BUSY: dlopt_status_code = -9;
pub const DLOPT_ERR_STATE: dlopt_status_code = -10;
pub const DLOPT_ERR_NONFINITE: dlopt_status_code = -11;
pub const DLOPT_ERR_CORRUPT: dlopt_status_code = -12;
pub const DLOPT_ERR_VERSION: dlopt_status_code = -13;
pub const DLOPT_ERR_IO: dlopt_status_code = -14;
pub const DLOPT_ERR_NO_DEVICE: dlopt_status_code = -15;
pub const DLOPT_ERR_CUDA: dlopt_status_code = -16;
pub const DLOPT_ERR_CAPTURE: dlopt_status_code = -17;
pub const DLOPT_ERR_COMM: dlopt_status_code = -18;
pub const DLOPT_ERR_TIMEOUT: dlopt_status_code = -19;
pub const DLOPT_ERR_INTERNAL: dlopt_status_code = -20;
pub const DLOPT_STATUS_FORCE_SIGNED: dlopt_status_code = -2147483648;
pub type dlopt_status_code = std::os::raw::c_int;
pub const DLOPT_VERSION_MAJOR: dlopt_version_number = 0;
pub const DLOPT_VERSION_MINOR: dlopt_version_number = 1;
pub const DLOPT_VERSION_PATCH: dlopt_version_number = 0;
pub type dlopt_version_number = std::os::raw::c_uint;
extern "C" {
    pub fn dlopt_last_error() -> *const std::os::raw::c_char;
}
extern "C" {
    pub fn dlopt_status_string(status: dlopt_status) -> *const std::os::raw::c_char;
}
extern "C" {
    pub fn dlopt_version() -> i32;
}
extern "C" {
    pub fn dlopt_version_string() -> *const std::os::raw::c_char;
}
extern "C" {
    pub fn dlopt_build_info() -> *const std::os::raw::c_char;
}
#[repr(C)]
pub struct dlopt_runtime {
    _unused: [u8; 0],
}
pub type dlopt_alloc_fn = ::std::option::Option<
    unsafe extern "C" fn(user: *mut std::os::raw::c_void, bytes: usize, alignment: usize) -> *mut std::os::raw::c_void,
>;
pub type dlopt_free_fn = ::std::option::Option<
    unsafe extern "C" fn(
        user: *mut std::os::raw::c_void,
        memory: *mut std::os::raw::c_void,
        bytes: usize,
        alignment: usize,
    ),
>;
pub type dlopt_task_fn =
    ::std::option::Option<unsafe extern "C" fn(task_context: *mut std::os::raw::c_void, task: usize)>;
pub type dlopt_parallel_for_fn = ::std::option::Option<
    unsafe extern "C" fn(
        user: *mut std::os::raw::c_void,
        n_tasks: usize,
        task: dlopt_task_fn,
        task_context: *mut std::os::raw::c_void,
    ),
>;
pub type dlopt_log_fn = ::std::option::Option<
    unsafe extern "C" fn(user: *mut std::os::raw::c_void, level: i32, text: *const std::os::raw::c_char),
>;
pub const DLOPT_LOG_ERROR: dlopt_log_level = 1;
pub const DLOPT_LOG_WARNING: dlopt_log_level = 2;
pub const DLOPT_LOG_INFO: dlopt_log_level = 3;
pub const DLOPT_LOG_DEBUG: dlopt_log_level = 4;
pub type dlopt_log_level = std::os::raw::c_uint;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct dlopt_runtime_desc {
    pub struct_size: u32,
    pub threads: i32,
    pub alloc: dlopt_alloc_fn,
    pub free: dlopt_free_fn,
    pub allocator_user: *mut std::os::raw::c_void,
    pub parallel_for: dlopt_parallel_for_fn,
    pub parallel_for_user: *mut std::os::raw::c_void,
    pub log: dlopt_log_fn,
    pub log_user: *mut std::os::raw::c_void,
}
#[test]
fn bindgen_test_layout_dlopt_runtime_desc() {
    assert_eq!(
        ::std::mem::size_of::<dlopt_runtime_desc>(),
        64usize,
        concat!("Size of: ", stringify!(dlopt_runtime_desc))
    );
    assert_eq!(
        ::std::mem::align_of::<dlopt_runtime_desc>(),
        8usize,
        concat!("Alignment of ", stringify!(dlopt_runtime_desc))
    );
    fn test_field_struct_size() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_runtime_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).struct_size) as usize - ptr as usize
            },
            0usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_runtime_desc),
                "::",
                stringify!(struct_size)
            )
        );
    }
    test_field_struct_size();
    fn test_field_threads() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_runtime_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).threads) as usize - ptr as usize
            },
            4usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_runtime_desc),
                "::",
                stringify!(threads)
            )
        );
    }
    test_field_threads();
    fn test_field_alloc() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_runtime_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).alloc) as usize - ptr as usize
            },
            8usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_runtime_desc),
                "::",
                stringify!(alloc)
            )
        );
    }
    test_field_alloc();
    fn test_field_free() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_runtime_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).free) as usize - ptr as usize
            },
            16usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_runtime_desc),
                "::",
                stringify!(free)
            )
        );
    }
    test_field_free();
    fn test_field_allocator_user() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_runtime_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).allocator_user) as usize - ptr as usize
            },
            24usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_runtime_desc),
                "::",
                stringify!(allocator_user)
            )
        );
    }
    test_field_allocator_user();
    fn test_field_parallel_for() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_runtime_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).parallel_for) as usize - ptr as usize
            },
            32usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_runtime_desc),
                "::",
                stringify!(parallel_for)
            )
        );
    }
    test_field_parallel_for();
    fn test_field_parallel_for_user() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_runtime_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).parallel_for_user) as usize - ptr as usize
            },
            40usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_runtime_desc),
                "::",
                stringify!(parallel_for_user)
            )
        );
    }
    test_field_parallel_for_user();
    fn test_field_log() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_runtime_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).log) as usize - ptr as usize
            },
            48usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_runtime_desc),
                "::",
                stringify!(log)
            )
        );
    }
    test_field_log();
    fn test_field_log_user() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_runtime_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).log_user) as usize - ptr as usize
            },
            56usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_runtime_desc),
                "::",
                stringify!(log_user)
            )
        );
    }
    test_field_log_user();
}
extern "C" {
    #[must_use]
    pub fn dlopt_runtime_desc_init(desc: *mut dlopt_runtime_desc, struct_size: usize) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_runtime_create(desc: *const dlopt_runtime_desc, runtime: *mut *mut dlopt_runtime) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_runtime_destroy(runtime: *mut dlopt_runtime) -> dlopt_status;
}
extern "C" {
    pub fn dlopt_cpu_isa() -> *const std::os::raw::c_char;
}
extern "C" {
    #[must_use]
    pub fn dlopt_cpu_isa_force(name: *const std::os::raw::c_char) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_cuda_device_count(count: *mut i32) -> dlopt_status;
}
pub type dlopt_dtype = i32;
pub const DLOPT_DTYPE_F64: dlopt_dtype_code = 1;
pub const DLOPT_DTYPE_F32: dlopt_dtype_code = 2;
pub const DLOPT_DTYPE_F16: dlopt_dtype_code = 3;
pub const DLOPT_DTYPE_BF16: dlopt_dtype_code = 4;
pub const DLOPT_DTYPE_I8: dlopt_dtype_code = 5;
pub const DLOPT_DTYPE_U8: dlopt_dtype_code = 6;
pub const DLOPT_DTYPE_I16: dlopt_dtype_code = 7;
pub const DLOPT_DTYPE_I32: dlopt_dtype_code = 8;
pub type dlopt_dtype_code = std::os::raw::c_uint;
pub type dlopt_device_type = i32;
pub const DLOPT_DEVICE_CPU: dlopt_device_code = 1;
pub const DLOPT_DEVICE_CUDA: dlopt_device_code = 2;
pub type dlopt_device_code = std::os::raw::c_uint;
pub const DLOPT_MAX_DIMS: dlopt_tensor_limits = 64;
pub type dlopt_tensor_limits = std::os::raw::c_uint;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct dlopt_tensor {
    pub struct_size: u32,
    pub dtype: dlopt_dtype,
    pub ndim: i32,
    pub device_type: dlopt_device_type,
    pub device_id: i32,
    pub reserved: u32,
    pub data: *mut std::os::raw::c_void,
    pub shape: *const i64,
    pub strides: *const i64,
}
#[test]
fn bindgen_test_layout_dlopt_tensor() {
    assert_eq!(
        ::std::mem::size_of::<dlopt_tensor>(),
        48usize,
        concat!("Size of: ", stringify!(dlopt_tensor))
    );
    assert_eq!(
        ::std::mem::align_of::<dlopt_tensor>(),
        8usize,
        concat!("Alignment of ", stringify!(dlopt_tensor))
    );
    fn test_field_struct_size() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_tensor>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).struct_size) as usize - ptr as usize
            },
            0usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_tensor),
                "::",
                stringify!(struct_size)
            )
        );
    }
    test_field_struct_size();
    fn test_field_dtype() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_tensor>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).dtype) as usize - ptr as usize
            },
            4usize,
            concat!("Offset of field: ", stringify!(dlopt_tensor), "::", stringify!(dtype))
        );
    }
    test_field_dtype();
    fn test_field_ndim() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_tensor>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).ndim) as usize - ptr as usize
            },
            8usize,
            concat!("Offset of field: ", stringify!(dlopt_tensor), "::", stringify!(ndim))
        );
    }
    test_field_ndim();
    fn test_field_device_type() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_tensor>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).device_type) as usize - ptr as usize
            },
            12usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_tensor),
                "::",
                stringify!(device_type)
            )
        );
    }
    test_field_device_type();
    fn test_field_device_id() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_tensor>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).device_id) as usize - ptr as usize
            },
            16usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_tensor),
                "::",
                stringify!(device_id)
            )
        );
    }
    test_field_device_id();
    fn test_field_reserved() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_tensor>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).reserved) as usize - ptr as usize
            },
            20usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_tensor),
                "::",
                stringify!(reserved)
            )
        );
    }
    test_field_reserved();
    fn test_field_data() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_tensor>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).data) as usize - ptr as usize
            },
            24usize,
            concat!("Offset of field: ", stringify!(dlopt_tensor), "::", stringify!(data))
        );
    }
    test_field_data();
    fn test_field_shape() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_tensor>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).shape) as usize - ptr as usize
            },
            32usize,
            concat!("Offset of field: ", stringify!(dlopt_tensor), "::", stringify!(shape))
        );
    }
    test_field_shape();
    fn test_field_strides() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_tensor>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).strides) as usize - ptr as usize
            },
            40usize,
            concat!("Offset of field: ", stringify!(dlopt_tensor), "::", stringify!(strides))
        );
    }
    test_field_strides();
}
extern "C" {
    #[must_use]
    pub fn dlopt_tensor_init(
        tensor: *mut dlopt_tensor,
        struct_size: usize,
        data: *mut std::os::raw::c_void,
        dtype: dlopt_dtype,
        ndim: i32,
        shape: *const i64,
    ) -> dlopt_status;
}
pub type dlopt_clip_form = i32;
pub const DLOPT_CLIP_TORCH: dlopt_clip_form_code = 0;
pub const DLOPT_CLIP_EXACT: dlopt_clip_form_code = 1;
pub type dlopt_clip_form_code = std::os::raw::c_uint;
extern "C" {
    #[must_use]
    pub fn dlopt_grad_norm(
        runtime: *mut dlopt_runtime,
        grads: *const dlopt_tensor,
        count: usize,
        p: f64,
        norm: *mut f64,
        nonfinite: *mut i64,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_clip_norm(
        runtime: *mut dlopt_runtime,
        grads: *const dlopt_tensor,
        count: usize,
        max_norm: f64,
        p: f64,
        form: dlopt_clip_form,
        norm: *mut f64,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_clip_value(
        runtime: *mut dlopt_runtime,
        grads: *const dlopt_tensor,
        count: usize,
        limit: f64,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_clip_per_tensor(
        runtime: *mut dlopt_runtime,
        grads: *const dlopt_tensor,
        count: usize,
        max_norm: f64,
        p: f64,
        form: dlopt_clip_form,
        clipped: *mut i64,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_clip_per_row(
        runtime: *mut dlopt_runtime,
        grads: *const dlopt_tensor,
        count: usize,
        max_norm: f64,
        p: f64,
        form: dlopt_clip_form,
        clipped: *mut i64,
    ) -> dlopt_status;
}
pub type dlopt_units = i32;
pub const DLOPT_UNITS_FIRST: dlopt_units_code = 0;
pub const DLOPT_UNITS_LAST: dlopt_units_code = 1;
pub type dlopt_units_code = std::os::raw::c_uint;
extern "C" {
    #[must_use]
    pub fn dlopt_clip_agc(
        runtime: *mut dlopt_runtime,
        params: *const dlopt_tensor,
        grads: *const dlopt_tensor,
        count: usize,
        factor: f64,
        eps: f64,
        p: f64,
        units: dlopt_units,
        clipped: *mut i64,
    ) -> dlopt_status;
}
pub type dlopt_percentile_form = i32;
pub const DLOPT_PERCENTILE_BNB: dlopt_percentile_code = 0;
pub const DLOPT_PERCENTILE_LINEAR: dlopt_percentile_code = 1;
pub type dlopt_percentile_code = std::os::raw::c_uint;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct dlopt_norm_history {
    pub struct_size: u32,
    pub form: dlopt_percentile_form,
    pub percentile: f64,
    pub norms: *mut f64,
    pub capacity: i64,
    pub seen: i64,
    pub norm: f64,
    pub max_norm: f64,
}
#[test]
fn bindgen_test_layout_dlopt_norm_history() {
    assert_eq!(
        ::std::mem::size_of::<dlopt_norm_history>(),
        56usize,
        concat!("Size of: ", stringify!(dlopt_norm_history))
    );
    assert_eq!(
        ::std::mem::align_of::<dlopt_norm_history>(),
        8usize,
        concat!("Alignment of ", stringify!(dlopt_norm_history))
    );
    fn test_field_struct_size() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_norm_history>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).struct_size) as usize - ptr as usize
            },
            0usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_norm_history),
                "::",
                stringify!(struct_size)
            )
        );
    }
    test_field_struct_size();
    fn test_field_form() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_norm_history>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).form) as usize - ptr as usize
            },
            4usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_norm_history),
                "::",
                stringify!(form)
            )
        );
    }
    test_field_form();
    fn test_field_percentile() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_norm_history>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).percentile) as usize - ptr as usize
            },
            8usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_norm_history),
                "::",
                stringify!(percentile)
            )
        );
    }
    test_field_percentile();
    fn test_field_norms() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_norm_history>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).norms) as usize - ptr as usize
            },
            16usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_norm_history),
                "::",
                stringify!(norms)
            )
        );
    }
    test_field_norms();
    fn test_field_capacity() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_norm_history>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).capacity) as usize - ptr as usize
            },
            24usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_norm_history),
                "::",
                stringify!(capacity)
            )
        );
    }
    test_field_capacity();
    fn test_field_seen() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_norm_history>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).seen) as usize - ptr as usize
            },
            32usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_norm_history),
                "::",
                stringify!(seen)
            )
        );
    }
    test_field_seen();
    fn test_field_norm() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_norm_history>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).norm) as usize - ptr as usize
            },
            40usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_norm_history),
                "::",
                stringify!(norm)
            )
        );
    }
    test_field_norm();
    fn test_field_max_norm() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_norm_history>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).max_norm) as usize - ptr as usize
            },
            48usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_norm_history),
                "::",
                stringify!(max_norm)
            )
        );
    }
    test_field_max_norm();
}
extern "C" {
    #[must_use]
    pub fn dlopt_norm_history_init(
        history: *mut dlopt_norm_history,
        struct_size: usize,
        norms: *mut f64,
        capacity: i64,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_clip_percentile(
        runtime: *mut dlopt_runtime,
        grads: *const dlopt_tensor,
        count: usize,
        p: f64,
        form: dlopt_clip_form,
        history: *mut dlopt_norm_history,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_grad_centralize(
        runtime: *mut dlopt_runtime,
        grads: *const dlopt_tensor,
        count: usize,
        min_ndim: i32,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_grad_unscale(
        runtime: *mut dlopt_runtime,
        grads: *const dlopt_tensor,
        count: usize,
        scale: f64,
        nonfinite: *mut i64,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_grad_penalty(
        runtime: *mut dlopt_runtime,
        params: *const dlopt_tensor,
        grads: *const dlopt_tensor,
        count: usize,
        l1: f64,
        l2: f64,
        value: *mut f64,
    ) -> dlopt_status;
}
pub type dlopt_rule = i32;
pub const DLOPT_RULE_SGD: dlopt_rule_code = 1;
pub const DLOPT_RULE_ADAGRAD: dlopt_rule_code = 2;
pub const DLOPT_RULE_RMSPROP: dlopt_rule_code = 3;
pub const DLOPT_RULE_ADAM: dlopt_rule_code = 4;
pub const DLOPT_RULE_ADAMW: dlopt_rule_code = 5;
pub const DLOPT_RULE_LION: dlopt_rule_code = 6;
pub const DLOPT_RULE_SGLD: dlopt_rule_code = 7;
pub const DLOPT_RULE_PSGLD: dlopt_rule_code = 8;
pub const DLOPT_RULE_ADABELIEF: dlopt_rule_code = 9;
pub const DLOPT_RULE_YOGI: dlopt_rule_code = 10;
pub const DLOPT_RULE_ADAN: dlopt_rule_code = 11;
pub const DLOPT_RULE_ADOPT: dlopt_rule_code = 12;
pub const DLOPT_RULE_ADEMAMIX: dlopt_rule_code = 13;
pub const DLOPT_RULE_LAPROP: dlopt_rule_code = 14;
pub const DLOPT_RULE_LARS: dlopt_rule_code = 15;
pub const DLOPT_RULE_LAMB: dlopt_rule_code = 16;
pub const DLOPT_RULE_NOVOGRAD: dlopt_rule_code = 17;
pub const DLOPT_RULE_PRODIGY: dlopt_rule_code = 18;
pub const DLOPT_RULE_ADADELTA: dlopt_rule_code = 19;
pub const DLOPT_RULE_ADAMAX: dlopt_rule_code = 20;
pub const DLOPT_RULE_SIGNSGD: dlopt_rule_code = 21;
pub const DLOPT_RULE_ASGD: dlopt_rule_code = 22;
pub const DLOPT_RULE_RADAM: dlopt_rule_code = 23;
pub const DLOPT_RULE_NADAM: dlopt_rule_code = 24;
pub const DLOPT_RULE_NADAMW: dlopt_rule_code = 25;
pub const DLOPT_RULE_RPROP: dlopt_rule_code = 26;
pub const DLOPT_RULE_QUICKPROP: dlopt_rule_code = 27;
pub const DLOPT_RULE_SCHEDULEFREE_SGD: dlopt_rule_code = 28;
pub const DLOPT_RULE_SCHEDULEFREE_ADAMW: dlopt_rule_code = 29;
pub const DLOPT_RULE_SOPHIA: dlopt_rule_code = 30;
pub const DLOPT_RULE_SPARSE_ADAM: dlopt_rule_code = 31;
pub const DLOPT_RULE_ADAFACTOR: dlopt_rule_code = 32;
pub const DLOPT_RULE_CAME: dlopt_rule_code = 33;
pub const DLOPT_RULE_SM3: dlopt_rule_code = 34;
pub const DLOPT_RULE_SWATS: dlopt_rule_code = 35;
pub type dlopt_rule_code = std::os::raw::c_uint;
pub type dlopt_hyper = i32;
pub const DLOPT_HYPER_LR: dlopt_hyper_code = 1;
pub const DLOPT_HYPER_WEIGHT_DECAY: dlopt_hyper_code = 2;
pub const DLOPT_HYPER_MOMENTUM: dlopt_hyper_code = 3;
pub const DLOPT_HYPER_DAMPENING: dlopt_hyper_code = 4;
pub const DLOPT_HYPER_NESTEROV: dlopt_hyper_code = 5;
pub const DLOPT_HYPER_BETA1: dlopt_hyper_code = 6;
pub const DLOPT_HYPER_BETA2: dlopt_hyper_code = 7;
pub const DLOPT_HYPER_EPS: dlopt_hyper_code = 8;
pub const DLOPT_HYPER_ALPHA: dlopt_hyper_code = 9;
pub const DLOPT_HYPER_AMSGRAD: dlopt_hyper_code = 10;
pub const DLOPT_HYPER_CENTERED: dlopt_hyper_code = 11;
pub const DLOPT_HYPER_MAXIMIZE: dlopt_hyper_code = 12;
pub const DLOPT_HYPER_LR_DECAY: dlopt_hyper_code = 13;
pub const DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE: dlopt_hyper_code = 14;
pub const DLOPT_HYPER_BIAS_CORRECTION: dlopt_hyper_code = 15;
pub const DLOPT_HYPER_MOMENTUM_FORM: dlopt_hyper_code = 16;
pub const DLOPT_HYPER_FIRST_STEP: dlopt_hyper_code = 17;
pub const DLOPT_HYPER_DECAY_MODE: dlopt_hyper_code = 18;
pub const DLOPT_HYPER_DECAY_ORDER: dlopt_hyper_code = 19;
pub const DLOPT_HYPER_EPS_MODE: dlopt_hyper_code = 20;
pub const DLOPT_HYPER_AMSGRAD_FORM: dlopt_hyper_code = 21;
pub const DLOPT_HYPER_LR_PLACE: dlopt_hyper_code = 22;
pub const DLOPT_HYPER_DECAY_LR: dlopt_hyper_code = 23;
pub const DLOPT_HYPER_BETA3: dlopt_hyper_code = 24;
pub const DLOPT_HYPER_RHO: dlopt_hyper_code = 25;
pub const DLOPT_HYPER_CAUTIOUS: dlopt_hyper_code = 26;
pub const DLOPT_HYPER_ZERO_GRAD: dlopt_hyper_code = 27;
pub const DLOPT_HYPER_NULL_GRAD: dlopt_hyper_code = 28;
pub const DLOPT_HYPER_MAX_NORM: dlopt_hyper_code = 29;
pub const DLOPT_HYPER_LAMBD: dlopt_hyper_code = 30;
pub const DLOPT_HYPER_RATE_POWER: dlopt_hyper_code = 31;
pub const DLOPT_HYPER_T0: dlopt_hyper_code = 32;
pub const DLOPT_HYPER_THRESHOLD: dlopt_hyper_code = 33;
pub const DLOPT_HYPER_RECTIFY: dlopt_hyper_code = 34;
pub const DLOPT_HYPER_UNRECTIFIED: dlopt_hyper_code = 35;
pub const DLOPT_HYPER_NESTEROV_FORM: dlopt_hyper_code = 36;
pub const DLOPT_HYPER_MOMENTUM_DECAY: dlopt_hyper_code = 37;
pub const DLOPT_HYPER_RATE_LR: dlopt_hyper_code = 38;
pub const DLOPT_HYPER_ACCUMULATOR_FORM: dlopt_hyper_code = 39;
pub const DLOPT_HYPER_EPS_ROOT: dlopt_hyper_code = 40;
pub const DLOPT_HYPER_EPS_ROOT_FORM: dlopt_hyper_code = 41;
pub const DLOPT_HYPER_RECTIFIED: dlopt_hyper_code = 42;
pub const DLOPT_HYPER_DIFF_FORM: dlopt_hyper_code = 43;
pub const DLOPT_HYPER_CLIP_EXP: dlopt_hyper_code = 44;
pub const DLOPT_HYPER_CLIP_BASE: dlopt_hyper_code = 45;
pub const DLOPT_HYPER_SLOW_WEIGHT: dlopt_hyper_code = 46;
pub const DLOPT_HYPER_T_ALPHA: dlopt_hyper_code = 47;
pub const DLOPT_HYPER_T_BETA3: dlopt_hyper_code = 48;
pub const DLOPT_HYPER_SIGN_FORM: dlopt_hyper_code = 49;
pub const DLOPT_HYPER_ETAMINUS: dlopt_hyper_code = 50;
pub const DLOPT_HYPER_ETAPLUS: dlopt_hyper_code = 51;
pub const DLOPT_HYPER_STEP_SIZE_MIN: dlopt_hyper_code = 52;
pub const DLOPT_HYPER_STEP_SIZE_MAX: dlopt_hyper_code = 53;
pub const DLOPT_HYPER_RPROP_FORM: dlopt_hyper_code = 54;
pub const DLOPT_HYPER_MU: dlopt_hyper_code = 55;
pub const DLOPT_HYPER_STEP_THRESHOLD: dlopt_hyper_code = 56;
pub const DLOPT_HYPER_WEIGHT_LIMIT: dlopt_hyper_code = 57;
pub const DLOPT_HYPER_WARMUP_STEPS: dlopt_hyper_code = 58;
pub const DLOPT_HYPER_R: dlopt_hyper_code = 59;
pub const DLOPT_HYPER_TRUST_COEFFICIENT: dlopt_hyper_code = 60;
pub const DLOPT_HYPER_TRUST_RATIO: dlopt_hyper_code = 61;
pub const DLOPT_HYPER_TRUST_CLIP: dlopt_hyper_code = 62;
pub const DLOPT_HYPER_TRUST_FORM: dlopt_hyper_code = 63;
pub const DLOPT_HYPER_TRUST_MIN: dlopt_hyper_code = 64;
pub const DLOPT_HYPER_TRUST_MAX: dlopt_hyper_code = 65;
pub const DLOPT_HYPER_TRUST_EPS: dlopt_hyper_code = 66;
pub const DLOPT_HYPER_NORM_MAX: dlopt_hyper_code = 67;
pub const DLOPT_HYPER_GRAD_AVERAGING: dlopt_hyper_code = 68;
pub const DLOPT_HYPER_DECAY_PLACE: dlopt_hyper_code = 69;
pub const DLOPT_HYPER_BETA2_DECAY: dlopt_hyper_code = 70;
pub const DLOPT_HYPER_EPS1: dlopt_hyper_code = 71;
pub const DLOPT_HYPER_EPS2: dlopt_hyper_code = 72;
pub const DLOPT_HYPER_EPS_FORM: dlopt_hyper_code = 73;
pub const DLOPT_HYPER_D: dlopt_hyper_code = 74;
pub const DLOPT_HYPER_RELATIVE_STEP: dlopt_hyper_code = 75;
pub const DLOPT_HYPER_SCALE_PARAMETER: dlopt_hyper_code = 76;
pub const DLOPT_HYPER_FACTORED: dlopt_hyper_code = 77;
pub const DLOPT_HYPER_MIN_DIM_SIZE_TO_FACTOR: dlopt_hyper_code = 78;
pub const DLOPT_HYPER_DECAY_BY: dlopt_hyper_code = 79;
pub const DLOPT_HYPER_DATA_SIZE: dlopt_hyper_code = 80;
pub const DLOPT_HYPER_TEMPERATURE: dlopt_hyper_code = 81;
pub const DLOPT_HYPER_BURN_IN: dlopt_hyper_code = 82;
pub const DLOPT_HYPER_SEED: dlopt_hyper_code = 83;
pub const DLOPT_HYPER_CLIP_VALUE: dlopt_hyper_code = 84;
pub const DLOPT_HYPER_D0: dlopt_hyper_code = 86;
pub const DLOPT_HYPER_D_COEF: dlopt_hyper_code = 87;
pub const DLOPT_HYPER_GROWTH_RATE: dlopt_hyper_code = 88;
pub const DLOPT_HYPER_SAFEGUARD_WARMUP: dlopt_hyper_code = 89;
pub const DLOPT_HYPER_WEIGHT_LR_POWER: dlopt_hyper_code = 90;
pub const DLOPT_HYPER_GAMMA: dlopt_hyper_code = 91;
pub const DLOPT_HYPER_CLIP_THRESHOLD: dlopt_hyper_code = 92;
pub const DLOPT_HYPER_SWITCH_ATOL: dlopt_hyper_code = 93;
pub const DLOPT_HYPER_SWITCH_RTOL: dlopt_hyper_code = 94;
pub type dlopt_hyper_code = std::os::raw::c_uint;
pub const DLOPT_KIND_REAL: dlopt_value_kind = 1;
pub const DLOPT_KIND_INTEGER: dlopt_value_kind = 2;
pub const DLOPT_KIND_FLAG: dlopt_value_kind = 3;
pub const DLOPT_KIND_CHOICE: dlopt_value_kind = 4;
pub const DLOPT_KIND_LIST: dlopt_value_kind = 5;
pub type dlopt_value_kind = std::os::raw::c_uint;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct dlopt_hyper_info {
    pub struct_size: u32,
    pub id: i32,
    pub kind: i32,
    pub reserved: u32,
    pub default_value: f64,
    pub lower: f64,
    pub upper: f64,
    pub name: *const std::os::raw::c_char,
    pub doc: *const std::os::raw::c_char,
    pub choices: *const std::os::raw::c_char,
}
#[test]
fn bindgen_test_layout_dlopt_hyper_info() {
    assert_eq!(
        ::std::mem::size_of::<dlopt_hyper_info>(),
        64usize,
        concat!("Size of: ", stringify!(dlopt_hyper_info))
    );
    assert_eq!(
        ::std::mem::align_of::<dlopt_hyper_info>(),
        8usize,
        concat!("Alignment of ", stringify!(dlopt_hyper_info))
    );
    fn test_field_struct_size() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_hyper_info>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).struct_size) as usize - ptr as usize
            },
            0usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_hyper_info),
                "::",
                stringify!(struct_size)
            )
        );
    }
    test_field_struct_size();
    fn test_field_id() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_hyper_info>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).id) as usize - ptr as usize
            },
            4usize,
            concat!("Offset of field: ", stringify!(dlopt_hyper_info), "::", stringify!(id))
        );
    }
    test_field_id();
    fn test_field_kind() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_hyper_info>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).kind) as usize - ptr as usize
            },
            8usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_hyper_info),
                "::",
                stringify!(kind)
            )
        );
    }
    test_field_kind();
    fn test_field_reserved() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_hyper_info>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).reserved) as usize - ptr as usize
            },
            12usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_hyper_info),
                "::",
                stringify!(reserved)
            )
        );
    }
    test_field_reserved();
    fn test_field_default_value() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_hyper_info>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).default_value) as usize - ptr as usize
            },
            16usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_hyper_info),
                "::",
                stringify!(default_value)
            )
        );
    }
    test_field_default_value();
    fn test_field_lower() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_hyper_info>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).lower) as usize - ptr as usize
            },
            24usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_hyper_info),
                "::",
                stringify!(lower)
            )
        );
    }
    test_field_lower();
    fn test_field_upper() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_hyper_info>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).upper) as usize - ptr as usize
            },
            32usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_hyper_info),
                "::",
                stringify!(upper)
            )
        );
    }
    test_field_upper();
    fn test_field_name() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_hyper_info>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).name) as usize - ptr as usize
            },
            40usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_hyper_info),
                "::",
                stringify!(name)
            )
        );
    }
    test_field_name();
    fn test_field_doc() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_hyper_info>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).doc) as usize - ptr as usize
            },
            48usize,
            concat!("Offset of field: ", stringify!(dlopt_hyper_info), "::", stringify!(doc))
        );
    }
    test_field_doc();
    fn test_field_choices() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_hyper_info>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).choices) as usize - ptr as usize
            },
            56usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_hyper_info),
                "::",
                stringify!(choices)
            )
        );
    }
    test_field_choices();
}
pub const DLOPT_STATE_ELEMENTS: dlopt_state_shape = 0;
pub const DLOPT_STATE_NUMBER: dlopt_state_shape = 1;
pub const DLOPT_STATE_SHARED: dlopt_state_shape = 2;
pub const DLOPT_STATE_ROWS: dlopt_state_shape = 3;
pub const DLOPT_STATE_COLUMNS: dlopt_state_shape = 4;
pub const DLOPT_STATE_AXES: dlopt_state_shape = 5;
pub type dlopt_state_shape = std::os::raw::c_uint;
pub const DLOPT_MOMENT_NONE: dlopt_state_moment = 0;
pub const DLOPT_MOMENT_FIRST: dlopt_state_moment = 1;
pub const DLOPT_MOMENT_SECOND: dlopt_state_moment = 2;
pub type dlopt_state_moment = std::os::raw::c_uint;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct dlopt_state_info {
    pub struct_size: u32,
    pub optional: i32,
    pub bytes_per_element: i32,
    pub shape: i32,
    pub name: *const std::os::raw::c_char,
    pub doc: *const std::os::raw::c_char,
    pub moment: i32,
    pub reserved: i32,
}
#[test]
fn bindgen_test_layout_dlopt_state_info() {
    assert_eq!(
        ::std::mem::size_of::<dlopt_state_info>(),
        40usize,
        concat!("Size of: ", stringify!(dlopt_state_info))
    );
    assert_eq!(
        ::std::mem::align_of::<dlopt_state_info>(),
        8usize,
        concat!("Alignment of ", stringify!(dlopt_state_info))
    );
    fn test_field_struct_size() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_state_info>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).struct_size) as usize - ptr as usize
            },
            0usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_state_info),
                "::",
                stringify!(struct_size)
            )
        );
    }
    test_field_struct_size();
    fn test_field_optional() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_state_info>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).optional) as usize - ptr as usize
            },
            4usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_state_info),
                "::",
                stringify!(optional)
            )
        );
    }
    test_field_optional();
    fn test_field_bytes_per_element() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_state_info>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).bytes_per_element) as usize - ptr as usize
            },
            8usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_state_info),
                "::",
                stringify!(bytes_per_element)
            )
        );
    }
    test_field_bytes_per_element();
    fn test_field_shape() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_state_info>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).shape) as usize - ptr as usize
            },
            12usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_state_info),
                "::",
                stringify!(shape)
            )
        );
    }
    test_field_shape();
    fn test_field_name() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_state_info>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).name) as usize - ptr as usize
            },
            16usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_state_info),
                "::",
                stringify!(name)
            )
        );
    }
    test_field_name();
    fn test_field_doc() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_state_info>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).doc) as usize - ptr as usize
            },
            24usize,
            concat!("Offset of field: ", stringify!(dlopt_state_info), "::", stringify!(doc))
        );
    }
    test_field_doc();
    fn test_field_moment() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_state_info>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).moment) as usize - ptr as usize
            },
            32usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_state_info),
                "::",
                stringify!(moment)
            )
        );
    }
    test_field_moment();
    fn test_field_reserved() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_state_info>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).reserved) as usize - ptr as usize
            },
            36usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_state_info),
                "::",
                stringify!(reserved)
            )
        );
    }
    test_field_reserved();
}
extern "C" {
    pub fn dlopt_rule_count() -> i32;
}
extern "C" {
    pub fn dlopt_rule_name(rule: dlopt_rule) -> *const std::os::raw::c_char;
}
extern "C" {
    #[must_use]
    pub fn dlopt_rule_from_name(name: *const std::os::raw::c_char, rule: *mut dlopt_rule) -> dlopt_status;
}
extern "C" {
    pub fn dlopt_rule_hyper_count(rule: dlopt_rule) -> i32;
}
extern "C" {
    #[must_use]
    pub fn dlopt_rule_hyper_info(rule: dlopt_rule, index: i32, info: *mut dlopt_hyper_info) -> dlopt_status;
}
extern "C" {
    pub fn dlopt_rule_state_count(rule: dlopt_rule) -> i32;
}
extern "C" {
    #[must_use]
    pub fn dlopt_rule_state_info(rule: dlopt_rule, index: i32, info: *mut dlopt_state_info) -> dlopt_status;
}
extern "C" {
    pub fn dlopt_rule_preset_name(rule: dlopt_rule, index: i32) -> *const std::os::raw::c_char;
}
#[repr(C)]
pub struct dlopt_schedule {
    _unused: [u8; 0],
}
pub type dlopt_schedule_kind = i32;
pub const DLOPT_SCHEDULE_CONSTANT: dlopt_schedule_kind_code = 1;
pub const DLOPT_SCHEDULE_STEP: dlopt_schedule_kind_code = 2;
pub const DLOPT_SCHEDULE_EXPONENTIAL: dlopt_schedule_kind_code = 3;
pub const DLOPT_SCHEDULE_COSINE: dlopt_schedule_kind_code = 4;
pub const DLOPT_SCHEDULE_LINEAR: dlopt_schedule_kind_code = 5;
pub const DLOPT_SCHEDULE_WARMUP_COSINE: dlopt_schedule_kind_code = 6;
pub const DLOPT_SCHEDULE_SEQUENCE: dlopt_schedule_kind_code = 7;
pub const DLOPT_SCHEDULE_PRODUCT: dlopt_schedule_kind_code = 8;
pub const DLOPT_SCHEDULE_CHAIN: dlopt_schedule_kind_code = 9;
pub const DLOPT_SCHEDULE_MULTI_STEP: dlopt_schedule_kind_code = 10;
pub const DLOPT_SCHEDULE_POLYNOMIAL: dlopt_schedule_kind_code = 11;
pub const DLOPT_SCHEDULE_COSINE_RESTARTS: dlopt_schedule_kind_code = 12;
pub const DLOPT_SCHEDULE_ONE_CYCLE: dlopt_schedule_kind_code = 13;
pub const DLOPT_SCHEDULE_CYCLIC: dlopt_schedule_kind_code = 14;
pub const DLOPT_SCHEDULE_INVERSE_SQRT: dlopt_schedule_kind_code = 15;
pub const DLOPT_SCHEDULE_NOAM: dlopt_schedule_kind_code = 16;
pub const DLOPT_SCHEDULE_INVERSE_TIME: dlopt_schedule_kind_code = 17;
pub const DLOPT_SCHEDULE_WSD: dlopt_schedule_kind_code = 18;
pub const DLOPT_SCHEDULE_WARMUP: dlopt_schedule_kind_code = 19;
pub const DLOPT_SCHEDULE_REX: dlopt_schedule_kind_code = 20;
pub const DLOPT_SCHEDULE_PIECEWISE: dlopt_schedule_kind_code = 21;
pub const DLOPT_SCHEDULE_TABLE: dlopt_schedule_kind_code = 22;
pub const DLOPT_SCHEDULE_RANGE_TEST: dlopt_schedule_kind_code = 23;
pub const DLOPT_SCHEDULE_PLATEAU: dlopt_schedule_kind_code = 24;
pub type dlopt_schedule_kind_code = std::os::raw::c_uint;
pub type dlopt_schedule_field = i32;
pub const DLOPT_FIELD_BASE: dlopt_schedule_field_code = 1;
pub const DLOPT_FIELD_FINAL: dlopt_schedule_field_code = 2;
pub const DLOPT_FIELD_TOTAL_STEPS: dlopt_schedule_field_code = 3;
pub const DLOPT_FIELD_STEP_SIZE: dlopt_schedule_field_code = 4;
pub const DLOPT_FIELD_GAMMA: dlopt_schedule_field_code = 5;
pub const DLOPT_FIELD_LAMBDA: dlopt_schedule_field_code = 6;
pub const DLOPT_FIELD_START_FACTOR: dlopt_schedule_field_code = 7;
pub const DLOPT_FIELD_END_FACTOR: dlopt_schedule_field_code = 8;
pub const DLOPT_FIELD_WARMUP_STEPS: dlopt_schedule_field_code = 9;
pub const DLOPT_FIELD_AFTER_END: dlopt_schedule_field_code = 10;
pub const DLOPT_FIELD_POWER: dlopt_schedule_field_code = 11;
pub const DLOPT_FIELD_BEGIN: dlopt_schedule_field_code = 12;
pub const DLOPT_FIELD_STAIRCASE: dlopt_schedule_field_code = 13;
pub const DLOPT_FIELD_WARMUP_KIND: dlopt_schedule_field_code = 14;
pub const DLOPT_FIELD_DECAY_STEPS: dlopt_schedule_field_code = 15;
pub const DLOPT_FIELD_ANNEAL: dlopt_schedule_field_code = 16;
pub const DLOPT_FIELD_CYCLE_STEPS: dlopt_schedule_field_code = 17;
pub const DLOPT_FIELD_T_MULT: dlopt_schedule_field_code = 18;
pub const DLOPT_FIELD_CYCLE_DECAY: dlopt_schedule_field_code = 19;
pub const DLOPT_FIELD_PEAK: dlopt_schedule_field_code = 20;
pub const DLOPT_FIELD_STEP_SIZE_DOWN: dlopt_schedule_field_code = 21;
pub const DLOPT_FIELD_CYCLE_MODE: dlopt_schedule_field_code = 22;
pub const DLOPT_FIELD_PCT_START: dlopt_schedule_field_code = 23;
pub const DLOPT_FIELD_PCT_FINAL: dlopt_schedule_field_code = 24;
pub const DLOPT_FIELD_THREE_PHASE: dlopt_schedule_field_code = 25;
pub const DLOPT_FIELD_CONVENTION: dlopt_schedule_field_code = 26;
pub const DLOPT_FIELD_MODEL_SIZE: dlopt_schedule_field_code = 27;
pub const DLOPT_FIELD_INTERPOLATION: dlopt_schedule_field_code = 28;
pub const DLOPT_FIELD_GROWTH: dlopt_schedule_field_code = 29;
pub const DLOPT_FIELD_PATIENCE: dlopt_schedule_field_code = 30;
pub const DLOPT_FIELD_COOLDOWN: dlopt_schedule_field_code = 31;
pub const DLOPT_FIELD_MODE: dlopt_schedule_field_code = 32;
pub const DLOPT_FIELD_THRESHOLD: dlopt_schedule_field_code = 33;
pub const DLOPT_FIELD_THRESHOLD_MODE: dlopt_schedule_field_code = 34;
pub const DLOPT_FIELD_EPS: dlopt_schedule_field_code = 35;
pub const DLOPT_FIELD_MILESTONES: dlopt_schedule_field_code = 36;
pub const DLOPT_FIELD_VALUES: dlopt_schedule_field_code = 37;
pub const DLOPT_FIELD_SHARED_CLOCK: dlopt_schedule_field_code = 38;
pub type dlopt_schedule_field_code = std::os::raw::c_uint;
pub const DLOPT_AFTER_END_HOLD: dlopt_after_end = 0;
pub const DLOPT_AFTER_END_REPEAT: dlopt_after_end = 1;
pub type dlopt_after_end = std::os::raw::c_uint;
pub const DLOPT_WARMUP_NONE: dlopt_warmup_kind = 0;
pub const DLOPT_WARMUP_LINEAR: dlopt_warmup_kind = 1;
pub const DLOPT_WARMUP_LINEAR_FROM_ONE: dlopt_warmup_kind = 2;
pub const DLOPT_WARMUP_LOG: dlopt_warmup_kind = 3;
pub const DLOPT_WARMUP_CONSTANT: dlopt_warmup_kind = 4;
pub const DLOPT_WARMUP_EXPONENTIAL: dlopt_warmup_kind = 5;
pub type dlopt_warmup_kind = std::os::raw::c_uint;
pub const DLOPT_ANNEAL_COSINE: dlopt_anneal = 0;
pub const DLOPT_ANNEAL_LINEAR: dlopt_anneal = 1;
pub const DLOPT_ANNEAL_MINUS_SQRT: dlopt_anneal = 2;
pub const DLOPT_ANNEAL_EXPONENTIAL: dlopt_anneal = 3;
pub type dlopt_anneal = std::os::raw::c_uint;
pub const DLOPT_CYCLE_TRIANGULAR: dlopt_cycle_mode = 0;
pub const DLOPT_CYCLE_TRIANGULAR2: dlopt_cycle_mode = 1;
pub const DLOPT_CYCLE_EXP_RANGE: dlopt_cycle_mode = 2;
pub type dlopt_cycle_mode = std::os::raw::c_uint;
pub const DLOPT_ONE_CYCLE_TORCH: dlopt_one_cycle_convention = 0;
pub const DLOPT_ONE_CYCLE_OPTAX: dlopt_one_cycle_convention = 1;
pub type dlopt_one_cycle_convention = std::os::raw::c_uint;
pub const DLOPT_INTERPOLATION_NONE: dlopt_interpolation = 0;
pub const DLOPT_INTERPOLATION_LINEAR: dlopt_interpolation = 1;
pub const DLOPT_INTERPOLATION_COSINE: dlopt_interpolation = 2;
pub type dlopt_interpolation = std::os::raw::c_uint;
pub const DLOPT_GROWTH_EXPONENTIAL: dlopt_growth = 0;
pub const DLOPT_GROWTH_LINEAR: dlopt_growth = 1;
pub type dlopt_growth = std::os::raw::c_uint;
pub const DLOPT_METRIC_MIN: dlopt_metric_mode = 0;
pub const DLOPT_METRIC_MAX: dlopt_metric_mode = 1;
pub type dlopt_metric_mode = std::os::raw::c_uint;
pub const DLOPT_THRESHOLD_RELATIVE: dlopt_threshold_mode = 0;
pub const DLOPT_THRESHOLD_ABSOLUTE: dlopt_threshold_mode = 1;
pub const DLOPT_THRESHOLD_RELATIVE_TORCH: dlopt_threshold_mode = 2;
pub type dlopt_threshold_mode = std::os::raw::c_uint;
extern "C" {
    pub fn dlopt_schedule_kind_count() -> i32;
}
extern "C" {
    pub fn dlopt_schedule_kind_name(kind: dlopt_schedule_kind) -> *const std::os::raw::c_char;
}
extern "C" {
    pub fn dlopt_schedule_field_count(kind: dlopt_schedule_kind) -> i32;
}
extern "C" {
    #[must_use]
    pub fn dlopt_schedule_field_info(
        kind: dlopt_schedule_kind,
        index: i32,
        info: *mut dlopt_hyper_info,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_schedule_create(
        runtime: *mut dlopt_runtime,
        kind: dlopt_schedule_kind,
        schedule: *mut *mut dlopt_schedule,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_schedule_destroy(schedule: *mut dlopt_schedule) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_schedule_set(schedule: *mut dlopt_schedule, field: dlopt_schedule_field, value: f64) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_schedule_get(
        schedule: *const dlopt_schedule,
        field: dlopt_schedule_field,
        value: *mut f64,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_schedule_set_list(
        schedule: *mut dlopt_schedule,
        field: dlopt_schedule_field,
        values: *const f64,
        count: usize,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_schedule_get_list(
        schedule: *const dlopt_schedule,
        field: dlopt_schedule_field,
        values: *mut *const f64,
        count: *mut usize,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_schedule_value(schedule: *const dlopt_schedule, step: i64, value: *mut f64) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_schedule_report(schedule: *mut dlopt_schedule, metric: f64) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_schedule_sequence(
        runtime: *mut dlopt_runtime,
        children: *const *const dlopt_schedule,
        count: i32,
        milestones: *const i64,
        schedule: *mut *mut dlopt_schedule,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_schedule_product(
        runtime: *mut dlopt_runtime,
        children: *const *const dlopt_schedule,
        count: i32,
        schedule: *mut *mut dlopt_schedule,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_schedule_chain(
        runtime: *mut dlopt_runtime,
        children: *const *const dlopt_schedule,
        count: i32,
        schedule: *mut *mut dlopt_schedule,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_schedule_warmup(
        runtime: *mut dlopt_runtime,
        inner: *const dlopt_schedule,
        steps: i64,
        warmup_kind: i32,
        schedule: *mut *mut dlopt_schedule,
    ) -> dlopt_status;
}
pub const DLOPT_SUGGESTION_STEEPEST: dlopt_suggestion = 1;
pub const DLOPT_SUGGESTION_MINIMUM: dlopt_suggestion = 2;
pub type dlopt_suggestion = std::os::raw::c_uint;
extern "C" {
    #[must_use]
    pub fn dlopt_lr_suggest(
        lr: *const f64,
        loss: *const f64,
        count: usize,
        smoothing: f64,
        method: i32,
        suggestion: *mut f64,
    ) -> dlopt_status;
}
pub const DLOPT_BATCH_SCALING_LINEAR: dlopt_batch_scaling = 1;
pub const DLOPT_BATCH_SCALING_SQRT: dlopt_batch_scaling = 2;
pub type dlopt_batch_scaling = std::os::raw::c_uint;
extern "C" {
    #[must_use]
    pub fn dlopt_lr_scale(lr: f64, batch: i64, reference: i64, scaling: i32, scaled: *mut f64) -> dlopt_status;
}
pub type dlopt_master = i32;
pub const DLOPT_MASTER_NONE: dlopt_master_code = 0;
pub const DLOPT_MASTER_FULL: dlopt_master_code = 1;
pub const DLOPT_MASTER_SPLIT: dlopt_master_code = 2;
pub const DLOPT_MASTER_STOCHASTIC: dlopt_master_code = 3;
pub const DLOPT_MASTER_KAHAN: dlopt_master_code = 4;
pub type dlopt_master_code = std::os::raw::c_uint;
pub type dlopt_state_form = i32;
pub const DLOPT_STATES_FULL: dlopt_state_form_code = 0;
pub const DLOPT_STATES_BF16: dlopt_state_form_code = 1;
pub const DLOPT_STATES_LINEAR8: dlopt_state_form_code = 2;
pub const DLOPT_STATES_DYNAMIC8: dlopt_state_form_code = 3;
pub type dlopt_state_form_code = std::os::raw::c_uint;
pub const DLOPT_STATES_BLOCK: dlopt_state_form_limits = 256;
pub const DLOPT_STATES_MIN_NUMEL: dlopt_state_form_limits = 4096;
pub type dlopt_state_form_limits = std::os::raw::c_uint;
#[repr(C)]
pub struct dlopt_optimizer {
    _unused: [u8; 0],
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_create(
        runtime: *mut dlopt_runtime,
        rule: dlopt_rule,
        optimizer: *mut *mut dlopt_optimizer,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_destroy(optimizer: *mut dlopt_optimizer) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_clone(optimizer: *mut dlopt_optimizer, copy: *mut *mut dlopt_optimizer) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_set(optimizer: *mut dlopt_optimizer, hyper: dlopt_hyper, value: f64) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_get(optimizer: *mut dlopt_optimizer, hyper: dlopt_hyper, value: *mut f64) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_group_add(optimizer: *mut dlopt_optimizer, group: *mut i32) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_group_set(
        optimizer: *mut dlopt_optimizer,
        group: i32,
        hyper: dlopt_hyper,
        value: f64,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_group_get(
        optimizer: *mut dlopt_optimizer,
        group: i32,
        hyper: dlopt_hyper,
        value: *mut f64,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_preset(optimizer: *mut dlopt_optimizer, name: *const std::os::raw::c_char) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_schedule(
        optimizer: *mut dlopt_optimizer,
        group: i32,
        hyper: dlopt_hyper,
        schedule: *const dlopt_schedule,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_report(optimizer: *mut dlopt_optimizer, metric: f64) -> dlopt_status;
}
pub type dlopt_role = i32;
pub const DLOPT_ROLE_WEIGHT: dlopt_role_code = 0;
pub const DLOPT_ROLE_BIAS: dlopt_role_code = 1;
pub const DLOPT_ROLE_NORM: dlopt_role_code = 2;
pub const DLOPT_ROLE_EMBEDDING: dlopt_role_code = 3;
pub type dlopt_role_code = std::os::raw::c_uint;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct dlopt_param_desc {
    pub struct_size: u32,
    pub dtype: dlopt_dtype,
    pub ndim: i32,
    pub device_type: dlopt_device_type,
    pub device_id: i32,
    pub group: i32,
    pub role: dlopt_role,
    pub reserved: u32,
    pub name: *const std::os::raw::c_char,
    pub shape: *const i64,
    pub lr_scale: f64,
    pub decay_scale: f64,
    pub master: dlopt_master,
    pub state_form: dlopt_state_form,
    pub row_ages: i32,
    pub reserved2: i32,
}
#[test]
fn bindgen_test_layout_dlopt_param_desc() {
    assert_eq!(
        ::std::mem::size_of::<dlopt_param_desc>(),
        80usize,
        concat!("Size of: ", stringify!(dlopt_param_desc))
    );
    assert_eq!(
        ::std::mem::align_of::<dlopt_param_desc>(),
        8usize,
        concat!("Alignment of ", stringify!(dlopt_param_desc))
    );
    fn test_field_struct_size() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_param_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).struct_size) as usize - ptr as usize
            },
            0usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_param_desc),
                "::",
                stringify!(struct_size)
            )
        );
    }
    test_field_struct_size();
    fn test_field_dtype() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_param_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).dtype) as usize - ptr as usize
            },
            4usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_param_desc),
                "::",
                stringify!(dtype)
            )
        );
    }
    test_field_dtype();
    fn test_field_ndim() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_param_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).ndim) as usize - ptr as usize
            },
            8usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_param_desc),
                "::",
                stringify!(ndim)
            )
        );
    }
    test_field_ndim();
    fn test_field_device_type() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_param_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).device_type) as usize - ptr as usize
            },
            12usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_param_desc),
                "::",
                stringify!(device_type)
            )
        );
    }
    test_field_device_type();
    fn test_field_device_id() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_param_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).device_id) as usize - ptr as usize
            },
            16usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_param_desc),
                "::",
                stringify!(device_id)
            )
        );
    }
    test_field_device_id();
    fn test_field_group() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_param_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).group) as usize - ptr as usize
            },
            20usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_param_desc),
                "::",
                stringify!(group)
            )
        );
    }
    test_field_group();
    fn test_field_role() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_param_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).role) as usize - ptr as usize
            },
            24usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_param_desc),
                "::",
                stringify!(role)
            )
        );
    }
    test_field_role();
    fn test_field_reserved() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_param_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).reserved) as usize - ptr as usize
            },
            28usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_param_desc),
                "::",
                stringify!(reserved)
            )
        );
    }
    test_field_reserved();
    fn test_field_name() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_param_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).name) as usize - ptr as usize
            },
            32usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_param_desc),
                "::",
                stringify!(name)
            )
        );
    }
    test_field_name();
    fn test_field_shape() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_param_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).shape) as usize - ptr as usize
            },
            40usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_param_desc),
                "::",
                stringify!(shape)
            )
        );
    }
    test_field_shape();
    fn test_field_lr_scale() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_param_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).lr_scale) as usize - ptr as usize
            },
            48usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_param_desc),
                "::",
                stringify!(lr_scale)
            )
        );
    }
    test_field_lr_scale();
    fn test_field_decay_scale() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_param_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).decay_scale) as usize - ptr as usize
            },
            56usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_param_desc),
                "::",
                stringify!(decay_scale)
            )
        );
    }
    test_field_decay_scale();
    fn test_field_master() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_param_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).master) as usize - ptr as usize
            },
            64usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_param_desc),
                "::",
                stringify!(master)
            )
        );
    }
    test_field_master();
    fn test_field_state_form() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_param_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).state_form) as usize - ptr as usize
            },
            68usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_param_desc),
                "::",
                stringify!(state_form)
            )
        );
    }
    test_field_state_form();
    fn test_field_row_ages() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_param_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).row_ages) as usize - ptr as usize
            },
            72usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_param_desc),
                "::",
                stringify!(row_ages)
            )
        );
    }
    test_field_row_ages();
    fn test_field_reserved2() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_param_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).reserved2) as usize - ptr as usize
            },
            76usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_param_desc),
                "::",
                stringify!(reserved2)
            )
        );
    }
    test_field_reserved2();
}
extern "C" {
    #[must_use]
    pub fn dlopt_param_desc_init(desc: *mut dlopt_param_desc, struct_size: usize) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_param_add(
        optimizer: *mut dlopt_optimizer,
        desc: *const dlopt_param_desc,
        slot: *mut i32,
    ) -> dlopt_status;
}
extern "C" {
    pub fn dlopt_optimizer_param_count(optimizer: *const dlopt_optimizer) -> i32;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_param_remove(optimizer: *mut dlopt_optimizer, slot: i32) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_param_freeze(optimizer: *mut dlopt_optimizer, slot: i32, frozen: i32) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_param_scale(
        optimizer: *mut dlopt_optimizer,
        slot: i32,
        lr_scale: f64,
        decay_scale: f64,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_role_scale(
        optimizer: *mut dlopt_optimizer,
        roles: u32,
        lr_scale: f64,
        decay_scale: f64,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_param_scales(
        optimizer: *mut dlopt_optimizer,
        slot: i32,
        lr_scales: *const dlopt_tensor,
        decay_scales: *const dlopt_tensor,
    ) -> dlopt_status;
}
extern "C" {
    pub fn dlopt_optimizer_steps(optimizer: *const dlopt_optimizer) -> i64;
}
pub const DLOPT_SLOT_ALL: dlopt_slot_code = -1;
pub type dlopt_slot_code = std::os::raw::c_int;
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_state(
        optimizer: *mut dlopt_optimizer,
        slot: i32,
        name: *const std::os::raw::c_char,
        tensor: *mut dlopt_tensor,
    ) -> dlopt_status;
}
pub type dlopt_mode = i32;
pub const DLOPT_MODE_TRAIN: dlopt_mode_code = 0;
pub const DLOPT_MODE_EVAL: dlopt_mode_code = 1;
pub type dlopt_mode_code = std::os::raw::c_uint;
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_mode(
        optimizer: *mut dlopt_optimizer,
        mode: dlopt_mode,
        params: *const dlopt_tensor,
        count: usize,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_hessian(
        optimizer: *mut dlopt_optimizer,
        hessians: *const dlopt_tensor,
        count: usize,
    ) -> dlopt_status;
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct dlopt_memory {
    pub struct_size: u32,
    pub reserved: u32,
    pub state: i64,
    pub scratch: i64,
    pub handle: i64,
}
#[test]
fn bindgen_test_layout_dlopt_memory() {
    assert_eq!(
        ::std::mem::size_of::<dlopt_memory>(),
        32usize,
        concat!("Size of: ", stringify!(dlopt_memory))
    );
    assert_eq!(
        ::std::mem::align_of::<dlopt_memory>(),
        8usize,
        concat!("Alignment of ", stringify!(dlopt_memory))
    );
    fn test_field_struct_size() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_memory>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).struct_size) as usize - ptr as usize
            },
            0usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_memory),
                "::",
                stringify!(struct_size)
            )
        );
    }
    test_field_struct_size();
    fn test_field_reserved() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_memory>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).reserved) as usize - ptr as usize
            },
            4usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_memory),
                "::",
                stringify!(reserved)
            )
        );
    }
    test_field_reserved();
    fn test_field_state() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_memory>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).state) as usize - ptr as usize
            },
            8usize,
            concat!("Offset of field: ", stringify!(dlopt_memory), "::", stringify!(state))
        );
    }
    test_field_state();
    fn test_field_scratch() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_memory>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).scratch) as usize - ptr as usize
            },
            16usize,
            concat!("Offset of field: ", stringify!(dlopt_memory), "::", stringify!(scratch))
        );
    }
    test_field_scratch();
    fn test_field_handle() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_memory>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).handle) as usize - ptr as usize
            },
            24usize,
            concat!("Offset of field: ", stringify!(dlopt_memory), "::", stringify!(handle))
        );
    }
    test_field_handle();
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_memory_query(optimizer: *mut dlopt_optimizer, memory: *mut dlopt_memory) -> dlopt_status;
}
pub const DLOPT_STATE_SET_NONFINITE: dlopt_state_set_flags = 1;
pub type dlopt_state_set_flags = std::os::raw::c_uint;
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_state_get(
        optimizer: *mut dlopt_optimizer,
        slot: i32,
        name: *const std::os::raw::c_char,
        to: *const dlopt_tensor,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_state_set(
        optimizer: *mut dlopt_optimizer,
        slot: i32,
        name: *const std::os::raw::c_char,
        from: *const dlopt_tensor,
        flags: u32,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_state_started(
        optimizer: *mut dlopt_optimizer,
        slot: i32,
        name: *const std::os::raw::c_char,
        started: *mut i32,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_steps_get(optimizer: *mut dlopt_optimizer, slot: i32, steps: *mut i64) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_steps_set(optimizer: *mut dlopt_optimizer, slot: i32, steps: i64) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_param_info(
        optimizer: *mut dlopt_optimizer,
        slot: i32,
        desc: *mut dlopt_param_desc,
    ) -> dlopt_status;
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct dlopt_history {
    _unused: [u8; 0],
}
pub const DLOPT_HISTORY_MAX_COLUMNS: dlopt_history_limits = 4096;
pub const DLOPT_HISTORY_MAX_NAME: dlopt_history_limits = 1023;
pub type dlopt_history_limits = std::os::raw::c_uint;
extern "C" {
    #[must_use]
    pub fn dlopt_history_create(
        runtime: *mut dlopt_runtime,
        columns: *const *const std::os::raw::c_char,
        count: usize,
        history: *mut *mut dlopt_history,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_history_destroy(history: *mut dlopt_history) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_history_append(
        history: *mut dlopt_history,
        step: i64,
        wall_time: f64,
        values: *const f64,
        count: usize,
    ) -> dlopt_status;
}
extern "C" {
    pub fn dlopt_history_rows(history: *const dlopt_history) -> i64;
}
extern "C" {
    #[must_use]
    pub fn dlopt_history_row(
        history: *mut dlopt_history,
        row: i64,
        step: *mut i64,
        wall_time: *mut f64,
        values: *mut f64,
        count: usize,
    ) -> dlopt_status;
}
pub type dlopt_history_format = i32;
pub const DLOPT_HISTORY_CSV: dlopt_history_format_code = 0;
pub const DLOPT_HISTORY_EVENTS: dlopt_history_format_code = 1;
pub type dlopt_history_format_code = std::os::raw::c_uint;
pub type dlopt_history_sink_fn = ::std::option::Option<
    unsafe extern "C" fn(user: *mut std::os::raw::c_void, bytes: *const std::os::raw::c_void, count: usize) -> i32,
>;
extern "C" {
    #[must_use]
    pub fn dlopt_history_write(
        history: *mut dlopt_history,
        format: dlopt_history_format,
        first: i64,
        sink: dlopt_history_sink_fn,
        user: *mut std::os::raw::c_void,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_history_save(
        history: *mut dlopt_history,
        format: dlopt_history_format,
        path: *const std::os::raw::c_char,
    ) -> dlopt_status;
}
pub type dlopt_mask_form = i32;
pub const DLOPT_MASK_BYTES: dlopt_mask_form_code = 0;
pub const DLOPT_MASK_BITS: dlopt_mask_form_code = 1;
pub type dlopt_mask_form_code = std::os::raw::c_uint;
pub type dlopt_rows_form = i32;
pub const DLOPT_ROWS_COMPACT: dlopt_rows_form_code = 0;
pub const DLOPT_ROWS_WHOLE: dlopt_rows_form_code = 1;
pub type dlopt_rows_form_code = std::os::raw::c_uint;
pub type dlopt_rows_mode = i32;
pub const DLOPT_ROWS_SKIP: dlopt_rows_mode_code = 0;
pub const DLOPT_ROWS_DECAY_MOMENTS: dlopt_rows_mode_code = 1;
pub const DLOPT_ROWS_ZERO_SKIPS: dlopt_rows_mode_code = 2;
pub type dlopt_rows_mode_code = std::os::raw::c_uint;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct dlopt_rows {
    pub struct_size: u32,
    pub reserved: u32,
    pub count: i64,
    pub indices: *const i64,
    pub mask: *const u8,
    pub mask_form: dlopt_mask_form,
    pub form: dlopt_rows_form,
    pub mode: dlopt_rows_mode,
    pub reserved2: i32,
    pub moved: *mut u8,
}
#[test]
fn bindgen_test_layout_dlopt_rows() {
    assert_eq!(
        ::std::mem::size_of::<dlopt_rows>(),
        56usize,
        concat!("Size of: ", stringify!(dlopt_rows))
    );
    assert_eq!(
        ::std::mem::align_of::<dlopt_rows>(),
        8usize,
        concat!("Alignment of ", stringify!(dlopt_rows))
    );
    fn test_field_struct_size() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_rows>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).struct_size) as usize - ptr as usize
            },
            0usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_rows),
                "::",
                stringify!(struct_size)
            )
        );
    }
    test_field_struct_size();
    fn test_field_reserved() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_rows>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).reserved) as usize - ptr as usize
            },
            4usize,
            concat!("Offset of field: ", stringify!(dlopt_rows), "::", stringify!(reserved))
        );
    }
    test_field_reserved();
    fn test_field_count() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_rows>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).count) as usize - ptr as usize
            },
            8usize,
            concat!("Offset of field: ", stringify!(dlopt_rows), "::", stringify!(count))
        );
    }
    test_field_count();
    fn test_field_indices() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_rows>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).indices) as usize - ptr as usize
            },
            16usize,
            concat!("Offset of field: ", stringify!(dlopt_rows), "::", stringify!(indices))
        );
    }
    test_field_indices();
    fn test_field_mask() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_rows>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).mask) as usize - ptr as usize
            },
            24usize,
            concat!("Offset of field: ", stringify!(dlopt_rows), "::", stringify!(mask))
        );
    }
    test_field_mask();
    fn test_field_mask_form() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_rows>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).mask_form) as usize - ptr as usize
            },
            32usize,
            concat!("Offset of field: ", stringify!(dlopt_rows), "::", stringify!(mask_form))
        );
    }
    test_field_mask_form();
    fn test_field_form() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_rows>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).form) as usize - ptr as usize
            },
            36usize,
            concat!("Offset of field: ", stringify!(dlopt_rows), "::", stringify!(form))
        );
    }
    test_field_form();
    fn test_field_mode() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_rows>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).mode) as usize - ptr as usize
            },
            40usize,
            concat!("Offset of field: ", stringify!(dlopt_rows), "::", stringify!(mode))
        );
    }
    test_field_mode();
    fn test_field_reserved2() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_rows>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).reserved2) as usize - ptr as usize
            },
            44usize,
            concat!("Offset of field: ", stringify!(dlopt_rows), "::", stringify!(reserved2))
        );
    }
    test_field_reserved2();
    fn test_field_moved() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_rows>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).moved) as usize - ptr as usize
            },
            48usize,
            concat!("Offset of field: ", stringify!(dlopt_rows), "::", stringify!(moved))
        );
    }
    test_field_moved();
}
extern "C" {
    #[must_use]
    pub fn dlopt_rows_coalesce(
        runtime: *mut dlopt_runtime,
        indices: *const i64,
        grad: *const dlopt_tensor,
        unique: *mut i64,
        sums: *const dlopt_tensor,
        count: *mut i64,
    ) -> dlopt_status;
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct dlopt_rows_edit {
    pub struct_size: u32,
    pub reserved: u32,
    pub count: i64,
    pub source: *const i64,
}
#[test]
fn bindgen_test_layout_dlopt_rows_edit() {
    assert_eq!(
        ::std::mem::size_of::<dlopt_rows_edit>(),
        24usize,
        concat!("Size of: ", stringify!(dlopt_rows_edit))
    );
    assert_eq!(
        ::std::mem::align_of::<dlopt_rows_edit>(),
        8usize,
        concat!("Alignment of ", stringify!(dlopt_rows_edit))
    );
    fn test_field_struct_size() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_rows_edit>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).struct_size) as usize - ptr as usize
            },
            0usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_rows_edit),
                "::",
                stringify!(struct_size)
            )
        );
    }
    test_field_struct_size();
    fn test_field_reserved() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_rows_edit>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).reserved) as usize - ptr as usize
            },
            4usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_rows_edit),
                "::",
                stringify!(reserved)
            )
        );
    }
    test_field_reserved();
    fn test_field_count() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_rows_edit>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).count) as usize - ptr as usize
            },
            8usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_rows_edit),
                "::",
                stringify!(count)
            )
        );
    }
    test_field_count();
    fn test_field_source() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_rows_edit>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).source) as usize - ptr as usize
            },
            16usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_rows_edit),
                "::",
                stringify!(source)
            )
        );
    }
    test_field_source();
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_rows_reserve(
        optimizer: *mut dlopt_optimizer,
        slots: *const i32,
        n_slots: usize,
        rows: i64,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_rows_edit(
        optimizer: *mut dlopt_optimizer,
        slots: *const i32,
        n_slots: usize,
        edit: *const dlopt_rows_edit,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_rows_reset(
        optimizer: *mut dlopt_optimizer,
        slots: *const i32,
        n_slots: usize,
        rows: *const i64,
        n_rows: usize,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_rows_apply(
        edit: *const dlopt_rows_edit,
        from: *const dlopt_tensor,
        to: *const dlopt_tensor,
    ) -> dlopt_status;
}
#[repr(C)]
pub struct dlopt_scaler {
    _unused: [u8; 0],
}
pub type dlopt_scaler_field = i32;
pub const DLOPT_SCALER_INIT_SCALE: dlopt_scaler_field_code = 1;
pub const DLOPT_SCALER_GROWTH_FACTOR: dlopt_scaler_field_code = 2;
pub const DLOPT_SCALER_BACKOFF_FACTOR: dlopt_scaler_field_code = 3;
pub const DLOPT_SCALER_GROWTH_INTERVAL: dlopt_scaler_field_code = 4;
pub const DLOPT_SCALER_MIN_SCALE: dlopt_scaler_field_code = 5;
pub const DLOPT_SCALER_MAX_SCALE: dlopt_scaler_field_code = 6;
pub const DLOPT_SCALER_HYSTERESIS: dlopt_scaler_field_code = 7;
pub const DLOPT_SCALER_CONSECUTIVE_HYSTERESIS: dlopt_scaler_field_code = 8;
pub const DLOPT_SCALER_DYNAMIC: dlopt_scaler_field_code = 9;
pub const DLOPT_SCALER_AT_MINIMUM: dlopt_scaler_field_code = 10;
pub const DLOPT_SCALER_SINGLE: dlopt_scaler_field_code = 11;
pub const DLOPT_SCALER_DEFERRED: dlopt_scaler_field_code = 12;
pub const DLOPT_SCALER_GROWTH_DELAY: dlopt_scaler_field_code = 13;
pub const DLOPT_SCALER_SCALE: dlopt_scaler_field_code = 14;
pub const DLOPT_SCALER_GROWTH_TRACKER: dlopt_scaler_field_code = 15;
pub const DLOPT_SCALER_HYSTERESIS_LEFT: dlopt_scaler_field_code = 16;
pub const DLOPT_SCALER_SKIPPED: dlopt_scaler_field_code = 17;
pub const DLOPT_SCALER_FOUND: dlopt_scaler_field_code = 18;
pub type dlopt_scaler_field_code = std::os::raw::c_uint;
pub const DLOPT_AT_MINIMUM_STAY: dlopt_at_minimum = 0;
pub const DLOPT_AT_MINIMUM_FAIL: dlopt_at_minimum = 1;
pub type dlopt_at_minimum = std::os::raw::c_uint;
extern "C" {
    pub fn dlopt_scaler_field_count() -> i32;
}
extern "C" {
    #[must_use]
    pub fn dlopt_scaler_field_info(index: i32, info: *mut dlopt_hyper_info) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_scaler_create(runtime: *mut dlopt_runtime, scaler: *mut *mut dlopt_scaler) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_scaler_destroy(scaler: *mut dlopt_scaler) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_scaler_set(scaler: *mut dlopt_scaler, field: dlopt_scaler_field, value: f64) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_scaler_get(scaler: *mut dlopt_scaler, field: dlopt_scaler_field, value: *mut f64) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_scaler_preset(scaler: *mut dlopt_scaler, name: *const std::os::raw::c_char) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_scaler_scale(scaler: *mut dlopt_scaler, scale: *mut f64) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_scaler_update(scaler: *mut dlopt_scaler, nonfinite: i32) -> dlopt_status;
}
pub const DLOPT_STEP_ZERO_GRADS: dlopt_step_flags = 1;
pub const DLOPT_STEP_SKIP_NONFINITE: dlopt_step_flags = 2;
pub const DLOPT_STEP_GRAD_NORM: dlopt_step_flags = 4;
pub const DLOPT_STEP_FLUSH_DENORMALS: dlopt_step_flags = 8;
pub type dlopt_step_flags = std::os::raw::c_uint;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct dlopt_step_desc {
    pub struct_size: u32,
    pub flags: u32,
    pub grad_scale: f64,
    pub max_norm: f64,
    pub norm_type: f64,
    pub clip_value: f64,
    pub clip_form: dlopt_clip_form,
    pub skipped: i32,
    pub grad_norm: f64,
    pub nonfinite: i64,
    pub applied_step: i64,
    pub deltas: *const dlopt_tensor,
    pub max_skips: i32,
    pub skips: i32,
    pub loss: f64,
    pub rows: *const dlopt_rows,
    pub averages: *const dlopt_tensor,
    pub scaler: *mut dlopt_scaler,
    pub copies: *const dlopt_tensor,
    pub tensor_max_norm: f64,
    pub agc_clipping: f64,
    pub agc_eps: f64,
}
#[test]
fn bindgen_test_layout_dlopt_step_desc() {
    assert_eq!(
        ::std::mem::size_of::<dlopt_step_desc>(),
        152usize,
        concat!("Size of: ", stringify!(dlopt_step_desc))
    );
    assert_eq!(
        ::std::mem::align_of::<dlopt_step_desc>(),
        8usize,
        concat!("Alignment of ", stringify!(dlopt_step_desc))
    );
    fn test_field_struct_size() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_step_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).struct_size) as usize - ptr as usize
            },
            0usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_step_desc),
                "::",
                stringify!(struct_size)
            )
        );
    }
    test_field_struct_size();
    fn test_field_flags() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_step_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).flags) as usize - ptr as usize
            },
            4usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_step_desc),
                "::",
                stringify!(flags)
            )
        );
    }
    test_field_flags();
    fn test_field_grad_scale() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_step_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).grad_scale) as usize - ptr as usize
            },
            8usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_step_desc),
                "::",
                stringify!(grad_scale)
            )
        );
    }
    test_field_grad_scale();
    fn test_field_max_norm() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_step_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).max_norm) as usize - ptr as usize
            },
            16usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_step_desc),
                "::",
                stringify!(max_norm)
            )
        );
    }
    test_field_max_norm();
    fn test_field_norm_type() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_step_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).norm_type) as usize - ptr as usize
            },
            24usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_step_desc),
                "::",
                stringify!(norm_type)
            )
        );
    }
    test_field_norm_type();
    fn test_field_clip_value() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_step_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).clip_value) as usize - ptr as usize
            },
            32usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_step_desc),
                "::",
                stringify!(clip_value)
            )
        );
    }
    test_field_clip_value();
    fn test_field_clip_form() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_step_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).clip_form) as usize - ptr as usize
            },
            40usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_step_desc),
                "::",
                stringify!(clip_form)
            )
        );
    }
    test_field_clip_form();
    fn test_field_skipped() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_step_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).skipped) as usize - ptr as usize
            },
            44usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_step_desc),
                "::",
                stringify!(skipped)
            )
        );
    }
    test_field_skipped();
    fn test_field_grad_norm() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_step_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).grad_norm) as usize - ptr as usize
            },
            48usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_step_desc),
                "::",
                stringify!(grad_norm)
            )
        );
    }
    test_field_grad_norm();
    fn test_field_nonfinite() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_step_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).nonfinite) as usize - ptr as usize
            },
            56usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_step_desc),
                "::",
                stringify!(nonfinite)
            )
        );
    }
    test_field_nonfinite();
    fn test_field_applied_step() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_step_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).applied_step) as usize - ptr as usize
            },
            64usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_step_desc),
                "::",
                stringify!(applied_step)
            )
        );
    }
    test_field_applied_step();
    fn test_field_deltas() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_step_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).deltas) as usize - ptr as usize
            },
            72usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_step_desc),
                "::",
                stringify!(deltas)
            )
        );
    }
    test_field_deltas();
    fn test_field_max_skips() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_step_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).max_skips) as usize - ptr as usize
            },
            80usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_step_desc),
                "::",
                stringify!(max_skips)
            )
        );
    }
    test_field_max_skips();
    fn test_field_skips() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_step_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).skips) as usize - ptr as usize
            },
            84usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_step_desc),
                "::",
                stringify!(skips)
            )
        );
    }
    test_field_skips();
    fn test_field_loss() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_step_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).loss) as usize - ptr as usize
            },
            88usize,
            concat!("Offset of field: ", stringify!(dlopt_step_desc), "::", stringify!(loss))
        );
    }
    test_field_loss();
    fn test_field_rows() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_step_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).rows) as usize - ptr as usize
            },
            96usize,
            concat!("Offset of field: ", stringify!(dlopt_step_desc), "::", stringify!(rows))
        );
    }
    test_field_rows();
    fn test_field_averages() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_step_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).averages) as usize - ptr as usize
            },
            104usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_step_desc),
                "::",
                stringify!(averages)
            )
        );
    }
    test_field_averages();
    fn test_field_scaler() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_step_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).scaler) as usize - ptr as usize
            },
            112usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_step_desc),
                "::",
                stringify!(scaler)
            )
        );
    }
    test_field_scaler();
    fn test_field_copies() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_step_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).copies) as usize - ptr as usize
            },
            120usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_step_desc),
                "::",
                stringify!(copies)
            )
        );
    }
    test_field_copies();
    fn test_field_tensor_max_norm() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_step_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).tensor_max_norm) as usize - ptr as usize
            },
            128usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_step_desc),
                "::",
                stringify!(tensor_max_norm)
            )
        );
    }
    test_field_tensor_max_norm();
    fn test_field_agc_clipping() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_step_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).agc_clipping) as usize - ptr as usize
            },
            136usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_step_desc),
                "::",
                stringify!(agc_clipping)
            )
        );
    }
    test_field_agc_clipping();
    fn test_field_agc_eps() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_step_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).agc_eps) as usize - ptr as usize
            },
            144usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_step_desc),
                "::",
                stringify!(agc_eps)
            )
        );
    }
    test_field_agc_eps();
}
extern "C" {
    #[must_use]
    pub fn dlopt_step_desc_init(desc: *mut dlopt_step_desc, struct_size: usize) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_step(
        optimizer: *mut dlopt_optimizer,
        params: *const dlopt_tensor,
        grads: *const dlopt_tensor,
        count: usize,
        desc: *mut dlopt_step_desc,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_observe(
        optimizer: *mut dlopt_optimizer,
        slot: i32,
        grad: *const dlopt_tensor,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_step_begin(
        optimizer: *mut dlopt_optimizer,
        params: *const dlopt_tensor,
        grads: *const dlopt_tensor,
        count: usize,
        desc: *const dlopt_step_desc,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_step_part(
        optimizer: *mut dlopt_optimizer,
        max_elements: i64,
        done: *mut i32,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_step_end(optimizer: *mut dlopt_optimizer, desc: *mut dlopt_step_desc) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_step_abort(optimizer: *mut dlopt_optimizer) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_step_f32(
        optimizer: *mut dlopt_optimizer,
        param: *mut f32,
        grad: *const f32,
        n: usize,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_step_f64(
        optimizer: *mut dlopt_optimizer,
        param: *mut f64,
        grad: *const f64,
        n: usize,
    ) -> dlopt_status;
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct dlopt_hyper_value {
    pub struct_size: u32,
    pub hyper: dlopt_hyper,
    pub value: f64,
}
#[test]
fn bindgen_test_layout_dlopt_hyper_value() {
    assert_eq!(
        ::std::mem::size_of::<dlopt_hyper_value>(),
        16usize,
        concat!("Size of: ", stringify!(dlopt_hyper_value))
    );
    assert_eq!(
        ::std::mem::align_of::<dlopt_hyper_value>(),
        8usize,
        concat!("Alignment of ", stringify!(dlopt_hyper_value))
    );
    fn test_field_struct_size() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_hyper_value>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).struct_size) as usize - ptr as usize
            },
            0usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_hyper_value),
                "::",
                stringify!(struct_size)
            )
        );
    }
    test_field_struct_size();
    fn test_field_hyper() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_hyper_value>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).hyper) as usize - ptr as usize
            },
            4usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_hyper_value),
                "::",
                stringify!(hyper)
            )
        );
    }
    test_field_hyper();
    fn test_field_value() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_hyper_value>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).value) as usize - ptr as usize
            },
            8usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_hyper_value),
                "::",
                stringify!(value)
            )
        );
    }
    test_field_value();
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct dlopt_kernel_buffers {
    pub struct_size: u32,
    pub dtype: dlopt_dtype,
    pub grad_dtype: dlopt_dtype,
    pub delta_dtype: dlopt_dtype,
    pub n: i64,
    pub param: *mut std::os::raw::c_void,
    pub grad: *mut std::os::raw::c_void,
    pub delta: *mut std::os::raw::c_void,
    pub states: *const *mut std::os::raw::c_void,
    pub n_states: i32,
    pub fresh: u32,
    pub grad_factor: f64,
    pub clip_value: f64,
    pub lr_scale: f64,
    pub decay_scale: f64,
    pub slot: u32,
    pub flags: u32,
    pub param_stride: i64,
    pub grad_stride: i64,
    pub delta_stride: i64,
    pub state_strides: *const i64,
}
#[test]
fn bindgen_test_layout_dlopt_kernel_buffers() {
    assert_eq!(
        ::std::mem::size_of::<dlopt_kernel_buffers>(),
        136usize,
        concat!("Size of: ", stringify!(dlopt_kernel_buffers))
    );
    assert_eq!(
        ::std::mem::align_of::<dlopt_kernel_buffers>(),
        8usize,
        concat!("Alignment of ", stringify!(dlopt_kernel_buffers))
    );
    fn test_field_struct_size() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_kernel_buffers>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).struct_size) as usize - ptr as usize
            },
            0usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_kernel_buffers),
                "::",
                stringify!(struct_size)
            )
        );
    }
    test_field_struct_size();
    fn test_field_dtype() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_kernel_buffers>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).dtype) as usize - ptr as usize
            },
            4usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_kernel_buffers),
                "::",
                stringify!(dtype)
            )
        );
    }
    test_field_dtype();
    fn test_field_grad_dtype() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_kernel_buffers>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).grad_dtype) as usize - ptr as usize
            },
            8usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_kernel_buffers),
                "::",
                stringify!(grad_dtype)
            )
        );
    }
    test_field_grad_dtype();
    fn test_field_delta_dtype() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_kernel_buffers>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).delta_dtype) as usize - ptr as usize
            },
            12usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_kernel_buffers),
                "::",
                stringify!(delta_dtype)
            )
        );
    }
    test_field_delta_dtype();
    fn test_field_n() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_kernel_buffers>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).n) as usize - ptr as usize
            },
            16usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_kernel_buffers),
                "::",
                stringify!(n)
            )
        );
    }
    test_field_n();
    fn test_field_param() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_kernel_buffers>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).param) as usize - ptr as usize
            },
            24usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_kernel_buffers),
                "::",
                stringify!(param)
            )
        );
    }
    test_field_param();
    fn test_field_grad() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_kernel_buffers>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).grad) as usize - ptr as usize
            },
            32usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_kernel_buffers),
                "::",
                stringify!(grad)
            )
        );
    }
    test_field_grad();
    fn test_field_delta() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_kernel_buffers>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).delta) as usize - ptr as usize
            },
            40usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_kernel_buffers),
                "::",
                stringify!(delta)
            )
        );
    }
    test_field_delta();
    fn test_field_states() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_kernel_buffers>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).states) as usize - ptr as usize
            },
            48usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_kernel_buffers),
                "::",
                stringify!(states)
            )
        );
    }
    test_field_states();
    fn test_field_n_states() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_kernel_buffers>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).n_states) as usize - ptr as usize
            },
            56usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_kernel_buffers),
                "::",
                stringify!(n_states)
            )
        );
    }
    test_field_n_states();
    fn test_field_fresh() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_kernel_buffers>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).fresh) as usize - ptr as usize
            },
            60usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_kernel_buffers),
                "::",
                stringify!(fresh)
            )
        );
    }
    test_field_fresh();
    fn test_field_grad_factor() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_kernel_buffers>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).grad_factor) as usize - ptr as usize
            },
            64usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_kernel_buffers),
                "::",
                stringify!(grad_factor)
            )
        );
    }
    test_field_grad_factor();
    fn test_field_clip_value() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_kernel_buffers>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).clip_value) as usize - ptr as usize
            },
            72usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_kernel_buffers),
                "::",
                stringify!(clip_value)
            )
        );
    }
    test_field_clip_value();
    fn test_field_lr_scale() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_kernel_buffers>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).lr_scale) as usize - ptr as usize
            },
            80usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_kernel_buffers),
                "::",
                stringify!(lr_scale)
            )
        );
    }
    test_field_lr_scale();
    fn test_field_decay_scale() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_kernel_buffers>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).decay_scale) as usize - ptr as usize
            },
            88usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_kernel_buffers),
                "::",
                stringify!(decay_scale)
            )
        );
    }
    test_field_decay_scale();
    fn test_field_slot() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_kernel_buffers>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).slot) as usize - ptr as usize
            },
            96usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_kernel_buffers),
                "::",
                stringify!(slot)
            )
        );
    }
    test_field_slot();
    fn test_field_flags() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_kernel_buffers>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).flags) as usize - ptr as usize
            },
            100usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_kernel_buffers),
                "::",
                stringify!(flags)
            )
        );
    }
    test_field_flags();
    fn test_field_param_stride() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_kernel_buffers>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).param_stride) as usize - ptr as usize
            },
            104usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_kernel_buffers),
                "::",
                stringify!(param_stride)
            )
        );
    }
    test_field_param_stride();
    fn test_field_grad_stride() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_kernel_buffers>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).grad_stride) as usize - ptr as usize
            },
            112usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_kernel_buffers),
                "::",
                stringify!(grad_stride)
            )
        );
    }
    test_field_grad_stride();
    fn test_field_delta_stride() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_kernel_buffers>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).delta_stride) as usize - ptr as usize
            },
            120usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_kernel_buffers),
                "::",
                stringify!(delta_stride)
            )
        );
    }
    test_field_delta_stride();
    fn test_field_state_strides() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_kernel_buffers>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).state_strides) as usize - ptr as usize
            },
            128usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_kernel_buffers),
                "::",
                stringify!(state_strides)
            )
        );
    }
    test_field_state_strides();
}
extern "C" {
    #[must_use]
    pub fn dlopt_kernel_buffers_init(buffers: *mut dlopt_kernel_buffers, struct_size: usize) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_kernel_states(
        rule: dlopt_rule,
        hypers: *const dlopt_hyper_value,
        count: usize,
        kept: *mut u32,
        initial: *mut f64,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_kernel_apply(
        runtime: *mut dlopt_runtime,
        rule: dlopt_rule,
        hypers: *const dlopt_hyper_value,
        count: usize,
        step: i64,
        buffers: *const dlopt_kernel_buffers,
        first: i64,
        past: i64,
        stream: *mut std::os::raw::c_void,
    ) -> dlopt_status;
}
pub const DLOPT_STATS_MAX_STATES: dlopt_stats_limits = 8;
pub const DLOPT_STATS_BINS: dlopt_stats_limits = 64;
pub const DLOPT_STATS_LOWEST: dlopt_stats_limits = -48;
pub const DLOPT_STATS_BLOCK: dlopt_stats_limits = 1024;
pub type dlopt_stats_limits = std::os::raw::c_int;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct dlopt_stats {
    pub struct_size: u32,
    pub state_count: i32,
    pub numel: i64,
    pub steps: i64,
    pub effective_lr: f64,
    pub effective_weight_decay: f64,
    pub param_norm: f64,
    pub grad_norm: f64,
    pub param_nonfinite: i64,
    pub grad_nonfinite: i64,
    pub state_nonfinite: i64,
    pub state_norm: [f64; 8usize],
    pub update_norm: f64,
    pub update_ratio: f64,
    pub param_measured: i64,
    pub param_nan: i64,
    pub param_inf: i64,
    pub param_zero: i64,
    pub param_denormal: i64,
    pub grad_measured: i64,
    pub grad_nan: i64,
    pub grad_inf: i64,
    pub grad_zero: i64,
    pub grad_denormal: i64,
    pub param_magnitudes: [i64; 64usize],
    pub grad_magnitudes: [i64; 64usize],
}
#[test]
fn bindgen_test_layout_dlopt_stats() {
    assert_eq!(
        ::std::mem::size_of::<dlopt_stats>(),
        1264usize,
        concat!("Size of: ", stringify!(dlopt_stats))
    );
    assert_eq!(
        ::std::mem::align_of::<dlopt_stats>(),
        8usize,
        concat!("Alignment of ", stringify!(dlopt_stats))
    );
    fn test_field_struct_size() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).struct_size) as usize - ptr as usize
            },
            0usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats),
                "::",
                stringify!(struct_size)
            )
        );
    }
    test_field_struct_size();
    fn test_field_state_count() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).state_count) as usize - ptr as usize
            },
            4usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats),
                "::",
                stringify!(state_count)
            )
        );
    }
    test_field_state_count();
    fn test_field_numel() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).numel) as usize - ptr as usize
            },
            8usize,
            concat!("Offset of field: ", stringify!(dlopt_stats), "::", stringify!(numel))
        );
    }
    test_field_numel();
    fn test_field_steps() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).steps) as usize - ptr as usize
            },
            16usize,
            concat!("Offset of field: ", stringify!(dlopt_stats), "::", stringify!(steps))
        );
    }
    test_field_steps();
    fn test_field_effective_lr() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).effective_lr) as usize - ptr as usize
            },
            24usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats),
                "::",
                stringify!(effective_lr)
            )
        );
    }
    test_field_effective_lr();
    fn test_field_effective_weight_decay() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).effective_weight_decay) as usize - ptr as usize
            },
            32usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats),
                "::",
                stringify!(effective_weight_decay)
            )
        );
    }
    test_field_effective_weight_decay();
    fn test_field_param_norm() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).param_norm) as usize - ptr as usize
            },
            40usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats),
                "::",
                stringify!(param_norm)
            )
        );
    }
    test_field_param_norm();
    fn test_field_grad_norm() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).grad_norm) as usize - ptr as usize
            },
            48usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats),
                "::",
                stringify!(grad_norm)
            )
        );
    }
    test_field_grad_norm();
    fn test_field_param_nonfinite() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).param_nonfinite) as usize - ptr as usize
            },
            56usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats),
                "::",
                stringify!(param_nonfinite)
            )
        );
    }
    test_field_param_nonfinite();
    fn test_field_grad_nonfinite() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).grad_nonfinite) as usize - ptr as usize
            },
            64usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats),
                "::",
                stringify!(grad_nonfinite)
            )
        );
    }
    test_field_grad_nonfinite();
    fn test_field_state_nonfinite() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).state_nonfinite) as usize - ptr as usize
            },
            72usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats),
                "::",
                stringify!(state_nonfinite)
            )
        );
    }
    test_field_state_nonfinite();
    fn test_field_state_norm() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).state_norm) as usize - ptr as usize
            },
            80usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats),
                "::",
                stringify!(state_norm)
            )
        );
    }
    test_field_state_norm();
    fn test_field_update_norm() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).update_norm) as usize - ptr as usize
            },
            144usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats),
                "::",
                stringify!(update_norm)
            )
        );
    }
    test_field_update_norm();
    fn test_field_update_ratio() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).update_ratio) as usize - ptr as usize
            },
            152usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats),
                "::",
                stringify!(update_ratio)
            )
        );
    }
    test_field_update_ratio();
    fn test_field_param_measured() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).param_measured) as usize - ptr as usize
            },
            160usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats),
                "::",
                stringify!(param_measured)
            )
        );
    }
    test_field_param_measured();
    fn test_field_param_nan() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).param_nan) as usize - ptr as usize
            },
            168usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats),
                "::",
                stringify!(param_nan)
            )
        );
    }
    test_field_param_nan();
    fn test_field_param_inf() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).param_inf) as usize - ptr as usize
            },
            176usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats),
                "::",
                stringify!(param_inf)
            )
        );
    }
    test_field_param_inf();
    fn test_field_param_zero() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).param_zero) as usize - ptr as usize
            },
            184usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats),
                "::",
                stringify!(param_zero)
            )
        );
    }
    test_field_param_zero();
    fn test_field_param_denormal() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).param_denormal) as usize - ptr as usize
            },
            192usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats),
                "::",
                stringify!(param_denormal)
            )
        );
    }
    test_field_param_denormal();
    fn test_field_grad_measured() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).grad_measured) as usize - ptr as usize
            },
            200usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats),
                "::",
                stringify!(grad_measured)
            )
        );
    }
    test_field_grad_measured();
    fn test_field_grad_nan() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).grad_nan) as usize - ptr as usize
            },
            208usize,
            concat!("Offset of field: ", stringify!(dlopt_stats), "::", stringify!(grad_nan))
        );
    }
    test_field_grad_nan();
    fn test_field_grad_inf() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).grad_inf) as usize - ptr as usize
            },
            216usize,
            concat!("Offset of field: ", stringify!(dlopt_stats), "::", stringify!(grad_inf))
        );
    }
    test_field_grad_inf();
    fn test_field_grad_zero() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).grad_zero) as usize - ptr as usize
            },
            224usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats),
                "::",
                stringify!(grad_zero)
            )
        );
    }
    test_field_grad_zero();
    fn test_field_grad_denormal() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).grad_denormal) as usize - ptr as usize
            },
            232usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats),
                "::",
                stringify!(grad_denormal)
            )
        );
    }
    test_field_grad_denormal();
    fn test_field_param_magnitudes() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).param_magnitudes) as usize - ptr as usize
            },
            240usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats),
                "::",
                stringify!(param_magnitudes)
            )
        );
    }
    test_field_param_magnitudes();
    fn test_field_grad_magnitudes() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).grad_magnitudes) as usize - ptr as usize
            },
            752usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats),
                "::",
                stringify!(grad_magnitudes)
            )
        );
    }
    test_field_grad_magnitudes();
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_stats(
        optimizer: *mut dlopt_optimizer,
        slot: i32,
        param: *const dlopt_tensor,
        grad: *const dlopt_tensor,
        stats: *mut dlopt_stats,
    ) -> dlopt_status;
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct dlopt_stats_desc {
    pub struct_size: u32,
    pub slot: i32,
    pub group: i32,
    pub sample: i32,
    pub params: *const dlopt_tensor,
    pub grads: *const dlopt_tensor,
    pub before: *const dlopt_tensor,
    pub count: usize,
}
#[test]
fn bindgen_test_layout_dlopt_stats_desc() {
    assert_eq!(
        ::std::mem::size_of::<dlopt_stats_desc>(),
        48usize,
        concat!("Size of: ", stringify!(dlopt_stats_desc))
    );
    assert_eq!(
        ::std::mem::align_of::<dlopt_stats_desc>(),
        8usize,
        concat!("Alignment of ", stringify!(dlopt_stats_desc))
    );
    fn test_field_struct_size() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).struct_size) as usize - ptr as usize
            },
            0usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats_desc),
                "::",
                stringify!(struct_size)
            )
        );
    }
    test_field_struct_size();
    fn test_field_slot() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).slot) as usize - ptr as usize
            },
            4usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats_desc),
                "::",
                stringify!(slot)
            )
        );
    }
    test_field_slot();
    fn test_field_group() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).group) as usize - ptr as usize
            },
            8usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats_desc),
                "::",
                stringify!(group)
            )
        );
    }
    test_field_group();
    fn test_field_sample() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).sample) as usize - ptr as usize
            },
            12usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats_desc),
                "::",
                stringify!(sample)
            )
        );
    }
    test_field_sample();
    fn test_field_params() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).params) as usize - ptr as usize
            },
            16usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats_desc),
                "::",
                stringify!(params)
            )
        );
    }
    test_field_params();
    fn test_field_grads() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).grads) as usize - ptr as usize
            },
            24usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats_desc),
                "::",
                stringify!(grads)
            )
        );
    }
    test_field_grads();
    fn test_field_before() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).before) as usize - ptr as usize
            },
            32usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats_desc),
                "::",
                stringify!(before)
            )
        );
    }
    test_field_before();
    fn test_field_count() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_stats_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).count) as usize - ptr as usize
            },
            40usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_stats_desc),
                "::",
                stringify!(count)
            )
        );
    }
    test_field_count();
}
extern "C" {
    #[must_use]
    pub fn dlopt_stats_desc_init(desc: *mut dlopt_stats_desc, struct_size: usize) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_measure(
        optimizer: *mut dlopt_optimizer,
        desc: *const dlopt_stats_desc,
        stats: *mut dlopt_stats,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_state_hash(
        optimizer: *mut dlopt_optimizer,
        params: *const dlopt_tensor,
        count: usize,
        hash: *mut u64,
    ) -> dlopt_status;
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct dlopt_norm_watch {
    _unused: [u8; 0],
}
pub type dlopt_norm_watch_field = i32;
pub const DLOPT_NORM_WATCH_WINDOW: dlopt_norm_watch_field_code = 1;
pub const DLOPT_NORM_WATCH_FACTOR: dlopt_norm_watch_field_code = 2;
pub const DLOPT_NORM_WATCH_WARMUP: dlopt_norm_watch_field_code = 3;
pub const DLOPT_NORM_WATCH_FIRED: dlopt_norm_watch_field_code = 4;
pub type dlopt_norm_watch_field_code = std::os::raw::c_uint;
pub const DLOPT_NORM_WATCH_MAX_WINDOW: dlopt_norm_watch_limits = 1024;
pub type dlopt_norm_watch_limits = std::os::raw::c_uint;
extern "C" {
    pub fn dlopt_norm_watch_field_count() -> i32;
}
extern "C" {
    #[must_use]
    pub fn dlopt_norm_watch_field_info(index: i32, info: *mut dlopt_hyper_info) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_norm_watch_create(runtime: *mut dlopt_runtime, watch: *mut *mut dlopt_norm_watch) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_norm_watch_destroy(watch: *mut dlopt_norm_watch) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_norm_watch_set(
        watch: *mut dlopt_norm_watch,
        field: dlopt_norm_watch_field,
        value: f64,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_norm_watch_get(
        watch: *mut dlopt_norm_watch,
        field: dlopt_norm_watch_field,
        value: *mut f64,
    ) -> dlopt_status;
}
pub type dlopt_norm_watch_fn =
    ::std::option::Option<unsafe extern "C" fn(user: *mut std::os::raw::c_void, step: i64, norm: f64, median: f64)>;
extern "C" {
    #[must_use]
    pub fn dlopt_norm_watch_callback(
        watch: *mut dlopt_norm_watch,
        fn_: dlopt_norm_watch_fn,
        user: *mut std::os::raw::c_void,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_norm_watch_look(
        watch: *mut dlopt_norm_watch,
        step: i64,
        norm: f64,
        exploded: *mut i32,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_norm_watch_window(
        watch: *mut dlopt_norm_watch,
        norms: *mut f64,
        capacity: usize,
        count: *mut usize,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_norm_watch_restore(watch: *mut dlopt_norm_watch, norms: *const f64, count: usize) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_outline(
        runtime: *mut dlopt_runtime,
        rule: dlopt_rule,
        outline: *mut *mut dlopt_optimizer,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_size(optimizer: *mut dlopt_optimizer, bytes: *mut usize) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_place(
        optimizer: *mut dlopt_optimizer,
        memory: *mut std::os::raw::c_void,
        bytes: usize,
        placed: *mut *mut dlopt_optimizer,
    ) -> dlopt_status;
}
pub type dlopt_recipe = i32;
pub const DLOPT_RECIPE_RESNET: dlopt_recipe_code = 1;
pub const DLOPT_RECIPE_BERT: dlopt_recipe_code = 2;
pub const DLOPT_RECIPE_MINIGPT: dlopt_recipe_code = 3;
pub const DLOPT_RECIPE_PPO: dlopt_recipe_code = 4;
pub const DLOPT_RECIPE_GAN: dlopt_recipe_code = 5;
pub type dlopt_recipe_code = std::os::raw::c_uint;
extern "C" {
    #[must_use]
    pub fn dlopt_recipe_create(
        runtime: *mut dlopt_runtime,
        recipe: dlopt_recipe,
        steps_per_epoch: i64,
        total_steps: i64,
        optimizer: *mut *mut dlopt_optimizer,
    ) -> dlopt_status;
}
extern "C" {
    pub fn dlopt_recipe_name(recipe: dlopt_recipe) -> *const std::os::raw::c_char;
}
pub const DLOPT_SIZE_UNKNOWN: dlopt_state_limits = -1;
pub type dlopt_state_limits = std::os::raw::c_int;
pub type dlopt_write_fn = ::std::option::Option<
    unsafe extern "C" fn(user: *mut std::os::raw::c_void, bytes: *const std::os::raw::c_void, n: usize) -> i64,
>;
pub type dlopt_read_fn = ::std::option::Option<
    unsafe extern "C" fn(user: *mut std::os::raw::c_void, to: *mut std::os::raw::c_void, n: usize) -> i64,
>;
pub type dlopt_progress_fn =
    ::std::option::Option<unsafe extern "C" fn(user: *mut std::os::raw::c_void, done: u64, total: u64) -> i32>;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct dlopt_sink {
    pub struct_size: u32,
    pub reserved: u32,
    pub write: dlopt_write_fn,
    pub user: *mut std::os::raw::c_void,
}
#[test]
fn bindgen_test_layout_dlopt_sink() {
    assert_eq!(
        ::std::mem::size_of::<dlopt_sink>(),
        24usize,
        concat!("Size of: ", stringify!(dlopt_sink))
    );
    assert_eq!(
        ::std::mem::align_of::<dlopt_sink>(),
        8usize,
        concat!("Alignment of ", stringify!(dlopt_sink))
    );
    fn test_field_struct_size() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_sink>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).struct_size) as usize - ptr as usize
            },
            0usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_sink),
                "::",
                stringify!(struct_size)
            )
        );
    }
    test_field_struct_size();
    fn test_field_reserved() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_sink>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).reserved) as usize - ptr as usize
            },
            4usize,
            concat!("Offset of field: ", stringify!(dlopt_sink), "::", stringify!(reserved))
        );
    }
    test_field_reserved();
    fn test_field_write() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_sink>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).write) as usize - ptr as usize
            },
            8usize,
            concat!("Offset of field: ", stringify!(dlopt_sink), "::", stringify!(write))
        );
    }
    test_field_write();
    fn test_field_user() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_sink>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).user) as usize - ptr as usize
            },
            16usize,
            concat!("Offset of field: ", stringify!(dlopt_sink), "::", stringify!(user))
        );
    }
    test_field_user();
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct dlopt_source {
    pub struct_size: u32,
    pub reserved: u32,
    pub read: dlopt_read_fn,
    pub user: *mut std::os::raw::c_void,
    pub size: i64,
}
#[test]
fn bindgen_test_layout_dlopt_source() {
    assert_eq!(
        ::std::mem::size_of::<dlopt_source>(),
        32usize,
        concat!("Size of: ", stringify!(dlopt_source))
    );
    assert_eq!(
        ::std::mem::align_of::<dlopt_source>(),
        8usize,
        concat!("Alignment of ", stringify!(dlopt_source))
    );
    fn test_field_struct_size() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_source>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).struct_size) as usize - ptr as usize
            },
            0usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_source),
                "::",
                stringify!(struct_size)
            )
        );
    }
    test_field_struct_size();
    fn test_field_reserved() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_source>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).reserved) as usize - ptr as usize
            },
            4usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_source),
                "::",
                stringify!(reserved)
            )
        );
    }
    test_field_reserved();
    fn test_field_read() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_source>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).read) as usize - ptr as usize
            },
            8usize,
            concat!("Offset of field: ", stringify!(dlopt_source), "::", stringify!(read))
        );
    }
    test_field_read();
    fn test_field_user() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_source>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).user) as usize - ptr as usize
            },
            16usize,
            concat!("Offset of field: ", stringify!(dlopt_source), "::", stringify!(user))
        );
    }
    test_field_user();
    fn test_field_size() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_source>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).size) as usize - ptr as usize
            },
            24usize,
            concat!("Offset of field: ", stringify!(dlopt_source), "::", stringify!(size))
        );
    }
    test_field_size();
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct dlopt_save_desc {
    pub struct_size: u32,
    pub flags: u32,
    pub scaler: *mut dlopt_scaler,
    pub progress: dlopt_progress_fn,
    pub progress_user: *mut std::os::raw::c_void,
}
#[test]
fn bindgen_test_layout_dlopt_save_desc() {
    assert_eq!(
        ::std::mem::size_of::<dlopt_save_desc>(),
        32usize,
        concat!("Size of: ", stringify!(dlopt_save_desc))
    );
    assert_eq!(
        ::std::mem::align_of::<dlopt_save_desc>(),
        8usize,
        concat!("Alignment of ", stringify!(dlopt_save_desc))
    );
    fn test_field_struct_size() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_save_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).struct_size) as usize - ptr as usize
            },
            0usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_save_desc),
                "::",
                stringify!(struct_size)
            )
        );
    }
    test_field_struct_size();
    fn test_field_flags() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_save_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).flags) as usize - ptr as usize
            },
            4usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_save_desc),
                "::",
                stringify!(flags)
            )
        );
    }
    test_field_flags();
    fn test_field_scaler() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_save_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).scaler) as usize - ptr as usize
            },
            8usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_save_desc),
                "::",
                stringify!(scaler)
            )
        );
    }
    test_field_scaler();
    fn test_field_progress() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_save_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).progress) as usize - ptr as usize
            },
            16usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_save_desc),
                "::",
                stringify!(progress)
            )
        );
    }
    test_field_progress();
    fn test_field_progress_user() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_save_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).progress_user) as usize - ptr as usize
            },
            24usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_save_desc),
                "::",
                stringify!(progress_user)
            )
        );
    }
    test_field_progress_user();
}
pub const DLOPT_LOAD_DECLARE: dlopt_load_flags = 1;
pub const DLOPT_LOAD_PARTIAL: dlopt_load_flags = 2;
pub const DLOPT_LOAD_EXTRA: dlopt_load_flags = 4;
pub const DLOPT_LOAD_KEEP_CONFIGURATION: dlopt_load_flags = 8;
pub const DLOPT_LOAD_NONFINITE: dlopt_load_flags = 16;
pub type dlopt_load_flags = std::os::raw::c_uint;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct dlopt_load_piece {
    pub struct_size: u32,
    pub reserved: u32,
    pub from: *const std::os::raw::c_char,
    pub to: *const std::os::raw::c_char,
    pub from_row: i64,
    pub to_row: i64,
    pub rows: i64,
}
#[test]
fn bindgen_test_layout_dlopt_load_piece() {
    assert_eq!(
        ::std::mem::size_of::<dlopt_load_piece>(),
        48usize,
        concat!("Size of: ", stringify!(dlopt_load_piece))
    );
    assert_eq!(
        ::std::mem::align_of::<dlopt_load_piece>(),
        8usize,
        concat!("Alignment of ", stringify!(dlopt_load_piece))
    );
    fn test_field_struct_size() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_load_piece>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).struct_size) as usize - ptr as usize
            },
            0usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_load_piece),
                "::",
                stringify!(struct_size)
            )
        );
    }
    test_field_struct_size();
    fn test_field_reserved() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_load_piece>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).reserved) as usize - ptr as usize
            },
            4usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_load_piece),
                "::",
                stringify!(reserved)
            )
        );
    }
    test_field_reserved();
    fn test_field_from() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_load_piece>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).from) as usize - ptr as usize
            },
            8usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_load_piece),
                "::",
                stringify!(from)
            )
        );
    }
    test_field_from();
    fn test_field_to() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_load_piece>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).to) as usize - ptr as usize
            },
            16usize,
            concat!("Offset of field: ", stringify!(dlopt_load_piece), "::", stringify!(to))
        );
    }
    test_field_to();
    fn test_field_from_row() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_load_piece>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).from_row) as usize - ptr as usize
            },
            24usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_load_piece),
                "::",
                stringify!(from_row)
            )
        );
    }
    test_field_from_row();
    fn test_field_to_row() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_load_piece>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).to_row) as usize - ptr as usize
            },
            32usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_load_piece),
                "::",
                stringify!(to_row)
            )
        );
    }
    test_field_to_row();
    fn test_field_rows() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_load_piece>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).rows) as usize - ptr as usize
            },
            40usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_load_piece),
                "::",
                stringify!(rows)
            )
        );
    }
    test_field_rows();
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct dlopt_load_desc {
    pub struct_size: u32,
    pub flags: u32,
    pub scaler: *mut dlopt_scaler,
    pub progress: dlopt_progress_fn,
    pub progress_user: *mut std::os::raw::c_void,
    pub rename_from: *const *const std::os::raw::c_char,
    pub rename_to: *const *const std::os::raw::c_char,
    pub n_renames: usize,
    pub pieces: *const dlopt_load_piece,
    pub n_pieces: usize,
}
#[test]
fn bindgen_test_layout_dlopt_load_desc() {
    assert_eq!(
        ::std::mem::size_of::<dlopt_load_desc>(),
        72usize,
        concat!("Size of: ", stringify!(dlopt_load_desc))
    );
    assert_eq!(
        ::std::mem::align_of::<dlopt_load_desc>(),
        8usize,
        concat!("Alignment of ", stringify!(dlopt_load_desc))
    );
    fn test_field_struct_size() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_load_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).struct_size) as usize - ptr as usize
            },
            0usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_load_desc),
                "::",
                stringify!(struct_size)
            )
        );
    }
    test_field_struct_size();
    fn test_field_flags() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_load_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).flags) as usize - ptr as usize
            },
            4usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_load_desc),
                "::",
                stringify!(flags)
            )
        );
    }
    test_field_flags();
    fn test_field_scaler() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_load_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).scaler) as usize - ptr as usize
            },
            8usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_load_desc),
                "::",
                stringify!(scaler)
            )
        );
    }
    test_field_scaler();
    fn test_field_progress() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_load_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).progress) as usize - ptr as usize
            },
            16usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_load_desc),
                "::",
                stringify!(progress)
            )
        );
    }
    test_field_progress();
    fn test_field_progress_user() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_load_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).progress_user) as usize - ptr as usize
            },
            24usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_load_desc),
                "::",
                stringify!(progress_user)
            )
        );
    }
    test_field_progress_user();
    fn test_field_rename_from() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_load_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).rename_from) as usize - ptr as usize
            },
            32usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_load_desc),
                "::",
                stringify!(rename_from)
            )
        );
    }
    test_field_rename_from();
    fn test_field_rename_to() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_load_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).rename_to) as usize - ptr as usize
            },
            40usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_load_desc),
                "::",
                stringify!(rename_to)
            )
        );
    }
    test_field_rename_to();
    fn test_field_n_renames() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_load_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).n_renames) as usize - ptr as usize
            },
            48usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_load_desc),
                "::",
                stringify!(n_renames)
            )
        );
    }
    test_field_n_renames();
    fn test_field_pieces() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_load_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).pieces) as usize - ptr as usize
            },
            56usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_load_desc),
                "::",
                stringify!(pieces)
            )
        );
    }
    test_field_pieces();
    fn test_field_n_pieces() {
        assert_eq!(
            unsafe {
                let uninit = ::std::mem::MaybeUninit::<dlopt_load_desc>::uninit();
                let ptr = uninit.as_ptr();
                ::std::ptr::addr_of!((*ptr).n_pieces) as usize - ptr as usize
            },
            64usize,
            concat!(
                "Offset of field: ",
                stringify!(dlopt_load_desc),
                "::",
                stringify!(n_pieces)
            )
        );
    }
    test_field_n_pieces();
}
extern "C" {
    #[must_use]
    pub fn dlopt_sink_init(sink: *mut dlopt_sink, struct_size: usize) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_source_init(source: *mut dlopt_source, struct_size: usize) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_save_desc_init(desc: *mut dlopt_save_desc, struct_size: usize) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_load_desc_init(desc: *mut dlopt_load_desc, struct_size: usize) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_load_piece_init(piece: *mut dlopt_load_piece, struct_size: usize) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_save_bytes(
        optimizer: *mut dlopt_optimizer,
        sink: *const dlopt_sink,
        desc: *const dlopt_save_desc,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_load_bytes(
        optimizer: *mut dlopt_optimizer,
        source: *const dlopt_source,
        desc: *const dlopt_load_desc,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_save_size(
        optimizer: *mut dlopt_optimizer,
        bytes: *mut usize,
        desc: *const dlopt_save_desc,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_save_block(
        optimizer: *mut dlopt_optimizer,
        block: *mut std::os::raw::c_void,
        room: usize,
        used: *mut usize,
        desc: *const dlopt_save_desc,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_load_block(
        optimizer: *mut dlopt_optimizer,
        block: *const std::os::raw::c_void,
        bytes: usize,
        desc: *const dlopt_load_desc,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_save_file(
        optimizer: *mut dlopt_optimizer,
        path: *const std::os::raw::c_char,
        desc: *const dlopt_save_desc,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_load_file(
        optimizer: *mut dlopt_optimizer,
        path: *const std::os::raw::c_char,
        desc: *const dlopt_load_desc,
    ) -> dlopt_status;
}
pub type dlopt_wrapper = i32;
pub const DLOPT_WRAPPER_EMA: dlopt_wrapper_code = 1;
pub const DLOPT_WRAPPER_SWA: dlopt_wrapper_code = 2;
pub const DLOPT_WRAPPER_LOOKAHEAD: dlopt_wrapper_code = 3;
pub const DLOPT_WRAPPER_ACCUMULATE: dlopt_wrapper_code = 4;
pub const DLOPT_WRAPPER_SAM: dlopt_wrapper_code = 5;
pub type dlopt_wrapper_code = std::os::raw::c_uint;
pub type dlopt_wrapper_field = i32;
pub const DLOPT_WRAP_DECAY: dlopt_wrapper_field_code = 1;
pub const DLOPT_WRAP_WARMUP: dlopt_wrapper_field_code = 2;
pub const DLOPT_WRAP_GAMMA: dlopt_wrapper_field_code = 3;
pub const DLOPT_WRAP_POWER: dlopt_wrapper_field_code = 4;
pub const DLOPT_WRAP_MIN_DECAY: dlopt_wrapper_field_code = 5;
pub const DLOPT_WRAP_DEBIAS: dlopt_wrapper_field_code = 6;
pub const DLOPT_WRAP_START: dlopt_wrapper_field_code = 7;
pub const DLOPT_WRAP_EVERY: dlopt_wrapper_field_code = 8;
pub const DLOPT_WRAP_K: dlopt_wrapper_field_code = 9;
pub const DLOPT_WRAP_ALPHA: dlopt_wrapper_field_code = 10;
pub const DLOPT_WRAP_INITIAL: dlopt_wrapper_field_code = 11;
pub const DLOPT_WRAP_STATE: dlopt_wrapper_field_code = 12;
pub const DLOPT_WRAP_REDUCE: dlopt_wrapper_field_code = 13;
pub const DLOPT_WRAP_RHO: dlopt_wrapper_field_code = 14;
pub const DLOPT_WRAP_EPS: dlopt_wrapper_field_code = 15;
pub const DLOPT_WRAP_ADAPTIVE: dlopt_wrapper_field_code = 16;
pub const DLOPT_WRAP_ETA: dlopt_wrapper_field_code = 17;
pub type dlopt_wrapper_field_code = std::os::raw::c_uint;
pub const DLOPT_EMA_WARMUP_NONE: dlopt_ema_warmup = 0;
pub const DLOPT_EMA_WARMUP_TF: dlopt_ema_warmup = 1;
pub const DLOPT_EMA_WARMUP_POWER: dlopt_ema_warmup = 2;
pub type dlopt_ema_warmup = std::os::raw::c_uint;
pub const DLOPT_LOOKAHEAD_INITIAL_START: dlopt_lookahead_initial = 0;
pub const DLOPT_LOOKAHEAD_INITIAL_SYNC: dlopt_lookahead_initial = 1;
pub type dlopt_lookahead_initial = std::os::raw::c_uint;
pub const DLOPT_LOOKAHEAD_STATE_KEEP: dlopt_lookahead_state = 0;
pub const DLOPT_LOOKAHEAD_STATE_RESET: dlopt_lookahead_state = 1;
pub type dlopt_lookahead_state = std::os::raw::c_uint;
pub const DLOPT_ACCUMULATE_MEAN: dlopt_accumulate_reduce = 0;
pub const DLOPT_ACCUMULATE_SUM: dlopt_accumulate_reduce = 1;
pub type dlopt_accumulate_reduce = std::os::raw::c_uint;
extern "C" {
    pub fn dlopt_wrapper_count() -> i32;
}
extern "C" {
    pub fn dlopt_wrapper_name(wrapper: dlopt_wrapper) -> *const std::os::raw::c_char;
}
extern "C" {
    pub fn dlopt_wrapper_field_count(wrapper: dlopt_wrapper) -> i32;
}
extern "C" {
    #[must_use]
    pub fn dlopt_wrapper_field_info(wrapper: dlopt_wrapper, index: i32, info: *mut dlopt_hyper_info) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_wrap(
        optimizer: *mut dlopt_optimizer,
        wrapper: dlopt_wrapper,
        index: *mut i32,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_wrap_set(
        optimizer: *mut dlopt_optimizer,
        index: i32,
        field: dlopt_wrapper_field,
        value: f64,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_wrap_get(
        optimizer: *mut dlopt_optimizer,
        index: i32,
        field: dlopt_wrapper_field,
        value: *mut f64,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_accumulate(
        optimizer: *mut dlopt_optimizer,
        grads: *const dlopt_tensor,
        count: usize,
        weight: f64,
        total_weight: *mut f64,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_perturb(
        optimizer: *mut dlopt_optimizer,
        params: *const dlopt_tensor,
        grads: *const dlopt_tensor,
        count: usize,
    ) -> dlopt_status;
}
extern "C" {
    #[must_use]
    pub fn dlopt_optimizer_param_project(
        optimizer: *mut dlopt_optimizer,
        slot: i32,
        lower: f64,
        upper: f64,
        unit: i32,
    ) -> dlopt_status;
}
