#include "support/site/awkward/script_kit.hpp"

#include <chrono>
#include <utility>

namespace vedette::test {

using std::chrono::milliseconds;

std::string answer_of(std::string_view body, std::string_view fields) {
  return std::string(kOkHead) + std::string(fields) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  all.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) {
    all += text;
  }
  return all;
}

RawScript says(std::string bytes) {
  return [bytes = std::move(bytes)](RawConnection& peer) {
    (void)peer.read_head();
    peer.send(bytes);
  };
}

RawScript says_and_stays(std::string bytes) {
  return [bytes = std::move(bytes)](RawConnection& peer) {
    (void)peer.read_head();
    peer.send(bytes);
    peer.wait_for_close();
  };
}

RawScript says_and_resets(std::string bytes) {
  return [bytes = std::move(bytes)](RawConnection& peer) {
    (void)peer.read_head();
    peer.send(bytes);
    peer.pause(milliseconds(20));
    peer.reset();
  };
}

RawScript drips(std::string bytes) {
  return [bytes = std::move(bytes)](RawConnection& peer) {
    (void)peer.read_head();
    peer.drip(bytes, milliseconds(1));
  };
}

RawScript says_endlessly(std::string bytes, std::string again) {
  return [bytes = std::move(bytes), again = std::move(again)](RawConnection& peer) {
    (void)peer.read_head();
    peer.send(bytes);
    for (;;) {
      peer.send(again);
    }
  };
}

}  // namespace vedette::test
