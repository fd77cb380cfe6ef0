#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace chandler::platform::kubernetes {

// Where Reflectors put what they see: one for a whole collection, or one for each of some namespaces, each with a
// thread of its own.
class Store {
 public:
  Store() = default;
  virtual ~Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  Store(Store&&) = delete;
  Store& operator=(Store&&) = delete;

  // A list begins, of that namespace or, with "", of all: all of it is `put`, then `end_list` comes. What of it was not
  // put since is gone. A list that breaks off begins anew.
  virtual void begin_list(const std::string& namespace_name) = 0;
  virtual void end_list(const std::string& namespace_name) = 0;

  virtual void put(const nlohmann::json& object) = 0;  // is there, new or changed or as before
  virtual void remove(const nlohmann::json& object) = 0;
};

}  // namespace chandler::platform::kubernetes
