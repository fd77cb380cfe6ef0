#include "core/injection/resources.hpp"

#include <optional>
#include <string>

#include "core/injection/object.hpp"

namespace chandler::core::injection {
namespace {

using core::text::Quantity;

struct Share {
  std::string request;
  std::string limit;
};

double amount_of(const std::optional<Quantity>& annotated, const std::string& fallback) {
  if (annotated) return annotated->amount;
  return core::text::parse_quantity(fallback).value_or(Quantity{}).amount;
}

std::string text_of(const std::optional<Quantity>& annotated, const std::string& fallback) {
  return annotated ? annotated->text : fallback;
}

// Where only one side is annotated, the other gives way to it.
Share share(const std::optional<Quantity>& request, const std::optional<Quantity>& limit,
            const std::string& default_request, const std::string& default_limit) {
  Share chosen{text_of(request, default_request), text_of(limit, default_limit)};
  if (amount_of(request, default_request) <= amount_of(limit, default_limit)) return chosen;
  if (limit && !request) {
    chosen.request = chosen.limit;
  } else {
    chosen.limit = chosen.request;
  }
  return chosen;
}

}  // namespace

nlohmann::json resources_of(const annotations::ProvisionSpec::Containers& spec, const Resources& defaults) {
  const Share cpu = share(spec.cpu_request, spec.cpu_limit, defaults.cpu_request, defaults.cpu_limit);
  const Share memory = share(spec.memory_request, spec.memory_limit, defaults.memory_request, defaults.memory_limit);
  return object("limits", object("cpu", cpu.limit, "memory", memory.limit), "requests",
                object("cpu", cpu.request, "memory", memory.request));
}

}  // namespace chandler::core::injection
