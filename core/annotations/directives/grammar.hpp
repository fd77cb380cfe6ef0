#pragma once

#include <string_view>

// Grammars that several groups have in common, as a person reads them.
namespace chandler::core::annotations {

inline constexpr std::string_view source_grammar =
    "configmap:NAME[/KEY], secret:NAME[/KEY], image:/PATH, volume:NAME[/SUBPATH] or oci:REFERENCE[//PATH]";
inline constexpr std::string_view data_grammar =
    "one or more, with commas between: configmap:NAME[/KEY], secret:NAME[/KEY], image:/PATH, volume:NAME[/SUBPATH], "
    "oci:REFERENCE[//PATH], https://…[#sha256=…], postgres:SECRET?table=… or "
    "postgres:SECRET?query=…&into=…";
inline constexpr std::string_view cron_grammar =
    "five cron fields, @hourly, @daily, @weekly, @monthly, @yearly or @every DURATION";

}  // namespace chandler::core::annotations
