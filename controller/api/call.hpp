#pragma once

#include "controller/api/api.hpp"

namespace chandler::controller::api {

struct Api::Call {
  const platform::http::Request& request;
  const Route& route;
  Caller caller;
};

}  // namespace chandler::controller::api
