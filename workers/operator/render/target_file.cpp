#include "operator/render/target_file.hpp"

#include <charconv>
#include <optional>

#include <fmt/format.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "operator/render/gzip.hpp"

namespace vedette::op {
namespace {

namespace json = boost::json;

/// What the text of a file may come to, as in workers/targets.
constexpr std::size_t kMostTextBytes = 256 * 1024 * 1024;

constexpr std::string_view kNamePrefix = "targets-";

std::string file_name(int index) { return fmt::format("{}{:02}", kNamePrefix, index); }

/// -1 when it is no file's name.
int index_from(std::string_view name) {
  int index = -1;
  if (name.starts_with(kNamePrefix)) {
    name.remove_prefix(kNamePrefix.size());
    std::from_chars(name.data(), name.data() + name.size(), index);
  }
  return index;
}

std::string header_line(const TargetFile& file) {
  json::object header{{"source", file.source},
                      {"file", file.name()},
                      {"files", file.files},
                      {"epoch", file.epoch},
                      {"count", file.lines.size()}};
  if (file.allow_shrink) header["allowShrink"] = true;
  return json::serialize(header);
}

/// Takes texts and numbers out of an object and remembers whether each was there.
class Members {
 public:
  explicit Members(const json::object& object) : object_(object) {}

  [[nodiscard]] std::string text(std::string_view name) {
    const json::value* value = object_.if_contains(name);
    const json::string* text = value == nullptr ? nullptr : value->if_string();
    complete_ = complete_ && text != nullptr;
    return text == nullptr ? std::string() : std::string(*text);
  }

  template <typename Number>
  [[nodiscard]] Number number(std::string_view name) {
    boost::system::error_code error;
    const json::value* value = object_.if_contains(name);
    const Number number = value == nullptr ? Number{} : value->to_number<Number>(error);
    complete_ = complete_ && value != nullptr && !error;
    return number;
  }

  [[nodiscard]] bool complete() const { return complete_; }

 private:
  const json::object& object_;
  bool complete_ = true;
};

/// The first line of `rest`, which then begins after it; nothing when no newline is left.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

/// An object that is written exactly as Boost.JSON writes it.
std::optional<json::object> parse_exactly(std::string_view line) {
  boost::system::error_code error;
  json::value value = json::parse(line, error);
  if (error || !value.is_object() || json::serialize(value) != line) return std::nullopt;
  return std::move(value.as_object());
}

std::optional<TargetFile> read_header(std::string_view line) {
  const std::optional<json::object> object = parse_exactly(line);
  if (!object) return std::nullopt;
  Members members(*object);
  TargetFile file;
  file.source = members.text("source");
  file.files = members.number<int>("files");
  file.epoch = members.number<std::int64_t>("epoch");
  file.index = index_from(members.text("file"));
  file.allow_shrink = object->contains("allowShrink");
  const bool good = members.complete() && file.index >= 0 && file.index < file.files;
  return good ? std::optional(std::move(file)) : std::nullopt;
}

std::optional<model::TargetId> id_of(const std::string& source, std::string_view line) {
  const std::optional<json::object> manifest = parse_exactly(line);
  const json::value* metadata = manifest ? manifest->if_contains("metadata") : nullptr;
  if (metadata == nullptr || !metadata->is_object()) return std::nullopt;
  Members members(metadata->get_object());
  const std::string ns = members.text("namespace");
  const std::string name = members.text("name");
  if (!members.complete()) return std::nullopt;
  return model::make_target_id(source, ns, name);
}

tl::unexpected<Error> not_ours(const std::string& what) {
  return fail(ErrorKind::Invalid, what + "; the operator did not write it so");
}

}  // namespace

std::string TargetFile::name() const { return file_name(index); }

std::string to_text(const TargetFile& file) {
  std::string text = header_line(file) + '\n';
  std::size_t bytes = text.size();
  for (const auto& [id, line] : file.lines) bytes += line.size() + 1;
  text.reserve(bytes);
  for (const auto& [id, line] : file.lines) text.append(line).append(1, '\n');
  return text;
}

Result<TargetFile> target_file_from(std::string_view text) {
  std::string_view rest = text;
  const std::optional<std::string_view> first = take_line(rest);
  std::optional<TargetFile> file = first ? read_header(*first) : std::nullopt;
  if (!file) return not_ours("the first line is no header");
  for (std::size_t number = 2; const std::optional<std::string_view> line = take_line(rest);
       ++number) {
    const std::optional<model::TargetId> id = id_of(file->source, *line);
    if (!id) return not_ours(fmt::format("line {} is no target", number));
    file->lines.emplace(*id, *line);
  }
  // Order, doubles, the header's count and members, a line without end: all of it shows here.
  if (to_text(*file) != text) return not_ours("the lines are not those that the header announces");
  return std::move(*file);
}

Result<StoredFile> store(const TargetFile& file) {
  StoredFile stored{file.name() + ".jsonl", to_text(file), false};
  if (stored.bytes.size() <= kMostPlainBytes) return stored;
  const std::size_t plain_bytes = stored.bytes.size();
  stored = {file.name() + ".jsonl.gz", gzip(stored.bytes), true};
  if (stored.bytes.size() <= kMostObjectBytes) return stored;
  return fail(ErrorKind::Invalid,
              fmt::format("{} holds {} targets in {} bytes, {} when compressed, and a ConfigMap "
                          "takes {}; raise --files above {}",
                          file.name(), file.lines.size(), plain_bytes, stored.bytes.size(),
                          kMostObjectBytes, file.files));
}

Result<TargetFile> restore(const Contents& contents, int index) {
  const std::string key = file_name(index) + ".jsonl";
  const auto plain = contents.find(key);
  const auto compressed = contents.find(key + ".gz");
  if (plain == contents.end() && compressed == contents.end()) {
    return fail(ErrorKind::Invalid, "there is neither " + key + " nor " + key + ".gz");
  }
  if (plain != contents.end() && compressed != contents.end()) {
    return not_ours("there are both " + key + " and " + key + ".gz");
  }
  Result<TargetFile> file =
      plain != contents.end()
          ? target_file_from(plain->second)
          : gunzip(compressed->second, kMostTextBytes).and_then([](const std::string& text) {
              return target_file_from(text);
            });
  if (file && file->index != index) return not_ours(key + " holds " + file->name());
  return file;
}

}  // namespace vedette::op
