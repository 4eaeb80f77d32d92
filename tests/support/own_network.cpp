#include "support/own_network.hpp"

#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>

namespace vedette::test {
namespace {

void write_text(const std::string& path, const std::string& text) {
  std::ofstream file(path);
  if (!(file << text << std::flush)) {
    throw std::runtime_error("cannot write \"" + text + "\" to " + path);
  }
}

/// Everybody keeps the id they had.
void map_ids(uid_t user, gid_t group) {
  write_text("/proc/self/setgroups", "deny");
  write_text("/proc/self/uid_map", std::to_string(user) + " " + std::to_string(user) + " 1");
  write_text("/proc/self/gid_map", std::to_string(group) + " " + std::to_string(group) + " 1");
}

void raise_loopback() {
  const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ifreq request{};
  std::strcpy(request.ifr_name, "lo");
  request.ifr_flags = IFF_UP;
  const bool up = fd >= 0 && ::ioctl(fd, SIOCSIFFLAGS, &request) == 0;
  const int error = errno;
  ::close(fd);
  if (!up) {
    throw std::system_error(error, std::generic_category(), "raising loopback");
  }
}

}  // namespace

OwnNetwork::OwnNetwork() {
  const uid_t user = ::getuid();
  const gid_t group = ::getgid();
  if (::unshare(CLONE_NEWNET) != 0) {
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) {
      throw std::runtime_error(
          "this test needs a network namespace of its own (" +
          std::generic_category().message(errno) +
          "); run it as root, or allow user namespaces (kernel.unprivileged_userns_clone=1)");
    }
    map_ids(user, group);
  }
  raise_loopback();
}

void OwnNetwork::set_local_ports(std::uint16_t first, std::uint16_t last) {
  write_text("/proc/sys/net/ipv4/ip_local_port_range",
             std::to_string(first) + " " + std::to_string(last));
}

}  // namespace vedette::test
