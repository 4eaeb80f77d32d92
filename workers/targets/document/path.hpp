#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vedette::targets {

/// Appends a member to a field path: "spec" + "url" is "spec.url"; a key that is no plain word
/// comes in brackets and quotes.
void append_key(std::string& path, std::string_view key);
/// Appends an index: "spec.http.headers" + 2 is "spec.http.headers[2]".
void append_index(std::string& path, size_t index);

}  // namespace vedette::targets
