#include "dlopt/status.h"

#include "core/last_error.h"

using namespace dlopt;

const char* dlopt_last_error(void) { return last_error(); }

const char* dlopt_status_string(dlopt_status status) {
  switch (status) {
#define DLOPT_STATUS_ROW(number, name, text)                                                                                               \
  case number: return text;
    DLOPT_STATUS_MAP(DLOPT_STATUS_ROW)
#undef DLOPT_STATUS_ROW
  default: return "unknown status";
  }
}

int32_t dlopt_version(void) { return DLOPT_VERSION_MAJOR * 1000000 + DLOPT_VERSION_MINOR * 1000 + DLOPT_VERSION_PATCH; }

const char* dlopt_version_string(void) { return DLOPT_VERSION; }

const char* dlopt_build_info(void) {
  return "{\"version\": \"" DLOPT_VERSION "\", \"compiler\": \"" DLOPT_COMPILER "\", \"commit\": \"" DLOPT_COMMIT
         "\", \"isas\": [" DLOPT_ISA_LIST "], \"cuda\": false, \"blas\": false}";
}
