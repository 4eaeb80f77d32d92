#include "model/target_id.hpp"

#include <algorithm>

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid.hpp>
#include <boost/uuid/uuid_io.hpp>

#include "base/require.hpp"

namespace vedette::model {
namespace {

/// UUIDv5 of the DNS name vedette.dev.
constexpr boost::uuids::uuid kNamespace{{0xd1, 0xd0, 0x3e, 0xf2, 0x7c, 0x53, 0x58, 0x6a, 0x91, 0x54,
                                         0x03, 0x6b, 0xff, 0x15, 0xd6, 0xb9}};

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

TargetId make_target_id(std::string_view source, std::string_view ns, std::string_view name) {
  std::string text;
  text.append(source).append("/").append(ns).append("/").append(name);
  const boost::uuids::uuid uuid = boost::uuids::name_generator_sha1(kNamespace)(text);
  TargetId id;
  std::copy(uuid.begin(), uuid.end(), id.bytes.begin());
  return id;
}

std::string to_text(const TargetId& id) {
  boost::uuids::uuid uuid{};
  std::copy(id.bytes.begin(), id.bytes.end(), uuid.begin());
  return boost::uuids::to_string(uuid);
}

std::optional<TargetId> target_id_from(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  TargetId id;
  size_t nibble = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash_place = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash_place) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    const int digit = hex_digit(text[i]);
    if (digit < 0) return std::nullopt;
    std::uint8_t& byte = id.bytes[nibble / 2];
    byte = static_cast<std::uint8_t>(byte << 4 | digit);
    ++nibble;
  }
  return id;
}

std::int32_t murmur2(std::string_view key) {
  constexpr std::uint32_t kSeed = 0x9747b28c;
  constexpr std::uint32_t kMix = 0x5bd1e995;
  const auto byte = [&](size_t i) { return std::uint32_t{static_cast<unsigned char>(key[i])}; };
  const size_t whole = key.size() / 4 * 4;
  std::uint32_t hash = kSeed ^ static_cast<std::uint32_t>(key.size());
  for (size_t i = 0; i < whole; i += 4) {
    std::uint32_t word = byte(i) | byte(i + 1) << 8 | byte(i + 2) << 16 | byte(i + 3) << 24;
    word *= kMix;
    word ^= word >> 24;
    word *= kMix;
    hash = hash * kMix ^ word;
  }
  if (whole < key.size()) {
    for (size_t i = key.size(); i-- > whole;) hash ^= byte(i) << 8 * (i - whole);
    hash *= kMix;
  }
  hash ^= hash >> 13;
  hash *= kMix;
  hash ^= hash >> 15;
  return static_cast<std::int32_t>(hash);
}

int shard_of(const TargetId& id, int shards) {
  require(shards > 0, "shard_of needs at least one shard");
  return (murmur2(to_text(id)) & 0x7fffffff) % shards;
}

}  // namespace vedette::model
