#include <algorithm>

#include "model/url.hpp"
#include "model/url_syntax.hpp"

namespace vedette::model {
namespace {

/// Makes what servers send into what RFC 3986 reads: other bytes percent-encoded, brackets too
/// where they do not enclose an address; no fragment.
std::string mend(std::string_view location) {
  location = location.substr(0, location.find('#'));
  const UrlParts parts = split_url(location);
  const size_t authority_end =
      parts.authority
          ? static_cast<size_t>(parts.authority->data() - location.data()) + parts.authority->size()
          : 0;
  std::string out;
  for (size_t at = 0; at < location.size(); ++at) {
    const bool bracket = location[at] == '[' || location[at] == ']';
    if (is_url_byte(location, at) && !(bracket && at >= authority_end)) {
      out += location[at];
    } else {
      append_escaped(out, location[at]);
    }
  }
  return out;
}

/// RFC 3986 §5.2.4, for a path that begins with `/`.
std::string remove_dot_segments(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const size_t end = std::min(path.find('/', 1), path.size());
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(end);
    if (segment != "/." && segment != "/..") {
      out += segment;
      continue;
    }
    if (segment == "/..") out.erase(std::min(out.rfind('/'), out.size()));
    if (path.empty()) out += '/';
  }
  return out;
}

/// The absolute URL that `reference` means at `base` (RFC 3986 §5.2.2 and §5.2.3), dots kept.
std::string merge(const Url& base, const std::string& reference) {
  const std::string scheme = base.tls ? "https:" : "http:";
  const std::string root = scheme + "//" + base.host_header;
  const std::string base_path = base.target.substr(0, base.target.find('?'));
  const UrlParts parts = split_url(reference);
  if (parts.scheme) return reference;
  if (parts.authority) return scheme + reference;
  if (reference.empty()) return root + base.target;
  if (parts.path.empty()) return root + base_path + reference;
  if (parts.path.starts_with('/')) return root + reference;
  return root + base_path.substr(0, base_path.rfind('/') + 1) + reference;
}

}  // namespace

Result<Url> resolve_url(const Url& base, std::string_view location) {
  Result<Url> url = parse_url(merge(base, mend(location)));
  if (!url) return url;
  const size_t query = std::min(url->target.find('?'), url->target.size());
  url->target.replace(0, query, remove_dot_segments(url->target.substr(0, query)));
  return url;
}

}  // namespace vedette::model
