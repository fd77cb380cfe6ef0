#include "certs/file_source.hpp"

#include <filesystem>
#include <fstream>

#include <catch2/catch_test_macros.hpp>

#include "tests/support/temporary_folder.hpp"

namespace chandler::certs {

TEST_CASE("files are read again each time, and a missing one is named") {
  namespace fs = std::filesystem;
  const tests::TemporaryFolder temporary;
  const fs::path& folder = temporary.path();
  FileSource source(folder / "tls.crt", folder / "tls.key");
  CHECK(source.load().error().where == (folder / "tls.crt").string());
  std::ofstream(folder / "tls.crt") << "one";
  CHECK(source.load().error().where == (folder / "tls.key").string());
  std::ofstream(folder / "tls.key") << "key";
  CHECK(source.load().value() == Bundle{.chain = "one", .key = "key"});
  std::ofstream(folder / "tls.crt") << "two";
  CHECK(source.load().value().chain == "two");
}

}  // namespace chandler::certs
