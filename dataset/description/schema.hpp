#pragma once

#include <string>

namespace chandler::dataset::description {

// load.yaml's grammar as a JSON Schema (2020-12), for editors; docs/load.schema.json.
std::string schema();

}  // namespace chandler::dataset::description
