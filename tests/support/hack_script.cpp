#include "support/hack_script.hpp"
#include "support/paths.hpp"

#include <stdexcept>
#include <utility>

namespace vedette::test {

std::filesystem::path hack_script(const std::string& name) { return source_dir() / "hack" / name; }

std::string run_hack_script(const std::string& name, ChildOptions options,
                            std::chrono::milliseconds deadline) {
  auto finished = run_to_end(hack_script(name), std::move(options), deadline);
  if (finished.status.code != 0) {
    throw std::runtime_error("hack/" + name + " failed: " + finished.standard_error);
  }
  auto& text = finished.standard_output;
  text.erase(text.find_last_not_of('\n') + 1);
  return text;
}

}  // namespace vedette::test
