#include "prober/probe/dns_channel.hpp"

#include <ares.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <cstring>
#include <exception>
#include <utility>

#include "prober/probe/error_map.hpp"

namespace vedette::prober {

namespace asio = boost::asio;
using asio::posix::stream_descriptor;

namespace {

/// How late a retransmission may be.
constexpr std::chrono::milliseconds kTick{20};

int close_socket(ares_socket_t fd, void* /*self*/) { return ::close(fd); }

ares_ssize_t send_parts(ares_socket_t fd, const iovec* parts, int count, void* /*self*/) {
  msghdr message{};
  message.msg_iov = const_cast<iovec*>(parts);  // sendmsg() only reads it
  message.msg_iovlen = static_cast<size_t>(count);
  return ::sendmsg(fd, &message, MSG_NOSIGNAL);
}

/// How many rounds c-ares is to ask in. From 1.32 on it waits five times as long as a nameserver
/// usually takes, 250 ms at least, doubled in each round and cut by up to half, whatever time-out
/// it was given: so many rounds that even the shortest last as long as `schedule`. The resolver's
/// own timer ends what lasts longer.
int rounds_of(const RetrySchedule& schedule) {
  int rounds = schedule.tries;
#if ARES_VERSION >= 0x012000
  const Millis span = schedule.timeout * ((1 << schedule.tries) - 1);
  while (Millis(125) * (1 << rounds) < span) {
    ++rounds;
  }
#endif
  return rounds;
}

/// An errno when this process can open no file. c-ares takes a hosts file that it cannot open for
/// one without the name, and asks nameservers who do not know it.
int open_error() {
  const int fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return errno;
  }
  ::close(fd);
  return 0;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) {
    all += all.empty() ? "" : ",";
    all += text;
  }
  return all;
}

Resolver::Addresses addresses_of(const ares_addrinfo* found) {
  Resolver::Addresses addresses;
  const ares_addrinfo_node* node = found == nullptr ? nullptr : found->nodes;
  for (; node != nullptr && addresses.size() < Resolver::kMaxAddresses; node = node->ai_next) {
    if (node->ai_family == AF_INET) {
      sockaddr_in address{};
      std::memcpy(&address, node->ai_addr, sizeof address);
      addresses.emplace_back(asio::ip::address_v4(ntohl(address.sin_addr.s_addr)));
    } else if (node->ai_family == AF_INET6) {
      sockaddr_in6 address{};
      std::memcpy(&address, node->ai_addr, sizeof address);
      asio::ip::address_v6::bytes_type bytes;
      std::memcpy(bytes.data(), &address.sin6_addr, bytes.size());
      addresses.emplace_back(asio::ip::address_v6(bytes, address.sin6_scope_id));
    }
  }
  return addresses;
}

}  // namespace

/// A query that c-ares has not answered yet.
struct DnsChannel::Pending {
  DnsChannel& channel;
  int hosts_error;  ///< see open_error()
  Callback callback;
};

/// One socket of c-ares', which closes it right after the channel let go of the watch. Handlers
/// hold it weakly.
struct DnsChannel::Watch {
  Watch(const asio::any_io_executor& executor, int fd) : descriptor(executor, fd) {}
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  ~Watch() { (void)descriptor.release(); }

  stream_descriptor descriptor;
  std::array<bool, 2> wanted{};   // by Direction
  std::array<bool, 2> waiting{};  // a wait of Asio's is under way
};

DnsChannel::DnsChannel(const asio::any_io_executor& executor, const ResolverOptions& options,
                       RetrySchedule schedule, int servers, std::function<void()> heard)
    : executor_(executor),
      heard_(std::move(heard)),
      ticker_(std::make_shared<asio::steady_timer>(executor)) {
  ares_options settings{};
  settings.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES;
  if (servers == 1) {
    settings.flags |= ARES_FLAG_NOCHECKRESP;
  }
  settings.timeout = static_cast<int>(schedule.timeout.count());
  settings.tries = rounds_of(schedule);
  settings.sock_state_cb = &on_socket_state;
  settings.sock_state_cb_data = this;
  int given = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB;
#ifdef ARES_OPT_QUERY_CACHE
  settings.qcache_max_ttl = 0;  // a probe measures its lookup
  given |= ARES_OPT_QUERY_CACHE;
#endif
  setup_status_ = ares_init_options(&channel_, &settings, given);
  if (setup_status_ != ARES_SUCCESS) {
    channel_ = nullptr;
    return;
  }
  static constexpr ares_socket_functions kSockets{&open_socket, &close_socket, &connect_socket,
                                                  &receive, &send_parts};
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"  // since 1.34, which still serves it
  ares_set_socket_functions(channel_, &kSockets, this);
#pragma GCC diagnostic pop
  if (!options.nameservers.empty()) {
    setup_status_ = ares_set_servers_ports_csv(channel_, joined(options.nameservers).c_str());
  }
}

DnsChannel::~DnsChannel() {
  ticker_->cancel();
  if (channel_ != nullptr) {
    ares_destroy(channel_);
  }
}

void DnsChannel::ask(const std::string& name, int family, Callback callback) {
  if (setup_status_ != ARES_SUCCESS) {
    callback({setup_status_, 0, {}});
    return;
  }
  ares_addrinfo_hints hints{};
  hints.ai_family = family;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = ARES_AI_NOSORT;  // sorting would open a socket per address
  ++in_flight_;
  auto pending = std::make_unique<Pending>(Pending{*this, open_error(), std::move(callback)});
  ares_getaddrinfo(channel_, name.c_str(), nullptr, &hints, &on_answer, pending.release());
  if (in_flight_ > 0 && !ticking_) {
    tick();
  }
}

void DnsChannel::tick() {
  ticking_ = true;
  ticker_->expires_after(kTick);
  ticker_->async_wait([this, alive = std::weak_ptr(ticker_)](const boost::system::error_code&) {
    if (alive.expired()) {
      return;
    }
    ares_process_fd(channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
    ticking_ = false;
    if (in_flight_ > 0) {
      tick();
    }
  });
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"  // since 1.34, which still serves it
int DnsChannel::server_count() const {
  ares_addr_port_node* servers = nullptr;
  if (channel_ == nullptr || ares_get_servers_ports(channel_, &servers) != ARES_SUCCESS) {
    return 1;
  }
  int count = 0;
  for (const auto* server = servers; server != nullptr; server = server->next) {
    ++count;
  }
  ares_free_data(servers);
  return count == 0 ? 1 : count;
}
#pragma GCC diagnostic pop

std::vector<std::string> DnsChannel::search_domains() const {
  ares_options settings{};
  int mask = 0;
  if (channel_ == nullptr || ares_save_options(channel_, &settings, &mask) != ARES_SUCCESS) {
    return {};
  }
  std::vector<std::string> domains(settings.domains, settings.domains + settings.ndomains);
  ares_destroy_options(&settings);
  return domains;
}

int DnsChannel::open_socket(int family, int type, int protocol, void* self) {
  const int fd = ::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
  static_cast<DnsChannel*>(self)->socket_error_ = fd < 0 ? errno : 0;
  return fd;
}

int DnsChannel::connect_socket(int fd, const sockaddr* address, socklen_t size, void* self) {
  const int result = ::connect(fd, address, size);
  if (result != 0 && errno != EINPROGRESS) {  // EAGAIN: UDP finds no free port
    static_cast<DnsChannel*>(self)->socket_error_ = errno;
  }
  return result;
}

ssize_t DnsChannel::receive(int fd, void* into, size_t size, int flags, sockaddr* from,
                            socklen_t* from_size, void* self) {
  const ssize_t got = ::recvfrom(fd, into, size, flags, from, from_size);
  if (got > 0) {
    static_cast<DnsChannel*>(self)->heard_();
  }
  return got;
}

void DnsChannel::on_answer(void* argument, int status, int /*timeouts*/, ares_addrinfo* found) {
  const std::unique_ptr<Pending> pending(static_cast<Pending*>(argument));
  DnsChannel& channel = pending->channel;
  --channel.in_flight_;
  // What was answered was asked, whatever happened to the socket of an earlier question.
  const int socket_error = nameserver_answered(status) ? 0 : channel.socket_error_;
  Answer answer{status, pending->hosts_error != 0 ? pending->hosts_error : socket_error,
                addresses_of(found)};
  if (found != nullptr) {
    ares_freeaddrinfo(found);
  }
  if (status != ARES_EDESTRUCTION) {
    pending->callback(std::move(answer));
  }
}

void DnsChannel::on_socket_state(void* self, int fd, int readable, int writable) {
  auto& channel = *static_cast<DnsChannel*>(self);
  if (readable == 0 && writable == 0) {
    channel.watches_.erase(fd);
    return;
  }
  try {
    channel.watch(fd, readable != 0, writable != 0);
  } catch (const std::exception&) {  // C code calls us; the query now ends by its time-out
    channel.watches_.erase(fd);
    channel.socket_error_ = ENOBUFS;
  }
}

void DnsChannel::watch(int fd, bool readable, bool writable) {
  auto& watch = watches_[fd];
  if (watch == nullptr) {
    watch = std::make_shared<Watch>(executor_, fd);
  }
  watch->wanted = {readable, writable};
  for (const Direction direction : {Read, Write}) {
    if (watch->wanted[direction] && !watch->waiting[direction]) {
      wait(watch, direction);
    }
  }
}

void DnsChannel::wait(const std::shared_ptr<Watch>& watch, Direction direction) {
  watch->waiting[direction] = true;
  watch->descriptor.async_wait(
      direction == Read ? stream_descriptor::wait_read : stream_descriptor::wait_write,
      [this, direction, weak = std::weak_ptr(watch)](const boost::system::error_code& error) {
        if (error || weak.expired()) {
          return;
        }
        const int fd = weak.lock()->descriptor.native_handle();
        ares_process_fd(channel_, direction == Read ? fd : ARES_SOCKET_BAD,
                        direction == Write ? fd : ARES_SOCKET_BAD);
        const auto still = weak.lock();  // c-ares may have closed the socket
        if (still == nullptr) {
          return;
        }
        still->waiting[direction] = false;
        if (still->wanted[direction]) {
          wait(still, direction);
        }
      });
}

}  // namespace vedette::prober
