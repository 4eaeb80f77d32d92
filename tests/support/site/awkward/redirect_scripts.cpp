#include "support/site/awkward/script_kit.hpp"
#include "support/site/awkward/scripts.hpp"

namespace vedette::test {
namespace {

std::string moved_to(const std::string& location) {
  return "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n";
}

bool asks_for(RawConnection& peer, std::string_view path) {
  return peer.read_head().find(" " + std::string(path) + " ") != std::string::npos;
}

}  // namespace

std::vector<AwkwardScript> redirect_scripts(const Site& site) {
  return {
      {"redirect-loop", "redirects to itself", says(moved_to("/"))},
      {"redirect-ping-pong", "redirects from /ping to /pong and back",
       [](RawConnection& peer) {
         peer.send(moved_to(asks_for(peer, "/ping") ? "/pong" : "/ping"));
       }},
      {"redirect-relative", "redirects to a relative path, which is there",
       [](RawConnection& peer) {
         peer.send(asks_for(peer, "/there?a=b") ? answer_of("OK") : moved_to("../there?a=b"));
       }},
      {"redirect-without-location", "answers 302 without a Location",
       says("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")},
      {"redirect-bad-location", "redirects to what is no URL", says(moved_to("http://a:b:c/"))},
      {"redirect-empty-host", "redirects to a URL without a host", says(moved_to("http://"))},
      {"redirect-other-scheme", "redirects to ftp", says(moved_to("ftp://127.0.0.1/"))},
      {"redirect-javascript", "redirects to a script", says(moved_to("javascript:0"))},
      {"redirect-to-refused", "redirects to a port where nothing listens",
       says(moved_to("http://127.0.0.1:1/"))},
      {"redirect-to-silence", "redirects to a page that never comes",
       [](RawConnection& peer) {
         if (!asks_for(peer, "/there")) {
           peer.send(moved_to("/there"));
           return;
         }
         peer.wait_for_close();
       }},
      {"redirect-endless-body", "redirects, with a body without end",
       [](RawConnection& peer) {
         const bool there = asks_for(peer, "/there");
         peer.send(there ? answer_of("OK") : "HTTP/1.1 302 Found\r\nLocation: /there\r\n\r\n");
         while (!there) {
           peer.send(repeated("x", 1024));
         }
       }},
      {"redirect-to-tls", "redirects to https with a good certificate",
       says(moved_to(site.https_url(TlsFace::Good, "/ok")))},
      {"redirect-to-expired-tls", "redirects to https with an expired certificate",
       says(moved_to(site.https_url(TlsFace::Expired, "/ok")))},
  };
}

}  // namespace vedette::test
