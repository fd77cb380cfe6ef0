#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace chandler::tests {

// A new folder of one's own, gone with the object and all that is in it by then.
class TemporaryFolder {
 public:
  // Names, of sub-folders too, and contents.
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

  std::filesystem::path write(const std::string& name, std::string_view text) const {
    const std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    if (!(std::ofstream(file, std::ios::binary | std::ios::trunc) << text)) {
      throw std::runtime_error("cannot write " + file.string());
    }
    return file;
  }
  void remove(const std::string& name) const { std::filesystem::remove(path_ / name); }

  const std::filesystem::path& path() const { return path_; }

 private:
  static std::filesystem::path make() {
    std::string name = (std::filesystem::temp_directory_path() / "chandler-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    return name;
  }

  std::filesystem::path path_;
};

}  // namespace chandler::tests
