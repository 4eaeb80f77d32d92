#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.hpp"
#include "base/log_level.hpp"

namespace vedette::runtime {

/// Auto: text when standard error is a terminal, else JSON.
enum class LogFormat { Auto, Json, Text };

struct LogOptions {
  LogLevel level = LogLevel::Info;
  LogFormat format = LogFormat::Auto;
};

/// A value with its type kept, so that JSON shows numbers as numbers. Views what it is made from:
/// only for arguments of the functions below.
class LogValue {
 public:
  using Variant = std::variant<std::string_view, std::int64_t, std::uint64_t, double, bool>;

  // The conversions are the point: they let fields be written as {"count", 3}.
  // NOLINTBEGIN(google-explicit-constructor)
  LogValue(const char* text) : value_(std::string_view(text)) {}
  LogValue(std::string_view text) : value_(text) {}
  LogValue(const std::string& text) : value_(std::string_view(text)) {}
  LogValue(bool truth) : value_(truth) {}
  LogValue(double number) : value_(number) {}
  template <std::signed_integral T>
  LogValue(T number) : value_(static_cast<std::int64_t>(number)) {}
  template <std::unsigned_integral T>
  LogValue(T number) : value_(static_cast<std::uint64_t>(number)) {}
  // NOLINTEND(google-explicit-constructor)

  [[nodiscard]] const Variant& get() const { return value_; }

 private:
  Variant value_;
};

/// One key of an event. Names are camelCase as in messages, with the unit at the end (`tookMs`).
struct LogField {
  std::string_view name;
  LogValue value;
};

using LogFields = std::initializer_list<LogField>;

/// Directs all events of this process to standard error. Call once, before the first thread.
void set_up_logging(const LogOptions& options);

/// One event = one line: a constant message in the past tense ("Assigned partitions") and keys.
/// Text is made clean UTF-8 and bounded to 8 KiB. Thread-safe; never throws.
void log(LogLevel level, std::string_view message, LogFields fields = {}) noexcept;

inline void log_debug(std::string_view message, LogFields fields = {}) noexcept {
  log(LogLevel::Debug, message, fields);
}
inline void log_info(std::string_view message, LogFields fields = {}) noexcept {
  log(LogLevel::Info, message, fields);
}
inline void log_warning(std::string_view message, LogFields fields = {}) noexcept {
  log(LogLevel::Warning, message, fields);
}
inline void log_error(std::string_view message, LogFields fields = {}) noexcept {
  log(LogLevel::Error, message, fields);
}

/// What a library reports of itself: its message and one detail.
inline void log_detail(LogLevel level, std::string_view message, std::string_view detail) noexcept {
  log(level, message, {{"detail", detail}});
}

/// The two forms of an event, without the newline:
/// `{"time":"2026-11-24T22:24:00.000000Z","level":"info","message":"…","count":3}` and
/// `22:24:00.000 info  … count=3`.
[[nodiscard]] std::string to_json_line(SystemTime time, LogLevel level, std::string_view message,
                                       LogFields fields);
[[nodiscard]] std::string to_text_line(SystemTime time, LogLevel level, std::string_view message,
                                       LogFields fields);

}  // namespace vedette::runtime
