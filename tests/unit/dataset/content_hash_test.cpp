#include "dataset/bring/content_hash.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/support/temporary_folder.hpp"

namespace chandler::dataset {
namespace {

constexpr FileIdentity unread{
    .device = 1, .inode = 2, .bytes = 3, .modified = std::chrono::seconds(4), .changed = std::chrono::seconds(5)};

TEST_CASE("a hash that is known admits nothing else, whatever the file system says") {
  const ContentHash hash("abc");
  CHECK(hash.admits("abc", std::nullopt));
  CHECK_FALSE(hash.admits("abd", unread));
  CHECK(hash.text() == "abc");
}

TEST_CASE("a hash is learned from a file that stayed the same, and copies learn together") {
  const ContentHash hash(unread);
  const ContentHash copy = hash;
  CHECK_FALSE(hash.known());
  for (const FileIdentity& other : {FileIdentity{9, 2, 3, std::chrono::seconds(4), std::chrono::seconds(5)},
                                    FileIdentity{1, 9, 3, std::chrono::seconds(4), std::chrono::seconds(5)},
                                    FileIdentity{1, 2, 9, std::chrono::seconds(4), std::chrono::seconds(5)},
                                    FileIdentity{1, 2, 3, std::chrono::seconds(9), std::chrono::seconds(5)},
                                    FileIdentity{1, 2, 3, std::chrono::seconds(4), std::chrono::seconds(9)}}) {
    CHECK_FALSE(hash.admits("abc", other));
    CHECK_FALSE(hash.known());
  }
  CHECK_FALSE(hash.admits("abc", std::nullopt));
  CHECK(hash.admits("abc", unread));
  CHECK(copy.text() == "abc");
  // From then on it is as if it had been known.
  CHECK_FALSE(copy.admits("abd", unread));
}

TEST_CASE("a file that is replaced, or written to, is another") {
  const tests::TemporaryFolder folder;
  folder.write("a", "one");
  folder.write("b", "one");
  const auto a = identity_of(folder.path() / "a");
  REQUIRE(a.has_value());
  CHECK(a == identity_of(folder.path() / "a"));
  CHECK(a != identity_of(folder.path() / "b"));
  folder.write("a", "more");
  CHECK(a != identity_of(folder.path() / "a"));
  CHECK_FALSE(identity_of(folder.path() / "none").has_value());
}

TEST_CASE("only what was last touched some seconds ago is sure to look another after a write") {
  CHECK_FALSE(is_settled(unread, std::chrono::seconds(6)));
  CHECK(is_settled(unread, std::chrono::seconds(8)));
  FileIdentity written = unread;
  written.modified = std::chrono::seconds(7);
  CHECK_FALSE(is_settled(written, std::chrono::seconds(8)));
}

}  // namespace
}  // namespace chandler::dataset
