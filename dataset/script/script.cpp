#include "dataset/script/script.hpp"

#include <format>

#include "dataset/content/content_reader.hpp"
#include "dataset/description/digest.hpp"
#include "dataset/fault/failure.hpp"
#include "dataset/format/encoding.hpp"
#include "dataset/format/utf8.hpp"
#include "sql/position.hpp"

namespace chandler::dataset {
namespace {

core::Error at(const Script& script, std::string_view place, core::Error error) {
  error.where = place.empty() ? script.file.name : std::format("{}:{}", script.file.name, place);
  error.hint = with_nothing_loaded(error.hint);
  return error;
}

core::Expected<std::string> bytes_of(const Script& script) {
  auto reader = ContentReader::open(script.file.path, script.file.name);
  if (!reader) return std::unexpected(reader.error());
  std::string text;
  for (;;) {
    const auto piece = reader->read();
    if (!piece) return std::unexpected(piece.error());
    if (piece->empty()) break;
    text += *piece;
    if (text.size() <= longest_script) continue;
    return std::unexpected(
        at(script, {},
           {.code = "load.script_too_long",
            .message = std::format("it is a script of more than {} MiB", longest_script >> 20U),
            .hint = "Bring its rows as CSV, which COPY takes at any size, or split it into files that run by name"}));
  }
  if (description::content_hash(reader->hash(), script.file.entry.get()) == script.hash) return text;
  return std::unexpected(at(script, {},
                            {.outcome = core::Outcome::could_not,
                             .code = "load.changed",
                             .message = "the file changed while it was read",
                             .hint = "Run it again"}));
}

std::string line_of(std::string_view text, std::size_t byte) {
  return std::to_string(sql::place_of(text, byte).line);
}

}  // namespace

core::Expected<std::string> text_of(const Script& script) {
  auto text = bytes_of(script);
  if (!text) return text;
  if (text->starts_with(byte_order_mark)) text->erase(0, byte_order_mark.size());
  const auto wrong = not_utf8(*text);
  if (!wrong) return text;
  return std::unexpected(at(script, line_of(text->substr(0, wrong->at), wrong->at),
                            {.code = "load.not_utf8",
                             .message = std::format("it is not UTF-8: there is a byte {}", describe_byte(wrong->byte)),
                             .hint = "Convert it to UTF-8"}));
}

core::Expected<sql::Script> analyse(const Script& script, std::string_view text) {
  auto analysed = sql::analyse(text, std::nullopt, {.thorough = false});
  if (!analysed) return std::unexpected(at(script, analysed.error().where, analysed.error()));
  if (analysed->atomic()) return analysed;
  return std::unexpected(at(
      script, {},
      {.code = "load.script_commits",
       .message = analysed->mode == sql::Mode::one_by_one
                      ? "it holds a statement that PostgreSQL runs outside of transactions only"
                      : "it begins and commits transactions of its own",
       .hint = "A run brings all of its data in one transaction, or nothing: put such statements into a migration"}));
}

}  // namespace chandler::dataset
