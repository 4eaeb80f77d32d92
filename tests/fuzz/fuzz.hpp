#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace vedette::test {

/// A promise that some input broke; ends a fuzzer as a crash.
class BrokenPromise : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Throws BrokenPromise with that text unless `holds`.
inline void promise(bool holds, const std::string& what) {
  if (!holds) throw BrokenPromise(what);
}

// One function for each surface that takes bytes from outside: whatever they are, it returns, and
// throws BrokenPromise when the code under test breaks one of its promises. Not thread-safe.

/// A target file. The first line says as what it is read: "yaml", "json", "jsonl" or "jsonl.gz",
/// and the rest is the file; without such a line all of it is YAML.
void fuzz_targets(std::string_view bytes);

/// An answer to a probe. Byte 0: bits of what is asked (see answer_fuzz.cpp); byte 1: n; then n
/// sizes of the pieces in which the rest, the answer, arrives, over and over.
void fuzz_answer(std::string_view bytes);

/// The value of a message of vedette.results.
void fuzz_result_message(std::string_view bytes);

}  // namespace vedette::test
