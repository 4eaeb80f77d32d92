#include "prober/probe/tunnel.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "prober/probe/answer_parser.hpp"
#include "prober/probe/io_failure.hpp"
#include "prober/probe/transmit.hpp"

namespace vedette::prober {

namespace asio = boost::asio;
using model::Reason;

namespace {

/// "www.example.com:443", "[2001:db8::1]:443".
std::string authority_of(const model::Url& url) {
  const bool v6 = url.host.find(':') != std::string::npos;
  return (v6 ? "[" + url.host + "]" : url.host) + ":" + std::to_string(url.port);
}

/// More of the proxy's answer; proxy_error when there is no more.
asio::awaitable<Checked<std::string_view>> receive(Flight& flight, Connection& connection,
                                                   const std::string& doing) {
  for (;;) {
    const IoStep step = connection.read(flight.share.read_buffer);
    switch (step.kind) {
      case IoStep::Kind::Moved:
        co_return std::string_view(flight.share.read_buffer.data(), step.bytes);
      case IoStep::Kind::WantRead:
      case IoStep::Kind::WantWrite:
        break;
      case IoStep::Kind::End:
      case IoStep::Kind::SocketError:
      case IoStep::Kind::TlsError:
        co_return ends(Reason::ProxyError,
                       doing + ": " + failure_of_step(step, Stage::Head).message);
    }
    if (!co_await flight.deadline.ready(connection.socket(), Deadline::Wait::wait_read)) {
      co_return ends(Reason::Timeout, doing + ": the timeout passed");
    }
  }
}

/// The status code of the proxy's answer, of which not a byte may be left: those who connect speak
/// first.
asio::awaitable<Checked<int>> read_answer(Flight& flight, Connection& connection,
                                          const std::string& doing) {
  const std::vector<HeaderCheck> no_headers;
  AnswerParser parser(true, no_headers);
  std::string unread;
  for (;;) {
    const auto more = co_await receive(flight, connection, doing);
    if (!more) {
      co_return tl::unexpected(more.error());
    }
    unread += *more;
    AnswerParser::Code error;
    const std::size_t used = parser.put(asio::buffer(unread), error);
    unread.erase(0, used);
    if (error == boost::beast::http::error::need_more) {
      error = {};
    }
    if (error || unread.size() > AnswerParser::kMaxHeadBytes) {
      co_return ends(Reason::ProxyError, doing + ": its answer is not HTTP/1.1");
    }
    if (!parser.is_header_done()) {
      continue;
    }
    const int status = parser.head().status;
    if (status / 100 == 2 && !unread.empty()) {
      co_return ends(Reason::ProxyError, doing + ": it speaks before it was spoken to");
    }
    co_return status;
  }
}

}  // namespace

std::string connect_request(const Proxy& proxy, const model::Url& url) {
  const std::string authority = authority_of(url);
  std::string request = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n";
  if (!proxy.authorization.empty()) {
    request += "Proxy-Authorization: " + proxy.authorization + "\r\n";
  }
  return request + "\r\n";
}

asio::awaitable<Checked<void>> open_tunnel(Flight& flight, Connection& connection,
                                           const Proxy& proxy, const model::Url& url) {
  const std::string doing = "asking " + proxy.text() + " for " + authority_of(url);
  const std::string request = connect_request(proxy, url);
  // Where the proxy has closed already, reading says so.
  if (auto sent = co_await transmit(flight, connection, request); !sent) {
    co_return tl::unexpected(std::move(sent.error()));
  }
  const auto status = co_await read_answer(flight, connection, doing);
  if (!status) {
    co_return tl::unexpected(status.error());
  }
  if (*status / 100 != 2) {
    co_return ends(Reason::ProxyError, doing + ": it answered " + std::to_string(*status));
  }
  co_return Checked<void>();
}

}  // namespace vedette::prober
