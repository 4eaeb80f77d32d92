#include "model/target_state_json.hpp"

#include <array>
#include <charconv>

#include "model/json_reader.hpp"
#include "model/json_writer.hpp"
#include "model/place_name.hpp"

namespace vedette::model {
namespace {

constexpr int kMostInARow = 1'000;  // thresholds end at 10; a later release may allow more
constexpr std::size_t kHashDigits = 16;

std::string hash_text(std::uint64_t hash) {
  std::array<char, kHashDigits> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), hash, 16).ptr;
  const auto length = static_cast<std::size_t>(end - digits.data());
  return std::string(kHashDigits - length, '0').append(digits.data(), length);
}

std::optional<std::uint64_t> hash_from(std::string_view text) {
  std::uint64_t hash = 0;
  const char* const end = text.data() + text.size();
  // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): from_chars is given the end.
  const auto read = std::from_chars(text.data(), end, hash, 16);
  if (text.size() != kHashDigits || read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return hash;
}

/// False when `key` is not "<id>/<location>".
bool read_state_key(std::string_view key, TargetState& state) {
  const std::size_t slash = key.find('/');
  if (slash == std::string_view::npos) return false;
  const auto id = target_id_from(key.substr(0, slash));
  const std::string_view location = key.substr(slash + 1);
  if (!id || !is_place_name(location)) return false;
  state.id = *id;
  state.location = location;
  return true;
}

void read_state(ObjectReader& in, TargetState& state) {
  state.verdict = in.word("verdict", Need::Required, verdict_from).value_or(Verdict::Unknown);
  in.time("since", Need::Optional, state.since);
  std::string reason;
  in.text("reason", Need::Optional, reason);
  state.reason = reason_from(reason);
  state.phase = in.word("phase", Need::Optional, phase_from);
  state.failures = static_cast<int>(in.number("failures", 0, kMostInARow));
  state.successes = static_cast<int>(in.number("successes", 0, kMostInARow));
  std::optional<std::int64_t> epoch;
  in.number("epoch", Need::Required, 0, kMostEpoch, epoch);
  state.epoch = epoch.value_or(0);
  state.last_slot = in.time("lastSlot");
  state.spec_hash = in.word("specHash", Need::Required, hash_from).value_or(0);
  std::optional<std::int64_t> status;
  in.number("statusCode", Need::Optional, 100, 999, status);
  if (status) state.status_code = static_cast<int>(*status);
  in.time("certificateNotAfter", Need::Optional, state.certificate_not_after);
}

}  // namespace

std::string state_key(const TargetState& state) { return to_text(state.id) + "/" + state.location; }

std::string to_json(const TargetState& state) {
  ObjectWriter out;
  out.text("verdict", to_text(state.verdict));
  out.time("since", state.since);
  out.text("reason", to_text(state.reason));
  if (state.phase) out.text("phase", to_text(*state.phase));
  out.number("failures", state.failures);
  out.number("successes", state.successes);
  out.number("epoch", state.epoch);
  out.time("lastSlot", state.last_slot);
  out.text("specHash", hash_text(state.spec_hash));
  out.number("statusCode", state.status_code);
  out.time("certificateNotAfter", state.certificate_not_after);
  return out.serialize();
}

Result<TargetState> target_state_from(std::string_view key, std::string_view json) {
  TargetState state;
  if (!read_state_key(key, state)) {
    return fail(ErrorKind::Invalid,
                "the key of a state is \"" + std::string(key) + "\", not <id>/<location>");
  }
  return read_json_object(json, "a target's state",
                          [&](ObjectReader& in) { read_state(in, state); })
      .map([&] { return std::move(state); });
}

}  // namespace vedette::model
