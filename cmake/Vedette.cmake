# How this project's targets are made: one function per kind.

# Flags of everything that is ours. NDEBUG is never set: an impossible state ends the process.
add_library(vedette_flags INTERFACE)
target_compile_options(vedette_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
# g++ 12 inlines one half of Asio's pair of allocation functions for coroutine frames, and then
# takes the pair for mismatched.
target_compile_options(vedette_flags INTERFACE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-mismatched-new-delete>)
# To g++ a .cpp that is read as a part of another is a header, whose unnamed namespaces are suspect.
if(CMAKE_UNITY_BUILD)
  target_compile_options(vedette_flags INTERFACE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-subobject-linkage>)
endif()
# librdkafka's macros check their arguments in a statement expression.
target_compile_options(vedette_flags INTERFACE
  $<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wno-gnu-statement-expression-from-macro-expansion>)
target_compile_definitions(vedette_flags INTERFACE
  BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_COROUTINE)
target_include_directories(vedette_flags INTERFACE ${PROJECT_SOURCE_DIR}/workers)
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")

# vedette_library(NAME base SOURCES a.cpp ... LIBS ...): static library vedette_base.
function(vedette_library)
  cmake_parse_arguments(arg "" "NAME" "SOURCES;LIBS" ${ARGN})
  add_library(vedette_${arg_NAME} STATIC ${arg_SOURCES})
  target_link_libraries(vedette_${arg_NAME} PUBLIC vedette_flags ${arg_LIBS})
endfunction()

# vedette_test(NAME unit_base KIND unit|integration SOURCES ... LIBS ...): a Boost.Test program
# whose main is tests/support/test_main.cpp, registered with ctest under the label KIND.
# Those that may take longest start first, so that no core waits for one at the end.
function(vedette_test)
  cmake_parse_arguments(arg "" "NAME;KIND;TIMEOUT" "SOURCES;LIBS" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  add_executable(${arg_NAME} ${arg_SOURCES} $<TARGET_OBJECTS:vedette_test_main>)
  target_link_libraries(${arg_NAME} PRIVATE vedette_flags Boost::headers ${arg_LIBS} vedette_test_paths)
  target_include_directories(${arg_NAME} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  add_test(NAME ${arg_NAME} COMMAND ${arg_NAME} --report_level=short --log_level=test_suite)
  set_tests_properties(${arg_NAME} PROPERTIES
    LABELS ${arg_KIND} TIMEOUT ${arg_TIMEOUT} COST ${arg_TIMEOUT})
endfunction()
