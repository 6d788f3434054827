// What is done with one sample optimizer in other processes. Each returns an exit status.
#pragma once

#include "checkpoint.h"

namespace dlopt_test {

// AdamW with parameters of two types, an EMA, groups and a schedule.
mixed_net sample_net(bool configured);
constexpr int kSampleHalf = 50;
void step_sample(mixed_net& net, int first, int last);
std::string sample_params(const mixed_net& net);

int resume_from(const std::string& path);  // PATH and PATH.params: 50 steps on, written to PATH.done and PATH.done.params
int write_sample(const std::string& path); // a checkpoint after 50 steps
int rewrite_sample(const std::string& path, const std::string& again); // loads it and saves it to another file

std::string read_file(const std::string& path);
bool write_file(const std::string& path, const std::string& bytes);

} // namespace dlopt_test
