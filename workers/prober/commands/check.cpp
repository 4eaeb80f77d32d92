#include "prober/commands/check.hpp"

#include <ostream>

#include "targets/check.hpp"

namespace vedette::prober {

runtime::ExitCode run_check(const CheckConfig& config, std::ostream& out) {
  const targets::CheckReport report = targets::check(config.files);
  out << report.text;
  return report.good ? runtime::ExitCode::Ok : runtime::ExitCode::BadInput;
}

}  // namespace vedette::prober
