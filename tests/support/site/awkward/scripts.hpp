#pragma once

#include <string>
#include <vector>

#include "support/site/raw_server.hpp"
#include "support/site/site.hpp"

namespace vedette::test {

/// A way for a server to be awkward: below HTTP, in HTTP, in TLS, or in what it sends.
struct AwkwardScript {
  std::string name;   ///< unique, of a-z, 0-9 and dashes: "reset-in-body"
  std::string about;  ///< what the server does, for people
  RawScript run;
  bool tls = false;  ///< met by https
};

/// Scripts of TCP and of time: closing, resetting, silence, dripping.
[[nodiscard]] std::vector<AwkwardScript> tcp_scripts();
/// Of heads: status lines, fields, interim answers, other protocols.
[[nodiscard]] std::vector<AwkwardScript> head_scripts();
/// Of bodies as HTTP frames them: lengths, chunks, endless ones.
[[nodiscard]] std::vector<AwkwardScript> framing_scripts();
/// Of what bodies hold: gzip and deflate, bombs, texts that are none.
[[nodiscard]] std::vector<AwkwardScript> content_scripts();
/// Of handshakes that come to nothing; certificates are the business of the site's faces.
[[nodiscard]] std::vector<AwkwardScript> tls_scripts();
/// Of redirects; some lead to `site`, which must have TLS faces and outlive the scripts' use.
[[nodiscard]] std::vector<AwkwardScript> redirect_scripts(const Site& site);

/// All of them.
[[nodiscard]] std::vector<AwkwardScript> awkward_scripts(const Site& site);

}  // namespace vedette::test
