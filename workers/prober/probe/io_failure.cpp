#include "prober/probe/io_failure.hpp"

#include <openssl/x509.h>

#include "prober/probe/error_map.hpp"

namespace vedette::prober {

using model::Reason;

namespace {

std::string doing(Stage stage) {
  switch (stage) {
    case Stage::Handshake:
      return "the TLS handshake";
    case Stage::Head:
      return "waiting for the answer";
    case Stage::Body:
      return "reading the body";
  }
  return {};
}

Failure at_end(Stage stage) {
  switch (stage) {
    case Stage::Handshake:
      return {Reason::TlsHandshake, "the server closed the connection within the TLS handshake"};
    case Stage::Head:
      return {Reason::ConnectionClosed, "the server closed the connection before its answer"};
    case Stage::Body:
      return {Reason::BodyTruncated, "the server closed the connection within the body"};
  }
  return {};
}

Failure at_tls_error(unsigned long error, Stage stage) {
  const std::string text = tls_error_text(error);
  if (stage == Stage::Handshake) {
    return {Reason::TlsHandshake, "the TLS handshake failed: " + text};
  }
  if (is_tls_alert(error)) {  // TLS 1.3: a client certificate is refused after the handshake
    return {Reason::TlsHandshake, "the server ended TLS while " + doing(stage) + ": " + text};
  }
  return {Reason::ProtocolError, "TLS broke while " + doing(stage) + ": " + text};
}

}  // namespace

Failure failure_of_step(const IoStep& step, Stage stage) {
  if (step.kind == IoStep::Kind::TlsError) {
    return at_tls_error(step.error, stage);
  }
  if (step.kind != IoStep::Kind::SocketError) {
    return at_end(stage);
  }
  Failure failure = failure_of_errno(static_cast<int>(step.error), doing(stage));
  if (stage == Stage::Body && failure.reason == Reason::ConnectionReset) {
    failure.reason = Reason::BodyTruncated;
  }
  return failure;
}

Failure failure_of_handshake(const IoStep& step, const PeerCheck& check, const std::string& peer) {
  if (step.kind != IoStep::Kind::TlsError || check.error == X509_V_OK || check.accept_any) {
    return failure_of_step(step, Stage::Handshake);
  }
  std::string message =
      "the certificate of " + peer + " is refused: " + X509_verify_cert_error_string(check.error);
  if (!check.subject.empty()) {
    message += " (" + check.subject + ")";
  }
  return {reason_of_verify_error(check.error), std::move(message)};
}

}  // namespace vedette::prober
