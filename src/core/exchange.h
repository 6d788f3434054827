// The contents of an optimizer replaced by those of another, in a way that cannot fail half way.
#pragma once

#include "core/optimizer.h"

namespace dlopt {

// Two optimizers of one rule and one runtime give each other all that they hold; `b` is only to be freed then. Of the work space `a` keeps
// what is larger, so that `b` need have only what it would need beyond that of `a`.
void exchange(dlopt_optimizer& a, dlopt_optimizer& b) noexcept;

// Takes the contents of another one into the memory that is there. DLOPT_ERR_OUT_OF_MEMORY, with nothing changed, where they are not laid
// out alike.
dlopt_status take_over(dlopt_optimizer& to, const dlopt_optimizer& from) noexcept;

} // namespace dlopt
