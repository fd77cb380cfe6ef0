#pragma once

#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "core/error.hpp"
#include "platform/kubernetes/client.hpp"

namespace CLI {
class App;
}

namespace chandler::cli::kubectl {

// Which cluster, where in it and as whom: the flags that kubectl has, too.
struct ConnectionFlags {
  std::string kubeconfig;
  std::string context;
  std::string namespace_name;
  std::string as;
  std::vector<std::string> as_groups;
};

void add_connection_flags(CLI::App& command, ConnectionFlags& flags);

// A person's way to the API server.
struct Connection {
  platform::kubernetes::Client client;
  platform::kubernetes::Cluster cluster;  // to connect to once more
  std::string namespace_name;             // the flag's, else the context's
  std::string context;                    // empty: a pod's own
};

core::Expected<Connection> connect(const ConnectionFlags& flags, const Process& process);

// The same with a time-out for a shell that waits for completions.
core::Expected<Connection> connect(const ConnectionFlags& flags, const Process& process,
                                   platform::kubernetes::ClientOptions options);

// The flags as `kubectl` takes them, for a command that is run in the person's stead.
std::vector<std::string> to_words(const ConnectionFlags& flags);

// What the API server refused, with what to ask an administrator for: one who may not `verb` those objects there. An
// empty namespace: in all of them. Other errors stay as they are.
core::Error with_remedy(core::Error error, std::string_view verbs, std::string_view resources,
                        std::string_view namespace_name);

}  // namespace chandler::cli::kubectl
