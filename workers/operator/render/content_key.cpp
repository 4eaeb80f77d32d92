#include "operator/render/content_key.hpp"

#include "targets/files/sha256.hpp"

namespace vedette::op {
namespace {

constexpr std::string_view kPrefix = "sha256-";
constexpr std::size_t kKeyBytes = kPrefix.size() + 64;

}  // namespace

std::string content_key(std::string_view content) {
  targets::Sha256 hash;
  hash.update(content);
  return std::string(kPrefix) + hash.finish();
}

std::vector<std::string> file_keys(std::string_view line) {
  // A line is JSON without white space, and inside a text the quotes would be escaped: these bytes
  // are a reference and nothing else.
  constexpr std::string_view kReference = R"({"file":"sha256-)";
  std::vector<std::string> keys;
  for (std::size_t at = line.find(kReference); at != std::string_view::npos;
       at = line.find(kReference, at + 1)) {
    keys.emplace_back(line.substr(at + kReference.size() - kPrefix.size(), kKeyBytes));
  }
  return keys;
}

}  // namespace vedette::op
