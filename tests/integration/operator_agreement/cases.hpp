#pragma once

#include <string>
#include <vector>

namespace vedette::test {

/// Who refuses a manifest.
enum class Refused {
  ByNobody,
  ByBoth,
  ByOperatorOnly,  ///< the API server takes it, and what it stores breaks a rule
  InFilesOnly,     ///< the API server takes it, and stores something that breaks no rule
  ByServerOnly,
};

/// A manifest, and who is to say what of it.
struct Case {
  std::string title;  ///< one phrase, as the manual lists it
  Refused refused = Refused::ByNobody;
  std::vector<std::string> fields;  ///< which fields are to be named; none where the whole is meant
  std::string manifest;             ///< YAML
};

/// Reads a table: documents that begin with
///
///     # Title.
///     # both: spec.url, spec.timeout       (or valid, operator: …, file: …, server: …)
///
/// One that goes on with `spec:` gets apiVersion, kind and metadata put in front. `${text * 3}`
/// stands for texttexttext. Throws std::runtime_error when a table is written otherwise.
[[nodiscard]] std::vector<Case> cases_in(const std::string& table);

/// All tables in cases/, and every example of this repository as a valid case.
[[nodiscard]] std::vector<Case> all_cases();

}  // namespace vedette::test
