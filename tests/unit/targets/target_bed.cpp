#include "target_bed.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>
#include <zlib.h>

namespace vedette::test {

using targets::LoadedTarget;
using targets::TargetFilesOptions;
using targets::TargetSet;

TargetBed::TargetBed() : loader_(options()) {
  std::filesystem::create_directory(files());
  std::filesystem::create_directory(secrets());
}

TargetFilesOptions TargetBed::options() const { return {{files()}, secrets(), "default"}; }

void TargetBed::write(const std::string& name, std::string_view text) const {
  write_file(files() / name, text);
}

void TargetBed::write_gzip(const std::string& name, std::string_view text) const {
  write_file(files() / name, gzip(text));
}

void TargetBed::write_secret(const std::string& path, std::string_view text) const {
  std::filesystem::create_directories((secrets() / path).parent_path());
  write_file(secrets() / path, text);
}

void TargetBed::remove(const std::string& name) const { std::filesystem::remove(files() / name); }

std::string manifest(std::string_view name, std::string_view spec, std::string_view url) {
  return fmt::format(
      "apiVersion: vedette.dev/v1alpha1\nkind: Target\nmetadata:\n  name: {}\nspec:\n  url: {}\n{}",
      name, url, spec);
}

std::string rendered_line(std::string_view name, std::string_view url) {
  return fmt::format(R"({{"apiVersion":"vedette.dev/v1alpha1","kind":"Target","metadata":)"
                     R"({{"name":"{}"}},"spec":{{"url":"{}"}}}})",
                     name, url);
}

std::string rendered(std::string_view file, long epoch, const std::vector<std::string>& lines,
                     long count, std::string_view more) {
  std::string text =
      fmt::format(R"({{"source":"default","file":"{}","files":16,"epoch":{},"count":{}{}}})", file,
                  epoch, count < 0 ? static_cast<long>(lines.size()) : count, more);
  text += '\n';
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::string gzip(std::string_view text) {
  z_stream stream{};
  if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib makes no deflater");
  }
  std::string input(text);
  std::string out(deflateBound(&stream, input.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

void write_file(const std::filesystem::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::vector<std::string> names_of(const TargetSet& set) {
  std::vector<std::string> names;
  for (const LoadedTarget& loaded : set.targets) names.push_back(loaded.target->name);
  std::sort(names.begin(), names.end());
  return names;
}

const LoadedTarget* find(const TargetSet& set, std::string_view name) {
  for (const LoadedTarget& loaded : set.targets) {
    if (loaded.target->name == name) return &loaded;
  }
  return nullptr;
}

std::string faults_of(const TargetSet& set) {
  std::string text;
  for (const targets::Fault& fault : set.faults) text += to_text(fault) + "\n";
  return text;
}

bool has_fault(const TargetSet& set, std::string_view part) {
  return faults_of(set).find(part) != std::string::npos;
}

}  // namespace vedette::test
