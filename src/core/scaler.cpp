#include "core/scaler.h"

#include "core/last_error.h"
#include "core/registry.h"

#include <cstring>

namespace dlopt {

namespace {

constexpr double kLeastScale = 1 / kLargestAmount, kMostCounts = 0x1p+53;

constexpr hyper_row fields[] = {
    {DLOPT_SCALER_INIT_SCALE, DLOPT_KIND_REAL, "init_scale", 65536, kLeastScale, kLargestAmount,
     "the scale to begin with; setting it begins anew"},
    {DLOPT_SCALER_GROWTH_FACTOR, DLOPT_KIND_REAL, "growth_factor", 2, 1, kLargestAmount, "what the scale is multiplied by when it grows"},
    {DLOPT_SCALER_BACKOFF_FACTOR, DLOPT_KIND_REAL, "backoff_factor", 0.5, kLeastScale, 1, "what it is multiplied by after an overflow"},
    {DLOPT_SCALER_GROWTH_INTERVAL, DLOPT_KIND_INTEGER, "growth_interval", 2000, 1, kMostCounts, "finite updates in a row before it grows"},
    {DLOPT_SCALER_MIN_SCALE, DLOPT_KIND_REAL, "min_scale", kLeastScale, kLeastScale, kLargestAmount, "it does not fall below this"},
    {DLOPT_SCALER_MAX_SCALE, DLOPT_KIND_REAL, "max_scale", kLargestAmount, kLeastScale, kLargestAmount, "it does not grow beyond this"},
    {DLOPT_SCALER_HYSTERESIS, DLOPT_KIND_INTEGER, "hysteresis", 1, 1, kMostCounts,
     "the scale falls at this overflow, those before only use it up"},
    {DLOPT_SCALER_CONSECUTIVE_HYSTERESIS, DLOPT_KIND_FLAG, "consecutive_hysteresis", 0, 0, 1, "every finite update restores hysteresis"},
    {DLOPT_SCALER_DYNAMIC, DLOPT_KIND_FLAG, "dynamic", 1, 0, 1, "0 keeps the scale as it is"},
    {DLOPT_SCALER_AT_MINIMUM, DLOPT_KIND_CHOICE, "at_minimum", DLOPT_AT_MINIMUM_STAY, 0, DLOPT_AT_MINIMUM_FAIL,
     "what an overflow does there; see dlopt_at_minimum", "stay fail"},
    {DLOPT_SCALER_SINGLE, DLOPT_KIND_FLAG, "single", 1, 0, 1, "the scale is rounded to f32 at each change"},
    {DLOPT_SCALER_DEFERRED, DLOPT_KIND_FLAG, "deferred", 0, 0, 1, "steps only note what they find, for dlopt_scaler_update"},
    {DLOPT_SCALER_GROWTH_DELAY, DLOPT_KIND_INTEGER, "growth_delay", 0, 0, kMostCounts,
     "finite updates after an overflow that do not count"},
    {DLOPT_SCALER_SCALE, DLOPT_KIND_REAL, "scale", 65536, kLeastScale, kLargestAmount, "the scale now"},
    {DLOPT_SCALER_GROWTH_TRACKER, DLOPT_KIND_INTEGER, "growth_tracker", 0, -kMostCounts, kMostCounts, "finite updates in a row that count"},
    {DLOPT_SCALER_HYSTERESIS_LEFT, DLOPT_KIND_INTEGER, "hysteresis_left", 1, 1, kMostCounts, "at 1 the next overflow lowers the scale"},
    {DLOPT_SCALER_SKIPPED, DLOPT_KIND_INTEGER, "skipped", 0, 0, kMostCounts, "updates with an overflow so far"},
    {DLOPT_SCALER_FOUND, DLOPT_KIND_FLAG, "found", 0, 0, 1, "a step since the last update found an overflow"},
};
constexpr int32_t kFields = int32_t(sizeof fields / sizeof *fields);
static_assert(kFields == DLOPT_SCALER_FOUND, "fields are numbered from 1 without gaps");

struct preset_value {
  const char* preset;
  dlopt_scaler_field field;
  double value;
};
// What each has other than the defaults.
constexpr preset_value presets[] = {
    {"torch", DLOPT_SCALER_DYNAMIC, 1},
    {"deepspeed", DLOPT_SCALER_GROWTH_INTERVAL, 1000},
    {"deepspeed", DLOPT_SCALER_MIN_SCALE, 1},
    {"deepspeed", DLOPT_SCALER_HYSTERESIS, 2},
    {"deepspeed", DLOPT_SCALER_AT_MINIMUM, DLOPT_AT_MINIMUM_FAIL},
    {"deepspeed", DLOPT_SCALER_SINGLE, 0},
    {"deepspeed", DLOPT_SCALER_GROWTH_DELAY, 1},
    {"static", DLOPT_SCALER_DYNAMIC, 0},
};

bool has(const dlopt_scaler& s, dlopt_scaler_field flag) noexcept { return s[flag] != 0; }

void begin_anew(dlopt_scaler& s) noexcept {
  for (int32_t field = DLOPT_SCALER_SCALE; field <= DLOPT_SCALER_FOUND; ++field) s.value[field] = fields[field - 1].default_value;
  s.value[DLOPT_SCALER_SCALE] = s[DLOPT_SCALER_INIT_SCALE];
  s.value[DLOPT_SCALER_HYSTERESIS_LEFT] = s[DLOPT_SCALER_HYSTERESIS];
  s.value[DLOPT_SCALER_GROWTH_TRACKER] = 0 - s[DLOPT_SCALER_GROWTH_DELAY];
}

double rounded(const dlopt_scaler& s, double scale) noexcept { return has(s, DLOPT_SCALER_SINGLE) ? double(float(scale)) : scale; }

void back_off(dlopt_scaler& s) noexcept {
  s.value[DLOPT_SCALER_GROWTH_TRACKER] = 0 - s[DLOPT_SCALER_GROWTH_DELAY];
  if (s[DLOPT_SCALER_HYSTERESIS_LEFT] > 1) {
    --s.value[DLOPT_SCALER_HYSTERESIS_LEFT];
    return;
  }
  const double next = rounded(s, s[DLOPT_SCALER_SCALE] * s[DLOPT_SCALER_BACKOFF_FACTOR]);
  s.value[DLOPT_SCALER_SCALE] = next > s[DLOPT_SCALER_MIN_SCALE] ? next : s[DLOPT_SCALER_MIN_SCALE];
}

void count_finite(dlopt_scaler& s) noexcept {
  if (has(s, DLOPT_SCALER_CONSECUTIVE_HYSTERESIS)) s.value[DLOPT_SCALER_HYSTERESIS_LEFT] = s[DLOPT_SCALER_HYSTERESIS];
  if (++s.value[DLOPT_SCALER_GROWTH_TRACKER] < s[DLOPT_SCALER_GROWTH_INTERVAL]) return;
  s.value[DLOPT_SCALER_GROWTH_TRACKER] = 0;
  s.value[DLOPT_SCALER_HYSTERESIS_LEFT] = s[DLOPT_SCALER_HYSTERESIS];
  const double next = rounded(s, s[DLOPT_SCALER_SCALE] * s[DLOPT_SCALER_GROWTH_FACTOR]);
  if (next <= s[DLOPT_SCALER_MAX_SCALE]) s.value[DLOPT_SCALER_SCALE] = next;
}

} // namespace

int32_t scaler_field_count() noexcept { return kFields; }
const hyper_row& scaler_field_at(int32_t index) noexcept { return fields[index]; }

const hyper_row* find_scaler_field(dlopt_scaler_field field) noexcept { return find_field(fields, kFields, field, "scalers", "do not"); }

dlopt_scaler* make_scaler(dlopt_runtime& runtime) noexcept {
  auto* const s = make_handle<dlopt_scaler>(runtime, kScalerTag);
  if (!s) return nullptr;
  s->runtime = &runtime;
  for (const hyper_row& row : fields) s->value[row.id] = row.default_value;
  return s;
}

void free_scaler(dlopt_scaler* s) noexcept { unmake_handle(*s->runtime, s); }

void set_field(dlopt_scaler& s, dlopt_scaler_field field, double value) noexcept {
  s.value[field] = value;
  if (field == DLOPT_SCALER_INIT_SCALE) begin_anew(s);
  if (field == DLOPT_SCALER_HYSTERESIS) s.value[DLOPT_SCALER_HYSTERESIS_LEFT] = value;
  if (field == DLOPT_SCALER_GROWTH_DELAY) s.value[DLOPT_SCALER_GROWTH_TRACKER] = 0 - value;
}

dlopt_status apply_preset(dlopt_scaler& s, const char* name) noexcept {
  name_list names;
  const char* last = "";
  bool known = false;
  for (const preset_value& row : presets) {
    if (std::strcmp(row.preset, last)) names.add(last = row.preset);
    known |= name && !std::strcmp(row.preset, name);
  }
  if (!known) return fail(DLOPT_ERR_INVALID_ARGUMENT, "preset of a scaler: got %s, wanted one of: %s", quoted(name).text(), names.text());
  for (const hyper_row& row : fields)
    if (row.id != DLOPT_SCALER_DEFERRED) s.value[row.id] = row.default_value;
  for (const preset_value& row : presets)
    if (!std::strcmp(row.preset, name)) s.value[row.field] = row.value;
  begin_anew(s);
  return DLOPT_OK;
}

dlopt_status check_scaler(const dlopt_scaler& s) noexcept {
  if (!has(s, DLOPT_SCALER_DYNAMIC)) return DLOPT_OK;
  const double least = s[DLOPT_SCALER_MIN_SCALE], most = s[DLOPT_SCALER_MAX_SCALE];
  if (least <= s[DLOPT_SCALER_SCALE] && s[DLOPT_SCALER_SCALE] <= most) return DLOPT_OK;
  return fail(DLOPT_ERR_OUT_OF_RANGE, "scale of the scaler: got %s, wanted min_scale, %s, to max_scale, %s",
              number(s[DLOPT_SCALER_SCALE]).text(), number(least).text(), number(most).text());
}

dlopt_status check_backoff(const dlopt_scaler& s) noexcept {
  const bool fails = has(s, DLOPT_SCALER_DYNAMIC) && s[DLOPT_SCALER_AT_MINIMUM] == double(DLOPT_AT_MINIMUM_FAIL);
  if (!fails || s[DLOPT_SCALER_HYSTERESIS_LEFT] > 1 || s[DLOPT_SCALER_SCALE] > s[DLOPT_SCALER_MIN_SCALE]) return DLOPT_OK;
  return fail(DLOPT_ERR_NONFINITE,
              "scaler: got a gradient that is not finite at the lowest scale, %s; wanted none: it cannot fall any more",
              number(s[DLOPT_SCALER_SCALE]).text());
}

void take_result(dlopt_scaler& s, bool nonfinite) noexcept {
  if (!has(s, DLOPT_SCALER_DEFERRED)) update_scaler(s, nonfinite);
  else if (nonfinite) s.value[DLOPT_SCALER_FOUND] = 1;
}

void update_scaler(dlopt_scaler& s, bool nonfinite) noexcept {
  const bool found = nonfinite || has(s, DLOPT_SCALER_FOUND);
  s.value[DLOPT_SCALER_FOUND] = 0;
  if (found && s[DLOPT_SCALER_SKIPPED] < kMostCounts) ++s.value[DLOPT_SCALER_SKIPPED];
  if (!has(s, DLOPT_SCALER_DYNAMIC)) return;
  if (found) back_off(s);
  else count_finite(s);
}

} // namespace dlopt
