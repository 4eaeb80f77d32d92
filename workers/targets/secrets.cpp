#include "targets/secrets.hpp"

#include <fmt/format.h>

#include "base/require.hpp"
#include "targets/rules/name_rules.hpp"

namespace vedette::targets {
namespace {

using model::Reference;
using model::Target;
using model::Text;

constexpr size_t kLongestLine = 8 * 1024;
constexpr size_t kLongestBody = 16 * 1024;
constexpr size_t kLongestPem = 1 << 20;  // what a ConfigMap or Secret holds

/// Relative to the secrets directory. The rules have checked every part; that they cannot lead out
/// of it is too important to rest on that alone.
std::string relative_path(const std::string& ns, const Reference& reference) {
  require(is_config_key(reference.key), "a reference's key was checked");
  if (reference.kind == Reference::Kind::File) return reference.key;
  require(is_dns_label(ns) && is_dns_subdomain(reference.name), "a reference's name was checked");
  return ns + "/" + reference.name + "/" + reference.key;
}

void strip_newline(std::string& text) {
  if (!text.ends_with('\n')) return;
  text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
}

/// What is wrong with a referenced text, one phrase; empty when nothing is.
std::string text_fault(const std::string& text, SecretUse use) {
  const size_t longest = use == SecretUse::Pem    ? kLongestPem
                         : use == SecretUse::Body ? kLongestBody
                                                  : kLongestLine;
  if (text.size() > longest) {
    return fmt::format("holds {} bytes; at most {} are allowed", text.size(), longest);
  }
  if (use == SecretUse::Pem || use == SecretUse::Body) {
    return text.find('\0') == std::string::npos ? "" : "holds a NUL character";
  }
  if (!is_header_value(text)) return "holds a line break or another control character";
  if (use == SecretUse::Username && text.find(':') != std::string::npos) {
    return "holds a ':', which Basic authentication cannot send in a user name";
  }
  return {};
}

template <typename OptionalText>
void visit_if(OptionalText& text, SecretUse use, const char* field, const VisitText& visit) {
  if (text && text->from) visit(*text, use, field);
}

}  // namespace

Result<std::string> usable_text(std::string content, SecretUse use) {
  if (use == SecretUse::HeaderValue || use == SecretUse::Username) strip_newline(content);
  if (std::string fault = text_fault(content, use); !fault.empty()) {
    return fail(ErrorKind::Invalid, std::move(fault));
  }
  return content;
}

void visit_references(Target& target, const VisitText& visit) {
  model::HttpSpec& http = target.http;
  for (size_t i = 0; i < http.headers.size(); ++i) {
    Text& value = http.headers[i].value;
    if (!value.from) continue;
    visit(value, SecretUse::HeaderValue, fmt::format("spec.http.headers[{}].valueFrom", i));
  }
  visit_if(http.body, SecretUse::Body, "spec.http.bodyFrom", visit);
  if (http.basic_auth) {
    visit(http.basic_auth->username, SecretUse::Username, "spec.http.basicAuth.usernameFrom");
    visit(http.basic_auth->password, SecretUse::HeaderValue, "spec.http.basicAuth.passwordFrom");
  }
  if (http.authorization) {
    visit(http.authorization->credentials, SecretUse::HeaderValue,
          "spec.http.authorization.credentialsFrom");
  }
  visit_if(target.tls.ca, SecretUse::Pem, "spec.tls.caFrom", visit);
  visit_if(target.tls.certificate, SecretUse::Pem, "spec.tls.certFrom", visit);
  visit_if(target.tls.key, SecretUse::Pem, "spec.tls.keyFrom", visit);
}

bool has_references(const Target& target) {
  const model::HttpSpec& http = target.http;
  for (const model::Header& header : http.headers) {
    if (header.value.from) return true;
  }
  return (http.body && http.body->from) || http.basic_auth || http.authorization || target.tls.ca ||
         target.tls.certificate || target.tls.key;
}

Secrets::Secrets(const std::filesystem::path& directory) : path_(directory) {
  if (directory.empty()) {
    why_closed_ = "no directory of secrets is given; set --secrets-dir";
    return;
  }
  Result<Directory> opened = Directory::open(directory);
  if (opened) {
    directory_ = std::move(*opened);
  } else {
    why_closed_ = directory.string() + ": " + opened.error().message;
  }
}

Result<std::string> Secrets::content(const std::string& ns, const Reference& reference) {
  if (!directory_) return fail(ErrorKind::Unavailable, why_closed_);
  const std::string relative = relative_path(ns, reference);
  const Result<std::string>& content = raw(relative);
  if (content) return content;
  return fail(content.error().kind, (path_ / relative).string() + ": " + content.error().message);
}

Result<std::string> Secrets::read(const std::string& ns, const Reference& reference,
                                  SecretUse use) {
  Result<std::string> found = content(ns, reference);
  if (!found) return found;
  Result<std::string> text = usable_text(std::move(*found), use);
  if (text) return text;
  const std::string file = (path_ / relative_path(ns, reference)).string();
  return fail(text.error().kind, file + " " + text.error().message);
}

void Secrets::fill(Target& target, const OnError& on_error) {
  visit_references(target, [&](Text& text, SecretUse use, const std::string& field) {
    Result<std::string> value = read(target.ns, *text.from, use);
    if (value) {
      text.value = std::move(*value);
    } else {
      on_error(field, value.error().message);
    }
  });
}

const Result<std::string>& Secrets::raw(const std::string& relative) {
  const auto known = files_.find(relative);
  if (known != files_.end()) return known->second;
  const Result<UniqueFd> fd = directory_->open_file(relative);
  Result<std::string> content =
      fd ? read_all(*fd, kLongestPem) : Result<std::string>(tl::unexpected(fd.error()));
  return files_.emplace(relative, std::move(content)).first->second;
}

}  // namespace vedette::targets
