#pragma once

#include <filesystem>
#include <string_view>
#include <sys/types.h>
#include <system_error>

namespace chandler::platform {

// Makes the file hold these bytes, or leaves it as it was: they are written beside it, under a hidden name that begins
// with the file's own, brought to the disk and renamed. Who reads it sees the old bytes or the new ones, whatever is
// killed when. `mode` is as with open(2); the folder must be there. A kill may leave the hidden file.
std::error_code replace_file(const std::filesystem::path& file, std::string_view bytes, mode_t mode = 0644);

// Whether replace_file makes files of such names: what a kill left of one, or what is being written just now.
bool is_left_over(std::string_view name, std::string_view of);

}  // namespace chandler::platform
