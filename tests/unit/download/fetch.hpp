#pragma once

#include <chrono>
#include <format>
#include <map>
#include <optional>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "dataset/download/download.hpp"
#include "tests/support/scripted_server.hpp"

namespace chandler::dataset {

using Variables = std::map<std::string, std::string, std::less<>>;
using Peer = tests::ScriptedServer::Peer;

// Waits for nothing longer than it has to.
inline DownloadOptions quick(Variables variables = {}) {
  return {.environment =
              [variables = std::move(variables)](std::string_view name) {
                const auto at = variables.find(name);
                return at == variables.end() ? std::nullopt : std::optional(at->second);
              },
          .limits = {.connect = std::chrono::seconds(5), .quiet = std::chrono::seconds(5)},
          .retry = {.attempts = 3,
                    .first_pause = std::chrono::milliseconds(1),
                    .longest_pause = std::chrono::milliseconds(2'000)}};
}

inline core::Expected<Downloaded> fetch(const std::string& url, const DownloadOptions& options = quick(),
                                        const Validators& known = {}, const std::stop_token& stop = {}) {
  auto address = parse_address(url);
  REQUIRE(address.has_value());
  const auto downloader = Downloader::make(options);
  if (!downloader) return std::unexpected(downloader.error());
  return downloader->get({.address = *std::move(address), .known = known}, stop);
}

inline std::string text_of(const core::Expected<Downloaded>& downloaded) {
  if (!downloaded) return "failed: " + core::describe(downloaded.error());
  if (!downloaded->content) return "not modified";
  auto reader = FileReader::open(downloaded->content->path()).value();
  std::string text;
  for (auto piece = reader.read().value(); !piece.empty(); piece = reader.read().value()) text += piece;
  return text;
}

inline std::string address_of(const tests::ScriptedServer& server, std::string_view path = "/menu.csv") {
  return std::format("http://127.0.0.1:{}{}", server.port(), path);
}

inline std::string answer(std::string_view status, std::string_view headers, std::string_view body) {
  return std::format("HTTP/1.1 {}\r\n{}Content-Length: {}\r\nConnection: close\r\n\r\n{}", status, headers, body.size(),
                     body);
}

}  // namespace chandler::dataset
