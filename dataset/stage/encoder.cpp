#include "dataset/stage/encoder.hpp"

#include "dataset/stage/csv_encoder.hpp"
#include "dataset/stage/json_encoder.hpp"
#include "dataset/stage/text_encoder.hpp"

namespace chandler::dataset {

std::unique_ptr<Encoder> make_encoder(const DataSet& data_set, Into into) {
  if (data_set.file.format.kind == Format::Kind::text) return std::make_unique<TextEncoder>(data_set, into);
  if (data_set.file.format.kind != Format::Kind::csv) return std::make_unique<JsonEncoder>(data_set, into);
  return std::make_unique<CsvEncoder>(data_set, into);
}

}  // namespace chandler::dataset
