#include "operator/kube/api_error.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <boost/json/parse.hpp>

#include "base/utf8.hpp"
#include "operator/kube/json_text.hpp"

namespace vedette::op {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxMessageBytes = 1'024;
constexpr long kMaxRetrySeconds = 60;

/// How a server-side apply says that it will never take a body, though with status 500.
constexpr std::array<std::string_view, 2> kPermanent{"failed to create typed patch object",
                                                     "failed to convert new object"};

bool is_permanent(std::string_view message) {
  return std::ranges::any_of(kPermanent, [&](std::string_view words) {
    return message.find(words) != std::string_view::npos;
  });
}

ErrorKind kind_of(int status, std::string_view reason, std::string_view message) {
  if (status >= 500) return is_permanent(message) ? ErrorKind::Invalid : ErrorKind::Unavailable;
  switch (status) {
    case 401:
    case 403:
    case 408:
    case 410:
    case 429:
      return ErrorKind::Unavailable;
    case 409:
      return reason == "AlreadyExists" ? ErrorKind::Invalid : ErrorKind::Unavailable;
    default:
      return ErrorKind::Invalid;
  }
}

/// Some answers carry the wait in the Status only.
std::optional<Millis> retry_after_in(const json::object& status) {
  const json::value* details = status.if_contains("details");
  if (details == nullptr || !details->is_object()) return std::nullopt;
  const json::value* seconds = details->get_object().if_contains("retryAfterSeconds");
  if (seconds == nullptr || !seconds->is_int64() || seconds->get_int64() <= 0) return std::nullopt;
  return std::chrono::seconds(std::min<std::int64_t>(seconds->get_int64(), kMaxRetrySeconds));
}

}  // namespace

std::optional<Millis> retry_after_from(std::string_view header) {
  long seconds = 0;
  const char* const begin = header.data();
  const char* const end = begin + header.size();
  const auto [read_to, error] = std::from_chars(begin, end, seconds);
  if (error != std::errc() || read_to != end || seconds < 0) return std::nullopt;
  return std::chrono::seconds(std::min(seconds, kMaxRetrySeconds));
}

ApiError api_error_from(std::string_view request, int status, std::string_view body,
                        std::optional<Millis> retry_after) {
  ApiError error;
  error.status = status;
  error.retry_after = retry_after;
  std::string said(body);
  boost::system::error_code broken;
  const json::value parsed = json::parse(body, broken);
  if (const json::object* object = broken ? nullptr : parsed.if_object()) {
    error.reason = text_at(*object, "reason");
    said = text_at(*object, "message");
    if (!error.retry_after) error.retry_after = retry_after_in(*object);
  }
  while (!said.empty() && said.back() == '\n') said.pop_back();
  said = clean_utf8(said, kMaxMessageBytes);
  error.kind = kind_of(status, error.reason, said);
  error.message = std::string(request) + " was answered " + std::to_string(status) +
                  (error.reason.empty() ? "" : " " + error.reason) +
                  (said.empty() ? "" : ": " + said);
  return error;
}

ApiError api_error_from(const Error& error) {
  return {error.kind, 0, {}, error.message, std::nullopt};
}

}  // namespace vedette::op
