#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "model/url.hpp"
#include "prober/probe/connection.hpp"
#include "prober/probe/flight.hpp"
#include "prober/probe/proxy.hpp"

namespace vedette::prober {

/// The request that asks `proxy` for a connection to the host and port of `url` (RFC 9110 §9.3.6).
[[nodiscard]] std::string connect_request(const Proxy& proxy, const model::Url& url);

/// Makes of a connection to `proxy` one to the host and port of `url`. proxy_error when the proxy
/// does anything but agree.
[[nodiscard]] boost::asio::awaitable<Checked<void>> open_tunnel(Flight& flight,
                                                                Connection& connection,
                                                                const Proxy& proxy,
                                                                const model::Url& url);

}  // namespace vedette::prober
