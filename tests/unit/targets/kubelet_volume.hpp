#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace vedette::test {

/// A volume as kubelet writes it (its atomic writer): a directory for each state, `..data` pointing
/// to the last one, a link for each file, and the old state deleted after the swap.
class KubeletVolume {
 public:
  explicit KubeletVolume(std::filesystem::path path) : path_(std::move(path)) {}

  using Files = std::map<std::string, std::string>;
  void update(const Files& files);

 private:
  std::filesystem::path path_;
  int states_ = 0;
};

}  // namespace vedette::test
