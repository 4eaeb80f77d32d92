#pragma once

#include <string>

namespace vedette::test {

/// What `promtool check metrics` finds wrong with a page of metrics, head and body as http_get()
/// returns it; empty when nothing is. An answer without a series is wrong too.
[[nodiscard]] std::string promtool_faults(const std::string& answer);

}  // namespace vedette::test
