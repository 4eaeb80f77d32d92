#pragma once

#include <string>

#include <tl/expected.hpp>

namespace vedette {

/// The message of a Result's error, empty for a success: error() of a success is undefined, and
/// tl::expected asserts so from 1.1 on. In this namespace, every test finds it unqualified.
template <typename T, typename E>
[[nodiscard]] std::string fault_of(const tl::expected<T, E>& result) {
  return result ? std::string() : result.error().message;
}

}  // namespace vedette
