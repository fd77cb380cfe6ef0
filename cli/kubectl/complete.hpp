#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/kubectl/connection.hpp"

namespace CLI {
class App;
}

// What may stand where a person is typing. The protocol is cobra's, which kubectl speaks to its plugins'
// kubectl_complete-NAME: a line for each, "text<tab>meaning", then ":" and a number.
// https://github.com/spf13/cobra/blob/main/completions.go
namespace chandler::cli::kubectl {

struct Completions {
  struct Item {
    std::string text;
    std::string meaning;
  };
  std::vector<Item> items;
  bool no_space = false;  // what is completed goes on
  bool files = false;     // names of files may stand there, too
};

// What only the cluster knows. Never fails: what cannot be had is empty.
struct Names {
  enum class What : std::uint8_t { provisioned, workloads, namespaces, contexts };
  // `kind`: that of a workload, "Deployment"; empty: all, as "deployment/menu".
  std::function<std::vector<std::string>(What what, std::string_view kind, const ConnectionFlags& flags)> of;
};

// `words`: all behind the program's name; the last is being typed, and may be empty. Pure but for `names`.
Completions complete(const CLI::App& app, const std::vector<std::string>& words, const Names& names);

std::string to_text(const Completions& completions);

// The shell's side of it. Empty for a shell that is none of bash, zsh and fish.
std::string completion_script(std::string_view shell);

}  // namespace chandler::cli::kubectl
