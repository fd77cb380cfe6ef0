#pragma once

#include <string>

#include "certs/source.hpp"

namespace chandler::certs {

// Two PEM files that somebody else renews, such as a mounted Secret. Trust is that one's business too.
class FileSource final : public Source {
 public:
  FileSource(std::string chain_file, std::string key_file);

  core::Expected<Bundle> load() override;
  core::Expected<void> publish(const Bundle&) override { return {}; }

 private:
  std::string chain_file_;
  std::string key_file_;
};

}  // namespace chandler::certs
