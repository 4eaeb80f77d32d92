#include "targets/files/directory.hpp"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

namespace vedette::targets {
namespace {

std::string errno_text() { return std::generic_category().message(errno); }

/// What `path` leads to, through `..data` where there is one (kubelet's atomic writer).
UniqueFd open_current(const std::filesystem::path& path) {
  UniqueFd root(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root) return root;
  UniqueFd data(::openat(root.get(), "..data", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return data ? std::move(data) : std::move(root);
}

bool same_inode(int a, int b) {
  struct stat one{};
  struct stat other{};
  return ::fstat(a, &one) == 0 && ::fstat(b, &other) == 0 && one.st_dev == other.st_dev &&
         one.st_ino == other.st_ino;
}

struct CloseDirectory {
  void operator()(DIR* stream) const { ::closedir(stream); }
};

}  // namespace

Result<Directory> Directory::open(std::filesystem::path path) {
  UniqueFd fd = open_current(path);
  if (!fd) return fail(ErrorKind::Unavailable, "cannot open the directory: " + errno_text());
  return Directory(std::move(path), std::move(fd));
}

Result<std::vector<std::string>> Directory::names() const {
  // A stream takes its descriptor over and moves its offset: give it one of its own.
  const int own = ::openat(fd_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::unique_ptr<DIR, CloseDirectory> stream(own < 0 ? nullptr : ::fdopendir(own));
  if (!stream) return fail(ErrorKind::Unavailable, "cannot list the directory: " + errno_text());
  std::vector<std::string> names;
  while (true) {
    errno = 0;
    const dirent* entry = ::readdir(stream.get());  // NOLINT(concurrency-mt-unsafe): own stream
    if (entry == nullptr) break;
    if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  }
  if (errno != 0) return fail(ErrorKind::Unavailable, "cannot list the directory: " + errno_text());
  std::sort(names.begin(), names.end());
  return names;
}

Result<UniqueFd> Directory::open_file(const std::string& relative) const {
  // O_NONBLOCK: a FIFO would wait for its writer.
  UniqueFd fd(::openat(fd_.get(), relative.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return fail(ErrorKind::Unavailable, "cannot open the file: " + errno_text());
  struct stat status{};
  if (::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return fail(ErrorKind::Invalid, "is not a regular file");
  }
  return fd;
}

bool Directory::replaced() const {
  const UniqueFd now = open_current(path_);
  return !now || !same_inode(now.get(), fd_.get());
}

Result<std::string> read_all(const UniqueFd& fd, size_t max_bytes) {
  std::string text;
  char buffer[64 * 1024];
  while (true) {
    const ssize_t got = ::read(fd.get(), buffer, sizeof buffer);
    if (got == 0) return text;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(ErrorKind::Unavailable, "cannot read the file: " + errno_text());
    text.append(buffer, static_cast<size_t>(got));
    if (text.size() > max_bytes) {
      return fail(ErrorKind::Invalid,
                  fmt::format("has more than {} bytes, the most allowed", max_bytes));
    }
  }
}

}  // namespace vedette::targets
