#include "support/site/site.hpp"

#include <pthread.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>
#include <utility>

#include "support/site/session.hpp"

namespace vedette::test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

tcp::acceptor open_acceptor(asio::io_context& io, const std::string& address, std::uint16_t port) {
  try {
    return {io, tcp::endpoint(asio::ip::make_address(address), port)};
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error("cannot listen on " + address + ":" + std::to_string(port) + ": " +
                             error.code().message() + "; choose another port");
  }
}

/// Accepts until the io_context stops. Out of descriptors, it tries again in a while
/// instead of leaving the port deaf.
asio::awaitable<void> accept_connections(tcp::acceptor acceptor, asio::ssl::context* tls,
                                         SessionContext context) {
  for (;;) {
    boost::system::error_code error;
    tcp::socket socket =
        co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (!error) {
      asio::co_spawn(acceptor.get_executor(), serve_connection(std::move(socket), tls, context),
                     asio::detached);
      continue;
    }
    asio::steady_timer pause(acceptor.get_executor(), std::chrono::milliseconds(50));
    co_await pause.async_wait(asio::use_awaitable);
  }
}

std::string url(const char* scheme, const std::string& address, std::uint16_t port,
                const std::string& path) {
  return std::string(scheme) + "://" + address + ":" + std::to_string(port) + path;
}

}  // namespace

Site::Site(const SiteOptions& options)
    : address_(options.address),
      credentials_(options.credentials),
      io_(std::in_place, 1),
      http_port_(listen(options.http_port, nullptr)) {
  if (!options.dir.empty()) {
    contexts_ = make_tls_faces(options.dir);
    std::uint16_t port = options.https_port;
    for (const TlsFace face : kTlsFaces) {
      https_ports_[face] = listen(port, &contexts_.at(face));
      port = port == 0 ? port : static_cast<std::uint16_t>(port + 1);
    }
  }
  thread_ = std::jthread([this] {
    pthread_setname_np(pthread_self(), "site");
    io_->run();
  });
}

Site::~Site() { stop(); }

void Site::stop() {
  if (thread_.joinable()) {
    io_->stop();
    thread_.join();
    io_.reset();
  }
}

std::uint16_t Site::listen(std::uint16_t port, asio::ssl::context* tls) {
  tcp::acceptor acceptor = open_acceptor(*io_, address_, port);
  const std::uint16_t bound = acceptor.local_endpoint().port();
  asio::co_spawn(*io_,
                 accept_connections(std::move(acceptor), tls, SessionContext{credentials_, log_}),
                 asio::detached);
  return bound;
}

std::string Site::http_url(const std::string& path) const {
  return url("http", address_, http_port_, path);
}

std::string Site::https_url(TlsFace face, const std::string& path) const {
  return url("https", address_, https_port(face), path);
}

}  // namespace vedette::test
