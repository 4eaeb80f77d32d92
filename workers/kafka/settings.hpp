#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace vedette::kafka {

/// How a broker is talked to.
enum class Security {
  Plaintext,
  Tls,      ///< TLS; with a certificate and key of our own it is mutual
  SaslTls,  ///< user name and password, inside TLS
};

enum class SaslMechanism { Plain, ScramSha256, ScramSha512 };

/// How to reach and convince the brokers: what the flags --kafka-… say.
struct Settings {
  std::string brokers;  ///< "host:port,host:port"
  Security security = Security::Plaintext;
  std::filesystem::path ca;           ///< PEM; empty: the system's roots
  std::filesystem::path certificate;  ///< PEM
  std::filesystem::path key;          ///< PEM, unencrypted
  SaslMechanism sasl_mechanism = SaslMechanism::Plain;
  std::string username;
  std::filesystem::path password_file;
};

/// librdkafka's configuration in the order in which it is set. Holds the password: never log it.
using Options = std::vector<std::pair<std::string, std::string>>;

[[nodiscard]] std::string_view to_text(Security security);
[[nodiscard]] std::string_view to_text(SaslMechanism mechanism);

/// Fails with Invalid, naming the flags, when settings are missing or contradict each other.
/// Pure: no file is opened.
[[nodiscard]] Result<void> validate(const Settings& settings);

/// The options that reach the brokers; `password` is what the password file holds.
/// Pure. REQUIRES: validate(settings).
[[nodiscard]] Options to_options(const Settings& settings, std::string_view password);

/// validate, read the password file, to_options; also that the files named can be read. Fails with
/// Invalid or Unavailable.
[[nodiscard]] Result<Options> load_options(const Settings& settings);

}  // namespace vedette::kafka
