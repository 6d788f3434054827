// An optimizer as metadata.
#pragma once

#include "core/optimizer.h"
#include "core/scaler.h"
#include "state/header_writer.h"

namespace dlopt {

// All of it but its arrays, and a scaler if there is one.
void describe(const dlopt_optimizer& o, const dlopt_scaler* scaler, header_writer& to) noexcept;

// A schedule under this key, its children under keys that begin with it.
void describe(const dlopt_schedule& schedule, key_text& key, header_writer& to) noexcept;

} // namespace dlopt
