#include <chrono>

#include "support/site/awkward/script_kit.hpp"
#include "support/site/awkward/scripts.hpp"

namespace vedette::test {

using std::chrono::milliseconds;

std::vector<AwkwardScript> tcp_scripts() {
  const std::string ok = answer_of("OK");
  return {
      {"close-at-accept", "closes at once, before it has read anything",
       [](RawConnection& peer) {
         peer.shut_down();  // close() would follow the FIN with an RST for the unread request
         peer.wait_for_close();
       }},
      {"close-after-request", "reads the request and closes",
       [](RawConnection& peer) { (void)peer.read_head(); }},
      {"close-in-head", "closes in the middle of the head",
       says(std::string(kOkHead) + "Content-")},
      {"reset-at-accept", "resets the connection as soon as it stands",
       [](RawConnection& peer) { peer.reset(); }},
      {"reset-after-request", "reads the request and resets",
       [](RawConnection& peer) {
         (void)peer.read_head();
         peer.reset();
       }},
      {"reset-in-head", "resets in the middle of the head", says_and_resets("HTTP/1.1 2")},
      {"reset-in-body", "resets in the middle of the body",
       says_and_resets(std::string(kOkHead) + "Content-Length: 100\r\n\r\nhalf")},
      {"silent", "accepts, reads nothing and says nothing",
       [](RawConnection& peer) { peer.pause(std::chrono::hours(1)); }},
      {"silent-after-request", "reads the request and says nothing", says_and_stays("")},
      {"silent-after-interim", "says 102 Processing and nothing more",
       says_and_stays("HTTP/1.1 102 Processing\r\n\r\n")},
      {"silent-in-status-line", "falls silent in its status line", says_and_stays("HTTP/1.1 2")},
      {"silent-in-head", "falls silent in its head", says_and_stays(std::string(kOkHead) + "X:")},
      {"silent-after-head", "falls silent between head and body",
       says_and_stays(std::string(kOkHead) + "Content-Length: 9\r\n\r\n")},
      {"silent-in-body", "falls silent in its body",
       says_and_stays(std::string(kOkHead) + "Content-Length: 9\r\n\r\nhalf")},
      {"silent-in-chunk", "falls silent in a chunk",
       says_and_stays(std::string(kChunkedHead) + "9\r\nha")},
      {"silent-before-last-chunk", "never sends the last, empty chunk",
       says_and_stays(std::string(kChunkedHead) + "2\r\nOK\r\n")},
      {"drip", "answers byte by byte, and comes to an end", drips(ok)},
      {"drip-head", "sends its head byte by byte, without end",
       [](RawConnection& peer) {
         (void)peer.read_head();
         peer.send(kOkHead);
         peer.drip("X: " + std::string(10'000, 'x'), milliseconds(5));
       }},
      {"drip-body", "sends its body byte by byte, without end",
       [](RawConnection& peer) {
         (void)peer.read_head();
         peer.send(std::string(kOkHead) + "\r\n");
         peer.drip(std::string(10'000, 'x'), milliseconds(5));
       }},
      {"early-answer", "answers and closes without reading the request",
       [](RawConnection& peer) {
         peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
         peer.shut_down();
         peer.wait_for_close();
       }},
      {"stays-open", "answers and keeps the connection open", says_and_stays(ok)},
  };
}

}  // namespace vedette::test
