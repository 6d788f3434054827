// An optimizer written to a sink.
#pragma once

#include "core/optimizer.h"
#include "state/bytes.h"

namespace dlopt {

// Of an optimizer that is whole. The progress function may call it off.
dlopt_status save_optimizer(const dlopt_optimizer& o, const dlopt_save_desc& desc, const byte_sink& to) noexcept;
// How many bytes that will be.
dlopt_status measure_saved(const dlopt_optimizer& o, const dlopt_save_desc& desc, size_t& bytes) noexcept;

} // namespace dlopt
