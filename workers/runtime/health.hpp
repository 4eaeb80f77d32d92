#pragma once

#include <atomic>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace vedette::runtime {

/// The answer to a health question.
struct HealthReport {
  bool ok = true;
  /// `{"ok":false,"dependencies":{"kafka":{"ok":false,"reason":"…"}}}`, or with "loops".
  std::string json;
};

/// What /livez and /readyz say. Liveness is the age of the beats of this process's own loops and
/// never depends on a neighbour: a restart cures no broker. Readiness is what each neighbour last
/// did. Every change of a dependency, and of a loop as /livez sees it, is one log line.
/// Thread-safe; `clock` must outlive it.
class Health {
 public:
  explicit Health(const Clock& clock) : clock_(clock) {}
  Health(const Health&) = delete;
  Health& operator=(const Health&) = delete;

  /// A loop's sign of life. The loop is forgotten when its Beat goes: a loop that has ended on
  /// purpose is not stuck. The Health must outlive it.
  class Beat {
   public:
    ~Beat();
    Beat(const Beat&) = delete;
    Beat& operator=(const Beat&) = delete;
    /// Costs a clock read and a store. Thread-safe.
    void beat();

   private:
    friend class Health;
    Beat(Health& health, std::string name, Millis max_age);
    Health& health_;
    std::string name_;
    Millis max_age_;
    std::atomic<SteadyTime> last_;
    bool stuck_ = false;  // guarded by health_.mutex_
  };

  /// A loop that promises to beat at least every `max_age`; the first beat is now.
  [[nodiscard]] std::unique_ptr<Beat> add_loop(std::string name, Millis max_age);

  /// A dependency is ready. The first report of a name adds it.
  void set_ready(std::string_view dependency);
  /// It is not; `reason` is one sentence for the operator of this pod.
  void set_not_ready(std::string_view dependency, std::string_view reason);

  /// ok when every loop has beaten within its age. Names the stuck ones.
  [[nodiscard]] HealthReport live();
  /// ok when every dependency is ready.
  [[nodiscard]] HealthReport ready() const;

 private:
  struct Dependency {
    bool ok = false;
    std::string reason;
  };

  const Clock& clock_;
  mutable std::mutex mutex_;
  std::list<Beat*> loops_;                                       // guarded by mutex_
  std::map<std::string, Dependency, std::less<>> dependencies_;  // guarded by mutex_
};

}  // namespace vedette::runtime
