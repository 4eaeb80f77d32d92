#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace vedette::model {

/// An absolute http or https URL, taken apart (RFC 3986). Boost.URL 1.81 cannot be trusted with
/// text from outside: it reads 192.0.2.7.evil.example as the address 192.0.2.7 with a path.
struct Url {
  bool tls = false;  ///< scheme is https
  /// A DNS name (lower case, a final dot kept) or a literal address without brackets.
  std::string host;
  bool host_is_literal = false;  ///< host is an IPv4 or IPv6 address
  std::uint16_t port = 80;       ///< 1 … 65535, the scheme's default when absent
  std::string target;            ///< path and query as sent in a request line, at least "/"
  std::string host_header;       ///< what goes into Host: brackets kept, port only when not default

  bool operator==(const Url&) const = default;
};

/// Refuses other schemes, user information, port 0 or above 65535, a host that is neither an
/// address nor a DNS name (RFC 1123, underscores allowed; so `127.1`, which some resolvers take for
/// an address, and percent-encoded names are refused) and anything that RFC 3986 refuses. Fragments
/// are dropped. Invalid, with one sentence, otherwise.
[[nodiscard]] Result<Url> parse_url(std::string_view text);

/// Resolves a Location header against the URL it was answered for (RFC 3986 §5.2). Bytes that
/// RFC 3986 does not allow there (spaces, non-ASCII, lone `%`), which servers do send, are
/// percent-encoded first. Refuses what parse_url refuses.
[[nodiscard]] Result<Url> resolve_url(const Url& base, std::string_view location);

/// The URL as text, for messages.
[[nodiscard]] std::string to_text(const Url& url);

}  // namespace vedette::model
