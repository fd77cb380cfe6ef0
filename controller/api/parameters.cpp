#include "controller/api/parameters.hpp"

#include <algorithm>
#include <charconv>
#include <format>
#include <ranges>
#include <span>

#include "core/text/list.hpp"
#include "core/text/url.hpp"

namespace chandler::controller::api {
namespace {

// application/x-www-form-urlencoded, as browsers' URLSearchParams write it.
std::optional<std::string> decoded(std::string_view text) {
  std::string spaced(text);
  std::ranges::replace(spaced, '+', ' ');
  return core::text::percent_decode(spaced);
}

std::string listed(std::initializer_list<std::string_view> names) {
  return names.size() == 0 ? "there are none here"
                           : "there are: " + core::text::join(std::span(names.begin(), names.size()));
}

}  // namespace

Result<Parameters> Parameters::parse(std::string_view query, std::initializer_list<std::string_view> known) {
  Parameters parameters;
  for (const auto part : std::views::split(query, '&')) {
    const std::string_view pair(part);
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    auto name = decoded(pair.substr(0, equals));
    auto value = equals == std::string_view::npos ? std::string() : decoded(pair.substr(equals + 1));
    if (!name || !value) {
      return refuse(Reason::bad_request, "the query holds a '%' without two hexadecimal digits behind it");
    }
    if (!std::ranges::contains(known, *name)) {
      return refuse(Reason::bad_request, std::format("there is no parameter '{}'; {}", *name, listed(known)));
    }
    parameters.values_[*name].push_back(*std::move(value));
  }
  return parameters;
}

const std::vector<std::string>& Parameters::all(std::string_view name) const {
  static const std::vector<std::string> none;
  const auto found = values_.find(name);
  return found == values_.end() ? none : found->second;
}

Result<std::string> Parameters::one(std::string_view name) const {
  const auto& values = all(name);
  if (values.size() > 1) {
    return refuse(Reason::bad_request, std::format("'{}' is given {} times; give it once", name, values.size()));
  }
  return values.empty() ? std::string() : values.front();
}

Result<std::size_t> Parameters::number(std::string_view name, std::size_t least, std::size_t most,
                                       std::size_t otherwise) const {
  const auto text = one(name);
  if (!text) return std::unexpected(text.error());
  if (text->empty()) return otherwise;
  std::size_t value = 0;
  const char* const end = text->data() + text->size();
  const auto parsed = std::from_chars(text->data(), end, value);
  if (parsed.ec != std::errc{} || parsed.ptr != end || value < least || value > most) {
    return refuse(Reason::bad_request,
                  std::format("'{}' is '{}'; give a number of {} to {}", name, *text, least, most));
  }
  return value;
}

}  // namespace chandler::controller::api
