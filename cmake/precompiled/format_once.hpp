#pragma once

// All of std::format but the types that are formatted stands behind one function template, which every source that
// formats would compile anew: a quarter of the time that a sanitized build takes. It is compiled once, in
// format_once.cpp. Only precompiled headers say so: without them, or with another standard library, nothing is missing.
#include <format>
#include <locale>
#include <string_view>

#if defined(__GLIBCXX__) && _GLIBCXX_RELEASE == 14
extern template std::__format::_Sink_iter<char> std::__format::__do_vformat_to(std::__format::_Sink_iter<char>,
                                                                               std::string_view,
                                                                               const std::format_args&,
                                                                               const std::locale*);
#endif
