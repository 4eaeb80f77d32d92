#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <variant>
#include <vector>

#include "kafka/producer.hpp"
#include "kafka/settings.hpp"
#include "kafka/topics.hpp"
#include "prober/egress/policy.hpp"
#include "prober/fleet/fleet_options.hpp"
#include "prober/probe/proxy.hpp"
#include "runtime/exit_code.hpp"
#include "runtime/logging.hpp"
#include "targets/target_files.hpp"

namespace vedette::prober {

/// `vedette-prober run`
struct RunConfig {
  targets::TargetFilesOptions files;
  std::string location = "default";
  std::string prober_name;  ///< empty = the host's
  std::size_t engines = 1;
  std::size_t max_in_flight = 10'000;
  std::vector<std::string> connectivity_checks;  ///< URLs; empty = none
  EgressOptions egress;
  Proxies proxies;
  Sharding sharding = Sharding::None;
  int shards = 64;
  kafka::Settings kafka;
  kafka::TopicOptions topics;
  kafka::ProducerOptions producer;
  std::string listen = ":9090";
  std::size_t target_metrics = 2'000;
  std::string probe_listen;  ///< empty = off
  runtime::LogOptions logging;
};

/// `vedette-prober once`
struct OnceConfig {
  enum class Output { Table, Json };

  targets::TargetFilesOptions files;
  std::string location = "default";
  EgressOptions egress;
  Proxies proxies;
  Output output = Output::Table;
};

/// `vedette-prober check`
struct CheckConfig {
  targets::TargetFilesOptions files;
};

/// What the command line asks for, or the code to exit with at once.
using Config = std::variant<RunConfig, OnceConfig, CheckConfig, runtime::ExitCode>;

/// Reads flags and environment; help goes to `out`, what is wrong in one sentence to `err`.
[[nodiscard]] Config read_config(int argc, const char* const* argv, std::ostream& out,
                                 std::ostream& err);

}  // namespace vedette::prober
