#include "cli/kubectl/complete.hpp"

#include <algorithm>
#include <array>
#include <format>

#include <CLI/CLI.hpp>

#include "cli/kubectl/workload_name.hpp"
#include "core/annotations/registry.hpp"

namespace chandler::cli::kubectl {
namespace {

using What = Names::What;

// Where on the command line the person is.
struct Place {
  const CLI::App* command = nullptr;
  const CLI::Option* option = nullptr;   // whose value comes
  std::vector<std::string> positionals;  // before
  ConnectionFlags connection;
};

const CLI::Option* find_option(const CLI::App* command, const std::string& name) {
  for (; command != nullptr; command = command->get_parent()) {
    if (const CLI::Option* const option = command->get_option_no_throw(name)) return option;
  }
  return nullptr;
}

const CLI::App* find_subcommand(const CLI::App& app, const std::string& name) {
  for (const CLI::App* const sub : app.get_subcommands(nullptr)) {
    if (sub->check_name(name)) return sub;
  }
  return nullptr;
}

bool takes_value(const CLI::Option& option) {
  return option.get_items_expected_max() > 0;
}

void note(ConnectionFlags& flags, const CLI::Option& option, const std::string& value) {
  if (option.check_lname("namespace")) flags.namespace_name = value;
  if (option.check_lname("context")) flags.context = value;
  if (option.check_lname("kubeconfig")) flags.kubeconfig = value;
  if (option.check_lname("as")) flags.as = value;
  if (option.check_lname("as-group")) flags.as_groups.push_back(value);
}

Place find_place(const CLI::App& app, std::span<const std::string> before) {
  Place place{.command = &app};
  for (const std::string& word : before) {
    if (word == "=") continue;  // bash takes --output=json apart
    if (place.option != nullptr) {
      note(place.connection, *place.option, word);
      place.option = nullptr;
    } else if (word.starts_with('-') && word.size() > 1) {
      const std::size_t equals = word.find('=');
      const CLI::Option* const option = find_option(place.command, word.substr(0, equals));
      if (option == nullptr || !takes_value(*option)) continue;
      if (equals == std::string::npos) {
        place.option = option;
      } else {
        note(place.connection, *option, word.substr(equals + 1));
      }
    } else if (const CLI::App* const sub = find_subcommand(*place.command, word);
               sub != nullptr && place.positionals.empty()) {
      place.command = sub;
    } else {
      place.positionals.push_back(word);
    }
  }
  return place;
}

void offer(Completions& completions, std::string_view typed, std::string text, std::string meaning = {}) {
  if (text.starts_with(typed)) completions.items.push_back({std::move(text), std::move(meaning)});
}

void offer_workloads(Completions& completions, const std::string& typed, What what, const Place& place,
                     const Names& names) {
  const std::size_t slash = typed.find('/');
  if (slash == std::string::npos) {
    for (std::string& name : names.of(what, {}, place.connection)) offer(completions, typed, std::move(name));
    if (!completions.items.empty()) return;
    for (const Kind& kind : kinds()) {
      if (kind.provisioned) offer(completions, typed, std::format("{}/", kind.singular));
    }
    completions.no_space = true;
    return;
  }
  // The kind stays as it is typed.
  const Kind* const kind = find_kind(typed.substr(0, slash));
  if (kind == nullptr) return;
  for (const std::string& name : names.of(what, kind->kind, place.connection)) {
    offer(completions, typed, std::format("{}/{}", typed.substr(0, slash), name));
  }
}

void offer_values(Completions& completions, const std::string& typed, const Place& place, const Names& names) {
  const CLI::Option& option = *place.option;
  const auto offer_all = [&](const std::vector<std::string>& values) {
    for (const std::string& value : values) offer(completions, typed, value);
  };
  if (option.check_lname("namespace")) return offer_all(names.of(What::namespaces, {}, place.connection));
  if (option.check_lname("context")) return offer_all(names.of(What::contexts, {}, place.connection));
  if (option.check_lname("output")) return offer_all({"json", "yaml", "wide", "name"});
  completions.files = true;
}

void offer_provisioned(Completions& completions, const std::string& typed, const Place& place, const Names& names) {
  offer_workloads(completions, typed, What::provisioned, place, names);
}

void offer_annotatable(Completions& completions, const std::string& typed, const Place& place, const Names& names) {
  offer_workloads(completions, typed, What::workloads, place, names);
}

void offer_tasks(Completions& completions, const std::string& typed, const Place&, const Names&) {
  for (const char* task : {"refresh", "probe"}) offer(completions, typed, task);
}

void offer_actions(Completions& completions, const std::string& typed, const Place&, const Names&) {
  for (const char* action : {"refresh", "probe", "migrate-status", "restart", "retry-tasks"}) {
    offer(completions, typed, action);
  }
}

void offer_directives(Completions& completions, const std::string& typed, const Place&, const Names&) {
  for (const auto& directive : core::annotations::directives()) {
    offer(completions, typed, std::format("{}=", directive.name), std::string(directive.grammar));
  }
  completions.no_space = true;
}

void offer_shells(Completions& completions, const std::string& typed, const Place&, const Names&) {
  for (const char* shell : {"bash", "zsh", "fish"}) offer(completions, typed, shell);
}

void offer_nothing(Completions&, const std::string&, const Place&, const Names&) {}

// What a command's arguments are, one after the other.
struct Arguments {
  using Offer = void (*)(Completions&, const std::string& typed, const Place&, const Names&);
  std::string_view command;
  Offer first;
  Offer second = offer_nothing;
  Offer further = offer_nothing;
};

constexpr std::array all_arguments{Arguments{"annotate", offer_annotatable, offer_directives, offer_directives},
                                   Arguments{"completion", offer_shells},
                                   Arguments{"explain", offer_annotatable},
                                   Arguments{"history", offer_provisioned},
                                   Arguments{"resume", offer_provisioned, offer_tasks},
                                   Arguments{"status", offer_provisioned},
                                   Arguments{"suspend", offer_provisioned, offer_tasks},
                                   Arguments{"trigger", offer_actions, offer_provisioned}};

void offer_positional(Completions& completions, const std::string& typed, const Place& place, const Names& names) {
  const auto arguments = std::ranges::find(all_arguments, place.command->get_name(), &Arguments::command);
  if (arguments == all_arguments.end()) {
    completions.files = true;
    return;
  }
  const std::array offers{arguments->first, arguments->second, arguments->further};
  offers[std::min(place.positionals.size(), offers.size() - 1)](completions, typed, place, names);
}

void offer_options(Completions& completions, const std::string& typed, const CLI::App* command) {
  for (; command != nullptr; command = command->get_parent()) {
    for (const CLI::Option* const option : command->get_options()) {
      for (const std::string& name : option->get_lnames())
        offer(completions, typed, "--" + name, option->get_description());
    }
  }
}

}  // namespace

Completions complete(const CLI::App& app, const std::vector<std::string>& words, const Names& names) {
  Completions completions;
  if (words.empty()) return completions;
  std::string typed = words.back() == "=" ? std::string() : words.back();
  Place place = find_place(app, std::span(words).first(words.size() - 1));
  std::string before;  // of "--output=js", what stays as it is
  if (const std::size_t equals = typed.find('='); typed.starts_with("--") && equals != std::string::npos) {
    place.option = find_option(place.command, typed.substr(0, equals));
    if (place.option == nullptr) return completions;
    before = typed.substr(0, equals + 1);
    typed.erase(0, equals + 1);
  }
  if (place.option != nullptr) {
    offer_values(completions, typed, place, names);
    for (auto& item : completions.items) item.text.insert(0, before);
  } else if (typed.starts_with('-')) {
    offer_options(completions, typed, place.command);
  } else if (!place.command->get_subcommands(nullptr).empty() && place.positionals.empty()) {
    for (const CLI::App* const sub : place.command->get_subcommands(nullptr)) {
      if (!sub->get_group().empty()) offer(completions, typed, sub->get_name(), sub->get_description());
    }
  } else {
    offer_positional(completions, typed, place, names);
  }
  return completions;
}

std::string to_text(const Completions& completions) {
  // cobra's ShellCompDirective.
  static constexpr unsigned int no_space = 2;
  static constexpr unsigned int no_files = 4;
  std::string text;
  for (const auto& [item, meaning] : completions.items) {
    text += meaning.empty() ? std::format("{}\n", item) : std::format("{}\t{}\n", item, meaning);
  }
  return text + std::format(":{}\n", (completions.no_space ? no_space : 0U) | (completions.files ? 0U : no_files));
}

}  // namespace chandler::cli::kubectl
