#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

#include "support/site/awkward/script_kit.hpp"
#include "support/site/awkward/scripts.hpp"

namespace vedette::test {
namespace {

constexpr char kAlert = 21;
constexpr char kHandshake = 22;
constexpr std::size_t kLargestRecord = 16 * 1024;

/// The head of a TLS record (RFC 8446 §5.1).
std::string record(char type, std::size_t size) {
  return {type, 3, 3, static_cast<char>(size >> 8), static_cast<char>(size & 0xFF)};
}

/// A fatal alert (RFC 8446 §6).
std::string alert(char description) { return record(kAlert, 2) + std::string{2, description}; }

RawScript hears_hello_and_says(std::string bytes) {
  return [bytes = std::move(bytes)](RawConnection& peer) {
    (void)peer.read_some();
    peer.send(bytes);
    peer.wait_for_close();
  };
}

}  // namespace

std::vector<AwkwardScript> tls_scripts() {
  constexpr char kHandshakeFailure = 40;
  constexpr char kUnrecognisedName = 112;
  // What a client in a handshake passes over (RFC 5246 §7.4.1.1).
  const std::string hello_requests =
      record(kHandshake, kLargestRecord) + std::string(kLargestRecord, '\0');
  std::vector<AwkwardScript> all = {
      {"tls-closes", "hears the hello and closes",
       [](RawConnection& peer) {
         (void)peer.read_some();  // else the kernel makes it a reset
       }},
      {"tls-resets", "hears the hello and resets",
       [](RawConnection& peer) {
         (void)peer.read_some();
         peer.reset();
       }},
      {"tls-closes-in-hello", "closes in the middle of its own hello",
       [](RawConnection& peer) {
         (void)peer.read_some();
         peer.send(record(kHandshake, 122) + std::string{2, 0, 0, 118, 3, 3});
       }},
      {"tls-plain-http", "speaks plain HTTP where TLS is spoken",
       hears_hello_and_says("HTTP/1.1 400 Bad Request\r\n\r\n")},
      {"tls-smtp", "speaks SMTP", hears_hello_and_says("220 mail.example ESMTP\r\n")},
      {"tls-garbage", "says what is no record", hears_hello_and_says(std::string(4096, '\xFF'))},
      {"tls-zeros", "says zeros", hears_hello_and_says(std::string(4096, '\0'))},
      {"tls-large-record", "sends a record over the limit",
       hears_hello_and_says(record(kHandshake, 40'000) + std::string(40'000, 'x'))},
      {"tls-alert", "refuses the handshake", hears_hello_and_says(alert(kHandshakeFailure))},
      {"tls-alert-name", "does not know the name", hears_hello_and_says(alert(kUnrecognisedName))},
      {"tls-silent", "hears the hello and says nothing",
       [](RawConnection& peer) { peer.wait_for_close(); }},
      {"tls-silent-in-record", "falls silent in a record",
       hears_hello_and_says(record(kHandshake, 122) + "half")},
      {"tls-drip", "sends a record byte by byte, without end",
       [](RawConnection& peer) {
         (void)peer.read_some();
         peer.drip(record(kHandshake, 9'000) + std::string{2, 0, 35, 0} + std::string(9'000, 'x'),
                   std::chrono::milliseconds(5));
       }},
      {"tls-flood", "sends HelloRequests without end",
       [hello_requests](RawConnection& peer) {
         (void)peer.read_some();
         for (;;) {
           peer.send(hello_requests);
         }
       }},
  };
  for (AwkwardScript& script : all) {
    script.tls = true;
  }
  return all;
}

}  // namespace vedette::test
