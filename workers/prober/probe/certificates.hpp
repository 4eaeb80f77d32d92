#pragma once

#include <openssl/x509_vfy.h>

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "model/probe_result.hpp"
#include "prober/probe/trace.hpp"
#include "prober/probe/verified_chains.hpp"

namespace vedette::prober {

/// What the verify callback of one handshake is told, and what it leaves behind.
struct PeerCheck {
  VerifiedChains* known = nullptr;  ///< of the connection's profile
  bool accept_any = false;          ///< insecureSkipVerify: record what is wrong and go on
  bool keep_chain = false;          ///< for a trace; then nothing is taken as known
  long error = X509_V_OK;           ///< X509_V_ERR_…
  std::string subject;              ///< of the certificate that the error is about
  /// Certificate facts only; set as soon as the peer sent a chain, be it good or not.
  std::optional<model::TlsFacts> facts;
  std::vector<TracedCertificate> chain;  ///< as verified, or else as sent, when it is to be kept
};

/// Verifies a peer's chain, as SSL_CTX_set_cert_verify_callback wants it, unless the same was found
/// good before, and records it *even when verification fails*: afterwards OpenSSL throws the chain
/// away. The connection's PeerCheck is its SSL's app data.
int verify_peer(X509_STORE_CTX* store, void* unused);

/// A certificate's time; nothing outside the years 1970 to 9999, which no reader of results takes.
[[nodiscard]] std::optional<SystemTime> to_system_time(const ASN1_TIME* time);

}  // namespace vedette::prober
