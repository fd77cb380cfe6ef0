#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "controller/api/parameters.hpp"
#include "controller/api/problem.hpp"

namespace chandler::controller::api {

// One of a list: where it stands in it, and what is told of it.
struct Listed {
  std::string key;   // sorts; no two are the same
  std::string text;  // JSON
};

struct PageRequest {
  std::size_t limit = 0;
  std::string after = {};  // the key that the page before ended with; empty: the first page
};

inline constexpr std::size_t longest_page = 5'000;

// Of the parameters `limit` and `continue`.
Result<PageRequest> page_request(const Parameters& parameters);

// {"items":[…],"total":N,"continue":"…"}: `all` in order of their keys, `continue` only where there is more. A page
// begins behind the key that the one before ended with, whatever came and went meanwhile.
std::string page_of(std::vector<Listed> all, const PageRequest& page);

}  // namespace chandler::controller::api
