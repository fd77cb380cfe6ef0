#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include <nlohmann/json_fwd.hpp>

// Structured logs. An event is a stable id in snake_case ("migration_applied"); the message is a
// sentence for a person; fields carry the facts. Threads: all functions may be called from any thread
// once `configure` has returned.
namespace chandler::platform::log {

enum class Level : std::uint8_t { debug, info, warning, error };

enum class Format : std::uint8_t {
  automatic,  // text on a terminal, JSON elsewhere
  json,       // one object a line: time, level, event, msg, fields
  text,       // for a person, coloured on a terminal unless NO_COLOR is set
};

struct Settings {
  Level level = Level::info;
  Format format = Format::automatic;
};

// Call once, before other threads start. Lines go to standard error.
void configure(const Settings& settings);

// What `configure` chose: false on a terminal.
bool is_json();

using Value = std::variant<bool, std::int64_t, double, std::string>;

struct Field {
  template <std::integral T>
  Field(std::string_view k, T v) : key(k), value(static_cast<std::int64_t>(v)) {}
  Field(std::string_view k, bool v) : key(k), value(v) {}
  Field(std::string_view k, double v) : key(k), value(v) {}
  Field(std::string_view k, std::string_view v) : key(k), value(std::string(v)) {}
  Field(std::string_view k, const std::string& v) : key(k), value(v) {}
  Field(std::string_view k, const char* v) : key(k), value(std::string(v)) {}

  std::string_view key;
  Value value;
};

using Fields = std::initializer_list<Field>;

void write(Level level, std::string_view event, std::string_view message, Fields fields = {});

inline void debug(std::string_view event, std::string_view message, Fields fields = {}) {
  write(Level::debug, event, message, fields);
}
inline void info(std::string_view event, std::string_view message, Fields fields = {}) {
  write(Level::info, event, message, fields);
}
inline void warning(std::string_view event, std::string_view message, Fields fields = {}) {
  write(Level::warning, event, message, fields);
}
inline void error(std::string_view event, std::string_view message, Fields fields = {}) {
  write(Level::error, event, message, fields);
}

// A line at the foot of the terminal, above which log lines appear: what a command is at. Another text takes its
// place, an empty one takes it away. The caller sees to it that standard error is a terminal that takes escape
// sequences and that the text fits into a line.
void show_foot(std::string_view text);

// One JSON object as a line of its own, as it is: a command's final report. Nothing in text format.
void write_object(const nlohmann::ordered_json& object);

}  // namespace chandler::platform::log
