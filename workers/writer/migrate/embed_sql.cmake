# Writes a C++ file that holds SQL files byte by byte, so that the binary needs none beside it.
#   cmake -DOUTPUT=embedded_sql.cpp -DMIGRATIONS="a.sql;b.sql" -DROLES=… -DGRANTS=… -P embed_sql.cmake
function(bytes_of file out)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
  set(${out} "${bytes}" PARENT_SCOPE)
endfunction()

set(text "#include \"writer/migrate/embedded_sql.hpp\"\n\nnamespace vedette::writer {\nnamespace {\n")
set(table "")
foreach(file IN LISTS MIGRATIONS)
  get_filename_component(name ${file} NAME_WE)
  bytes_of(${file} bytes)
  string(APPEND text "constexpr char k_${name}[] = {${bytes}};\n")
  string(APPEND table "    {\"${name}\", {k_${name}, sizeof k_${name}}},\n")
endforeach()
bytes_of(${ROLES} roles)
bytes_of(${GRANTS} grants)
string(APPEND text "constexpr char kRoles[] = {${roles}};\nconstexpr char kGrants[] = {${grants}};\n"
  "constexpr SqlFile kMigrations[] = {\n${table}};\n}  // namespace\n\n"
  "std::span<const SqlFile> embedded_migrations() { return kMigrations; }\n"
  "std::string_view roles_sql() { return {kRoles, sizeof kRoles}; }\n"
  "std::string_view grants_sql() { return {kGrants, sizeof kGrants}; }\n}  // namespace vedette::writer\n")
file(WRITE ${OUTPUT} "${text}")
