#include "platform/log/log.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <format>
#include <memory>
#include <mutex>
#include <utility>

#include <nlohmann/json.hpp>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

namespace chandler::platform::log {
namespace {

using nlohmann::ordered_json;

// Keeps the foot below the lines that another sink writes.
class FootSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit FootSink(spdlog::sink_ptr lines) : lines_(std::move(lines)) {}

  void show(std::string_view text) {
    const std::lock_guard lock(mutex_);
    erase();
    foot_ = text;
    draw();
  }

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    erase();
    lines_->log(message);
    draw();
  }
  void flush_() override { lines_->flush(); }
  void set_pattern_(const std::string& pattern) override { lines_->set_pattern(pattern); }
  void set_formatter_(std::unique_ptr<spdlog::formatter> formatter) override {
    lines_->set_formatter(std::move(formatter));
  }

  void erase() {
    if (!foot_.empty()) std::fputs("\r\x1b[K", stderr);
  }
  void draw() {
    if (!foot_.empty()) std::fprintf(stderr, "\x1b[36m%s\x1b[0m", foot_.c_str());
    std::fflush(stderr);
  }

  spdlog::sink_ptr lines_;
  std::string foot_;
};

struct Output {
  std::shared_ptr<FootSink> sink;
  std::shared_ptr<spdlog::logger> logger;
  bool json = true;
};

Output make(const Settings& settings) {
  const bool terminal = isatty(STDERR_FILENO) != 0;
  const bool json = settings.format == Format::automatic ? !terminal : settings.format == Format::json;
  const char* no_colour = std::getenv("NO_COLOR");
  const bool colour = !json && terminal && (no_colour == nullptr || *no_colour == '\0');
  spdlog::sink_ptr sink;
  if (colour) {
    sink = std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
  } else {
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  }
  auto with_foot = std::make_shared<FootSink>(std::move(sink));
  auto logger = std::make_shared<spdlog::logger>("chandler", with_foot);
  logger->set_pattern(json ? "%v" : "%T %^%v%$");
  static constexpr std::array levels{spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
                                     spdlog::level::err};
  logger->set_level(levels.at(static_cast<std::size_t>(settings.level)));
  logger->flush_on(spdlog::level::debug);
  return {std::move(with_foot), std::move(logger), json};
}

Output& output() {
  static Output instance = make({});
  return instance;
}

spdlog::level::level_enum spd_level(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

std::string_view name_of(Level level) {
  switch (level) {
    case Level::debug:
      return "debug";
    case Level::info:
      return "info";
    case Level::warning:
      return "warning";
    case Level::error:
      return "error";
  }
  return "info";
}

std::string dump(const ordered_json& object) {
  return object.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

std::string json_line(Level level, std::string_view event, std::string_view message, Fields fields) {
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  ordered_json line{
      {"time", std::format("{:%FT%TZ}", now)}, {"level", name_of(level)}, {"event", event}, {"msg", message}};
  for (const Field& field : fields) {
    std::visit([&](const auto& value) { line[std::string(field.key)] = value; }, field.value);
  }
  return dump(line);
}

std::string text_line(Level level, std::string_view message, Fields fields) {
  std::string line = level >= Level::warning ? std::format("{}: {}", name_of(level), message) : std::string(message);
  for (const Field& field : fields) {
    std::visit([&](const auto& value) { line += std::format("  {}={}", field.key, value); }, field.value);
  }
  return line;
}

}  // namespace

void configure(const Settings& settings) {
  output() = make(settings);
}

bool is_json() {
  return output().json;
}

void write(Level level, std::string_view event, std::string_view message, Fields fields) {
  Output& out = output();
  const auto wanted = spd_level(level);
  if (!out.logger->should_log(wanted)) return;
  out.logger->log(wanted, spdlog::string_view_t(out.json ? json_line(level, event, message, fields)
                                                         : text_line(level, message, fields)));
}

void show_foot(std::string_view text) {
  output().sink->show(text);
}

void write_object(const ordered_json& object) {
  if (output().json) output().logger->log(spdlog::level::info, spdlog::string_view_t(dump(object)));
}

}  // namespace chandler::platform::log
