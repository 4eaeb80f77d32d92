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

std::filesystem::path page() { return source_dir() / "docs/targets.md"; }

/// The page in three: up to the part, the part, and the rest.
struct Cut {
  std::string before;
  std::string part;
  std::string after;
};

Cut cut(const std::string& name) {
  std::ifstream file(page());
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::string begin = "<!-- " + name + " -->\n";
  const std::size_t from = text.find(begin);
  const std::size_t to = text.find("<!-- end of " + name + " -->\n");
  if (from == std::string::npos || to == std::string::npos || to < from) {
    throw std::runtime_error("docs/targets.md has no part \"" + name + "\"");
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

std::string manual_part(const std::string& name) { return cut(name).part; }

void update_manual_part(const std::string& name, const std::string& text) {
  if (std::getenv("VEDETTE_UPDATE_GOLDEN") == nullptr) return;  // NOLINT(concurrency-mt-unsafe)
  const Cut now = cut(name);
  std::ofstream(page()) << now.before << text << now.after;
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
