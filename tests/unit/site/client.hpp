#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace vedette::test {

/// What a server said, and how the connection ended.
struct Heard {
  std::string text;
  boost::system::error_code end;
};

inline std::string get_request(std::string_view path) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: site\r\nConnection: close\r\n\r\n";
}

inline boost::asio::ip::tcp::endpoint loopback(std::uint16_t port) {
  return {boost::asio::ip::address_v4::loopback(), port};
}

/// Sends `bytes` to a port on loopback and reads until the connection ends.
inline Heard exchange(std::uint16_t port, std::string_view bytes) {
  boost::asio::io_context io;
  boost::asio::ip::tcp::socket socket(io);
  socket.connect(loopback(port));
  boost::asio::write(socket, boost::asio::buffer(bytes));
  Heard heard;
  boost::asio::read(socket, boost::asio::dynamic_buffer(heard.text), heard.end);
  return heard;
}

/// The same over TLS. Verifies nothing but what `context` asks for.
inline Heard exchange(std::uint16_t port, std::string_view bytes,
                      boost::asio::ssl::context& context) {
  boost::asio::io_context io;
  boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream(io, context);
  Heard heard;
  stream.lowest_layer().connect(loopback(port));
  stream.handshake(boost::asio::ssl::stream_base::client, heard.end);
  if (!heard.end) {
    boost::asio::write(stream, boost::asio::buffer(bytes), heard.end);
    boost::asio::read(stream, boost::asio::dynamic_buffer(heard.text), heard.end);
  }
  return heard;
}

}  // namespace vedette::test
