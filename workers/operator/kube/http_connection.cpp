#include "operator/kube/http_connection.hpp"

#include <utility>

#include <httplib.h>

#include "base/require.hpp"
#include "model/url.hpp"

namespace vedette::op {
namespace {

constexpr std::chrono::hours kNever{24};  // of one read: the cutter holds the deadlines

std::unique_ptr<httplib::ClientImpl> make_client(const model::Url& url,
                                                 const HttpEndpoint& endpoint) {
  if (!url.tls) return std::make_unique<httplib::ClientImpl>(url.host, url.port);
  auto client = std::make_unique<httplib::SSLClient>(url.host, url.port);
  if (!endpoint.ca_file.empty()) client->set_ca_cert_path(endpoint.ca_file.string());
  client->enable_server_certificate_verification(true);
  return client;
}

/// What a person would look at.
std::string advice(httplib::Error error) {
  switch (error) {
    case httplib::Error::SSLServerVerification:
      return "its certificate is not trusted; look at --kube-ca";
    case httplib::Error::SSLLoadingCerts:
      return "the CA file cannot be used; look at --kube-ca";
    case httplib::Error::SSLConnection:
      return "the TLS handshake failed";
    case httplib::Error::Connection:
    case httplib::Error::ConnectionTimeout:
      return "no connection; look at --kube-api";
    case httplib::Error::Read:
      return "the answer broke off";
    default:  // of another library: new ones come with its releases
      return httplib::to_string(error);
  }
}

}  // namespace

struct HttpConnection::Impl {
  HttpEndpoint endpoint;
  Cutter& cutter;
  model::Url url;
  SocketTwin socket;
  std::unique_ptr<httplib::ClientImpl> client;

  [[nodiscard]] httplib::Request make_request(const HttpRequest& request) const {
    httplib::Request out;
    out.method = request.method;
    out.path = request.path;
    out.body = request.body;
    out.set_header("Host", url.host_header);
    out.set_header("Accept", "application/json");
    out.set_header("User-Agent", "vedette-operator");
    if (!request.body.empty()) out.set_header("Content-Type", request.content_type);
    if (!request.bearer.empty()) out.set_header("Authorization", "Bearer " + request.bearer);
    return out;
  }
};

HttpConnection::HttpConnection(HttpEndpoint endpoint, Cutter& cutter) {
  Result<model::Url> url = model::parse_url(endpoint.url);
  require(url.has_value(), "the API server's URL was parsed before");
  impl_ = std::make_unique<Impl>(std::move(endpoint), cutter, *std::move(url));
  impl_->client = make_client(impl_->url, impl_->endpoint);
  httplib::ClientImpl& client = *impl_->client;
  client.set_keep_alive(true);
  client.set_tcp_nodelay(true);
  client.set_url_encode(false);
  client.set_connection_timeout(impl_->endpoint.connect_timeout);
  client.set_read_timeout(kNever);
  client.set_write_timeout(kNever);
  client.set_socket_options([this](socket_t socket) { impl_->socket.follow(socket); });
}

HttpConnection::~HttpConnection() = default;

bool HttpConnection::is_open() const { return impl_->client->is_socket_open() != 0; }

Result<HttpHead> HttpConnection::exchange(const HttpRequest& request, const HttpPatience& patience,
                                          const std::stop_token& stop,
                                          const std::stop_token& other_stop,
                                          const Receive& receive) {
  Cutter::Exchange exchange(impl_->cutter, impl_->socket, patience.deadline, stop, other_stop);
  HttpHead head;
  // The library calls this from its C-like loops: nothing may be thrown through them.
  const auto take = [&](std::string_view bytes) {
    if (patience.silence) exchange.extend(std::chrono::steady_clock::now() + *patience.silence);
    try {
      return receive(head, bytes);
    } catch (const std::exception&) {
      return false;
    }
  };
  httplib::Request out = impl_->make_request(request);
  out.response_handler = [&](const httplib::Response& response) {
    head.status = response.status;
    head.retry_after = response.get_header_value("Retry-After");
    return take({});
  };
  out.content_receiver = [&](const char* data, std::size_t size, auto&&...) {
    return take(std::string_view(data, size));
  };
  const bool stopped_before = exchange.cut().has_value();
  const httplib::Result result = stopped_before ? httplib::Result(nullptr, httplib::Error::Canceled)
                                                : impl_->client->send(out);
  if (const auto cut = exchange.cut()) {
    const char* why = *cut == ErrorKind::Stopped ? " was stopped" : " took too long";
    return fail(*cut, request.method + " " + request.path + why);
  }
  if (!result) {
    const bool ended_here = result.error() == httplib::Error::Canceled;
    return fail(ended_here ? ErrorKind::Internal : ErrorKind::Unavailable,
                request.method + " " + model::to_text(impl_->url) + request.path.substr(1) + ": " +
                    (ended_here ? "the answer was not taken to its end" : advice(result.error())));
  }
  head.status = result->status;
  return head;
}

}  // namespace vedette::op
