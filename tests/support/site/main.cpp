#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdio>
#include <exception>
#include <string>

#include "support/site/site.hpp"

namespace {

using vedette::test::kTlsFaces;
using vedette::test::Site;
using vedette::test::SiteOptions;
using vedette::test::TlsFace;

constexpr int kUsage = 2;
constexpr int kUnavailable = 3;

constexpr auto kAbout =
    "A small website on loopback with a known answer on every path: what Vedette's examples\n"
    "and tests probe. Prints one JSON line with its addresses once it listens and serves\n"
    "until SIGTERM or SIGINT. The routes are listed in tests/support/site/README.md.";

/// Such as {"http":"http://127.0.0.1:18080","https":{"good":"https://127.0.0.1:18443",…}}.
std::string addresses_json(const Site& site) {
  std::string https;
  for (const TlsFace face : kTlsFaces) {
    https += (https.empty() ? "\"" : ",\"") + std::string(name_of(face)) + "\":\"" +
             site.https_url(face, "") + "\"";
  }
  return R"({"http":")" + site.http_url("") + R"(","https":{)" + https + "}}";
}

std::string about_https_port() {
  std::string about =
      "First of the consecutive ports of the TLS faces; 0 = any free ones. In order:";
  for (const TlsFace face : kTlsFaces) {
    about += "\n" + std::string(name_of(face));
  }
  return about;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(kAbout, "vedette-site");
  SiteOptions options;
  app.add_option("--dir", options.dir,
                 "Directory for the certificates it makes at start: ca.crt, client.crt,\n"
                 "client.key and a pair per TLS face")
      ->required();
  app.add_option("--address", options.address, "Address to listen on")->capture_default_str();
  app.add_option("--http-port", options.http_port, "Port of plain HTTP; 0 = any free one")
      ->capture_default_str();
  app.add_option("--https-port", options.https_port, about_https_port())
      ->check(CLI::Range(0, 65535 - static_cast<int>(kTlsFaces.size()) + 1))
      ->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;
  }

  try {
    boost::asio::io_context signal_loop;
    boost::asio::signal_set signals(signal_loop, SIGINT, SIGTERM);
    signals.async_wait([](boost::system::error_code, int) {});
    Site site(options);
    std::printf("%s\n", addresses_json(site).c_str());
    std::fflush(stdout);
    signal_loop.run();  // returns at the first signal
  } catch (const std::exception& error) {
    std::fprintf(stderr, "vedette-site: %s\n", error.what());
    return kUnavailable;
  }
  return 0;
}
