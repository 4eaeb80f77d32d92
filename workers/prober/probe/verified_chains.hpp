#pragma once

#include <array>
#include <cstring>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "base/clock.hpp"

namespace vedette::prober {

/// The chains that OpenSSL found good, so that the same chain for the same name costs its
/// signatures and its way to a root once in a while and not in every probe. Sound because a
/// verification depends on the bytes of the chain, the name, the trust store (one per TlsProfile,
/// never changed) and the time only, and the time can turn it only at an end of validity, which is
/// kept. What was refused is never remembered. See docs/adr/0019. Thread-safe.
class VerifiedChains {
 public:
  /// SHA-256 of all that was sent and of the name it was verified for.
  using Key = std::array<unsigned char, 32>;

  /// How long a verification counts. Nothing needs it; it bounds what was overlooked.
  static constexpr std::chrono::minutes kCounts{10};
  /// More than a core can probe. When there are as many, all are forgotten.
  static constexpr std::size_t kMost = 65'536;

  /// The earliest end of a certificate of the chain that was built from it, when that chain was
  /// good at most kCounts before `now` and none of it has ended.
  [[nodiscard]] std::optional<SystemTime> find(const Key& key, SystemTime now) const;

  /// It was good at `now`; `earliest_end` is the first moment when it is not.
  void add(const Key& key, SystemTime now, SystemTime earliest_end);

  [[nodiscard]] std::size_t size() const;

 private:
  struct Good {
    SystemTime since;
    SystemTime earliest_end;
  };
  struct Hash {  // its bytes are as good as random
    std::size_t operator()(const Key& key) const {
      std::size_t hash = 0;
      std::memcpy(&hash, key.data(), sizeof hash);
      return hash;
    }
  };

  mutable std::mutex mutex_;
  std::unordered_map<Key, Good, Hash> good_;  // guarded by mutex_
};

}  // namespace vedette::prober
