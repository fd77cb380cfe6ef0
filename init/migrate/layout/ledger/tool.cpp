#include "init/migrate/layout/ledger/tool.hpp"

// Most tools keep no checksum.
namespace chandler::migrate::ledger {

core::Expected<std::string> Tool::checksum(const Folder& /*folder*/, const std::string& /*file*/) const {
  return "";
}

core::Expected<std::string> Tool::harmless_change(const Folder& /*folder*/, const File& /*file*/,
                                                  const Row& /*row*/) const {
  return "";
}

std::string Tool::set_checksum(std::string_view /*schema*/, const std::string& /*version*/,
                               const std::string& /*checksum*/) const {
  return "";
}

}  // namespace chandler::migrate::ledger
