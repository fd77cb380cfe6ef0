#include "init/install/install.hpp"

#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <catch2/catch_test_macros.hpp>
#include <sched.h>
#include <unistd.h>

#include "tests/support/temporary_folder.hpp"

namespace chandler::install {
namespace {

namespace fs = std::filesystem;

class Folders {
 public:
  Folders() {
    for (const char* folder : {"bin", "lib", "etc"}) fs::create_directories(from() / folder);
    write("bin/chandler", "the program", 0755);
    write("lib/ld-linux-x86-64.so.2", "the loader", 0755);
    write("lib/libssl.so.3", std::string(1'000'000, 's'), 0644);
    write("etc/ca.crt", "authorities", 0444);
  }

  void write(const std::string& name, const std::string& text, mode_t mode) const {
    std::ofstream(from() / name) << text;
    chmod((from() / name).c_str(), mode);
  }
  std::string read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(to() / name).rdbuf();
    return text.str();
  }
  fs::path from() const { return root_.path() / "from"; }
  fs::path to() const { return root_.path() / "to"; }
  int count() const {
    int files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(to())) files += entry.is_regular_file() ? 1 : 0;
    return files;
  }

 private:
  tests::TemporaryFolder root_;
};

TEST_CASE_METHOD(Folders, "the program, its libraries, the loader under a fixed name and the authorities are copied") {
  const auto installed = install(from(), to());
  REQUIRE(installed.has_value());
  CHECK(installed->files == 5);
  CHECK(count() == 5);
  CHECK(read("bin/chandler") == "the program");
  CHECK(read("lib/ld.so") == "the loader");
  CHECK(read("lib/libssl.so.3").size() == 1'000'000);
  CHECK(fs::status(to() / "bin/chandler").permissions() == fs::perms(0755));
  CHECK(fs::status(to() / "lib/libssl.so.3").permissions() == fs::perms(0644));
  CHECK(fs::status(to() / "etc/ca.crt").permissions() == fs::perms(0444));
}

TEST_CASE_METHOD(Folders, "modes do not depend on the umask") {
  const mode_t before = umask(0077);
  const auto installed = install(from(), to());
  umask(before);
  REQUIRE(installed.has_value());
  CHECK(fs::status(to() / "bin/chandler").permissions() == fs::perms(0755));
  CHECK(fs::status(to() / "bin").permissions() == fs::perms(0755));
}

TEST_CASE_METHOD(Folders, "a second run replaces what the first left, whole or cut short") {
  REQUIRE(install(from(), to()).has_value());
  std::ofstream(to() / "bin/chandler") << "cut";
  std::ofstream(to() / "bin/.chandler.new") << "left over";
  write("etc/ca.crt.new", "", 0644);
  REQUIRE(install(from(), to()).has_value());
  CHECK(read("bin/chandler") == "the program");
  CHECK(count() == 5);
}

TEST_CASE_METHOD(Folders, "a program that runs from the old copy is replaced, not written into") {
  REQUIRE(install(from(), to()).has_value());
  const std::ifstream running(to() / "bin/chandler");
  const auto before = fs::hard_link_count(to() / "bin/chandler");
  fs::create_hard_link(to() / "bin/chandler", to() / "bin/old");
  write("bin/chandler", "a newer program", 0755);
  REQUIRE(install(from(), to()).has_value());
  CHECK(before == 1);
  CHECK(read("bin/old") == "the program");
  CHECK(read("bin/chandler") == "a newer program");
}

TEST_CASE_METHOD(Folders, "a folder that is not the image's is refused by what it lacks") {
  SECTION("no program") {
    fs::remove(from() / "bin/chandler");
  }
  SECTION("no authorities") {
    fs::remove(from() / "etc/ca.crt");
  }
  SECTION("no loader") {
    fs::remove(from() / "lib/ld-linux-x86-64.so.2");
  }
  SECTION("no libraries") {
    fs::remove_all(from() / "lib");
  }
  const auto installed = install(from(), to());
  REQUIRE_FALSE(installed.has_value());
  CHECK(installed.error().code == "install.not_complete");
  CHECK(installed.error().outcome == core::Outcome::problem);
  CHECK_FALSE(fs::exists(to()));
}

// Runs `body` in a mount namespace of its own; false: the right to make one lacks.
bool in_own_mounts(const std::function<int()>& body, int& exit_code) {
  const pid_t child = fork();
  if (child == 0) {
    if (unshare(CLONE_NEWNS) != 0) _exit(99);
    // In a chroot "/" is no mount of its own, and this fails: then its mounts are private already.
    const bool made_private = ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    _exit(made_private || errno == EINVAL ? body() : 99);
  }
  int status = 0;
  waitpid(child, &status, 0);
  exit_code = WEXITSTATUS(status);
  return exit_code != 99;
}

int verdict_on(const Folders& folders, const char* options, unsigned long flags, std::string_view message,
               std::string_view hint) {
  fs::create_directories(folders.to());
  if (::mount("tmpfs", folders.to().c_str(), "tmpfs", flags, options) != 0) return 99;
  const auto installed = install(folders.from(), folders.to());
  if (installed || installed.error().code != "install.failed") return 1;
  if (!installed.error().message.contains(message) || !installed.error().hint.contains(hint)) return 2;
  // Nothing half written stands under a final name.
  return fs::exists(folders.to() / "lib/libssl.so.3") ? 3 : 0;
}

TEST_CASE_METHOD(Folders, "a full or read-only volume is told with what to do") {
  int full = 0;
  int read_only = 0;
  const bool able =
      in_own_mounts([&] { return verdict_on(*this, "size=100k", 0, "No space left", "sizeLimit"); }, full) &&
      in_own_mounts([&] { return verdict_on(*this, "", MS_RDONLY, "Read-only", "emptyDir"); }, read_only);
  if (!able) SKIP("needs the right to mount");
  CHECK(full == 0);
  CHECK(read_only == 0);
}

}  // namespace
}  // namespace chandler::install
