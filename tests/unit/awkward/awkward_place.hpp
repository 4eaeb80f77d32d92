#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "support/dns_server.hpp"
#include "support/site/awkward/scripts.hpp"
#include "support/site/site.hpp"
#include "support/temporary_directory.hpp"

namespace vedette::test {

/// Addresses of loopback where no awkward server listens: who connects waits, or is refused.
inline constexpr auto kBlackHole = "127.0.0.2";
inline constexpr auto kRefusing = "127.0.0.3";

/// What the whole table shares: the site with its faces, the scripts of awkward servers, and a
/// nameserver for names of `.test`. Making it takes longer than most rows.
class AwkwardPlace {
 public:
  AwkwardPlace();

  /// A file of the site's directory: "ca.crt", "client.key". Throws std::runtime_error.
  [[nodiscard]] std::string pem(const std::string& file) const;

  [[nodiscard]] const Site& site() const { return site_; }
  [[nodiscard]] const std::vector<AwkwardScript>& scripts() const { return scripts_; }
  [[nodiscard]] std::string nameserver() const { return dns_.address(); }

  /// The seconds within which the certificates were made.
  [[nodiscard]] std::pair<SystemTime, SystemTime> made() const { return {begun_, made_}; }

 private:
  TemporaryDirectory directory_;
  SystemTime begun_;
  Site site_;
  SystemTime made_;
  std::vector<AwkwardScript> scripts_;
  DnsServer dns_;
};

/// The only one of this process, made by the first call.
[[nodiscard]] AwkwardPlace& awkward_place();

}  // namespace vedette::test
