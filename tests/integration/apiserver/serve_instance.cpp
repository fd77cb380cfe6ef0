#include "tests/integration/apiserver/serve_instance.hpp"

#include <sstream>
#include <stdexcept>

#include <httplib.h>
#include <nlohmann/json.hpp>

#include "tests/integration/apiserver/control_plane.hpp"
#include "tests/support/eventually.hpp"

namespace chandler::tests {
namespace {

std::vector<std::string> command(const std::string& program, const std::vector<std::string>& flags) {
  std::vector<std::string> words{program,
                                 "serve",
                                 "--listen=127.0.0.1:0",
                                 "--health-listen=127.0.0.1:0",
                                 "--api-listen=127.0.0.1:0",
                                 "--drain=1ms",
                                 "--log-format=json"};
  words.insert(words.end(), flags.begin(), flags.end());
  return words;
}

std::vector<nlohmann::json> lines_of(const ChildProcess& process, const std::string& event) {
  std::vector<nlohmann::json> found;
  std::istringstream lines(process.output());
  for (std::string line; std::getline(lines, line);) {
    nlohmann::json parsed = nlohmann::json::parse(line, nullptr, false);
    if (parsed.is_object() && parsed.value("event", "") == event) found.push_back(std::move(parsed));
  }
  return found;
}

}  // namespace

ServeInstance::ServeInstance(const std::string& program, const std::vector<std::string>& flags)
    : process_(command(program, flags)) {
  const bool up = eventually([&] { return !process_.running() || events("serving") > 0; });
  if (!up || !process_.running()) throw std::runtime_error("chandler serve did not start:\n" + process_.output());
  const nlohmann::json line = lines_of(process_, "serving").front();
  port_ = line.at("port").get<int>();
  health_port_ = line.at("health_port").get<int>();
  api_port_ = line.at("api_port").get<int>();
}

int ServeInstance::status_of(const std::string& path) const {
  httplib::Client client("127.0.0.1", health_port_);
  const auto answer = client.Get(path);
  return answer ? answer->status : 0;
}

double ServeInstance::metric(const std::string& name) const {
  httplib::Client client("127.0.0.1", health_port_);
  const auto answer = client.Get("/metrics");
  std::istringstream lines(answer ? answer->body : std::string());
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(name + " ")) return std::stod(line.substr(name.size() + 1));
  }
  return -1;
}

bool ServeInstance::becomes_ready() const {
  return eventually([&] { return status_of("/readyz") == 200; });
}

std::size_t ServeInstance::events(const std::string& event) const {
  return lines_of(process_, event).size();
}

bool ServeInstance::comes_to(const std::string& event, std::size_t times) const {
  return eventually([&] { return events(event) >= times; });
}

}  // namespace chandler::tests
