#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace vedette::model {

/// The name of a target everywhere (files, keys, rows): UUIDv5 (RFC 4122) of
/// "source/namespace/name". Equal names give equal ids on every machine and after every restore.
struct TargetId {
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const TargetId&) const = default;
};

/// The id of `source/ns/name`. The UUID namespace is d1d03ef2-7c53-586a-9154-036bff15d6b9.
[[nodiscard]] TargetId make_target_id(std::string_view source, std::string_view ns,
                                      std::string_view name);

/// 36 characters, lower case.
[[nodiscard]] std::string to_text(const TargetId& id);
/// Nothing unless `text` is 36 characters of hexadecimal digits and dashes in the right places.
[[nodiscard]] std::optional<TargetId> target_id_from(std::string_view text);

/// The hash of Kafka's Java client for keys, sign bit not yet cleared
/// (org.apache.kafka.common.utils.Utils.murmur2; Austin Appleby's MurmurHash2).
[[nodiscard]] std::int32_t murmur2(std::string_view key);

/// The shard (partition, operator file) of a target: murmur2 of the id's text, sign bit cleared,
/// modulo `shards`. REQUIRES: shards > 0.
[[nodiscard]] int shard_of(const TargetId& id, int shards);

}  // namespace vedette::model

template <>
struct std::hash<vedette::model::TargetId> {
  /// The id is a cryptographic hash already; its first eight bytes serve.
  size_t operator()(const vedette::model::TargetId& id) const noexcept {
    size_t value = 0;
    for (size_t i = 0; i < sizeof value; ++i) value = value << 8 | id.bytes[i];
    return value;
  }
};
