#pragma once

#include <string>

namespace vedette::test {

/// What a loopback port answers to a GET, head and body; empty when nobody answers.
[[nodiscard]] std::string http_get(int port, const std::string& path);

}  // namespace vedette::test
