#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "core/text/url.hpp"

namespace chandler::dataset {

// A data file to download.
struct Address {
  core::text::Url url;    // without user and fragment
  std::string file_name;  // the path's last part, decoded: "menu.csv"; the query has no say
  std::string sha256;     // that the file has to have, in lower case; or empty
};

// https://HOST/PATH/TABLE.csv[?QUERY][#sha256=HEX]. http: is for this machine alone, since anybody on the way
// could change the data. Errors (usage), which show neither query nor user: load.bad_source.
core::Expected<Address> parse_address(std::string_view text);

}  // namespace chandler::dataset
