#include "prober/probe/proxy.hpp"

#include <charconv>
#include <optional>

#include "model/place_name.hpp"
#include "prober/probe/base64.hpp"

namespace vedette::prober {
namespace {

constexpr std::string_view kScheme = "http://";

/// "%41" → "A"; nothing when a % is not followed by two hexadecimal digits.
std::optional<std::string> percent_decoded(std::string_view text) {
  std::string decoded;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      decoded += text[at];
      continue;
    }
    const std::string_view digits = text.substr(at + 1, 2);
    unsigned char byte = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (error != std::errc{} || digits.size() != 2 || end != digits.data() + 2) {
      return std::nullopt;
    }
    decoded += static_cast<char>(byte);
    at += 2;
  }
  return decoded;
}

/// "Basic …" for user information of a URL; nothing when that cannot be sent.
std::optional<std::string> authorization_of(std::string_view user_information) {
  const size_t colon = user_information.find(':');
  const auto user = percent_decoded(user_information.substr(0, colon));
  const auto password = percent_decoded(
      colon == std::string_view::npos ? std::string_view() : user_information.substr(colon + 1));
  if (!user || !password || user->find(':') != std::string::npos) {
    return std::nullopt;
  }
  return "Basic " + base64(*user + ":" + *password);
}

}  // namespace

std::string Proxy::text() const { return "the proxy " + name + " (" + url.host_header + ")"; }

Result<Proxy> parse_proxy(std::string_view text) {
  const size_t equals = text.find('=');
  Proxy proxy;
  proxy.name = text.substr(0, equals);
  if (equals == std::string_view::npos || !model::is_place_name(proxy.name)) {
    return fail(ErrorKind::Invalid,
                "a proxy is given as NAME=http://HOST:PORT, with a name of 1 to 63 of a-z, 0-9 and "
                "-");
  }
  std::string_view rest = text.substr(equals + 1);
  if (!rest.starts_with(kScheme)) {
    return fail(ErrorKind::Invalid, "the URL of the proxy " + proxy.name +
                                        " does not begin with http://, the only way to talk to one "
                                        "that is built");
  }
  rest.remove_prefix(kScheme.size());
  if (const size_t at = rest.rfind('@'); at != std::string_view::npos) {
    const auto authorization = authorization_of(rest.substr(0, at));
    if (!authorization) {
      return fail(ErrorKind::Invalid, "user and password of the proxy " + proxy.name +
                                          " are not percent-encoded, as in user:50%25");
    }
    proxy.authorization = *authorization;
    rest.remove_prefix(at + 1);
  }
  auto url = model::parse_url(std::string(kScheme) + std::string(rest));
  if (!url || url->target != "/") {
    return fail(ErrorKind::Invalid, "the URL of the proxy " + proxy.name + " is " +
                                        (url ? "more than http://HOST:PORT" : url.error().message));
  }
  proxy.url = std::move(*url);
  return proxy;
}

}  // namespace vedette::prober
