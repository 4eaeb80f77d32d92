#include "prober/probe/transmit.hpp"

namespace vedette::prober {

boost::asio::awaitable<Checked<IoStep>> transmit(Flight& flight, Connection& connection,
                                                 std::string_view bytes) {
  IoStep step;
  while (!bytes.empty()) {
    step = connection.write(bytes);
    auto wait = Deadline::Wait::wait_write;
    switch (step.kind) {
      case IoStep::Kind::Moved:
        bytes.remove_prefix(step.bytes);
        continue;
      case IoStep::Kind::WantWrite:
        break;
      case IoStep::Kind::WantRead:
        wait = Deadline::Wait::wait_read;
        break;
      case IoStep::Kind::End:
      case IoStep::Kind::SocketError:
      case IoStep::Kind::TlsError:
        co_return step;
    }
    if (!co_await flight.deadline.ready(connection.socket(), wait)) {
      co_return tl::unexpected(flight.timed_out());
    }
  }
  co_return step;
}

}  // namespace vedette::prober
