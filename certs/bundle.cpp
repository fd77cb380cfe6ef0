#include "certs/bundle.hpp"

namespace chandler::certs {

std::vector<std::string_view> certificates_of(std::string_view pem) {
  static constexpr std::string_view begin = "-----BEGIN CERTIFICATE-----";
  static constexpr std::string_view end = "-----END CERTIFICATE-----";
  std::vector<std::string_view> out;
  for (std::size_t at = pem.find(begin); at != std::string_view::npos; at = pem.find(begin, at)) {
    const std::size_t stop = pem.find(end, at);
    if (stop == std::string_view::npos) break;
    out.push_back(pem.substr(at, stop + end.size() - at));
    at = stop;
  }
  return out;
}

}  // namespace chandler::certs
