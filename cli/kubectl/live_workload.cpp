#include "cli/kubectl/live_workload.hpp"

#include <format>

#include "cli/kubectl/provisions.hpp"

namespace chandler::cli::kubectl {

core::Expected<LiveWorkload> get_workload(const std::string& text, const ConnectionFlags& flags,
                                          const Process& process) {
  auto name = parse_workload(text, Accept::all);
  if (!name) return std::unexpected(name.error());
  auto connection = connect(flags, process);
  if (!connection) return std::unexpected(connection.error());
  auto object = connection->client.get(name->in(connection->namespace_name));
  if (object) {
    return LiveWorkload{.connection = *std::move(connection), .name = *std::move(name), .object = *std::move(object)};
  }
  if (object.error().code == platform::kubernetes::code::not_found) {
    return std::unexpected(unknown_workload(*connection, *name));
  }
  const std::string_view group = name->kind->group;
  const std::string resource = std::format("{}{}{}", name->kind->plural, group.empty() ? "" : ".", group);
  return std::unexpected(with_remedy(object.error(), "get,list", resource, connection->namespace_name));
}

}  // namespace chandler::cli::kubectl
