#pragma once

#include "cron/probe/keep/keep.hpp"

namespace chandler::probe {

// A JSON file: {"DATABASE": {"CHECK": {"NAME": "VALUE"}}}. It is replaced whole, so that a kill leaves the old one or
// the new one. Two runs of different databases must not share one at the same time.
class FileKeep : public Keep {
 public:
  FileKeep(std::filesystem::path file, std::string database) : file_(std::move(file)), database_(std::move(database)) {}

  core::Expected<Memories> read(platform::postgres::Session& session) override;
  core::Expected<void> write(platform::postgres::Session& session, std::string_view check,
                             const Memory& memory) override;
  core::Expected<void> append(platform::postgres::Session&, const CheckReport&, const DatabaseReport&) override {
    return {};
  }

 private:
  std::filesystem::path file_;
  std::string database_;
};

}  // namespace chandler::probe
