#pragma once

#include <expected>

#include "dataset/copy_text/scanner.hpp"
#include "dataset/stage/encoder.hpp"
#include "dataset/stage/numbered_text.hpp"

namespace chandler::dataset {

// COPY's text format goes to COPY as it is, without its header and the line "\.", each record behind its line number
// when it goes to the stage.
class TextEncoder : public Encoder {
 public:
  TextEncoder(const DataSet& data_set, Into into);

  core::Expected<void> feed(std::string_view piece) override;
  core::Expected<void> finish() override;
  std::uint64_t records() const override { return scanner_.records(); }
  std::string preamble() const override { return {}; }
  EncodedText& text() override { return text_.text; }
  void watch(RowWatcher& watcher) override;
  std::vector<std::optional<std::string>> values_of(std::string_view row) const override;

 private:
  class Text : public NumberedText {
   public:
    Text(const DataSet& data_set, Into into);

   private:
    void append_number(std::uint64_t line, std::string& to) const override;

    bool escaped_;  // the number, lest it be taken for the text that stands for NULL
    char delimiter_;
  };

  core::Expected<void> told(const std::expected<void, copy_text::Defect>& took) const;

  const DataSet& data_set_;
  Text text_;
  copy_text::Scanner scanner_;
};

}  // namespace chandler::dataset
