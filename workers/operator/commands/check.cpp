#include "operator/commands/check.hpp"

#include <ostream>

#include "operator/commands/operator_check.hpp"
#include "targets/check.hpp"

namespace vedette::op {

runtime::ExitCode run_check(const CheckConfig& config, std::ostream& out) {
  const targets::CheckReport report = targets::check(config.files, check_as_operator);
  out << report.text;
  return report.good ? runtime::ExitCode::Ok : runtime::ExitCode::BadInput;
}

}  // namespace vedette::op
