#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <string>

namespace vedette::test {

using SiteRequest = boost::beast::http::request<boost::beast::http::string_body>;
using SiteResponse = boost::beast::http::response<boost::beast::http::string_body>;

/// Who may see /basic and /bearer.
struct SiteCredentials {
  std::string user = "vedette";
  std::string password = "sentry";
  std::string token = "outpost-4711";
};

/// An answer and how long the site waits before it gives it. A chunked response is sent
/// in several chunks.
struct SiteReply {
  SiteResponse response;
  std::chrono::milliseconds delay{0};
};

/// The text of the page that all good routes show.
inline constexpr auto kOkPage = "<html><body><h1>Service OK, build 4711</h1></body></html>\n";

/// Decides what the site answers; README.md lists the routes. Pure: `now` alone decides
/// which half of its period /flapping is in.
[[nodiscard]] SiteReply answer(const SiteRequest& request, const SiteCredentials& credentials,
                               std::chrono::system_clock::time_point now);

}  // namespace vedette::test
