#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <cstdint>

#include "support/site/request_log.hpp"
#include "support/site/routes.hpp"

namespace vedette::test {

/// What every connection of a site shares; outlives them all.
struct SessionContext {
  const SiteCredentials& credentials;
  RequestLog& log;
};

/// Answers the requests of one connection until the client leaves, asks to close, or stays
/// silent for a minute. `tls` is null for plain HTTP. Completes normally in all these cases.
[[nodiscard]] boost::asio::awaitable<void> serve_connection(boost::asio::ip::tcp::socket socket,
                                                            boost::asio::ssl::context* tls,
                                                            SessionContext context);

}  // namespace vedette::test
