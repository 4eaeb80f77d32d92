#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include <boost/test/unit_test.hpp>

#include "support/paths.hpp"

namespace vedette::model {

/// A file of tests/golden/messages, without the newline at its end.
[[nodiscard]] inline std::string golden(const std::string& name) {
  std::ifstream file(vedette::test::source_dir() / "tests/golden/messages" / name);
  BOOST_REQUIRE_MESSAGE(file, "missing golden file " << name);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

/// `text` with one piece of it replaced.
[[nodiscard]] inline std::string replaced(std::string text, const std::string& from,
                                          const std::string& to) {
  const std::size_t place = text.find(from);
  BOOST_REQUIRE_MESSAGE(place != std::string::npos, "the golden file has no " << from);
  return text.replace(place, from.size(), to);
}

}  // namespace vedette::model
