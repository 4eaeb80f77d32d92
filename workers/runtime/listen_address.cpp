#include "runtime/listen_address.hpp"

#include <charconv>

namespace vedette::runtime {
namespace {

tl::unexpected<Error> refuse(std::string_view text) {
  return fail(ErrorKind::Invalid, "--listen " + std::string(text) +
                                      " is no address: write host:port, :port or [v6]:port");
}

}  // namespace

Result<ListenAddress> parse_listen_address(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return refuse(text);
  std::string_view host = text.substr(0, colon);
  const std::string_view port = text.substr(colon + 1);
  ListenAddress address;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (error != std::errc() || end != port.data() + port.size()) return refuse(text);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  } else if (host.find_first_of(":[]") != std::string_view::npos) {
    return refuse(text);
  }
  address.host = host.empty() ? "0.0.0.0" : std::string(host);
  return address;
}

}  // namespace vedette::runtime
