#include <iostream>
#include <variant>

#include <malloc.h>

#include "prober/app.hpp"
#include "prober/commands/check.hpp"
#include "prober/commands/once.hpp"
#include "prober/config.hpp"
#include "runtime/exit_code.hpp"
#include "runtime/logging.hpp"
#include "runtime/signals.hpp"

namespace {

using namespace vedette;
using runtime::ExitCode;

ExitCode run(const prober::RunConfig& config) {
  // What one thread frees another can have: with an arena for each thread, what was read at a start
  // stays unused beside what the probes take.
  // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread runs yet.
  mallopt(M_ARENA_MAX, static_cast<int>(config.engines));
  runtime::set_up_logging(config.logging);
  runtime::StopSignals signals;
  return prober::App(config, signals).run();
}

ExitCode once(const prober::OnceConfig& config) {
  const runtime::StopSignals signals;
  return prober::run_once(config, signals.token(), std::cout, std::cerr);
}

ExitCode dispatch(const prober::Config& config) {
  if (const auto* run_config = std::get_if<prober::RunConfig>(&config)) return run(*run_config);
  if (const auto* once_config = std::get_if<prober::OnceConfig>(&config)) return once(*once_config);
  if (const auto* check_config = std::get_if<prober::CheckConfig>(&config)) {
    return prober::run_check(*check_config, std::cout);
  }
  return std::get<ExitCode>(config);
}

}  // namespace

int main(int argc, char** argv) {
  return runtime::to_int(dispatch(prober::read_config(argc, argv, std::cout, std::cerr)));
}
