// An optimizer read from a source: all of it, or nothing.
#pragma once

#include "core/optimizer.h"
#include "state/bytes.h"

namespace dlopt {

dlopt_status load_optimizer(dlopt_optimizer& o, const dlopt_load_desc& desc, const byte_source& from) noexcept;

} // namespace dlopt
