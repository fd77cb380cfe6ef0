#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

// What our containers, volumes and folders in a pod are called.
namespace chandler::core::injection {

inline constexpr std::string_view install_container = "chandler-install";
inline constexpr std::string_view wait_container = "chandler-wait";
inline constexpr std::string_view migrate_container = "chandler-migrate";
inline constexpr std::string_view load_container = "chandler-load";
inline constexpr std::string_view executor_container = "chandler-executor";

inline constexpr std::string_view program_volume = "chandler-program";
inline constexpr std::string_view no_token_volume = "chandler-no-token";
inline constexpr std::string_view migrate_volume = "chandler-migrate";
// Where downloads are kept: our root file system cannot be written.
inline constexpr std::string_view scratch_volume = "chandler-scratch";
std::string data_volume(std::string_view command, std::size_t index);  // "chandler-load-0"

// Where a step sees its sources: "/chandler-data/migrate", "/chandler-data/load-0".
inline constexpr std::string_view data_folder = "/chandler-data";
// The program in a foreign image, and where the installer, whose own image has it there, writes it.
inline constexpr std::string_view program_folder = "/chandler";
inline constexpr std::string_view install_folder = "/chandler-install";
inline constexpr std::string_view scratch_folder = "/tmp";
inline constexpr std::string_view token_folder = "/var/run/secrets/kubernetes.io/serviceaccount";

// Whether a container has one of our names.
bool has_our_name(std::string_view container);

// Whether a container is one that we wrote: our name, its command and our environment.
bool is_ours(const nlohmann::json& container);

// The same of one that stands in the pod's list `list`: "initContainers", which may hold any of ours, or "containers",
// where the executor alone is.
bool is_ours_in(std::string_view list, const nlohmann::json& container);

bool is_our_volume(std::string_view volume);

}  // namespace chandler::core::injection
