// Checkpoints as files: another process goes on, and the old file stands whatever fails.
#include "other_process.h"

#include <cerrno>
#include <climits>
#include <dirent.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace dlopt_test {
namespace {

// A folder that goes with all that is in it.
class folder {
public:
  folder() {
    const char* const base = std::getenv("TMPDIR");
    path_ = std::string(base ? base : "/tmp") + "/dlopt-state-XXXXXX";
    EXPECT_NE(nullptr, mkdtemp(path_.data()));
  }
  ~folder() {
    for (const std::string& name : names()) {
      unlink((path_ + "/" + name).c_str());
      rmdir((path_ + "/" + name).c_str());
    }
    rmdir(path_.c_str());
  }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  std::vector<std::string> names() const {
    std::vector<std::string> all;
    DIR* const dir = opendir(path_.c_str());
    while (const dirent* entry = readdir(dir))
      if (entry->d_name != std::string(".") && entry->d_name != std::string("..")) all.push_back(entry->d_name);
    closedir(dir);
    return all;
  }

private:
  std::string path_;
};

TEST(File, AnotherProcessGoesOnToTheSameBits) {
  const folder dir;
  mixed_net whole = sample_net(true), first = sample_net(true);
  step_sample(whole, 1, 2 * kSampleHalf);
  step_sample(first, 1, kSampleHalf);
  const std::string path = dir / "run.safetensors";
  ASSERT_DLOPT(dlopt_optimizer_save_file(first.optimizer.get(), path.c_str(), nullptr));
  ASSERT_EQ(1u, dir.names().size()) << "and nothing beside it";
  EXPECT_EQ(saved(first.optimizer.get()), read_file(path));
  ASSERT_TRUE(write_file(path + ".params", sample_params(first)));
  const pid_t child = fork();
  if (child == 0) {
    execl("/proc/self/exe", "dlopt_state_tests", "--resume", path.c_str(), static_cast<char*>(nullptr));
    _exit(126);
  }
  int status = -1;
  ASSERT_EQ(child, waitpid(child, &status, 0));
  ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  EXPECT_EQ(saved(whole.optimizer.get()), read_file(path + ".done"));
  EXPECT_TRUE(sample_params(whole) == read_file(path + ".done.params"));
}

TEST(File, WhatCannotBeWrittenLeavesTheOldFile) {
  const folder dir;
  mixed_net net = sample_net(true);
  dlopt_optimizer* const o = net.optimizer.get();
  const std::string path = dir / "run", old = saved(o);
  ASSERT_DLOPT(dlopt_optimizer_save_file(o, path.c_str(), nullptr));
  step_sample(net, 1, 1);

  rlimit limit;
  ASSERT_EQ(0, getrlimit(RLIMIT_FSIZE, &limit));
  const rlimit less = {old.size() / 2, limit.rlim_max};
  auto* const before = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(0, setrlimit(RLIMIT_FSIZE, &less)); // writing fails in the middle
  const dlopt_status status = dlopt_optimizer_save_file(o, path.c_str(), nullptr);
  ASSERT_EQ(0, setrlimit(RLIMIT_FSIZE, &limit));
  std::signal(SIGXFSZ, before);
  EXPECT_EQ(DLOPT_ERR_IO, status);
  EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "File too large")) << dlopt_last_error();
  EXPECT_EQ(1u, dir.names().size());
  EXPECT_EQ(old, read_file(path));
  ASSERT_DLOPT(dlopt_optimizer_save_file(o, path.c_str(), nullptr));
  EXPECT_EQ(saved(o), read_file(path));
}

// As any program makes them: who may read it is the affair of the umask, also where another file was there.
TEST(File, HasTheModeOfANewFile) {
  const folder dir;
  mixed_net net(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, {{3}});
  const std::string path = dir / "run";
  const mode_t before = umask(0);
  for (mode_t hidden : {mode_t(0), mode_t(027)}) {
    umask(hidden);
    EXPECT_DLOPT(dlopt_optimizer_save_file(net.optimizer.get(), path.c_str(), nullptr));
    struct stat info;
    ASSERT_EQ(0, stat(path.c_str(), &info));
    EXPECT_EQ(0666u & ~hidden, info.st_mode & 0777u);
  }
  umask(before);
}

// The longest path that the system takes is taken.
TEST(File, APathOfTheMostBytes) {
  const folder dir;
  mixed_net net(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, {{3}});
  dlopt_optimizer* const o = net.optimizer.get();
  EXPECT_DLOPT(dlopt_optimizer_save_file(o, (dir / "run").c_str(), nullptr));
  const std::string start = dir / "", end = "run";
  const auto path_of = [&](size_t bytes) { return start + std::string(bytes - start.size() - end.size(), '/') + end; };
  EXPECT_DLOPT(dlopt_optimizer_load_file(o, path_of(PATH_MAX - 1).c_str(), nullptr));
  EXPECT_EQ(DLOPT_ERR_IO, dlopt_optimizer_load_file(o, path_of(PATH_MAX).c_str(), nullptr));
}

struct bad_path {
  std::string path;
  dlopt_status status;
  const char* says;
};

TEST(File, BadPaths) {
  const folder dir;
  mixed_net net(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, {{3}});
  dlopt_optimizer* const o = net.optimizer.get();
  ASSERT_EQ(0, mkdir((dir / "folder").c_str(), 0777));
  ASSERT_EQ(0, symlink("nowhere", (dir / "dangling").c_str()));
  ASSERT_EQ(0, mkfifo((dir / "pipe").c_str(), 0666));
  const bad_path unwritable[] = {{"", DLOPT_ERR_INVALID_ARGUMENT, "path"},
                                 {dir / "folder", DLOPT_ERR_IO, "Is a directory"},
                                 {dir / "missing/run", DLOPT_ERR_IO, "No such file"},
                                 {dir / std::string(300, 'x'), DLOPT_ERR_IO, "name too long"},
                                 {std::string(5000, 'x'), DLOPT_ERR_IO, "name too long"}};
  for (const bad_path& bad : unwritable) {
    EXPECT_EQ(bad.status, dlopt_optimizer_save_file(o, bad.path.c_str(), nullptr)) << bad.path;
    EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), bad.says)) << dlopt_last_error();
  }
  EXPECT_EQ(3u, dir.names().size());
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_optimizer_save_file(o, nullptr, nullptr));
  const bad_path unreadable[] = {{"", DLOPT_ERR_INVALID_ARGUMENT, "path"},
                                 {dir / "folder", DLOPT_ERR_IO, "Is a directory"},
                                 {dir / "dangling", DLOPT_ERR_IO, "No such file"},
                                 {dir / "pipe", DLOPT_ERR_IO, "Invalid argument"},
                                 {std::string(5000, 'x'), DLOPT_ERR_IO, "name too long"}};
  for (const bad_path& bad : unreadable) {
    EXPECT_EQ(bad.status, dlopt_optimizer_load_file(o, bad.path.c_str(), nullptr)) << bad.path;
    EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), bad.says)) << dlopt_last_error();
  }
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_optimizer_load_file(o, nullptr, nullptr));
  // A link is replaced, not followed; a file that may not be written is replaced, too: the folder may.
  EXPECT_DLOPT(dlopt_optimizer_save_file(o, (dir / "dangling").c_str(), nullptr));
  EXPECT_EQ(saved(o), read_file(dir / "dangling"));
  ASSERT_EQ(0, chmod((dir / "dangling").c_str(), 0444));
  EXPECT_DLOPT(dlopt_optimizer_save_file(o, (dir / "dangling").c_str(), nullptr));
  EXPECT_EQ(3u, dir.names().size());
}

TEST(File, ATemporaryNameThatIsTakenIsLeftAlone) {
  const folder dir;
  mixed_net net(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, {{3}});
  const auto taken = [&](int i) { return dir / (".dlopt-" + std::to_string(getpid()) + "-" + std::to_string(i) + ".tmp"); };
  for (int i = 0; i < 60; i++) ASSERT_TRUE(write_file(taken(i), "mine"));
  EXPECT_DLOPT(dlopt_optimizer_save_file(net.optimizer.get(), (dir / "run").c_str(), nullptr));
  for (int i = 0; i < 60; i++) EXPECT_EQ("mine", read_file(taken(i)));
  EXPECT_EQ(61u, dir.names().size());
}

TEST(File, AnEmptyFileAndAFileInTheWorkingFolder) {
  const folder dir;
  mixed_net net(busy_variant(DLOPT_RULE_ADAMW), DLOPT_DTYPE_F32, {{3}});
  ASSERT_TRUE(write_file(dir / "empty", ""));
  EXPECT_EQ(DLOPT_ERR_CORRUPT, dlopt_optimizer_load_file(net.optimizer.get(), (dir / "empty").c_str(), nullptr));
  char before[4096];
  ASSERT_NE(nullptr, getcwd(before, sizeof before));
  ASSERT_EQ(0, chdir((dir / "").c_str()));
  EXPECT_DLOPT(dlopt_optimizer_save_file(net.optimizer.get(), "here", nullptr));
  EXPECT_DLOPT(dlopt_optimizer_load_file(net.optimizer.get(), "here", nullptr));
  ASSERT_EQ(0, chdir(before));
}

} // namespace
} // namespace dlopt_test
