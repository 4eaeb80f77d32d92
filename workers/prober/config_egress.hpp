#pragma once

#include <CLI/App.hpp>

#include "prober/egress/policy.hpp"

namespace vedette::prober {

/// Adds --egress, --deny-cidr, --allow-cidr and --allow-port.
void add_egress_options(CLI::App& app, EgressOptions& options);

}  // namespace vedette::prober
