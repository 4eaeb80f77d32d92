#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/target.hpp"
#include "targets/files/directory.hpp"

namespace vedette::targets {

/// What a referenced text is for; decides what it may hold.
enum class SecretUse {
  HeaderValue,  ///< one line: one trailing newline is stripped, control characters are refused
  Username,     ///< the same, and no ':', which Basic authentication ends it with
  Body,         ///< as it is, without NUL, at most 16 KiB
  Pem,          ///< as it is, without NUL, at most 1 MiB
};

/// What a referenced content is as the text that goes out: its trailing newline stripped where
/// `use` says so. Invalid when it may not be used so; the error is a phrase that goes on after the
/// content's name ("holds a NUL character") and never tells the content.
[[nodiscard]] Result<std::string> usable_text(std::string content, SecretUse use);

/// Calls `visit` with each text of `target` that stands by reference, and where it is written:
/// "spec.http.basicAuth.passwordFrom".
using VisitText = std::function<void(model::Text& text, SecretUse use, const std::string& field)>;
void visit_references(model::Target& target, const VisitText& visit);
[[nodiscard]] bool has_references(const model::Target& target);

/// Reads what targets refer to out of one state of the secrets directory; each file once. Made anew
/// for each load. Not thread-safe.
class Secrets {
 public:
  /// An empty path means that there is no such directory: every reference then is an error.
  explicit Secrets(const std::filesystem::path& directory);

  /// What stands behind `reference` of a target in namespace `ns`, as it is. Errors name the file
  /// and never its content.
  [[nodiscard]] Result<std::string> content(const std::string& ns,
                                            const model::Reference& reference);
  /// The same as a text to be used.
  [[nodiscard]] Result<std::string> read(const std::string& ns, const model::Reference& reference,
                                         SecretUse use);

  /// Reads all that `target` refers to into it; what could not be read is told to `on_error`.
  using OnError = std::function<void(const std::string& field, const std::string& message)>;
  void fill(model::Target& target, const OnError& on_error);

  /// True when the directory was swapped since the constructor.
  [[nodiscard]] bool replaced() const { return directory_ && directory_->replaced(); }

 private:
  [[nodiscard]] const Result<std::string>& raw(const std::string& relative);

  std::filesystem::path path_;
  std::optional<Directory> directory_;
  std::string why_closed_;
  std::map<std::string, Result<std::string>> files_;
};

}  // namespace vedette::targets
