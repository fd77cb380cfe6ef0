#pragma once

#include <string_view>

namespace chandler::core {

// How a one-shot command ended. The values are the process's exit codes; scripts rely on them.
enum class Outcome : int {
  done = 0,
  could_not = 1,  // trying again may help: the database is away, a lock was not had in time
  problem = 2,    // a person must look: bad input, a changed migration, refused by a guard
  usage = 64,     // wrong flags or arguments
};

std::string_view name_of(Outcome outcome);

}  // namespace chandler::core
