#include "certs/file_source.hpp"

#include <filesystem>
#include <fstream>

#include <catch2/catch_test_macros.hpp>
#include <unistd.h>

namespace chandler::certs {

TEST_CASE("files are read again each time, and a missing one is named") {
  namespace fs = std::filesystem;
  std::string name = (fs::temp_directory_path() / "chandler-files-XXXXXX").string();
  const fs::path folder = mkdtemp(name.data());
  FileSource source(folder / "tls.crt", folder / "tls.key");
  CHECK(source.load().error().where == (folder / "tls.crt").string());
  std::ofstream(folder / "tls.crt") << "one";
  CHECK(source.load().error().where == (folder / "tls.key").string());
  std::ofstream(folder / "tls.key") << "key";
  CHECK(source.load().value() == Bundle{.chain = "one", .key = "key"});
  std::ofstream(folder / "tls.crt") << "two";
  CHECK(source.load().value().chain == "two");
  fs::remove_all(folder);
}

}  // namespace chandler::certs
