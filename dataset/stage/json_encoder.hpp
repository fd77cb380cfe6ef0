#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dataset/json/row_reader.hpp"
#include "dataset/json/splitter.hpp"
#include "dataset/stage/encoder.hpp"

namespace chandler::dataset {

// How the rows of a data set's objects are read: one target a column of the stage.
std::vector<json::Target> json_targets(const DataSet& data_set);

// Objects become lines of COPY's text format, so that object n is the server's line n. To the stage each
// goes behind its number: the line of NDJSON, the element of an array.
class JsonEncoder : public Encoder {
 public:
  JsonEncoder(const DataSet& data_set, Into into);

  core::Expected<void> feed(std::string_view piece) override;
  core::Expected<void> finish() override;
  std::uint64_t records() const override { return splitter_->records(); }
  std::string preamble() const override { return {}; }
  EncodedText& text() override { return rows_.text; }
  void watch(RowWatcher& watcher) override;
  std::vector<std::optional<std::string>> values_of(std::string_view row) const override;

 private:
  class Rows : public RecordSink {
   public:
    Rows(const DataSet& data_set, Into into);
    void begin(std::uint64_t line) override;
    void bytes(std::string_view raw) override { object_ += raw; }
    void end(std::uint64_t server_line) override;

    EncodedText text;
    std::optional<json::Defect> defect;  // of the first row that is wrong; what follows is left out
    std::function<void(const json::Defect&, std::uint64_t number)> told;  // of each; what follows is not left out
    RowWatcher* watcher = nullptr;

   private:
    void wrong(json::Defect found, std::uint64_t server_line);

    std::uint64_t good_ = 0;
    bool numbered_;
    bool elements_;
    std::uint64_t line_ = 0;
    std::string object_;
    json::RowReader reader_;
  };

  core::Expected<void> told(const std::expected<void, json::Defect>& took) const;
  core::Error error_of(json::Defect defect) const;

  const DataSet& data_set_;
  Rows rows_;
  std::unique_ptr<json::Splitter> splitter_;
};

}  // namespace chandler::dataset
