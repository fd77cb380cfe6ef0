#pragma once

#include <cstddef>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "controller/api/problem.hpp"

namespace chandler::controller::api {

// A query's parameters, decoded.
class Parameters {
 public:
  // Fails on one that is not among `known`, and on what is no query: a mistyped filter must not show everything.
  static Result<Parameters> parse(std::string_view query, std::initializer_list<std::string_view> known);

  // All values of that name, in order; none where it was not given.
  const std::vector<std::string>& all(std::string_view name) const;
  // Empty where it was not given; fails when it was given twice.
  Result<std::string> one(std::string_view name) const;
  // A number of `least` to `most`, or `otherwise`.
  Result<std::size_t> number(std::string_view name, std::size_t least, std::size_t most, std::size_t otherwise) const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

}  // namespace chandler::controller::api
