// dlopt/cpp/norm_watch.hpp - a watch over norms, for the moment when they explode.
#ifndef DLOPT_CPP_NORM_WATCH_HPP
#define DLOPT_CPP_NORM_WATCH_HPP

#include "../monitor.h"

#include "buffer.hpp"
#include "callback.hpp"
#include "fields.hpp"
#include "norm_watch_options.hpp"
#include "options.hpp"
#include "runtime.hpp"

namespace dlopt {
inline namespace DLOPT_CPP_MODE {

/// dlopt_norm_watch. It only reports.
class norm_watch : public detail::owned<dlopt_norm_watch, dlopt_norm_watch_destroy> {
public:
  norm_watch() noexcept = default;
  norm_watch(norm_watch&& other) noexcept : owned(std::move(other)), told_(std::exchange(other.told_, nullptr)) {}
  norm_watch& operator=(norm_watch&& other) noexcept {
    std::swap(handle_, other.handle_);
    std::swap(told_, other.told_);
    return *this;
  }
  /// What cannot be destroyed now, because its callable runs, lives on with it.
  ~norm_watch() {
    if (dlopt_norm_watch_destroy(handle_) != DLOPT_OK) return;
    handle_ = nullptr;
    forget(told_);
  }

#ifndef DLOPT_NO_EXCEPTIONS
  explicit norm_watch(const norm_watch_options& options, const runtime& rt = {}) : norm_watch(make(options, rt)) {}
#endif
  /// dlopt_norm_watch_create; then all values that differ from their defaults.
  static outcome<norm_watch> make(const norm_watch_options& options = {}, const runtime& rt = {}) {
    norm_watch made;
    dlopt_status status = dlopt_norm_watch_create(rt.native(), &made.handle_);
    const auto set = [&](dlopt_norm_watch_field field, double value) { return dlopt_norm_watch_set(made.handle_, field, value); };
    if (status == DLOPT_OK) status = detail::set_differing(options, set);
    return detail::settle(status, std::move(made));
  }

  /// dlopt_norm_watch_set.
  outcome<void> set(norm_watch_field field, double value) {
    return detail::settle(dlopt_norm_watch_set(handle_, static_cast<dlopt_norm_watch_field>(field), value));
  }
  /// dlopt_norm_watch_get.
  [[nodiscard]] outcome<double> get(norm_watch_field field) const {
    double value = 0;
    const dlopt_status status = dlopt_norm_watch_get(handle_, static_cast<dlopt_norm_watch_field>(field), &value);
    return detail::settle(status, value);
  }

  /// dlopt_norm_watch_callback: call(int64_t step, double norm, double median) is told of each explosion, and kept. What it throws comes
  /// out of look(), which has then taken the norm.
  template <class Call> outcome<void> on_explosion(Call call) {
    using kept = listener<Call>;
    kept* made = new (std::nothrow) kept(std::move(call));
    if (!made) return detail::refuse<void>(DLOPT_ERR_OUT_OF_MEMORY, "norm_watch: got no memory for %zu bytes of a callable", sizeof(kept));
    return replace(made, &kept::tell);
  }
  /// Tells nobody any more.
  outcome<void> on_explosion(std::nullptr_t) { return replace(nullptr, nullptr); }

  /// dlopt_norm_watch_look: gives whether it is an explosion.
  outcome<bool> look(int64_t step, double norm) {
    int32_t exploded = 0;
    const dlopt_status status = dlopt_norm_watch_look(handle_, step, norm, &exploded);
    if (told_ && status == DLOPT_OK) told_->thrown.throw_again();
    return detail::settle(status, exploded != 0);
  }

  /// dlopt_norm_watch_window: how many norms it holds.
  [[nodiscard]] outcome<size_t> window_size() const { return window({}); }
  /// The same, and the norms from the oldest on: for at least so many there must be room.
  outcome<size_t> window(view<double> norms) const {
    size_t count = 0;
    const dlopt_status status = dlopt_norm_watch_window(handle_, norms.data(), norms.size(), &count);
    return detail::settle(status, count);
  }
  /// dlopt_norm_watch_restore.
  outcome<void> restore(view<const double> norms) { return detail::settle(dlopt_norm_watch_restore(handle_, norms.data(), norms.size())); }

private:
  struct listening {
    void (*forget)(listening*) noexcept;
    detail::caught thrown;
  };
  template <class Call> struct listener : listening {
    explicit listener(Call&& from)
        : listening{[](listening* self) noexcept { delete static_cast<listener*>(self); }, {}}, call(std::move(from)) {}
    static void tell(void* user, int64_t step, double norm, double median) noexcept {
      listener& self = *static_cast<listener*>(static_cast<listening*>(user));
      self.thrown.run(0, [&] { return self.call(step, norm, median), 0; });
    }
    Call call;
  };

  static void forget(listening* old) noexcept {
    if (old) old->forget(old);
  }
  outcome<void> replace(listening* by, dlopt_norm_watch_fn tell) {
    const dlopt_status status = dlopt_norm_watch_callback(handle_, tell, by);
    forget(status == DLOPT_OK ? std::exchange(told_, by) : by);
    return detail::settle(status);
  }

  listening* told_ = nullptr;
};

} // namespace DLOPT_CPP_MODE
} // namespace dlopt

#endif
