#include "model/slots.hpp"

#include <array>
#include <cstdint>
#include <string>

#include <openssl/evp.h>

#include "base/require.hpp"

namespace vedette::model {

SystemTime SlotGrid::at_or_before(SystemTime time) const {
  const auto since_phase = std::chrono::floor<Millis>(time.time_since_epoch()) - phase;
  auto past = since_phase % interval;
  if (past < Millis(0)) past += interval;
  return SystemTime(since_phase - past + phase);
}

SystemTime SlotGrid::at_or_after(SystemTime time) const {
  const SystemTime slot = at_or_before(time);
  return slot == time ? slot : slot + interval;
}

SlotGrid make_grid(const TargetId& id, std::string_view location, Millis interval) {
  require(interval > Millis(0), "a slot grid needs an interval above zero");
  const std::string text = to_text(id) + "/" + std::string(location);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  const int ok = EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
  require(ok == 1 && size == 32, "OpenSSL computes SHA-256");
  std::uint64_t head = 0;
  for (size_t i = 0; i < 8; ++i) head = head << 8 | digest[i];
  const auto modulus = static_cast<std::uint64_t>(interval.count());
  return {interval, Millis(static_cast<std::int64_t>(head % modulus))};
}

}  // namespace vedette::model
