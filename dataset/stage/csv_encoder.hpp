#pragma once

#include "dataset/csv/scanner.hpp"
#include "dataset/stage/encoder.hpp"
#include "dataset/stage/numbered_text.hpp"

namespace chandler::dataset {

// CSV goes to COPY as it is: a header line, which COPY skips but takes the line end from, then the records'
// own bytes, each behind its line number when they go to the stage.
class CsvEncoder : public Encoder {
 public:
  CsvEncoder(const DataSet& data_set, Into into);

  core::Expected<void> feed(std::string_view piece) override;
  core::Expected<void> finish() override;
  std::uint64_t records() const override { return scanner_.records(); }
  std::string preamble() const override;
  EncodedText& text() override { return text_.text; }
  void watch(RowWatcher& watcher) override;
  std::vector<std::optional<std::string>> values_of(std::string_view row) const override;

 private:
  class Text : public NumberedText {
   public:
    Text(const DataSet& data_set, Into into);

   private:
    void append_number(std::uint64_t line, std::string& to) const override;

    bool quoted_;  // the number, lest it be taken for the text that stands for NULL
    char delimiter_;
    char quote_;
  };

  core::Expected<void> told(const std::expected<void, csv::Defect>& took) const;

  const DataSet& data_set_;
  Text text_;
  csv::Scanner scanner_;
};

}  // namespace chandler::dataset
