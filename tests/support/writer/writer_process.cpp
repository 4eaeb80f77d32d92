#include "support/writer/writer_process.hpp"

#include <fstream>
#include <iterator>
#include <regex>
#include <stdexcept>
#include <thread>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

namespace vedette::test {
namespace {

constexpr std::chrono::milliseconds kAskAgain{50};

std::string http_get(int port, const std::string& path) {
  namespace asio = boost::asio;
  asio::io_context context;
  asio::ip::tcp::socket socket(context);
  boost::system::error_code error;
  const asio::ip::tcp::endpoint endpoint(asio::ip::address_v4::loopback(),
                                         static_cast<unsigned short>(port));
  socket.connect(endpoint, error);
  if (error) return {};
  const std::string request = "GET " + path + " HTTP/1.0\r\nHost: localhost\r\n\r\n";
  asio::write(socket, asio::buffer(request), error);
  std::string answer;
  asio::read(socket, asio::dynamic_buffer(answer), error);
  return answer;
}

}  // namespace

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

void wait_until(const std::string& what, std::chrono::milliseconds deadline,
                const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + deadline;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) {
      throw std::runtime_error("did not happen in time: " + what);
    }
    // The world outside this process sends no event to wait for.
    std::this_thread::sleep_for(kAskAgain);
  }
}

}  // namespace vedette::test
