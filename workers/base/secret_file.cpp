#include "base/secret_file.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

namespace vedette {
namespace {

constexpr std::size_t kMaxBytes = 65'536;

}  // namespace

Result<std::string> read_secret_file(const std::filesystem::path& file) {
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  std::string secret(kMaxBytes + 1, '\0');
  if (stream) stream.read(secret.data(), static_cast<std::streamsize>(secret.size()));
  if (!stream.is_open() || stream.bad()) {
    return fail(ErrorKind::Unavailable,
                "cannot read " + file.string() + ": " + std::generic_category().message(errno));
  }
  secret.resize(static_cast<std::size_t>(stream.gcount()));
  if (secret.size() > kMaxBytes) {
    return fail(ErrorKind::Invalid,
                file.string() + " holds more than 64 KiB, too much for a secret");
  }
  if (!secret.empty() && secret.back() == '\n') secret.pop_back();
  if (secret.empty()) return fail(ErrorKind::Invalid, file.string() + " is empty");
  if (secret.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
    return fail(ErrorKind::Invalid,
                file.string() + " holds CR, LF or NUL: a secret is one line of text");
  }
  return secret;
}

}  // namespace vedette
