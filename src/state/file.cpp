#include "state/file.h"

#include "core/file.h"
#include "state/load.h"
#include "state/save.h"

namespace dlopt {

namespace {

dlopt_status read_from_file(void* self, void* to, size_t n, size_t& got) noexcept {
  return static_cast<open_file*>(self)->read_some(static_cast<char*>(to), n, got);
}

} // namespace

dlopt_status save_file(const dlopt_optimizer& o, const dlopt_save_desc& desc, const char* path) noexcept {
  return replace_file(path, [&](const byte_sink& sink) noexcept { return save_optimizer(o, desc, sink); });
}

dlopt_status load_file(dlopt_optimizer& o, const dlopt_load_desc& desc, const char* path) noexcept {
  if (dlopt_status status = check_path(path)) return status;
  open_file file(path);
  int64_t bytes = 0;
  if (dlopt_status status = file.open_to_read(bytes)) return status;
  return load_optimizer(o, desc, {read_from_file, &file, bytes});
}

} // namespace dlopt
