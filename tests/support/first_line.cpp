#include "support/first_line.hpp"

#include <fstream>
#include <stdexcept>

namespace vedette::test {

std::string first_line(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line)) throw std::runtime_error("cannot read " + file.string());
  return line;
}

}  // namespace vedette::test
