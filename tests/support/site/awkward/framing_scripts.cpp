#include "support/site/awkward/script_kit.hpp"
#include "support/site/awkward/scripts.hpp"

namespace vedette::test {

std::vector<AwkwardScript> framing_scripts() {
  const std::string head(kOkHead);
  const std::string chunked(kChunkedHead);
  const std::string block(32 * 1024, 'x');
  return {
      {"length-too-long", "announces more than it sends, and closes",
       says(head + "Content-Length: 100\r\n\r\nhalf")},
      {"length-too-short", "sends more than it announces",
       says_and_stays(head + "Content-Length: 2\r\n\r\nOK, and much more")},
      {"length-missing", "gives no length and ends its body by closing", says(head + "\r\nOK")},
      {"length-twice", "gives the same length twice",
       says(head + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nOK")},
      {"lengths-differ", "gives two lengths",
       says(head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nOK")},
      {"length-text", "gives a length that is no number",
       says(head + "Content-Length: two\r\n\r\nOK")},
      {"length-negative", "gives a negative length", says(head + "Content-Length: -2\r\n\r\nOK")},
      {"length-beyond-64-bits", "gives a length beyond 64 bits",
       says(head + "Content-Length: 99999999999999999999999\r\n\r\nOK")},
      {"chunks", "sends chunks with extensions and a trailer",
       says(chunked + "1;a=b\r\nO\r\n1\r\nK\r\n0;c\r\nX-Sum: 1\r\n\r\n")},
      {"chunks-drip", "sends its chunks byte by byte",
       drips(chunked + "1\r\nO\r\n1\r\nK\r\n0\r\n\r\n")},
      {"chunks-empty-drip", "sends an empty chunked body byte by byte",
       drips(chunked + "0\r\n\r\n")},
      {"chunk-bad-size", "gives a chunk size that is no number", says(chunked + "zz\r\nOK\r\n")},
      {"chunk-huge-size", "gives a chunk size beyond 64 bits",
       says(chunked + "fffffffffffffffff\r\nOK\r\n")},
      {"chunk-longer-than-size", "sends a chunk longer than its size",
       says(chunked + "1\r\nOK\r\n0\r\n\r\n")},
      {"chunk-cut", "closes in the middle of a chunk", says(chunked + "9\r\nha")},
      {"chunk-last-missing", "closes before the last, empty chunk", says(chunked + "2\r\nOK\r\n")},
      {"chunk-last-cut", "closes in the last, empty chunk", says(chunked + "2\r\nOK\r\n0\r")},
      {"chunk-endless-extension", "sends a chunk extension without end",
       says_endlessly(chunked + "1;", block)},
      {"endless-trailer", "sends trailer fields without end",
       says_endlessly(chunked + "0\r\n", repeated("X: 12345678901234567890\r\n", 400))},
      {"chunked-with-length", "gives both Transfer-Encoding and Content-Length",
       says(head + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\nOK\r\n0\r\n\r\n")},
      {"endless-body", "sends a body without end", says_endlessly(head + "\r\n", block)},
      {"endless-announced-body", "announces 1 TB, and sends it",
       says_endlessly(head + "Content-Length: 1000000000000\r\n\r\n", block)},
      {"endless-chunks", "sends chunks without end",
       says_endlessly(chunked, "8000\r\n" + block + "\r\n")},
      {"endless-tiny-chunks", "sends chunks of one byte without end",
       says_endlessly(chunked, repeated("1\r\nx\r\n", 5000))},
      {"endless-tiny-chunks-of-nothing", "sends one byte per 60 KiB of chunk extensions",
       says_endlessly(chunked, "1;" + std::string(60 * 1024, 'x') + "\r\nx\r\n")},
  };
}

}  // namespace vedette::test
