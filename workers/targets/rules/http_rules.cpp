#include "targets/rules/http_rules.hpp"

#include "model/place_name.hpp"
#include "targets/document/quote.hpp"
#include "targets/rules/header_rules.hpp"
#include "targets/rules/name_rules.hpp"
#include "targets/rules/reference_rules.hpp"

namespace vedette::targets {
namespace {

using model::Compression;
using model::HttpSpec;
using model::Method;
using model::Text;

constexpr size_t kLongestBody = 16 * 1024;
constexpr size_t kLongestScheme = 64;
constexpr int kLeastBodyBytes = 1024;
constexpr int kMostBodyBytes = 32 * 1024 * 1024;

bool takes_body(Method method) {
  switch (method) {
    case Method::Post:
    case Method::Put:
    case Method::Patch:
    case Method::Delete:
      return true;
    case Method::Get:
    case Method::Head:
    case Method::Options:
      return false;
  }
  return false;
}

Method read_method(const Field& field) {
  return read_choice<Method>(field, {{"GET", Method::Get},
                                     {"HEAD", Method::Head},
                                     {"POST", Method::Post},
                                     {"PUT", Method::Put},
                                     {"PATCH", Method::Patch},
                                     {"DELETE", Method::Delete},
                                     {"OPTIONS", Method::Options}})
      .value_or(Method::Get);
}

std::optional<Text> read_body(const Field& http, Method method) {
  const Field body = http["body"];
  const Field body_from = http["bodyFrom"];
  if (!body.present() && !body_from.present()) return std::nullopt;
  const Field& given = body.present() ? body : body_from;
  if (body.present() && body_from.present()) {
    body_from.refuse(Rule::BodySource, "body is given too; keep one of body and bodyFrom");
  }
  if (!takes_body(method)) {
    given.refuse(Rule::BodyMethod,
                 "goes with POST, PUT, PATCH and DELETE only, and the method is " +
                     std::string(model::to_text(method)));
  }
  if (!body.present()) return read_reference(body_from, ReferenceTo::SecretOrConfigMap);
  const auto text = body.text(kLongestBody);
  if (!text) return std::nullopt;
  return Text{std::nullopt, std::string(*text)};
}

std::optional<model::BasicAuth> read_basic_auth(const Field& field) {
  if (!field.object({"usernameFrom", "passwordFrom"})) return std::nullopt;
  const Field username_field = field["usernameFrom"];
  const Field password_field = field["passwordFrom"];
  username_field.require_present();
  password_field.require_present();
  const auto username = read_reference(username_field, ReferenceTo::Secret);
  const auto password = read_reference(password_field, ReferenceTo::Secret);
  if (!username || !password) return std::nullopt;
  return model::BasicAuth{*username, *password};
}

std::optional<model::Authorization> read_authorization(const Field& field) {
  if (!field.object({"type", "credentialsFrom"})) return std::nullopt;
  model::Authorization authorization;
  const Field type_field = field["type"];
  if (const auto type = type_field.text(kLongestScheme)) {
    authorization.type = *type;
    if (!is_http_token(*type)) {
      type_field.refuse(Rule::AuthType,
                        "must be an HTTP token such as Bearer, found " + quote(*type));
    }
    if (equal_without_case(*type, "Basic")) {
      type_field.refuse(Rule::AuthType,
                        "must not be Basic; use basicAuth, which encodes user and password");
    }
  }
  const Field credentials_field = field["credentialsFrom"];
  credentials_field.require_present();
  const auto credentials = read_reference(credentials_field, ReferenceTo::Secret);
  if (!credentials) return std::nullopt;
  authorization.credentials = *credentials;
  return authorization;
}

void read_auth(const Field& http, const Field& headers, HttpSpec& spec) {
  const Field basic = http["basicAuth"];
  const Field authorization = http["authorization"];
  if (basic.present() && authorization.present()) {
    authorization.refuse(Rule::AuthExclusive, "basicAuth is given too; keep one of them");
  }
  if (basic.present()) refuse_header(headers, "Authorization", "basicAuth");
  if (authorization.present()) refuse_header(headers, "Authorization", "authorization");
  spec.basic_auth = read_basic_auth(basic);
  spec.authorization = read_authorization(authorization);
}

void read_redirects(const Field& field, HttpSpec& spec) {
  if (!field.object({"mode", "max"})) return;
  const Field mode = field["mode"];
  const Field most = field["max"];
  spec.follow_redirects =
      read_choice<bool>(mode, {{"Follow", true}, {"None", false}}).value_or(spec.follow_redirects);
  spec.max_redirects = most.integer(0, 10, spec.max_redirects);
}

std::string read_proxy(const Field& field) {
  const auto name = field.text();
  if (!name) return {};
  if (!model::is_place_name(*name)) {
    field.refuse(Rule::ProxyName,
                 "must be the name of a proxy, 1 to 63 of a-z, 0-9 and -, found " + quote(*name));
  }
  return std::string(*name);
}

}  // namespace

HttpSpec read_http(const Field& http) {
  HttpSpec spec;
  if (!http.object({"method", "headers", "body", "bodyFrom", "basicAuth", "authorization",
                    "redirects", "proxy", "compression", "maxBodyBytes"})) {
    return spec;
  }
  const Field method = http["method"];
  const Field headers = http["headers"];
  const Field redirects = http["redirects"];
  const Field proxy = http["proxy"];
  const Field compression = http["compression"];
  const Field max_body_bytes = http["maxBodyBytes"];
  spec.method = read_method(method);
  spec.headers = read_headers(headers);
  spec.body = read_body(http, spec.method);
  read_auth(http, headers, spec);
  read_redirects(redirects, spec);
  spec.proxy = read_proxy(proxy);
  spec.compression = read_choice<Compression>(
                         compression, {{"None", Compression::None}, {"Gzip", Compression::Gzip}})
                         .value_or(Compression::None);
  if (spec.compression == Compression::Gzip)
    refuse_header(headers, "Accept-Encoding", "compression");
  spec.max_body_bytes =
      max_body_bytes.integer(kLeastBodyBytes, kMostBodyBytes, spec.max_body_bytes);
  return spec;
}

}  // namespace vedette::targets
