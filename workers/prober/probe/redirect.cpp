#include "prober/probe/redirect.hpp"

#include <utility>

namespace vedette::prober {

using model::Method;
using model::Phase;
using model::Reason;

namespace {

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool keeps_method(int status, Method method) {
  return status == 307 || status == 308 || method == Method::Get || method == Method::Head;
}

bool same_origin(const model::Url& a, const model::Url& b) {
  return a.tls == b.tls && a.port == b.port && a.host == b.host;
}

bool is_secret(const std::optional<model::Text>& text) {
  return text && text->from && text->from->kind != model::Reference::Kind::ConfigMap;
}

}  // namespace

Checked<std::optional<Hop>> next_hop(const model::Target& target, const Hop& hop, int status,
                                     const std::optional<std::string>& location, int followed) {
  if (!target.http.follow_redirects || !is_redirect(status) || !location) {
    return std::nullopt;
  }
  if (followed >= target.http.max_redirects) {
    return ends(Reason::RedirectLimit,
                "redirected more than " + std::to_string(target.http.max_redirects) +
                    " times, last to " + *location,
                Phase::Processing);
  }
  auto url = model::resolve_url(hop.url, *location);
  if (!url) {
    return ends(Reason::RedirectInvalid, "redirected to " + *location + ": " + url.error().message,
                Phase::Processing);
  }
  Hop next{std::move(*url), hop.method, hop.with_body, hop.trusted};
  if (!keeps_method(status, hop.method)) {
    next.method = Method::Get;
    next.with_body = false;
  }
  next.trusted = hop.trusted && same_origin(hop.url, next.url);
  if (!next.trusted && next.with_body && is_secret(target.http.body)) {
    return ends(Reason::RedirectInvalid,
                "redirected to " + to_text(next.url) +
                    ", another origin, where a body from a secret does not go",
                Phase::Processing);
  }
  return next;
}

}  // namespace vedette::prober
