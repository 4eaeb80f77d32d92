#include "prober/probe/redact.hpp"

#include <algorithm>
#include <array>
#include <boost/beast/core/string.hpp>

#include "base/utf8.hpp"
#include "prober/probe/base64.hpp"

namespace vedette::prober {
namespace {

using boost::beast::iequals;

/// A shorter one would take half the trace along, and is no secret.
constexpr std::size_t kLeastSecret = 4;
constexpr std::size_t kMostLine = 1024;

bool is_secret(const model::Text& text) {
  return text.from && text.from->kind != model::Reference::Kind::ConfigMap;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return lower;
}

}  // namespace

bool is_credential_header(std::string_view name) {
  constexpr std::array<std::string_view, 7> kWords{"auth",    "cookie",   "token", "secret",
                                                   "api-key", "password", "apikey"};
  const std::string lower = lower_case(name);
  return lower != "www-authenticate" && lower != "proxy-authenticate" &&
         std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

Redactor::Redactor(const model::Target& target, const Proxy* proxy) {
  const model::HttpSpec& http = target.http;
  for (const model::Header& header : http.headers) {
    if (is_secret(header.value)) {
      secret_headers_.push_back(header.name);
    }
    if (is_secret(header.value) || is_credential_header(header.name)) {
      add(header.value.value);
    }
  }
  if (http.basic_auth) {
    const std::string& user = http.basic_auth->username.value;
    const std::string& password = http.basic_auth->password.value;
    add(base64(user + ":" + password));
    add(user);
    add(password);
  }
  if (http.authorization) {
    add(http.authorization->credentials.value);
  }
  if (http.body && is_secret(*http.body)) {
    add(http.body->value);
  }
  if (proxy != nullptr) {
    add(proxy->authorization);
  }
  std::sort(secrets_.begin(), secrets_.end(),
            [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
}

void Redactor::add(std::string_view secret) {
  if (secret.size() >= kLeastSecret) {
    secrets_.emplace_back(secret);
  }
}

std::string Redactor::text(std::string text) const {
  for (const std::string& secret : secrets_) {
    for (std::size_t at = text.find(secret); at != std::string::npos;
         at = text.find(secret, at + kRedacted.size())) {
      text.replace(at, secret.size(), kRedacted);
    }
  }
  return text;
}

std::string Redactor::header_value(std::string_view name, std::string_view value) const {
  const bool from_secret =
      std::any_of(secret_headers_.begin(), secret_headers_.end(),
                  [&](const std::string& secret) { return iequals(secret, name); });
  if (from_secret || is_credential_header(name)) {
    return std::string(kRedacted);
  }
  return clean_utf8(text(std::string(value)), kMostLine);
}

std::vector<std::string> Redactor::request_head(std::string_view request) const {
  std::vector<std::string> lines;
  request = request.substr(0, request.find("\r\n\r\n"));
  while (!request.empty()) {
    const std::string_view line = request.substr(0, request.find("\r\n"));
    request.remove_prefix(std::min(request.size(), line.size() + 2));
    const std::size_t colon = line.find(": ");
    if (lines.empty() || colon == std::string_view::npos) {  // the request line
      lines.push_back(clean_utf8(text(std::string(line)), kMostLine));
    } else {
      const std::string_view name = line.substr(0, colon);
      lines.push_back(std::string(name) + ": " + header_value(name, line.substr(colon + 2)));
    }
  }
  return lines;
}

std::vector<std::string> Redactor::answer_head(int version, int status,
                                               const std::vector<AnswerField>& fields) const {
  std::vector<std::string> lines;
  lines.push_back((version == 10 ? "HTTP/1.0 " : "HTTP/1.1 ") + std::to_string(status));
  for (const AnswerField& field : fields) {
    lines.push_back(clean_utf8(field.name, kMostLine) + ": " +
                    header_value(field.name, field.value));
  }
  return lines;
}

}  // namespace vedette::prober
