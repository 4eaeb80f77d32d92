#include "support/operator/operator_process.hpp"

#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>

#include "support/http_get.hpp"
#include "support/paths.hpp"

namespace vedette::test {

OperatorProcess::OperatorProcess(std::vector<std::string> arguments) : directory_("operator") {
  ChildOptions options;
  options.arguments = {"run", "--listen", "127.0.0.1:0", "--log-format", "json"};
  options.arguments.insert(options.arguments.end(), arguments.begin(), arguments.end());
  options.stderr_file = directory_.path() / "log";
  child_ = std::make_unique<ChildProcess>(operator_program(), options);
}

std::string OperatorProcess::log() const {
  std::ifstream in(directory_.path() / "log");
  return {std::istreambuf_iterator<char>(in), {}};
}

int OperatorProcess::port() {
  if (port_ == 0) {
    const std::string text = log();
    static const std::regex kStarted(R"("message":"Started"[^\n]*"port":(\d+))");
    std::smatch found;
    if (std::regex_search(text, found, kStarted)) port_ = std::stoi(found[1]);
  }
  return port_;
}

std::string OperatorProcess::get(const std::string& path) {
  return port() == 0 ? std::string() : http_get(port(), path);
}

double OperatorProcess::metric(const std::string& name) {
  const std::string text = get("/metrics");
  const auto line = text.find("\n" + name + " ");
  return line == std::string::npos ? 0 : std::stod(text.substr(line + name.size() + 2));
}

double OperatorProcess::sum(const std::string& name) {
  std::istringstream text(get("/metrics"));
  double sum = 0;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with(name + "{")) sum += std::stod(line.substr(line.rfind(' ') + 1));
  }
  return sum;
}

}  // namespace vedette::test
