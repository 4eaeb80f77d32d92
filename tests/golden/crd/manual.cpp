#include "golden/crd/manual.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fmt/format.h>

#include "support/paths.hpp"

namespace vedette::test {
namespace {

using targets::Node;

std::filesystem::path file_of(const ManualPart& part) { return source_dir() / "docs" / part.page; }

/// The page in three: up to the part, the part, and the rest.
struct Cut {
  std::string before;
  std::string part;
  std::string after;
};

Cut cut(const ManualPart& part) {
  std::ifstream file(file_of(part));
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::string begin = "<!-- " + part.name + " -->\n";
  const std::size_t from = text.find(begin);
  const std::size_t to = text.find("<!-- end of " + part.name + " -->\n");
  if (from == std::string::npos || to == std::string::npos || to < from) {
    throw std::runtime_error("docs/" + part.page + " has no part \"" + part.name + "\"");
  }
  const std::size_t first = from + begin.size();
  return {text.substr(0, first), text.substr(first, to - first), text.substr(to)};
}

std::string choices(const Node& words) {
  std::string text;
  for (const Node& word : words.items) text += (text.empty() ? "" : ", ") + word.text;
  return text;
}

std::string kind(const SchemaField& field) {
  if (const Node* words = field.part("enum")) return choices(*words);
  const std::string type = field.keyword("type");
  if (type == "integer") return field.keyword("minimum") + " … " + field.keyword("maximum");
  if (type == "array") return "list, at most " + field.keyword("maxItems");
  if (type == "boolean") return "true, false";
  if (type == "object") {
    return field.part("additionalProperties") == nullptr
               ? "object"
               : "texts by name, at most " + field.keyword("maxProperties");
  }
  return "text, at most " + field.keyword("maxLength");
}

/// Inside of a reference, or the items of a list of texts: their parent's row says it all.
bool has_no_row(const SchemaField& field) {
  return field.name.empty() || field.path.find("From.") != std::string::npos;
}

std::string escaped(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) {
    text.insert(at, "\\");
  }
  return text;
}

}  // namespace

std::string text_of(const ManualPart& part) { return cut(part).part; }

void update(const ManualPart& part, const std::string& text) {
  if (std::getenv("VEDETTE_UPDATE_GOLDEN") == nullptr) return;  // NOLINT(concurrency-mt-unsafe)
  const Cut now = cut(part);
  std::ofstream(file_of(part)) << now.before << text << now.after;
}

std::string manual_table(const Schema& schema) {
  std::string table = "| field | holds | |\n|---|---|---|\n";
  for (const SchemaField& field : schema.fields("spec")) {
    if (field.path == "spec" || has_no_row(field)) continue;
    table += fmt::format("| `{}` | {} | {} |\n", field.path, kind(field),
                         escaped(field.keyword("description")));
  }
  return table;
}

}  // namespace vedette::test
