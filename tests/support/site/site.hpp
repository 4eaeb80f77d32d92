#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <thread>

#include "support/site/request_log.hpp"
#include "support/site/routes.hpp"
#include "support/site/tls_faces.hpp"

namespace vedette::test {

struct SiteOptions {
  /// Where the certificates go (see make_tls_faces). Empty: the site speaks plain HTTP only.
  std::filesystem::path dir;
  std::string address = "127.0.0.1";
  /// 0 = any free port.
  std::uint16_t http_port = 0;
  /// 0 = a free port for each face; otherwise the port of the first face, the others follow.
  std::uint16_t https_port = 0;
  SiteCredentials credentials;
};

/// A small website on loopback with a known answer on every path (README.md): what the
/// examples and the tests probe. It listens when the constructor returns and serves from
/// one thread until stop() or destruction. Its public members may be called from any thread.
class Site {
 public:
  /// Throws std::runtime_error when a port is taken or a certificate cannot be written.
  explicit Site(const SiteOptions& options = {});
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;
  ~Site();

  /// Ends the thread and closes all connections, answered or not. May be repeated.
  void stop();

  [[nodiscard]] std::uint16_t http_port() const { return http_port_; }
  /// REQUIRES: the options named a directory.
  [[nodiscard]] std::uint16_t https_port(TlsFace face) const { return https_ports_.at(face); }

  /// `http://127.0.0.1:PORT` + path.
  [[nodiscard]] std::string http_url(const std::string& path) const;
  /// `https://127.0.0.1:PORT` + path. REQUIRES: the options named a directory.
  [[nodiscard]] std::string https_url(TlsFace face, const std::string& path) const;

  [[nodiscard]] RequestLog& log() { return log_; }

 private:
  std::uint16_t listen(std::uint16_t port, boost::asio::ssl::context* tls);

  std::string address_;
  SiteCredentials credentials_;
  RequestLog log_;
  std::map<TlsFace, boost::asio::ssl::context> contexts_;
  std::optional<boost::asio::io_context> io_;  // its end closes every connection
  std::uint16_t http_port_;
  std::map<TlsFace, std::uint16_t> https_ports_;
  std::jthread thread_;
};

}  // namespace vedette::test
