#pragma once

namespace vedette {

/// How severe an event is, from the least.
enum class LogLevel { Debug, Info, Warning, Error };

}  // namespace vedette
