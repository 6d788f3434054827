// dlopt/cpp/schedules.hpp - fields of every schedule. Written by bindings/generate.
#ifndef DLOPT_CPP_SCHEDULES_HPP
#define DLOPT_CPP_SCHEDULES_HPP

#include "schedules/constant.hpp"
#include "schedules/cosine.hpp"
#include "schedules/cosine_restarts.hpp"
#include "schedules/cyclic.hpp"
#include "schedules/exponential.hpp"
#include "schedules/inverse_sqrt.hpp"
#include "schedules/inverse_time.hpp"
#include "schedules/linear.hpp"
#include "schedules/multi_step.hpp"
#include "schedules/noam.hpp"
#include "schedules/one_cycle.hpp"
#include "schedules/piecewise.hpp"
#include "schedules/plateau.hpp"
#include "schedules/polynomial.hpp"
#include "schedules/range_test.hpp"
#include "schedules/rex.hpp"
#include "schedules/step.hpp"
#include "schedules/table.hpp"
#include "schedules/warmup.hpp"
#include "schedules/warmup_cosine.hpp"
#include "schedules/wsd.hpp"

#endif
