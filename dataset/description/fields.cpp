#include "dataset/description/fields.hpp"

#include <array>

namespace chandler::dataset::description {

template <>
std::span<const Field<Description>> fields<Description>() {
  static const std::array<Field<Description>, 2> all{{
      {.name = "version", .member = &Description::version, .meaning = "Of this file's grammar: 1.", .required = true},
      {.name = "data_sets",
       .member = &Description::data_sets,
       .meaning = "One for each file of the folder.",
       .required = true},
  }};
  return all;
}

template <>
std::span<const Field<Entry>> fields<Entry>() {
  static const std::array<Field<Entry>, 19> all{{
      {"file", &Entry::file, "The file's name, in the folder of load.yaml; or its address: https://…", true},
      {"table", &Entry::table, "The table, written as in SQL. Default: what the file's name says."},
      {"format", &Entry::format, "Default: by the file's ending.", false, true},
      {"delimiter", &Entry::delimiter,
       "CSV and text: what stands between values. Default: a comma; in TSV and text a tab.", false, true},
      {"quote", &Entry::quote, "CSV: what stands around values that hold delimiters or line ends. Default: \".", false,
       true},
      {"escape", &Entry::escape, "CSV: what stands before a quote within quotes. Default: the quote.", false, true},
      {"null", &Entry::null, "CSV: the text that is NULL where it is not in quotes. Default: no text; in text \\N.",
       false, true},
      {"header", &Entry::header,
       "CSV and text: whether the first line names the columns; if not, `columns` does. Default: true.", false, true},
      {"columns", &Entry::columns,
       "Columns that are not simply that of the table with the same name. Without a header: all, in the file's order.",
       false, true},
      {"key", &Entry::key,
       "The columns that tell rows apart; a unique index over just these is needed, and none may be NULL. Default: the "
       "primary key.",
       false, true},
      {"mode", &Entry::mode, "How chandler refresh brings it. Default: merge."},
      {"delete", &Entry::delete_vanished, "Delete the rows that the file no longer has. Default: false."},
      {"after", &Entry::after, "Tables that are to be loaded before, beside those of foreign keys."},
      {"before_sql", &Entry::before_sql, "Statements before the rows, in the same transaction.", false, true},
      {"after_sql", &Entry::after_sql, "Statements behind the rows, in the same transaction.", false, true},
      {"max_errors", &Entry::max_errors, "So many bad rows are put aside instead of refusing the file. Default: 0."},
      {"min_rows", &Entry::min_rows, "chandler refresh refuses a file with fewer rows."},
      {"max_delete", &Entry::max_delete, "chandler refresh refuses to delete more of the table's rows."},
      {"fresh_for", &Entry::fresh_for, "How long the data may be used after it was brought: the freshness promised."},
  }};
  return all;
}

template <>
std::span<const Field<EntryColumn>> fields<EntryColumn>() {
  static const std::array<Field<EntryColumn>, 6> all{{
      {"from", &EntryColumn::from, "The name in the file. Not without a header: there the place in the list counts.",
       false, true},
      {"to", &EntryColumn::to, "The table's column. Default: that of the same name.", false, true},
      {"skip", &EntryColumn::skip, "The file's column is not loaded.", false, true},
      {"cast", &EntryColumn::cast, "An SQL expression for the value, with $1 for the file's text.", false, true},
      {"default", &EntryColumn::otherwise, "The text that is taken where the file has NULL.", false, true},
      {"secret", &EntryColumn::secret, "Its values are never shown in messages."},
  }};
  return all;
}

std::span<const std::string_view> words(Mode) {
  return mode_names;
}

std::span<const std::string_view> words(FileFormat) {
  static constexpr std::array<std::string_view, 5> all{"csv", "tsv", "ndjson", "json", "text"};
  return all;
}

}  // namespace chandler::dataset::description
