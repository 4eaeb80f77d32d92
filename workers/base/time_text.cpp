#include "base/time_text.hpp"

namespace vedette {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

void put_digits(char* out, int width, long value) {
  for (int i = width - 1; i >= 0; --i) {
    out[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

/// Takes exactly `width` digits from the front of `text`.
bool take_digits(std::string_view& text, size_t width, int& value) {
  if (text.size() < width) return false;
  value = 0;
  for (const char c : text.substr(0, width)) {
    if (c < '0' || c > '9') return false;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(width);
  return true;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

/// The fraction of a second after the point, 1 to 9 digits, in microseconds.
bool take_fraction(std::string_view& text, long& micros) {
  long unit = 100'000;
  size_t digits = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9' && digits < 9) {
    micros += (text.front() - '0') * unit;
    unit /= 10;
    ++digits;
    text.remove_prefix(1);
  }
  return digits > 0;
}

/// "Z" or "+hh:mm"; nothing else may follow.
bool take_offset(std::string_view& text, minutes& offset) {
  if (take(text, 'Z') || take(text, 'z')) return text.empty();
  const bool west = !text.empty() && text.front() == '-';
  if (!west && (text.empty() || text.front() != '+')) return false;
  text.remove_prefix(1);
  int h = 0;
  int m = 0;
  if (!take_digits(text, 2, h) || !take(text, ':') || !take_digits(text, 2, m)) return false;
  if (h > 23 || m > 59) return false;
  offset = (west ? -1 : 1) * (hours(h) + minutes(m));
  return text.empty();
}

}  // namespace

void append_rfc3339(std::string& out, SystemTime time) {
  const auto day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date(day);
  const long rest = (time - day).count();
  char text[] = "0000-00-00T00:00:00.000000Z";
  put_digits(text, 4, static_cast<int>(date.year()));
  put_digits(text + 5, 2, static_cast<long>(static_cast<unsigned>(date.month())));
  put_digits(text + 8, 2, static_cast<long>(static_cast<unsigned>(date.day())));
  put_digits(text + 11, 2, rest / 3'600'000'000);
  put_digits(text + 14, 2, rest / 60'000'000 % 60);
  put_digits(text + 17, 2, rest / 1'000'000 % 60);
  put_digits(text + 20, 6, rest % 1'000'000);
  out.append(text, sizeof text - 1);
}

std::string to_rfc3339(SystemTime time) {
  std::string out;
  append_rfc3339(out, time);
  return out;
}

std::optional<SystemTime> from_rfc3339(std::string_view text) {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  long micros = 0;
  minutes offset{0};
  if (!take_digits(text, 4, year) || !take(text, '-') || !take_digits(text, 2, month) ||
      !take(text, '-') || !take_digits(text, 2, day)) {
    return std::nullopt;
  }
  if (!take(text, 'T') && !take(text, 't')) return std::nullopt;
  if (!take_digits(text, 2, hour) || !take(text, ':') || !take_digits(text, 2, minute) ||
      !take(text, ':') || !take_digits(text, 2, second)) {
    return std::nullopt;
  }
  if (take(text, '.') && !take_fraction(text, micros)) return std::nullopt;
  if (!take_offset(text, offset)) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const SystemTime time = SystemTime(std::chrono::sys_days(date)) + hours(hour) + minutes(minute) +
                          seconds(second) + Micros(micros) - offset;
  // An offset may lead out of the years that four digits, and a column, hold.
  constexpr std::chrono::sys_days kEnd = std::chrono::year(10'000) / 1 / 1;
  if (time < SystemTime{} || time >= kEnd) return std::nullopt;
  return time;
}

}  // namespace vedette
