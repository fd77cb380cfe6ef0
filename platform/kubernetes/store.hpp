#pragma once

#include <nlohmann/json_fwd.hpp>

namespace chandler::platform::kubernetes {

// Where a Reflector puts what it sees. Called by its one thread.
class Store {
 public:
  Store() = default;
  virtual ~Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  Store(Store&&) = delete;
  Store& operator=(Store&&) = delete;

  // A list begins: all of it is `put`, then `end_list` comes. What was not put since is gone. A list that breaks off
  // begins anew.
  virtual void begin_list() = 0;
  virtual void end_list() = 0;

  virtual void put(const nlohmann::json& object) = 0;  // is there, new or changed or as before
  virtual void remove(const nlohmann::json& object) = 0;
};

}  // namespace chandler::platform::kubernetes
