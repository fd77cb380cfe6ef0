#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace chandler::core::annotations {

enum class Severity : std::uint8_t {
  warn,    // the request goes through, with a warning
  refuse,  // running without it would be unsafe: the request is denied
};

// What can be wrong. The same id stands in logs, metrics and events.
enum class Problem : std::uint8_t {
  unknown_key,      // an annotation under chandler.dev/ that no registry entry names
  wrong_prefix,     // a directive under a prefix that resembles chandler.dev/
  bad_value,        // out of the key's grammar
  label_value,      // chandler.dev/inject is neither "true" nor "false"
  misplaced,        // a directive as a label, or the label as an annotation
  no_directive,     // the label without any directive
  incomplete,       // directives that need another one, which is missing
  conflict,         // directives that contradict each other
  not_carried_out,  // valid, but this version does nothing with it
  not_in_pod,       // names a container or a volume that the pod lacks
  name_taken,       // a container or volume of ours has a name that the pod uses for something else
  unsupported_pod,  // a pod that our containers cannot run in
  template_wins,    // the template's own value differs from the workload's metadata
  started_job,      // a Job's pods cannot change once it has started
};

std::string_view id_of(Problem problem);
std::string_view name_of(Severity severity);

struct Finding {
  Severity severity = Severity::warn;
  Problem problem = Problem::bad_value;
  std::string key;      // the annotation or label as written, "chandler.dev/migrate"
  std::string value;    // its value as written, or empty
  std::string nearest;  // the key or value that was probably meant, or empty
  std::string message;  // what was seen, what was expected, what to do; may be long

  friend bool operator==(const Finding&, const Finding&) = default;
};

// The API server drops a warning that holds a control character and may cut long ones.
inline constexpr std::size_t warning_limit = 240;

// One line of valid UTF-8 of at most `warning_limit` bytes, what was probably meant first.
std::string to_warning(const Finding& finding);

}  // namespace chandler::core::annotations
