#include <iostream>
#include <variant>

#include "base/clock.hpp"
#include "operator/app.hpp"
#include "operator/config.hpp"
#include "runtime/exit_code.hpp"
#include "runtime/logging.hpp"
#include "runtime/signals.hpp"

int main(int argc, char** argv) {
  using namespace vedette;
  const op::Config config = op::read_config(argc, argv, std::cout, std::cerr);
  if (const auto* code = std::get_if<runtime::ExitCode>(&config)) return runtime::to_int(*code);
  if (const auto* check = std::get_if<op::CheckConfig>(&config)) {
    return runtime::to_int(op::run_check(*check, std::cout));
  }
  if (const auto* render = std::get_if<op::RenderConfig>(&config)) {
    return runtime::to_int(op::run_render(*render, RealClock(), std::cout, std::cerr));
  }
  const auto& run = std::get<op::RunConfig>(config);
  runtime::set_up_logging(run.logging);
  runtime::StopSignals signals;
  return runtime::to_int(op::App(run, signals).run());
}
