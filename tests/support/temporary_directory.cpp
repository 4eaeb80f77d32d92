#include "support/temporary_directory.hpp"

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

namespace vedette::test {

TemporaryDirectory::TemporaryDirectory(std::string_view name) {
  std::string path = std::filesystem::temp_directory_path() / (std::string(name) + "-XXXXXX");
  if (::mkdtemp(path.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), "cannot make the directory " + path);
  }
  path_ = path;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;  // what cannot be removed is left to the system's cleaner of /tmp
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace vedette::test
