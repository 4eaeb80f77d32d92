#include "support/site/routes.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <boost/beast/http/field.hpp>
#include <charconv>
#include <optional>
#include <string_view>
#include <vector>

#include "support/site/compressed.hpp"

namespace vedette::test {
namespace {

namespace http = boost::beast::http;
using std::chrono::milliseconds;

constexpr std::size_t kMaxBodyBytes = 64 * 1024 * 1024;

/// A request and the two halves of its target.
struct Call {
  const SiteRequest& request;
  const SiteCredentials& credentials;
  std::chrono::system_clock::time_point now;
  std::string_view path;
  std::string_view query;
};

/// The value of a query parameter, as sent (no percent-decoding).
std::optional<std::string_view> parameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) {
      return pair.substr(name.size() + 1);
    }
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
  }
  return std::nullopt;
}

/// A whole number with an optional unit behind it, which is left to the caller.
std::optional<std::uint64_t> number(std::string_view text, std::string_view& rest) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) {
    return std::nullopt;
  }
  rest = text.substr(static_cast<std::size_t>(end - text.data()));
  return value;
}

std::uint64_t number_or(std::string_view query, std::string_view name, std::uint64_t otherwise,
                        std::uint64_t most) {
  const auto text = parameter(query, name);
  std::string_view rest;
  const auto value = text ? number(*text, rest) : std::nullopt;
  return std::min(value.value_or(otherwise), most);
}

/// `20s` or `500ms`; the default when absent, malformed or zero.
milliseconds period_or(std::string_view query, milliseconds otherwise) {
  const auto text = parameter(query, "period");
  std::string_view unit;
  const auto value = text ? number(*text, unit) : std::nullopt;
  if (!value || *value == 0 || *value > 86'400'000) {
    return otherwise;
  }
  return unit == "ms" ? milliseconds(*value) : milliseconds(*value * 1000);
}

SiteReply page(http::status status, std::string body) {
  SiteReply reply;
  reply.response.result(status);
  reply.response.set(http::field::content_type, "text/html; charset=utf-8");
  reply.response.body() = std::move(body);
  return reply;
}

SiteReply ok(const Call&) { return page(http::status::ok, kOkPage); }

SiteReply slow(const Call& call) {
  SiteReply reply = page(http::status::ok, kOkPage);
  reply.delay = milliseconds(number_or(call.query, "ms", 3000, 600'000));
  return reply;
}

SiteReply flapping(const Call& call) {
  const milliseconds period = period_or(call.query, std::chrono::seconds(20));
  const auto since_epoch =
      std::chrono::duration_cast<milliseconds>(call.now.time_since_epoch()) % period;
  return since_epoch < period / 2
             ? page(http::status::ok, kOkPage)
             : page(http::status::service_unavailable, "<html>Back in a moment</html>\n");
}

SiteReply wrong_body(const Call&) {
  return page(http::status::ok, "<html><body><h1>Under maintenance</h1></body></html>\n");
}

SiteReply redirect_to(std::string_view location) {
  SiteReply reply = page(http::status::found, "");
  reply.response.set(http::field::location, location);
  return reply;
}

/// `to` runs to the end of the target, so that a URL with a query needs no escaping.
SiteReply redirect(const Call& call) {
  const auto at = call.query.find("to=");
  return redirect_to(at == std::string_view::npos ? "/ok" : call.query.substr(at + 3));
}

SiteReply redirect_loop(const Call&) { return redirect_to("/redirect-loop"); }

SiteReply redirect_chain(const Call& call) {
  const std::uint64_t left = number_or(call.query, "n", 3, 100);
  return left == 0 ? ok(call) : redirect_to("/redirect-chain?n=" + std::to_string(left - 1));
}

/// The page, padded with dots to `bytes`, so that a large answer still holds the text.
std::string padded_page(std::uint64_t bytes) {
  std::string body = kOkPage;
  body.resize(std::max<std::size_t>(body.size(), bytes), '.');
  return body;
}

SiteReply gzip(const Call& call) {
  SiteReply reply =
      page(http::status::ok,
           compressed(padded_page(number_or(call.query, "bytes", 0, kMaxBodyBytes)), Format::Gzip));
  reply.response.set(http::field::content_encoding, "gzip");
  return reply;
}

SiteReply large(const Call& call) {
  return page(http::status::ok,
              padded_page(number_or(call.query, "bytes", 1024 * 1024, kMaxBodyBytes)));
}

SiteReply chunked(const Call& call) {
  SiteReply reply =
      page(http::status::ok, padded_page(number_or(call.query, "bytes", 0, kMaxBodyBytes)));
  reply.response.chunked(true);
  return reply;
}

SiteReply echo(const Call& call) {
  std::string text =
      std::string(call.request.method_string()) + " " + std::string(call.request.target()) + "\n";
  for (const auto& field : call.request) {
    text += std::string(field.name_string()) + ": " + std::string(field.value()) + "\n";
  }
  SiteReply reply = page(http::status::ok, text + "\n" + call.request.body());
  reply.response.set(http::field::content_type, "text/plain; charset=utf-8");
  return reply;
}

std::string base64(std::string_view text) {
  std::string coded(4 * ((text.size() + 2) / 3) + 1, '\0');  // EVP adds a NUL
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(coded.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
  coded.resize(static_cast<std::size_t>(length));
  return coded;
}

SiteReply only_with(const Call& call, const std::string& authorization,
                    std::string_view challenge) {
  if (call.request[http::field::authorization] == authorization) {
    return ok(call);
  }
  SiteReply reply = page(http::status::unauthorized, "<html>Who goes there?</html>\n");
  reply.response.set(http::field::www_authenticate, challenge);
  return reply;
}

SiteReply basic(const Call& call) {
  return only_with(call, "Basic " + base64(call.credentials.user + ":" + call.credentials.password),
                   "Basic realm=\"vedette-site\"");
}

SiteReply bearer(const Call& call) {
  return only_with(call, "Bearer " + call.credentials.token, "Bearer realm=\"vedette-site\"");
}

SiteReply status(const Call& call) {
  std::string_view rest;
  const auto code = number(call.path.substr(std::string_view("/status/").size()), rest);
  if (!code || *code < 200 || *code > 599 || !rest.empty()) {
    return page(http::status::bad_request, "a status is a number from 200 to 599\n");
  }
  const bool bodiless = *code == 204 || *code == 304;
  SiteReply reply = page(http::status::ok, bodiless ? "" : kOkPage);
  reply.response.result(static_cast<unsigned>(*code));
  return reply;
}

struct Route {
  std::string_view path;
  SiteReply (*reply)(const Call&);
};

constexpr std::array kRoutes = {
    Route{"/ok", ok},
    Route{"/slow", slow},
    Route{"/flapping", flapping},
    Route{"/wrong-body", wrong_body},
    Route{"/redirect", redirect},
    Route{"/redirect-loop", redirect_loop},
    Route{"/redirect-chain", redirect_chain},
    Route{"/gzip", gzip},
    Route{"/large", large},
    Route{"/chunked", chunked},
    Route{"/echo", echo},
    Route{"/basic", basic},
    Route{"/bearer", bearer},
};

SiteReply dispatch(const Call& call) {
  if (call.path.starts_with("/status/")) {
    return status(call);
  }
  const auto* const found = std::ranges::find(kRoutes, call.path, &Route::path);
  return found == kRoutes.end() ? page(http::status::not_found, "no such page\n")
                                : found->reply(call);
}

}  // namespace

SiteReply answer(const SiteRequest& request, const SiteCredentials& credentials,
                 std::chrono::system_clock::time_point now) {
  const std::string_view target(request.target().data(), request.target().size());
  const std::size_t mark = std::min(target.find('?'), target.size());
  const std::string_view query = mark == target.size() ? "" : target.substr(mark + 1);
  SiteReply reply = dispatch({request, credentials, now, target.substr(0, mark), query});
  reply.response.version(request.version());
  reply.response.keep_alive(request.keep_alive());
  reply.response.set(http::field::server, "vedette-site");
  if (!reply.response.chunked()) {
    reply.response.prepare_payload();
  }
  return reply;
}

}  // namespace vedette::test
