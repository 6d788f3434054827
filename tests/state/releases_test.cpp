// What every release has written is loaded to the state that it had, bit for bit.
#include "checkpoint.h"
#include "other_process.h"

#include <filesystem>
#include <sstream>

namespace dlopt_test {
namespace {

namespace fs = std::filesystem;

struct kept_file {
  std::string name, rule, hash;
  double scale;
};

std::vector<kept_file> files_of(const std::string& folder) {
  std::vector<kept_file> all;
  std::istringstream lines(read_file(folder + "/hashes"));
  for (kept_file f; lines >> f.name >> f.rule >> f.hash >> f.scale;) all.push_back(f);
  EXPECT_TRUE(lines.eof());
  return all;
}

dlopt_rule rule_named(const std::string& name) {
  for (dlopt_rule rule : all_rules())
    if (name == dlopt_rule_name(rule)) return rule;
  ADD_FAILURE() << "no rule " << name;
  return DLOPT_RULE_SGD;
}

std::string hash_of(dlopt_optimizer* o) {
  uint64_t hash = 0;
  EXPECT_DLOPT(dlopt_optimizer_state_hash(o, nullptr, 0, &hash));
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
  return text;
}

void expect_loaded(const kept_file& f, const std::string& bytes) {
  const optimizer_handle o = make_optimizer(rule_named(f.rule));
  dlopt_scaler* scaler = nullptr;
  if (f.scale) ASSERT_DLOPT(dlopt_scaler_create(nullptr, &scaler));
  ASSERT_DLOPT(load(o.get(), bytes, load_with(DLOPT_LOAD_DECLARE, scaler)));
  EXPECT_EQ(f.hash, hash_of(o.get()));
  double scale = 0;
  if (scaler) EXPECT_DLOPT(dlopt_scaler_scale(scaler, &scale));
  EXPECT_EQ(f.scale, scale);
  const optimizer_handle other = make_optimizer(rule_named(f.rule));
  EXPECT_DLOPT(load(other.get(), saved(o.get(), scaler), DLOPT_LOAD_DECLARE));
  EXPECT_EQ(f.hash, hash_of(other.get())) << "written by this release";
  if (scaler) EXPECT_DLOPT(dlopt_scaler_destroy(scaler));
}

TEST(Releases, EveryFileLoadsToTheStateThatItHad) {
  size_t releases = 0;
  for (const fs::directory_entry& release : fs::directory_iterator(DLOPT_RELEASES_DIR)) {
    const std::vector<kept_file> files = files_of(release.path().string());
    EXPECT_FALSE(files.empty()) << release.path();
    EXPECT_EQ(size_t(std::distance(fs::directory_iterator(release.path()), fs::directory_iterator())), files.size() + 1) << release.path();
    for (const kept_file& f : files) {
      SCOPED_TRACE(release.path().string() + " " + f.name);
      expect_loaded(f, read_file(release.path().string() + "/" + f.name + ".safetensors"));
    }
    releases++;
  }
  EXPECT_LE(1u, releases);
}

} // namespace
} // namespace dlopt_test
