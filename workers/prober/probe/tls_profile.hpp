#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "base/result.hpp"
#include "model/target.hpp"
#include "prober/probe/openssl_ptr.hpp"
#include "prober/probe/verified_chains.hpp"

namespace vedette::prober {

/// What the connections of all targets with equal TLS settings share: one SSL_CTX with its trust
/// store. Making one per connection would cost 150 µs each. No sessions are kept: a probe measures
/// a whole handshake. What its trust store has verified is remembered for a while. Immutable but
/// for that, and thread-safe.
class TlsProfile {
 public:
  /// Invalid, naming the field, when OpenSSL refuses a certificate, a key or a CA bundle.
  [[nodiscard]] static Result<std::shared_ptr<const TlsProfile>> make(const model::TlsSpec& spec);

  /// Equal for specs that may share a profile. Holds the private key: never show it.
  [[nodiscard]] static std::string key_of(const model::TlsSpec& spec);

  [[nodiscard]] SSL_CTX* context() const { return context_.get(); }
  [[nodiscard]] bool accept_any() const { return accept_any_; }
  [[nodiscard]] VerifiedChains& verified_chains() const { return verified_chains_; }

 private:
  TlsProfile(OpenSslPtr<SSL_CTX> context, bool accept_any)
      : context_(std::move(context)), accept_any_(accept_any) {}

  OpenSslPtr<SSL_CTX> context_;
  bool accept_any_;
  mutable VerifiedChains verified_chains_;
};

}  // namespace vedette::prober
