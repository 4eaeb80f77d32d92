#include "kafka/settings.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

#include "base/secret_file.hpp"

namespace vedette::kafka {
namespace {

Result<void> invalid(std::string message) { return fail(ErrorKind::Invalid, std::move(message)); }

Result<void> check_readable(std::string_view flag, const std::filesystem::path& file) {
  if (file.empty() || std::ifstream(file)) return {};
  return fail(ErrorKind::Unavailable, "cannot read " + file.string() + " of " + std::string(flag) +
                                          ": " + std::generic_category().message(errno));
}

Result<void> validate_tls(const Settings& settings) {
  const bool encrypted = settings.security != Security::Plaintext;
  if (!encrypted &&
      !(settings.ca.empty() && settings.certificate.empty() && settings.key.empty())) {
    return invalid(
        "--kafka-ca, --kafka-cert and --kafka-key mean nothing with --kafka-security=plaintext: "
        "set it to tls or sasl_tls");
  }
  if (settings.certificate.empty() != settings.key.empty()) {
    return invalid("--kafka-cert and --kafka-key go together: give both or none");
  }
  return {};
}

Result<void> validate_sasl(const Settings& settings) {
  const bool wanted = settings.security == Security::SaslTls;
  if (!wanted && !(settings.username.empty() && settings.password_file.empty())) {
    return invalid("--kafka-username and --kafka-password-file need --kafka-security=sasl_tls");
  }
  if (wanted && (settings.username.empty() || settings.password_file.empty())) {
    return invalid("--kafka-security=sasl_tls needs --kafka-username and --kafka-password-file");
  }
  return {};
}

}  // namespace

std::string_view to_text(Security security) {
  switch (security) {
    case Security::Plaintext:
      return "plaintext";
    case Security::Tls:
      return "tls";
    case Security::SaslTls:
      return "sasl_tls";
  }
  return "";
}

std::string_view to_text(SaslMechanism mechanism) {
  switch (mechanism) {
    case SaslMechanism::Plain:
      return "PLAIN";
    case SaslMechanism::ScramSha256:
      return "SCRAM-SHA-256";
    case SaslMechanism::ScramSha512:
      return "SCRAM-SHA-512";
  }
  return "";
}

Result<void> validate(const Settings& settings) {
  if (settings.brokers.find_first_not_of(" ,") == std::string::npos) {
    return invalid("--kafka-brokers is empty: give host:port of one broker or more");
  }
  return validate_tls(settings).and_then([&] { return validate_sasl(settings); });
}

Options to_options(const Settings& settings, std::string_view password) {
  Options options{{"bootstrap.servers", settings.brokers}, {"client.id", "vedette"},
                  {"socket.nagle.disable", "true"},        {"socket.keepalive.enable", "true"},
                  {"reconnect.backoff.max.ms", "3000"},    {"log.connection.close", "false"}};
  const auto add_file = [&](const char* name, const std::filesystem::path& file) {
    if (!file.empty()) options.emplace_back(name, file.string());
  };
  switch (settings.security) {
    case Security::Plaintext:
      options.emplace_back("security.protocol", "plaintext");
      return options;
    case Security::Tls:
      options.emplace_back("security.protocol", "ssl");
      break;
    case Security::SaslTls:
      options.emplace_back("security.protocol", "sasl_ssl");
      options.emplace_back("sasl.mechanisms", to_text(settings.sasl_mechanism));
      options.emplace_back("sasl.username", settings.username);
      options.emplace_back("sasl.password", password);
      break;
  }
  options.emplace_back("ssl.endpoint.identification.algorithm", "https");
  add_file("ssl.ca.location", settings.ca);
  add_file("ssl.certificate.location", settings.certificate);
  add_file("ssl.key.location", settings.key);
  return options;
}

Result<Options> load_options(const Settings& settings) {
  const Result<void> usable =
      validate(settings)
          .and_then([&] { return check_readable("--kafka-ca", settings.ca); })
          .and_then([&] { return check_readable("--kafka-cert", settings.certificate); })
          .and_then([&] { return check_readable("--kafka-key", settings.key); });
  if (!usable) return tl::unexpected(usable.error());
  if (settings.security != Security::SaslTls) return to_options(settings, {});
  return read_secret_file(settings.password_file).map([&](const std::string& password) {
    return to_options(settings, password);
  });
}

}  // namespace vedette::kafka
