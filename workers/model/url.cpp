#include "model/url.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <arpa/inet.h>

#include "model/host_name.hpp"
#include "model/url_syntax.hpp"

namespace vedette::model {
namespace {

tl::unexpected<Error> refuse(const std::string& why) {
  return fail(ErrorKind::Invalid, "not a usable URL: " + why);
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

/// What is wrong with the bytes of `text`, one phrase; empty when RFC 3986 allows them all.
std::string byte_fault(std::string_view text) {
  for (size_t at = 0; at < text.size(); ++at) {
    if (is_url_byte(text, at)) continue;
    if (text[at] == '%') return "a % without two hexadecimal digits after it; write %25";
    std::string escaped;
    append_escaped(escaped, text[at]);
    return "a byte that a URL may not hold at position " + std::to_string(at + 1) +
           "; write it as " + escaped;
  }
  return {};
}

/// An IPv4 address in dotted decimal.
bool is_ipv4(const std::string& text) {
  in_addr address{};
  return inet_pton(AF_INET, text.c_str(), &address) == 1;
}

/// The IPv6 address in its canonical text (RFC 5952); empty when it is none.
std::string canonical_ipv6(const std::string& text) {
  in6_addr address{};
  if (inet_pton(AF_INET6, text.c_str(), &address) != 1) return {};
  std::array<char, INET6_ADDRSTRLEN> canonical{};
  inet_ntop(AF_INET6, &address, canonical.data(), canonical.size());
  return canonical.data();
}

/// "[…]": fills host and host_header.
Result<void> take_ipv6(std::string_view bracketed, Url& url) {
  url.host = canonical_ipv6(std::string(bracketed.substr(1, bracketed.size() - 2)));
  if (url.host.empty()) return refuse("its host " + std::string(bracketed) + " is no IPv6 address");
  url.host_is_literal = true;
  url.host_header = "[" + url.host + "]";
  return {};
}

Result<void> take_host(std::string_view host, Url& url) {
  if (host.starts_with('[') && host.ends_with(']')) return take_ipv6(host, url);
  url.host = lower(host);
  url.host_header = url.host;
  url.host_is_literal = is_ipv4(url.host);
  if (url.host_is_literal) return {};
  if (const std::string fault = host_name_fault(url.host); !fault.empty()) return refuse(fault);
  return {};
}

/// `text` is what follows the colon; RFC 3986 allows it to be empty.
Result<void> take_port(std::string_view text, Url& url) {
  if (text.empty()) return {};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), url.port);
  if (error != std::errc{} || end != text.data() + text.size() || url.port == 0) {
    return refuse("its port " + std::string(text) + " is not a number from 1 to 65535");
  }
  return {};
}

Result<void> take_authority(std::string_view authority, Url& url) {
  if (authority.find('@') != std::string_view::npos) {
    return refuse("it holds user information, which belongs into spec.http.basicAuth");
  }
  const size_t bracket = authority.starts_with('[') ? authority.find(']') : 0;
  const size_t colon =
      std::min(authority.find(':', std::min(bracket, authority.size())), authority.size());
  if (Result<void> host = take_host(authority.substr(0, colon), url); !host) return host;
  if (colon < authority.size()) {
    if (Result<void> port = take_port(authority.substr(colon + 1), url); !port) return port;
  }
  if (url.port != (url.tls ? 443 : 80)) url.host_header += ":" + std::to_string(url.port);
  return {};
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
  if (const std::string fault = byte_fault(text); !fault.empty()) return refuse(fault);
  const UrlParts parts = split_url(text);
  const std::string scheme = lower(parts.scheme.value_or(""));
  if (!scheme.empty() && scheme != "http" && scheme != "https") {
    return refuse("its scheme is " + scheme + ", not http or https");
  }
  if (scheme.empty() || !parts.authority) {
    return refuse("it is not absolute, like https://www.example.com/path");
  }
  Url url;
  url.tls = scheme == "https";
  url.port = url.tls ? 443 : 80;
  if (Result<void> taken = take_authority(*parts.authority, url); !taken) {
    return tl::unexpected(taken.error());
  }
  url.target = parts.path.empty() ? "/" : std::string(parts.path);
  if (parts.query) url.target.append("?").append(*parts.query);
  if (url.target.find_first_of("[]") != std::string::npos) {
    return refuse("brackets in its path or query; write %5B and %5D");
  }
  return url;
}

std::string to_text(const Url& url) {
  return (url.tls ? "https://" : "http://") + url.host_header + url.target;
}

}  // namespace vedette::model
