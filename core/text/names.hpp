#pragma once

#include <string>
#include <string_view>

#include "core/text/parsed.hpp"

namespace chandler::core::text {

// A volume's or container's name: RFC 1123 label, at most 63 characters.
Parsed<std::string> parse_label_name(std::string_view text);

// An object's name (Secret, ConfigMap, Job, Service): RFC 1123 subdomain, at most 253 characters.
Parsed<std::string> parse_object_name(std::string_view text);

// A key of a ConfigMap or Secret: letters, digits, '-', '_', '.'; not "." and not beginning with "..".
Parsed<std::string> parse_data_key(std::string_view text);

// A host name, an IPv4 or IPv6 address, or a socket's folder.
Parsed<std::string> parse_host(std::string_view text);

// A role's or database's name: at most 63 bytes, no control characters.
Parsed<std::string> parse_database_name(std::string_view text);

// "table" or "schema.table" of plain identifiers.
Parsed<std::string> parse_relation(std::string_view text);

// An area of the IANA time zone database, by its form: "Europe/Berlin", "UTC".
Parsed<std::string> parse_time_zone(std::string_view text);

}  // namespace chandler::core::text
