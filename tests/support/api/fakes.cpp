#include "tests/support/api/fakes.hpp"

#include <format>
#include <ranges>
#include <stdexcept>

#include "platform/kubernetes/errors.hpp"

namespace chandler::tests {
namespace {

namespace api = controller::api;
namespace objects = platform::kubernetes::objects;
using nlohmann::json;

std::unexpected<core::Error> no_answer() {
  return std::unexpected(core::Error{.outcome = core::Outcome::could_not,
                                     .code = std::string(platform::kubernetes::code::unreachable),
                                     .message = "connection refused by 10.0.0.1:443"});
}

template <typename Map>
std::vector<typename Map::mapped_type> values_of(const Map& map) {
  return std::views::values(map) | std::ranges::to<std::vector>();
}

std::string key_of(const objects::Provision& provision) {
  return provision.metadata.key.namespace_name + "/" + provision.kind + "/" + provision.name;
}

}  // namespace

core::Expected<std::optional<api::Caller>> FakeReviewer::authenticate(std::string_view token) {
  ++asked_tokens;
  if (away) return no_answer();
  const std::scoped_lock lock(mutex_);
  const auto found = users_.find(token);
  if (found == users_.end()) return std::nullopt;
  return api::Caller{
      .username = found->second, .uid = "u-" + found->second, .groups = {"system:authenticated"}, .extra = {}};
}

core::Expected<bool> FakeReviewer::allows(const api::Caller& caller, const api::Right& right) {
  ++asked_rights;
  if (away) return no_answer();
  const std::scoped_lock lock(mutex_);
  const std::string begin = caller.username + " " + right.verb + " " + right.resource + " ";
  return rights_.contains(begin + "*") ||
         (!right.namespace_name.empty() && rights_.contains(begin + right.namespace_name));
}

std::vector<FakeRecords::Provision> FakeRecords::provisions() const {
  const std::scoped_lock lock(mutex_);
  return values_of(provisions_);
}

std::vector<FakeRecords::Operation> FakeRecords::operations() const {
  const std::scoped_lock lock(mutex_);
  return values_of(operations_);
}

void FakeRecords::put_provision(const json& object) {
  auto read = objects::read_provision(object);
  if (!read) throw std::runtime_error("no Provision: " + object.dump());
  const std::scoped_lock lock(mutex_);
  const std::string key = key_of(*read);
  provisions_[key] = std::make_shared<const api::ProvisionRecord>(
      api::record_of(std::make_shared<const objects::Provision>(*std::move(read))));
}

void FakeRecords::put_operation(const json& object) {
  auto read = objects::read_operation(object);
  if (!read) throw std::runtime_error("no Operation: " + object.dump());
  const std::scoped_lock lock(mutex_);
  const std::string key = platform::kubernetes::objects::display(read->metadata.key);
  operations_[key] = std::make_shared<const objects::Operation>(*std::move(read));
}

void FakeRecords::clear() {
  const std::scoped_lock lock(mutex_);
  provisions_.clear();
  operations_.clear();
  created_.clear();
}

core::Expected<json> FakeRecords::create(const json& operation) {
  json stored = operation;
  json& metadata = stored.at("metadata");
  const std::size_t number = created().size() + 1;
  if (!metadata.contains("name")) {
    metadata["name"] = std::format("{}{:05}", metadata.at("generateName").get<std::string>(), number);
  }
  for (const auto& other : created()) {
    if (other.at("metadata").at("name") != metadata.at("name")) continue;
    return std::unexpected(core::Error{.outcome = core::Outcome::could_not,
                                       .code = std::string(platform::kubernetes::code::conflict),
                                       .message = "operations already exists"});
  }
  metadata["uid"] = std::format("uid-{}", number);
  metadata["resourceVersion"] = std::to_string(number);
  metadata["creationTimestamp"] = std::format("2026-11-21T21:00:{:02}Z", number % 60);
  put_operation(stored);
  const std::scoped_lock lock(mutex_);
  created_.push_back(stored);
  return stored;
}

std::vector<json> FakeRecords::created() const {
  const std::scoped_lock lock(mutex_);
  return created_;
}

}  // namespace chandler::tests
