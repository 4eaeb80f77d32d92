#pragma once

#include <string>

#include "prober/probe/connection.hpp"
#include "prober/probe/failure.hpp"

namespace vedette::prober {

/// Where on its way a connection broke.
enum class Stage { Handshake, Head, Body };

/// What a step that ended a connection (End, SocketError, TlsError) means at a stage, as
/// docs/architecture.md §6 lists it. Pure.
[[nodiscard]] Failure failure_of_step(const IoStep& step, Stage stage);

/// The same for a handshake, whose verification may have failed: certificate_… then.
[[nodiscard]] Failure failure_of_handshake(const IoStep& step, const PeerCheck& check,
                                           const std::string& peer);

}  // namespace vedette::prober
