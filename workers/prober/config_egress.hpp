#pragma once

#include <CLI/App.hpp>

#include "prober/egress/policy.hpp"
#include "prober/probe/proxy.hpp"

namespace vedette::prober {

/// Adds --egress, --deny-cidr, --allow-cidr and --allow-port.
void add_egress_options(CLI::App& app, EgressOptions& options);

/// Adds --proxy.
void add_proxy_option(CLI::App& app, Proxies& proxies);

}  // namespace vedette::prober
