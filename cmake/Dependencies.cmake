# The only place that looks for libraries. Their Debian packages are listed in hack/install-deps.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)

find_package(Boost 1.81 CONFIG REQUIRED)             # Boost::headers (Asio, Beast, JSON, Test, UUID)
find_package(OpenSSL 3.0 REQUIRED)                   # OpenSSL::SSL OpenSSL::Crypto
find_package(ZLIB REQUIRED)                          # ZLIB::ZLIB
find_package(spdlog CONFIG REQUIRED)                 # spdlog::spdlog
find_package(fmt CONFIG REQUIRED)                    # fmt::fmt
find_package(CLI11 CONFIG REQUIRED)                  # CLI11::CLI11
find_package(tl-expected CONFIG REQUIRED)            # tl::expected
find_package(yaml-cpp CONFIG REQUIRED)               # yaml-cpp, from 0.8 on yaml-cpp::yaml-cpp
find_package(prometheus-cpp CONFIG REQUIRED)         # prometheus-cpp::core

pkg_check_modules(CARES REQUIRED IMPORTED_TARGET libcares)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(RDKAFKA REQUIRED IMPORTED_TARGET rdkafka)
pkg_check_modules(PQXX REQUIRED IMPORTED_TARGET libpqxx)
# Debian's cpp-httplib is a compiled library whose macros come with its pkg-config file:
# building without them changes the layout of its classes.
pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)

if(NOT TARGET yaml-cpp::yaml-cpp)
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()
