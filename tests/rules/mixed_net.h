// Parameters stored in any way, with states kept in any form, under wrappers: for tests of what must be the same in all of them.
#pragma once

#include "few_bits.h"
#include "pieces.h"
#include "stored.h"
#include "variants.h"
#include "wrapped_net.h"

namespace dlopt_test {

using bytes = std::vector<unsigned char>;

class mixed_net {
public:
  using shape_list = wrapped_net::shape_list;
  mixed_net(const variant& rule, const storage& stored, const shape_list& dims, dlopt_state_form states = DLOPT_STATES_FULL,
            dlopt_runtime* runtime = nullptr)
      : mixed_net(make_optimizer(rule, runtime), rule, stored, dims, states) {}
  // On an optimizer that has the rule's values, and no parameters yet.
  mixed_net(optimizer_handle made, const variant& rule, const storage& stored, const shape_list& dims, dlopt_state_form states)
      : what(rule), how(stored), form(states), shapes(dims), optimizer(std::move(made)) {
    for (const std::vector<int64_t>& shape : shapes) {
      const int32_t slot = add_param(optimizer.get(), how, shape, form);
      params.emplace_back(how.dtype, small_net::drawn(shape, 100 + uint64_t(slot)), size_t(slot) * 3 % 64);
    }
  }

  // An average gets buffers full of what must never be read.
  void wrap(dlopt_wrapper wrapper, const field_values& fields = {}) {
    int32_t index = -1;
    EXPECT_DLOPT(dlopt_optimizer_wrap(optimizer.get(), wrapper, &index));
    for (const auto& [field, value] : fields) EXPECT_DLOPT(dlopt_optimizer_wrap_set(optimizer.get(), index, field, value));
    for (const std::vector<int64_t>& shape : shapes)
      if (wrapper == DLOPT_WRAPPER_EMA || wrapper == DLOPT_WRAPPER_SWA)
        averages.emplace_back(DLOPT_DTYPE_F32, numbers(small_net::count(shape), 1e30));
  }

  std::vector<dlopt_tensor> tensors(std::vector<buffer>& buffers) const {
    std::vector<dlopt_tensor> out;
    for (size_t i = 0; i < buffers.size(); i++) {
      const std::vector<int64_t>& shape = shapes[i % shapes.size()];
      out.push_back(buffers[i].tensor());
      out.back().ndim = int32_t(shape.size());
      out.back().shape = shape.data();
    }
    return out;
  }
  // The same numbers in every type.
  std::vector<buffer> gradients(int t, dlopt_dtype dtype) const {
    std::vector<buffer> out;
    for (const std::vector<int64_t>& shape : shapes)
      out.emplace_back(dtype, small_net::drawn(shape, uint64_t(1000 * t) + out.size()), size_t(t) % 5);
    return out;
  }
  std::vector<buffer> like_params(dlopt_dtype dtype, double value) const {
    std::vector<buffer> out;
    for (const buffer& param : params) out.emplace_back(dtype, numbers(param.values().size(), value));
    return out;
  }

  // With these gradients; nullptr: those that were accumulated. `piece` as of step_in_pieces.
  dlopt_status step(std::vector<buffer>* grads, dlopt_step_desc& desc, int64_t piece = 0) {
    const std::vector<dlopt_tensor> seconds = tensors(averages);
    std::vector<dlopt_tensor> g;
    if (grads) g = tensors(*grads);
    if (!seconds.empty()) desc.averages = seconds.data();
    if (std::isnan(desc.loss)) desc.loss = 1;
    const dlopt_status status =
        step_in_pieces(optimizer.get(), tensors(params).data(), grads ? g.data() : nullptr, params.size(), &desc, piece);
    desc.averages = nullptr;
    return status;
  }
  dlopt_status step(int t, dlopt_step_desc desc = default_step(), dlopt_dtype gradient = DLOPT_DTYPE_BF16, int64_t piece = 0) {
    std::vector<buffer> grads = gradients(t, gradient);
    desc.loss = t % 5; // falls now and then
    return step(&grads, desc, piece);
  }
  dlopt_status perturb(int t) {
    std::vector<buffer> grads = gradients(t, DLOPT_DTYPE_BF16);
    return dlopt_optimizer_perturb(optimizer.get(), tensors(params).data(), tensors(grads).data(), params.size());
  }
  dlopt_status accumulate(int t, double weight) {
    std::vector<buffer> grads = gradients(t, DLOPT_DTYPE_BF16);
    return dlopt_optimizer_accumulate(optimizer.get(), tensors(grads).data(), grads.size(), weight, nullptr);
  }
  dlopt_status mode(dlopt_mode to) { return dlopt_optimizer_mode(optimizer.get(), to, tensors(params).data(), params.size()); }
  dlopt_status hessian(int t) {
    std::vector<buffer> estimates = gradients(t, DLOPT_DTYPE_BF16);
    return dlopt_optimizer_hessian(optimizer.get(), tensors(estimates).data(), estimates.size());
  }

  numbers standing(size_t slot) const { return stands_for(optimizer.get(), int32_t(slot), params[slot], how.master); }

  // The bytes of what is kept: the rule's states, what stands beside them and what wrappers keep.
  bytes kept(bool with_master = true) const {
    bytes out;
    std::vector<std::string> names = {"slow_param", "accumulated_grad"};
    for (const std::string& state : states_of(what.rule)) names.insert(names.end(), {state, state + "_absmax"});
    if (with_master && array_of(how.master)) names.push_back(array_of(how.master));
    for (const std::string& name : names)
      for (int32_t slot = 0; slot < int32_t(params.size()); slot++) {
        const dlopt_tensor view = state_view(optimizer.get(), slot, name);
        if (view.data) append(out, view.data, elements_of(view) * size_of(view.dtype));
      }
    for (const buffer& average : averages) append(out, average.data(), average.bytes());
    return out;
  }
  bytes everything() const {
    bytes out = kept();
    for (const buffer& param : params) append(out, param.data(), param.bytes());
    return out;
  }

  variant what;
  storage how;
  dlopt_state_form form;
  shape_list shapes;
  optimizer_handle optimizer;
  std::vector<buffer> params, averages; // of those for each that averages one for each slot

private:
  static void append(bytes& out, const void* data, size_t size) {
    const auto* first = static_cast<const unsigned char*>(data);
    out.insert(out.end(), first, first + size);
  }
};

// A parameter is its number, rounded as its master says.
inline void expect_rounded_masters(const mixed_net& net, const std::string& where) {
  for (size_t slot = 0; slot < net.params.size(); slot++) {
    const numbers x = net.standing(slot), p = net.params[slot].values();
    for (size_t i = 0; i < x.size(); i++) {
      const bool nearest = net.how.master == DLOPT_MASTER_SPLIT ? std::fabs(p[i] - x[i]) <= unit_of(net.how.dtype, p[i]) / 2
                                                                : p[i] == rounded(net.how.dtype, x[i]);
      ASSERT_TRUE(nearest) << where << ": " << p[i] << " is not " << x[i] << ", rounded; slot " << slot << " element " << i;
    }
  }
}

// The numbers of both, to the bit, and all that is kept beside the masters.
inline void expect_same_run(const mixed_net& truth, const mixed_net& got, const std::string& where) {
  for (size_t slot = 0; slot < truth.params.size(); slot++) {
    const numbers wanted = truth.standing(slot), x = got.standing(slot);
    for (size_t i = 0; i < x.size(); i++)
      ASSERT_TRUE(!std::memcmp(&wanted[i], &x[i], sizeof x[i]))
          << where << ": " << x[i] << ", wanted " << wanted[i] << "; slot " << slot << " element " << i;
  }
  ASSERT_TRUE(truth.kept(false) == got.kept(false)) << where << ": states or averages";
  expect_rounded_masters(got, where);
}

inline std::vector<storage> exact_forms() {
  std::vector<storage> some;
  for (const storage& s : stored_forms())
    if (keeps_f32(s.master)) some.push_back(s);
  return some;
}

} // namespace dlopt_test
