#include "init/wait/namespace.hpp"

#include <fstream>

namespace chandler::wait {

std::string own_namespace(const Surroundings& surroundings) {
  if (auto name = surroundings.environment("CHANDLER_NAMESPACE"); name && !name->empty()) return *name;
  std::ifstream file(surroundings.account_folder + "/namespace");
  std::string name;
  file >> name;
  return name;
}

}  // namespace chandler::wait
