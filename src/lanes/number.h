// The arithmetic that rules are written in: plain numbers of type float or double.
//
// There are no vector types here. Every loop is compiled once per instruction set and vectorised by the compiler, which for these
// branch-free, contraction-free expressions gives the speed of hand-written intrinsics (measured: README, "Speed") and, because only
// correctly rounded operations occur, the same bits on every lane. CUDA compiles the same text.
#pragma once

#if defined(__CUDACC__)
#define DLOPT_LANE __host__ __device__ __forceinline__
#else
// Always inlined: an out-of-line copy would be a weak symbol, and the linker could hand the AVX-512 one to the scalar lane.
#define DLOPT_LANE [[gnu::always_inline]] inline
#endif

namespace dlopt {

DLOPT_LANE float square_root(float x) { return __builtin_sqrtf(x); }
DLOPT_LANE double square_root(double x) { return __builtin_sqrt(x); }

DLOPT_LANE float absolute(float x) { return __builtin_fabsf(x); }
DLOPT_LANE double absolute(double x) { return __builtin_fabs(x); }

// A choice without a branch: both values are already computed.
template <class T> DLOPT_LANE T select(bool condition, T yes, T no) { return condition ? yes : no; }

// The larger of two; a NaN in `x` stays. `kept` holds no NaN unless an earlier x was one, and then keeps it.
template <class T> DLOPT_LANE T larger(T kept, T x) { return select(x > kept || x != x, x, kept); }

// -1, 0 or 1; zeros keep their sign and NaN stays NaN.
template <class T> DLOPT_LANE T sign(T x) { return select(x > T(0), T(1), select(x < T(0), T(-1), x)); }

// x limited to [-limit, limit]; NaN stays NaN.
template <class T> DLOPT_LANE T limited(T x, T limit) { return select(x > limit, limit, select(x < -limit, -limit, x)); }

} // namespace dlopt
