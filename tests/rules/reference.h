// The textbook: every rule, schedule and step in plain f64, written from the papers' equations and sharing nothing with the library.
// Slow, simple, and the judge of the differential test.
#pragma once

#include "reference_rules.h"
#include "reference_schedules.h"
#include "reference_step.h"
