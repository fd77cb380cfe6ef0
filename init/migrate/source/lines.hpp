#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "init/migrate/source/folder.hpp"

namespace chandler::migrate {

struct Line {
  std::size_t number = 1;
  std::size_t begin = 0;  // in the text
  std::size_t next = 0;   // where the next one begins
  std::string_view text;  // without its end, "\n" or "\r\n"
};

// A view of the folder's, line by line; what lies behind is released, so that a file of any size can be
// looked through in little memory. The views in a line are for use before the next is asked for.
class Lines {
 public:
  Lines(const Folder& folder, std::string_view text) : folder_(folder), text_(text) {}
  ~Lines() { folder_.release(text_); }
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;
  Lines(Lines&&) = delete;
  Lines& operator=(Lines&&) = delete;

  std::optional<Line> next();

 private:
  const Folder& folder_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t released_ = 0;
  std::size_t number_ = 0;
};

// Without the blanks around it: spaces, tabs, line ends.
std::string_view without_blanks(std::string_view text);

}  // namespace chandler::migrate
