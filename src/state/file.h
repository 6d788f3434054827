// Checkpoints as files.
#pragma once

#include "core/optimizer.h"
#include "dlopt/state.h"

namespace dlopt {

dlopt_status save_file(const dlopt_optimizer& o, const dlopt_save_desc& desc, const char* path) noexcept;
dlopt_status load_file(dlopt_optimizer& o, const dlopt_load_desc& desc, const char* path) noexcept;

} // namespace dlopt
