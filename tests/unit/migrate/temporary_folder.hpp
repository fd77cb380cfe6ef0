#pragma once

#include "init/migrate/source/folder.hpp"
#include "tests/support/temporary_folder.hpp"

namespace chandler::migrate {

// A folder of migrations.
class TemporaryFolder : public tests::TemporaryFolder {
 public:
  using tests::TemporaryFolder::TemporaryFolder;

  Folder open() const {
    auto folder = Folder::open(path());
    if (!folder) throw std::runtime_error(core::describe(folder.error()));
    return *std::move(folder);
  }
};

}  // namespace chandler::migrate
