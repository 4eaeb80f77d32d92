#include "support/site/session.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/chunk_encode.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <exception>
#include <sstream>

namespace vedette::test {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::use_awaitable;

constexpr std::chrono::minutes kIdleLimit{1};
constexpr std::size_t kChunks = 4;
constexpr std::size_t kMaxRequestBody = 1024 * 1024;

RecordedRequest record_of(const SiteRequest& request, std::uint16_t port) {
  RecordedRequest record{.method = std::string(request.method_string()),
                         .path = std::string(request.target()),
                         .headers = {},
                         .body = request.body(),
                         .port = port,
                         .at = std::chrono::system_clock::now()};
  for (const auto& field : request) {
    record.headers.emplace_back(field.name_string(), field.value());
  }
  return record;
}

/// The body in kChunks chunks; Beast alone would make one.
std::string chunks_of(const std::string& body) {
  std::string bytes;
  const std::size_t piece = std::max<std::size_t>(1, body.size() / kChunks);
  for (std::size_t at = 0; at < body.size(); at += piece) {
    const asio::const_buffer chunk(body.data() + at, std::min(piece, body.size() - at));
    bytes += beast::buffers_to_string(http::make_chunk(chunk));
  }
  return bytes + beast::buffers_to_string(http::make_chunk_last());
}

/// All of a reply at once: a serializer of Beast's for each kind of stream takes the compiler most
/// of a minute.
std::string bytes_of(const SiteRequest& request, const SiteResponse& response) {
  std::ostringstream bytes;
  bytes << response.base();
  if (request.method() != http::verb::head) {
    bytes << (response.chunked() ? chunks_of(response.body()) : response.body());
  }
  return std::move(bytes).str();
}

template <class Stream>
asio::awaitable<void> answer_requests(Stream& stream, const SessionContext& context) {
  beast::flat_buffer buffer;
  auto& tcp = beast::get_lowest_layer(stream);
  const std::uint16_t port = tcp.socket().local_endpoint().port();
  for (;;) {
    http::request_parser<http::string_body> parser;
    parser.body_limit(kMaxRequestBody);
    tcp.expires_after(kIdleLimit);
    co_await http::async_read(stream, buffer, parser, use_awaitable);
    const SiteRequest request = parser.release();
    context.log.add(record_of(request, port));

    const SiteReply reply = answer(request, context.credentials, std::chrono::system_clock::now());
    if (reply.delay.count() > 0) {
      asio::steady_timer timer(tcp.get_executor(), reply.delay);
      co_await timer.async_wait(use_awaitable);
    }
    tcp.expires_after(kIdleLimit);
    const std::string bytes = bytes_of(request, reply.response);
    co_await asio::async_write(stream, asio::buffer(bytes), use_awaitable);
    if (!request.keep_alive()) {
      co_return;
    }
  }
}

}  // namespace

asio::awaitable<void> serve_connection(asio::ip::tcp::socket socket, asio::ssl::context* tls,
                                       SessionContext context) {
  beast::tcp_stream tcp(std::move(socket));
  try {
    tcp.socket().set_option(asio::ip::tcp::no_delay(true));
    if (tls == nullptr) {
      co_await answer_requests(tcp, context);
      tcp.socket().shutdown(asio::ip::tcp::socket::shutdown_send);
      co_return;
    }
    asio::ssl::stream<beast::tcp_stream&> secure(tcp, *tls);
    tcp.expires_after(kIdleLimit);
    co_await secure.async_handshake(asio::ssl::stream_base::server, use_awaitable);
    co_await answer_requests(secure, context);
    co_await secure.async_shutdown(use_awaitable);
  } catch (const boost::system::system_error&) {
    co_return;  // the client left, refused the certificate or was silent too long: its right
  }
}

}  // namespace vedette::test
