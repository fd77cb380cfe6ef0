#pragma once

#include <functional>
#include <string>

#include "cli/manifest/node.hpp"
#include "cli/manifest/stream.hpp"

namespace chandler::cli::manifest {

// What a manifest says about itself.
struct Identity {
  std::string kind;
  std::string name;
  std::string namespace_name;  // "default" where it says none
};

Identity identify(const Node& object);

// "Deployment/menu": for a person.
std::string display_name(const Identity& identity);

// Calls `visit` for each object of the stream, those inside a List too; what it returns true for counts as
// changed.
void for_each_object(Stream& stream, const std::function<bool(Node& object)>& visit);
void for_each_object(Document& document, const std::function<bool(Node& object)>& visit);

// Takes out the documents that are such objects, and the items of Lists that are.
void remove_objects(Stream& stream, const std::function<bool(const Node& object)>& unwanted);

}  // namespace chandler::cli::manifest
