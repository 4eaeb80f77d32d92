#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vedette::test {

/// What an API server says, in the words of its wire. Objects are ConfigMaps in the namespace
/// "shop".

/// An object; its uid is "uid-<name>".
[[nodiscard]] std::string object_text(std::string_view name, int version);
/// A list of objects, each of version 1.
[[nodiscard]] std::string list_text(int version, const std::vector<std::string>& names,
                                    std::string_view continue_token = {});
/// A line of a watch, with its newline: "ADDED", "MODIFIED", "DELETED".
[[nodiscard]] std::string event_line(std::string_view type, std::string_view name, int version);
[[nodiscard]] std::string bookmark_line(int version);
[[nodiscard]] std::string error_line(int code, std::string_view reason);
/// A Status object of a failure.
[[nodiscard]] std::string status_text(int code, std::string_view reason, std::string_view message);

}  // namespace vedette::test
