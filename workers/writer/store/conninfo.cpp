#include "writer/store/conninfo.hpp"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/require.hpp"

namespace vedette::writer {
namespace {

using Pairs = std::vector<std::pair<std::string_view, std::string>>;

bool is_uri(std::string_view url) {
  return url.starts_with("postgresql://") || url.starts_with("postgres://");
}

/// RFC 3986: everything but unreserved characters.
std::string percent_encode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string quote(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

Pairs needed(Session session) {
  std::string_view name;
  std::string_view statement_timeout;
  switch (session) {
    case Session::Store:
      name = "vedette-writer store";
      statement_timeout = "60s";
      break;
    case Session::Maintain:
      name = "vedette-writer maintain";
      statement_timeout = "600s";
      break;
    case Session::Migrate:
      name = "vedette-writer migrate";
      statement_timeout = "0";
      break;
  }
  require(!name.empty(), "every session has a name");
  return {{"connect_timeout", "5"},
          {"keepalives_idle", "30"},
          {"tcp_user_timeout", "15000"},
          {"target_session_attrs", "read-write"},
          {"application_name", std::string(name)},
          {"client_encoding", "UTF8"},
          {"options", fmt::format("-c statement_timeout={} -c lock_timeout=5s "
                                  "-c idle_in_transaction_session_timeout=60s -c timezone=UTC "
                                  "-c client_min_messages=warning",
                                  statement_timeout)}};
}

}  // namespace

std::string make_conninfo(std::string_view url, std::string_view password, Session session) {
  const Pairs pairs = needed(session);
  if (!is_uri(url)) {
    std::string out;
    for (const auto& [key, value] : pairs) out += fmt::format("{}={} ", key, quote(value));
    out += url;
    if (!password.empty()) out += fmt::format(" password={}", quote(password));
    return out;
  }
  // libpq takes the last of equal keys: ours stand before the user's own query.
  const size_t query = url.find('?');
  std::string out(url.substr(0, query));
  if (out.find('/', out.find("//") + 2) == std::string::npos) out += '/';
  out += '?';
  for (const auto& [key, value] : pairs) {
    out += fmt::format("{}={}&", key, percent_encode(value));
  }
  if (query != std::string_view::npos && query + 1 < url.size()) {
    out += url.substr(query + 1);
    out += '&';
  }
  if (!password.empty()) out += fmt::format("password={}&", percent_encode(password));
  out.pop_back();
  return out;
}

}  // namespace vedette::writer
