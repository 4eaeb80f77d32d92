#include "prober/config_egress.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/Validators.hpp>

#include "runtime/options.hpp"

namespace vedette::prober {
namespace {

constexpr std::uint16_t kMostPort = 65'535;

/// A list of blocks; may be repeated, and takes one value at a time, so that `once` finds its paths
/// behind it.
void add_ranges(CLI::App& app, const std::string& flag, std::vector<AddressRange>& ranges,
                const std::string& description) {
  const auto read = [&ranges, flag](const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      auto range = AddressRange::parse(text);
      if (!range) throw CLI::ValidationError(flag, range.error().message);
      ranges.push_back(*range);
    }
  };
  app.add_option_function<std::vector<std::string>>(flag, read, description)
      ->type_name("CIDR")
      ->allow_extra_args(false);
}

}  // namespace

void add_egress_options(CLI::App& app, EgressOptions& options) {
  runtime::add_choice(app, "--egress", options.mode,
                      {{"open", EgressMode::Open},
                       {"cluster", EgressMode::Cluster},
                       {"tenant", EgressMode::Tenant}},
                      "Which addresses probes may not connect to: open denies none; cluster "
                      "loopback, link-local, metadata services and multicast; tenant private, "
                      "shared and reserved ones too (SECURITY.md)");
  add_ranges(app, "--deny-cidr", options.deny,
             "Addresses that probes may not connect to, beside those of --egress; the narrowest "
             "block that holds an address decides");
  add_ranges(app, "--allow-cidr", options.allow,
             "Addresses that probes may connect to although --egress or a wider --deny-cidr denies "
             "them");
  app.add_option("--allow-port", options.ports, "The only ports that probes may connect to")
      ->check(CLI::Range(std::uint16_t{1}, kMostPort).description(""))
      ->type_name("PORT")
      ->allow_extra_args(false);
}

void add_proxy_option(CLI::App& app, Proxies& proxies) {
  const auto read = [&proxies](const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      auto proxy = parse_proxy(text);
      if (!proxy) throw CLI::ValidationError("--proxy", proxy.error().message);
      const std::string name = proxy->name;
      if (!proxies.emplace(name, std::make_shared<const Proxy>(std::move(*proxy))).second) {
        throw CLI::ValidationError("--proxy", "the proxy " + name + " is given twice");
      }
    }
  };
  app.add_option_function<std::vector<std::string>>(
         "--proxy", read,
         "A proxy that targets may name in http.proxy: NAME=http://USER:PASSWORD@HOST:PORT, user "
         "and password percent-encoded or left out; with a password better in the environment")
      ->type_name("NAME=URL")
      ->allow_extra_args(false);
}

}  // namespace vedette::prober
