#include "platform/yaml/documents.hpp"

#include <sstream>
#include <string>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

namespace chandler::platform::yaml {
namespace {

class Beginnings final : public YAML::EventHandler {
 public:
  std::size_t found = 0;

 private:
  void OnDocumentStart(const YAML::Mark& mark) override {
    if (found > 0 && mark.pos == last_) throw YAML::ParserException(mark, "what stands here begins no value");
    last_ = mark.pos;
    ++found;
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}

  int last_ = 0;
};

}  // namespace

std::size_t count_documents(std::string_view text, std::size_t most) {
  std::istringstream in{std::string(text)};
  YAML::Parser parser(in);
  Beginnings beginnings;
  while (beginnings.found < most && parser.HandleNextDocument(beginnings)) {
  }
  return beginnings.found;
}

}  // namespace chandler::platform::yaml
