#include "support/writer/writer_process.hpp"

#include <fstream>
#include <iterator>
#include <regex>

#include "support/http_get.hpp"

namespace vedette::test {

WriterProcess::WriterProcess(const std::filesystem::path& program, const std::string& database_uri,
                             const std::string& brokers, std::vector<std::string> arguments)
    : directory_("writer") {
  ChildOptions options;
  options.arguments = {"run",   "--database-url", database_uri,  "--kafka-brokers",
                       brokers, "--listen",       "127.0.0.1:0", "--log-format",
                       "json"};
  options.arguments.insert(options.arguments.end(), arguments.begin(), arguments.end());
  options.stderr_file = directory_.path() / "log";
  child_ = std::make_unique<ChildProcess>(program, options);
}

std::string WriterProcess::log() const {
  std::ifstream in(directory_.path() / "log");
  return {std::istreambuf_iterator<char>(in), {}};
}

int WriterProcess::port() {
  if (port_ == 0) {
    const std::string text = log();
    static const std::regex kStarted(R"("message":"Started".*"port":(\d+))");
    std::smatch found;
    if (std::regex_search(text, found, kStarted)) port_ = std::stoi(found[1]);
  }
  return port_;
}

std::string WriterProcess::get(const std::string& path) {
  return port() == 0 ? std::string() : http_get(port(), path);
}

double WriterProcess::metric(const std::string& name) {
  const std::string text = get("/metrics");
  const auto line = text.find("\n" + name + " ");
  return line == std::string::npos ? 0 : std::stod(text.substr(line + name.size() + 2));
}

}  // namespace vedette::test
