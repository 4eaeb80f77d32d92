#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/target.hpp"
#include "prober/probe/header_check.hpp"
#include "prober/probe/proxy.hpp"

namespace vedette::prober {

/// Takes out of what a trace shows whatever proves who we are. Immutable after construction.
///
/// The value of a header is left out when its name says that it is a credential, and every value
/// that the target takes from a Secret or a file is left out wherever it stands, also where the
/// site repeats it.
class Redactor {
 public:
  /// What stands where something was left out.
  static constexpr std::string_view kRedacted = "[redacted]";

  /// `proxy` may be null.
  Redactor(const model::Target& target, const Proxy* proxy);

  /// `text` without the secrets.
  [[nodiscard]] std::string text(std::string text) const;

  /// The lines of a request's head as it is sent; its body is left out.
  [[nodiscard]] std::vector<std::string> request_head(std::string_view request) const;

  /// The lines of an answer's head.
  [[nodiscard]] std::vector<std::string> answer_head(int version, int status,
                                                     const std::vector<AnswerField>& fields) const;

  /// A header's value as it may be shown.
  [[nodiscard]] std::string header_value(std::string_view name, std::string_view value) const;

 private:
  void add(std::string_view secret);

  std::vector<std::string> secrets_;         // the longest first
  std::vector<std::string> secret_headers_;  // names whose values come from secrets
};

/// Whether a header of that name carries credentials, whoever sends it. Pure.
[[nodiscard]] bool is_credential_header(std::string_view name);

}  // namespace vedette::prober
