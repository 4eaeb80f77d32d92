#include "support/site/awkward/script_kit.hpp"
#include "support/site/awkward/scripts.hpp"

namespace vedette::test {
namespace {

constexpr std::string_view kField = "X: 12345678901234567890\r\n";

}  // namespace

std::vector<AwkwardScript> head_scripts() {
  const std::string ok_head(kOkHead);
  const std::string ok = answer_of("OK");
  return {
      {"http10", "speaks HTTP/1.0", says("HTTP/1.0 200 OK\r\n\r\nOK")},
      {"http09", "sends the page alone, as HTTP/0.9 did", says("<html>OK</html>\r\n")},
      {"http2", "begins with the SETTINGS frame of HTTP/2",
       says(std::string("\0\0\x12\4\0\0\0\0\0", 9))},
      {"http2-preface", "sends the preface that HTTP/2 clients send",
       says("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")},
      {"ssh", "speaks SSH", says("SSH-2.0-OpenSSH_9.2\r\n")},
      {"status-two-digits", "has a status of two digits",
       says("HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n")},
      {"status-999", "has the status 999",
       says("HTTP/1.1 999 Denied\r\nContent-Length: 0\r\n\r\n")},
      {"status-text", "has a status that is no number", says("HTTP/1.1 abc OK\r\n\r\n")},
      {"status-unspaced", "leaves out the space after the status",
       says("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n")},
      {"status-unspaced-drip", "leaves out the space after the status, byte by byte",
       drips("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n")},
      {"bare-lf", "ends its lines with LF alone", says("HTTP/1.1 200 OK\nContent-Length: 2\n\nOK")},
      {"space-before-colon", "has a space between a field's name and its colon",
       says(ok_head + "Content-Length : 2\r\n\r\nOK")},
      {"nul-in-head", "has a NUL in its head",
       says(ok_head + std::string("X: a\0b\r\n", 8) + "Content-Length: 2\r\n\r\nOK")},
      {"field-without-colon", "has a field without a colon", says(ok_head + "broken\r\n\r\n")},
      {"head-1mib", "has a head of 1 MiB",
       says_and_stays(ok_head + repeated(kField, (1 << 20) / kField.size()) + "\r\n")},
      {"field-70kib", "has one field of 70 KiB",
       says_and_stays(ok_head + "X: " + std::string(70 * 1024, 'x') + "\r\n\r\n")},
      {"head-60kib", "has a head of 60 KiB, just what is allowed",
       says(ok_head + "Content-Length: 0\r\n" + repeated(kField, 2400) + "\r\n")},
      {"endless-head", "sends fields without end", says_endlessly(ok_head, repeated(kField, 400))},
      {"interim", "sends 100 and 103 before its answer",
       says("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ok)},
      {"endless-interim", "sends 103 Early Hints without end",
       says_endlessly("", repeated("HTTP/1.1 103 Early Hints\r\nX: 123456\r\n\r\n", 400))},
      {"upgrade", "answers 101 Switching Protocols",
       says_and_stays("HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x02hi")},
      {"no-content-with-body", "answers 204 with a body",
       says_and_stays("HTTP/1.1 204 No Content\r\nContent-Length: 9\r\n\r\nsome text")},
      {"not-modified-with-body", "answers 304 with a body",
       says_and_stays("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\nsome text")},
      {"error-without-body", "answers 500 and never sends the body it announces",
       says_and_stays("HTTP/1.1 500 Oops\r\nContent-Length: 10\r\n\r\n")},
      {"foreign-bytes", "names itself in Latin-1",
       says(ok_head + "Server: caf\xE9\r\nContent-Length: 2\r\n\r\nOK")},
  };
}

}  // namespace vedette::test
