#include "integration/operator_agreement/cases.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <stdexcept>

#include "support/paths.hpp"

namespace vedette::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHead =
    "apiVersion: vedette.dev/v1alpha1\nkind: Target\nmetadata:\n  name: site\n";

std::string read(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> split(const std::string& text, const std::string& separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t at = text.find(separator); at != std::string::npos;
       at = text.find(separator, begin)) {
    parts.push_back(text.substr(begin, at - begin));
    begin = at + separator.size();
  }
  if (begin < text.size()) parts.push_back(text.substr(begin));
  return parts;
}

std::string expanded(std::string text) {
  static const std::regex kRepeat(R"(\$\{(.*?) \* ([0-9]+)\})");
  for (std::smatch match; std::regex_search(text, match, kRepeat);) {
    std::string repeated;
    for (int left = std::stoi(match[2]); left > 0; --left) repeated += match[1];
    text = match.prefix().str() + repeated + match.suffix().str();
  }
  return text;
}

Refused refused_from(const std::string& word) {
  static const std::map<std::string, Refused> kWords{{"valid", Refused::ByNobody},
                                                     {"both:", Refused::ByBoth},
                                                     {"operator:", Refused::ByOperatorOnly},
                                                     {"file:", Refused::InFilesOnly},
                                                     {"server:", Refused::ByServerOnly}};
  const auto found = kWords.find(word);
  if (found == kWords.end()) throw std::runtime_error("no verdict of a case: " + word);
  return found->second;
}

Case case_from(const std::string& document) {
  static const std::regex kCase(R"(# (.*)\.\n# (\S+) ?(.*)\n([^]*))");
  std::smatch match;
  if (!std::regex_match(document, match, kCase)) {
    throw std::runtime_error("no case: " + document.substr(0, 200));
  }
  Case read{match[1], refused_from(match[2]), split(match[3], ", "), expanded(match[4])};
  if (read.manifest.starts_with("spec:")) read.manifest = kHead + read.manifest;
  return read;
}

}  // namespace

std::vector<Case> cases_in(const std::string& table) {
  std::vector<Case> cases;
  for (const std::string& document : split(table, "\n---\n")) {
    cases.push_back(case_from(document.ends_with('\n') ? document : document + "\n"));
  }
  return cases;
}

std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (const fs::path& file :
       files_in(source_dir() / "tests/integration/operator_agreement/cases")) {
    for (Case& read : cases_in(read(file))) all.push_back(std::move(read));
  }
  for (const char* folder : {"targets", "public", "kubernetes"}) {
    for (const fs::path& file : files_in(source_dir() / "examples" / folder)) {
      for (const std::string& document : split(read(file), "\n---\n")) {
        if (document.find("kind: Target") == std::string::npos) continue;
        all.push_back({file.filename(), Refused::ByNobody, {}, document});
      }
    }
  }
  return all;
}

}  // namespace vedette::test
