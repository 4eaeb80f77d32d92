#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "base/time_text.hpp"
#include "writer/store/fact.hpp"

namespace vedette::writer {
namespace {

void put(std::string& out, std::int64_t value) {
  char digits[20];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
  out.append(digits, end);
}

void put(std::string& out, SystemTime time) { append_rfc3339(out, time); }

template <typename T>
void put(std::string& out, const std::optional<T>& value) {
  if (value) {
    put(out, *value);
  } else {
    out += "\\N";
  }
}

/// Text was made free of NUL before; these four are what COPY gives a meaning.
void put_text(std::string& out, std::string_view text) {
  if (text.empty()) {
    out += "\\N";
    return;
  }
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\\\";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        out += c;
    }
  }
}

}  // namespace

void append_copy_line(std::string& out, const Fact& fact) {
  const auto field = [&](const auto& value) {
    put(out, value);
    out += '\t';
  };
  field(fact.scheduled_at);
  field(fact.verdict_since);
  field(fact.epoch);
  field(std::int64_t{fact.target_id});
  for (const std::int32_t value :
       {fact.late_us, fact.dns_us, fact.connect_us, fact.tls_us, fact.request_us,
        fact.processing_us, fact.transfer_us, fact.total_us, fact.bytes, fact.prober_id}) {
    field(std::int64_t{value});
  }
  field(fact.address_id);
  field(fact.certificate_id);
  field(std::int64_t{fact.location_id});
  field(std::int64_t{fact.outcome});
  field(std::int64_t{fact.reason_id});
  field(fact.phase);
  field(fact.status_code);
  field(std::int64_t{fact.verdict});
  field(fact.http_version);
  field(std::int64_t{fact.redirects});
  field(std::int64_t{fact.flags});
  put_text(out, fact.message);
}

}  // namespace vedette::writer
