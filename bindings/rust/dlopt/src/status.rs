//! Kinds of error. Written by bindings/generate.

use crate::value::numbered;

numbered! {
    /// What kind of error it is. A number never changes its meaning.
    pub enum Status {
        /// an argument is invalid
        InvalidArgument = DLOPT_ERR_INVALID_ARGUMENT,
        /// memory could not be allocated
        OutOfMemory = DLOPT_ERR_OUT_OF_MEMORY,
        /// a shape or an element count does not fit
        Shape = DLOPT_ERR_SHAPE,
        /// an element type does not fit
        Dtype = DLOPT_ERR_DTYPE,
        /// a buffer is on the wrong device
        Device = DLOPT_ERR_DEVICE,
        /// this build or version does not offer that
        Unsupported = DLOPT_ERR_UNSUPPORTED,
        /// the rule has no such hyper-parameter
        UnknownHyper = DLOPT_ERR_UNKNOWN_HYPER,
        /// a value is outside its range
        OutOfRange = DLOPT_ERR_OUT_OF_RANGE,
        /// the handle is in use by another call
        Busy = DLOPT_ERR_BUSY,
        /// the object is not in a state that allows the call
        State = DLOPT_ERR_STATE,
        /// a number is not finite
        Nonfinite = DLOPT_ERR_NONFINITE,
        /// stored data is damaged
        Corrupt = DLOPT_ERR_CORRUPT,
        /// stored data is of another version
        Version = DLOPT_ERR_VERSION,
        /// reading or writing failed
        Io = DLOPT_ERR_IO,
        /// no usable device
        NoDevice = DLOPT_ERR_NO_DEVICE,
        /// a CUDA call failed
        Cuda = DLOPT_ERR_CUDA,
        /// not possible while a CUDA graph is captured
        Capture = DLOPT_ERR_CAPTURE,
        /// communication between ranks failed
        Comm = DLOPT_ERR_COMM,
        /// a deadline passed
        Timeout = DLOPT_ERR_TIMEOUT,
        /// an internal check failed; please report it
        Internal = DLOPT_ERR_INTERNAL,
        /// one that a newer library knows
        Unknown = DLOPT_STATUS_FORCE_SIGNED,
    }
}
