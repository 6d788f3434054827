// What the command can do with files that are open. Each prints, as JSON if it is asked to, and tells how the program ends.
#pragma once

#include "input.h"

namespace dlopt::inspect {

enum exit_status { kFine = 0, kNotFine = 1, kTrouble = 2 }; // damaged or different; unreadable, or used wrongly

exit_status show(const input& file);
exit_status show_json(const input& file);
exit_status verify(input& file, bool as_json);
exit_status verify_failed(const char* path, bool as_json); // its header could not be read: last_error()
exit_status compare(input& a, input& b, bool as_json);

exit_status report_trouble(const char* path); // last_error(), on the standard error output

} // namespace dlopt::inspect
