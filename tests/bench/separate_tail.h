// A whole training tail as separate passes over memory: what the library's is held against.
#ifndef DLOPT_BENCH_SEPARATE_TAIL_H
#define DLOPT_BENCH_SEPARATE_TAIL_H

#include "arrays.h"
#include "loops.h"
#include "team.h"

namespace bench {

class SeparateTail {
public:
  // `copy` receives the parameters as bf16.
  SeparateTail(AdamArrays& arrays, uint16_t* copy, int threads, bool nine_passes);
  // Unscale and check, norm, clip, AdamW (one pass, or nine), zero, cast.
  void step();
  void cast();

private:
  double pass(bench_pass loop);
  void update();

  Team team_;
  int64_t n_;
  bool nine_passes_;
  Array scratch_;
  bench_tail tail_;
};

} // namespace bench

#endif
