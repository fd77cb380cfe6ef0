#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <utility>

#include "init/migrate/source/folder.hpp"

namespace chandler::migrate {

// A folder of files, gone with the object.
class TemporaryFolder {
 public:
  using Files = std::initializer_list<std::pair<std::string, std::string>>;

  explicit TemporaryFolder(Files files = {}) : path_(make()) {
    for (const auto& [name, text] : files) write(name, text);
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  TemporaryFolder(TemporaryFolder&&) = delete;
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;

  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  void remove(const std::string& name) const { std::filesystem::remove(path_ / name); }

  Folder open() const {
    auto folder = Folder::open(path_);
    if (!folder) throw std::runtime_error(core::describe(folder.error()));
    return *std::move(folder);
  }

  const std::filesystem::path& path() const { return path_; }

 private:
  static std::filesystem::path make() {
    std::string name = (std::filesystem::temp_directory_path() / "chandler-migrate-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    return name;
  }

  std::filesystem::path path_;
};

}  // namespace chandler::migrate
