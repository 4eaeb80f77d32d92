#include "support/own_network.hpp"

#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
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

/// What `ip route add local default dev lo` asks the kernel for (rtnetlink(7)).
struct LocalRoute {
  nlmsghdr head;
  rtmsg route;
  rtattr device_head;
  int device;
};

void add_local_route(int netlink, unsigned char family) {
  LocalRoute request{};
  request.head.nlmsg_len = sizeof(request);
  request.head.nlmsg_type = RTM_NEWROUTE;
  request.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE | NLM_F_ACK;
  request.route.rtm_family = family;
  request.route.rtm_table = RT_TABLE_LOCAL;
  request.route.rtm_protocol = RTPROT_STATIC;
  request.route.rtm_scope = RT_SCOPE_HOST;
  request.route.rtm_type = RTN_LOCAL;
  request.device_head = {sizeof(rtattr) + sizeof(int), RTA_OIF};
  request.device = static_cast<int>(::if_nametoindex("lo"));
  struct {
    nlmsghdr head;
    nlmsgerr answer;
    std::array<char, 256> room;
  } reply{};
  const bool answered = ::send(netlink, &request, sizeof(request), 0) == sizeof(request) &&
                        ::recv(netlink, &reply, sizeof(reply), 0) > 0;
  if (!answered || reply.answer.error != 0) {
    throw std::system_error(answered ? -reply.answer.error : errno, std::generic_category(),
                            "adding a local route");
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

void OwnNetwork::ask_loopback_for_names() {
  std::string path = "/tmp/vedette-resolv-conf-XXXXXX";
  const int fd = ::mkstemp(path.data());
  if (fd < 0) {
    throw std::system_error(errno, std::generic_category(), "making a resolv.conf");
  }
  ::close(fd);
  write_text(path, "nameserver 127.0.0.1\n");
  const bool mounted = ::unshare(CLONE_NEWNS) == 0 &&
                       ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                       ::mount(path.c_str(), "/etc/resolv.conf", nullptr, MS_BIND, nullptr) == 0;
  const int error = errno;
  ::unlink(path.c_str());  // the mount keeps it
  if (!mounted) {
    throw std::system_error(error, std::generic_category(), "mounting a resolv.conf");
  }
}

void OwnNetwork::be_everywhere() {
  const int netlink = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (netlink < 0) {
    throw std::system_error(errno, std::generic_category(), "opening netlink");
  }
  add_local_route(netlink, AF_INET);
  add_local_route(netlink, AF_INET6);
  ::close(netlink);
}

}  // namespace vedette::test
