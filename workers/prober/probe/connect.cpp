#include "prober/probe/connect.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <utility>

#include "prober/probe/error_map.hpp"

namespace vedette::prober {

namespace asio = boost::asio;
using asio::ip::tcp;
using model::Reason;

namespace {

using Error = boost::system::error_code;

asio::awaitable<Error> try_address(tcp::socket& socket, const tcp::endpoint& endpoint,
                                   const Deadline& deadline) {
  Error error;
  socket.close(error);
  socket.open(endpoint.protocol(), error);
  if (error) {
    co_return error;
  }
  socket.non_blocking(true, error);
  if (error) {
    co_return error;
  }
  // Over TLS the request follows the handshake's last flight: Nagle would hold it back 40 ms.
  socket.set_option(tcp::no_delay(true), error);
  if (deadline.limit_passed()) {
    co_return asio::error::operation_aborted;
  }
  const auto [result] =
      co_await socket.async_connect(endpoint, asio::as_tuple(asio::use_awaitable));
  co_return result;
}

/// The addresses of a name, judged.
struct Judged {
  std::vector<tcp::endpoint> allowed;
  std::string denied;  ///< those that are not, each with the rule; empty when there is none
};

Judged judge(const std::vector<asio::ip::address>& addresses, std::uint16_t port,
             const EgressPolicy& egress, Tracer* tracer) {
  Judged judged;
  for (const asio::ip::address& address : addresses) {
    const tcp::endpoint endpoint(address, port);
    if (const auto rule = egress.denial(endpoint)) {
      if (tracer != nullptr) {
        tracer->add_address(endpoint_text(endpoint), "denied: " + *rule);
      }
      judged.denied +=
          (judged.denied.empty() ? "" : ", ") + endpoint_text(endpoint) + " (" + *rule + ")";
    } else {
      judged.allowed.push_back(endpoint);
    }
  }
  return judged;
}

}  // namespace

std::chrono::nanoseconds connect_budget(std::chrono::nanoseconds left, size_t addresses_left) {
  constexpr std::chrono::nanoseconds kMost = std::chrono::seconds(3);
  if (addresses_left == 1) {
    return left;
  }
  return std::min(kMost, left / static_cast<std::int64_t>(addresses_left));
}

std::string endpoint_text(const tcp::endpoint& endpoint) {
  const std::string address = endpoint.address().to_string();
  const std::string port = std::to_string(endpoint.port());
  return endpoint.address().is_v6() ? "[" + address + "]:" + port : address + ":" + port;
}

asio::awaitable<Checked<void>> connect(Connection& connection,
                                       const std::vector<asio::ip::address>& addresses,
                                       std::uint16_t port, const EgressPolicy& egress,
                                       Deadline& deadline, std::string& last_tried,
                                       Tracer* tracer) {
  const auto [allowed, denied] = judge(addresses, port, egress, tracer);
  if (allowed.empty()) {
    co_return ends(Reason::BlockedByPolicy, "probes may not go to " + denied);
  }
  std::string tried;
  Reason reason = Reason::Timeout;
  std::optional<Failure> shortage;
  for (size_t i = 0; i < allowed.size(); ++i) {
    const tcp::endpoint& endpoint = allowed[i];
    last_tried = endpoint_text(endpoint);
    const SteadyTime now = std::chrono::steady_clock::now();
    if (allowed.size() > 1) {
      deadline.limit(now + connect_budget(deadline.left(now), allowed.size() - i));
    }
    const Error error = co_await try_address(connection.socket(), endpoint, deadline);
    if (!error) {
      if (tracer != nullptr) {
        tracer->add_address(last_tried, "connected");
      }
      deadline.limit(deadline.at());
      co_return Checked<void>();
    }
    const bool late = error == asio::error::operation_aborted;
    if (!late && is_local_shortage(error.value())) {
      shortage = failure_of_errno(error.value(), "connecting to " + last_tried);
    }
    reason = late ? Reason::Timeout : reason_of_errno(error.value());
    const std::string what = late ? "no answer in time" : errno_text(error.value());
    if (tracer != nullptr) {
      tracer->add_address(last_tried, what);
    }
    tried.append(tried.empty() ? "" : ", ").append(last_tried);
    tried.append(" (").append(what).append(")");
  }
  if (shortage) {  // an address that could not be tried might have been the one that works
    co_return tl::unexpected(std::move(*shortage));
  }
  co_return ends(reason, "cannot connect to " + tried +
                             (denied.empty() ? "" : "; probes may not go to " + denied));
}

}  // namespace vedette::prober
