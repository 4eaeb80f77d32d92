#include "kubelet_volume.hpp"

#include "target_bed.hpp"

namespace vedette::test {

namespace fs = std::filesystem;

void KubeletVolume::update(const Files& files) {
  const fs::path data = path_ / "..data";
  const fs::path before = fs::is_symlink(data) ? path_ / fs::read_symlink(data) : fs::path();
  const std::string state = "..2026_11_24_" + std::to_string(++states_);
  fs::create_directories(path_ / state);
  for (const auto& [name, text] : files) {
    fs::create_directories((path_ / state / name).parent_path());
    write_file(path_ / state / name, text);
  }
  fs::create_directory_symlink(state, path_ / "..data_tmp");
  fs::rename(path_ / "..data_tmp", data);
  for (const auto& [name, text] : files) {
    const fs::path first = *fs::path(name).begin();
    if (!fs::is_symlink(path_ / first)) fs::create_symlink("..data" / first, path_ / first);
  }
  for (const auto& entry : fs::directory_iterator(path_)) {
    if (entry.is_symlink() && !entry.path().filename().string().starts_with("..") &&
        !fs::exists(entry.path())) {
      fs::remove(entry.path());
    }
  }
  if (!before.empty()) fs::remove_all(before);
}

}  // namespace vedette::test
