#include "prober/probe/request_text.hpp"

#include <array>
#include <boost/beast/core/string.hpp>
#include <string_view>

#include "prober/probe/base64.hpp"

namespace vedette::prober {
namespace {

using boost::beast::iequals;

constexpr std::string_view kUserAgent = "vedette/" VEDETTE_VERSION;

template <size_t N>
bool is_any_of(std::string_view name, const std::array<std::string_view, N>& names) {
  for (const std::string_view known : names) {
    if (iequals(name, known)) {
      return true;
    }
  }
  return false;
}

/// Headers that speak to one origin only, or prove who we are to it.
bool stays_at_home(const model::Header& header) {
  constexpr std::array<std::string_view, 4> kNames{"Authorization", "Proxy-Authorization", "Cookie",
                                                   "Host"};
  return is_any_of(header.name, kNames) ||
         (header.value.from && header.value.from->kind != model::Reference::Kind::ConfigMap);
}

/// Headers that describe a body.
bool goes_with_body(const model::Header& header) {
  constexpr std::array<std::string_view, 4> kNames{"Content-Type", "Content-Encoding",
                                                   "Content-Language", "Content-Location"};
  return is_any_of(header.name, kNames);
}

bool takes_body(model::Method method) {
  return method == model::Method::Post || method == model::Method::Put ||
         method == model::Method::Patch;
}

/// Collects header lines; the target's own come first and win.
class HeaderLines {
 public:
  explicit HeaderLines(std::string& out) : out_(out) {}

  void add(std::string_view name, std::string_view value) {
    out_.append(name).append(": ").append(value).append("\r\n");
  }
  void add_unless(bool taken, std::string_view name, std::string_view value) {
    if (!taken) {
      add(name, value);
    }
  }

 private:
  std::string& out_;
};

}  // namespace

Hop first_hop(const model::Target& target, model::Url url) {
  return {std::move(url), target.http.method, target.http.body.has_value(), true};
}

std::string request_text(const model::Target& target, const Hop& hop, const Proxy* proxy) {
  const model::HttpSpec& http = target.http;
  std::vector<const model::Header*> own;
  for (const model::Header& header : http.headers) {
    const bool kept = (hop.trusted || !stays_at_home(header)) &&
                      (hop.with_body || !http.body || !goes_with_body(header));
    if (kept) {
      own.push_back(&header);
    }
  }
  const auto has = [&own](std::string_view name) {
    for (const model::Header* header : own) {
      if (iequals(header->name, name)) {
        return true;
      }
    }
    return false;
  };

  std::string text;
  const bool to_proxy = proxy != nullptr && !hop.url.tls;
  text.append(to_text(hop.method)).append(" ");
  text.append(to_proxy ? to_text(hop.url) : hop.url.target).append(" HTTP/1.1\r\n");
  HeaderLines lines(text);
  lines.add_unless(has("Host"), "Host", hop.url.host_header);
  for (const model::Header* header : own) {
    lines.add(header->name, header->value.value);
  }
  lines.add_unless(has("User-Agent"), "User-Agent", kUserAgent);
  lines.add_unless(has("Accept"), "Accept", "*/*");
  if (http.compression == model::Compression::Gzip) {
    lines.add_unless(has("Accept-Encoding"), "Accept-Encoding", "gzip");
  }
  if (hop.trusted && !has("Authorization")) {
    if (http.basic_auth) {
      lines.add("Authorization", "Basic " + base64(http.basic_auth->username.value + ":" +
                                                   http.basic_auth->password.value));
    } else if (http.authorization) {
      lines.add("Authorization",
                http.authorization->type + " " + http.authorization->credentials.value);
    }
  }
  if (to_proxy && !proxy->authorization.empty()) {
    lines.add_unless(has("Proxy-Authorization"), "Proxy-Authorization", proxy->authorization);
  }
  const std::string_view body = hop.with_body && http.body ? http.body->value : std::string_view();
  if (!body.empty() || takes_body(hop.method)) {
    lines.add("Content-Length", std::to_string(body.size()));
  }
  lines.add("Connection", "close");
  text.append("\r\n").append(body);
  return text;
}

}  // namespace vedette::prober
