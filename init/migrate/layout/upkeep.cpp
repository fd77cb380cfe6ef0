#include "init/migrate/layout/upkeep.hpp"

namespace chandler::migrate {

std::string_view id_of(Condition condition) {
  switch (condition) {
    case Condition::applied:
      return "applied";
    case Condition::baseline:
      return "baseline";
    case Condition::below_baseline:
      return "below_baseline";
    case Condition::pending:
      return "pending";
    case Condition::above_target:
      return "above_target";
    case Condition::out_of_order:
      return "out_of_order";
    case Condition::failed:
      return "failed";
    case Condition::changed_file:
      return "changed_file";
    case Condition::missing_file:
      return "missing_file";
    case Condition::ahead:
      return "ahead";
  }
  return "";
}

}  // namespace chandler::migrate
