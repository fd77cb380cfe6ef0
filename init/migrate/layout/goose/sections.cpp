#include "init/migrate/layout/goose/sections.hpp"

#include <algorithm>
#include <cstdint>
#include <format>
#include <utility>

#include "init/migrate/layout/goose/annotation.hpp"
#include "init/migrate/source/lines.hpp"

// Source: github.com/pressly/goose v3, internal/sqlparser/parser.go.
namespace chandler::migrate::goose_layout {
namespace {

// The last word before a comment ends in ';'.
bool ends_statement(std::string_view line) {
  std::string_view last;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t begin = line.find_first_not_of(" \t\r\f\v", at);
    if (begin == std::string_view::npos) break;
    const std::size_t end = std::min(line.find_first_of(" \t\r\f\v", begin), line.size());
    if (line.substr(begin, end - begin).starts_with("--")) break;
    last = line.substr(begin, end - begin);
    at = end;
  }
  return last.ends_with(';');
}

class Reader {
 public:
  explicit Reader(const std::string& file) : file_(file) {}

  core::Expected<void> read(const Line& line);
  core::Expected<Sections> end();

 private:
  enum class Part : std::uint8_t { none, up, down };

  core::Expected<void> obey(Annotation annotation, const Line& line);
  core::Expected<void> begin_down(const Line& line);
  void take(const Line& line);
  std::optional<core::Error> unfinished() const;
  std::unexpected<core::Error> refused(const std::string& why) const { return std::unexpected(error(line_, why)); }
  core::Error error(std::size_t line, const std::string& why) const {
    return {.code = "migrate.directive",
            .message = why,
            .where = std::format("{}:{}", file_, line),
            .hint = "goose reads the file in the same way"};
  }

  const std::string& file_;
  Sections out_;
  Part part_ = Part::none;
  bool in_block_ = false;  // between StatementBegin and StatementEnd
  std::size_t open_ = 0;   // the line on which the unfinished statement or block began; 0: none
  std::size_t line_ = 1;
  bool substitutes_ = false;
};

core::Expected<void> Reader::read(const Line& line) {
  line_ = line.number;
  auto annotation = annotation_of(line.text);
  if (!annotation) {
    annotation.error().where = std::format("{}:{}", file_, line.number);
    return std::unexpected(annotation.error());
  }
  if (*annotation) return obey(**annotation, line);
  // Comments and empty lines before a statement are no part of it: nothing is replaced in them.
  const std::string_view words = without_blanks(line.text);
  if (open_ == 0 && (words.empty() || words.starts_with("--"))) return {};
  if (part_ == Part::none) {
    return refused("there is something before \"-- +goose Up\", with which a file of goose's has to begin");
  }
  take(line);
  return {};
}

void Reader::take(const Line& line) {
  if (open_ == 0) open_ = line.number;
  if (substitutes_) out_.substituted.push_back({line.begin, line.begin + line.text.size()});
  if (!in_block_ && ends_statement(line.text)) open_ = 0;
}

core::Expected<void> Reader::obey(Annotation annotation, const Line& line) {
  switch (annotation) {
    case Annotation::up:
      if (part_ != Part::none) return refused("\"-- +goose Up\" stands there twice");
      part_ = Part::up;
      return {};
    case Annotation::down:
      return begin_down(line);
    case Annotation::statement_begin:
      if (part_ == Part::none || in_block_) {
        return refused(
            "\"-- +goose StatementBegin\" has to come after Up or Down, and after the StatementEnd before it");
      }
      in_block_ = true;
      return {};
    case Annotation::statement_end:
      if (!in_block_) return refused("\"-- +goose StatementEnd\" without a StatementBegin before it");
      in_block_ = false;
      open_ = 0;
      return {};
    case Annotation::no_transaction:
      out_.in_transaction = false;
      return {};
    case Annotation::envsub_on:
      substitutes_ = true;
      return {};
    case Annotation::envsub_off:
      substitutes_ = false;
      return {};
  }
  return {};
}

core::Expected<void> Reader::begin_down(const Line& line) {
  if (part_ != Part::up || in_block_) {
    return refused("\"-- +goose Down\" has to come once, after Up, and not within a StatementBegin");
  }
  out_.unfinished_up = unfinished();
  out_.down = line.begin;
  part_ = Part::down;
  open_ = 0;
  return {};
}

std::optional<core::Error> Reader::unfinished() const {
  if (open_ == 0) return std::nullopt;
  core::Error out = error(open_, "the statement that begins here has no ';' at the end of a line");
  out.hint = "goose wants one: add it, or put the statement between StatementBegin and StatementEnd";
  return out;
}

core::Expected<Sections> Reader::end() {
  if (part_ == Part::none) return refused("there is no \"-- +goose Up\"");
  if (in_block_) return refused("\"-- +goose StatementEnd\" is missing at the end");
  (part_ == Part::up ? out_.unfinished_up : out_.unfinished_down) = unfinished();
  return std::move(out_);
}

}  // namespace

core::Expected<Sections> read_sections(const Folder& folder, std::string_view text, const std::string& file) {
  Reader reader(file);
  Lines lines(folder, text);
  while (const auto line = lines.next()) {
    if (auto read = reader.read(*line); !read) return std::unexpected(read.error());
  }
  return reader.end();
}

}  // namespace chandler::migrate::goose_layout
