# Writes ${output}: the page's shell, style and script as C++ strings, and the script's hash, which
# the page's content security policy names.
cmake_policy(VERSION 3.25)

# Base64 of the 32 bytes of a SHA-256: ten groups of three bytes, and two bytes filled up with zeros.
function(to_base64 hexadecimal result)
  set(letters "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  set(base64 "")
  foreach(at RANGE 0 60 6)
    string(SUBSTRING "${hexadecimal}00" ${at} 6 group)
    foreach(shift 18 12 6 0)
      math(EXPR six "(0x${group} >> ${shift}) & 63")
      string(SUBSTRING "${letters}" ${six} 1 letter)
      string(APPEND base64 "${letter}")
    endforeach()
  endforeach()
  string(SUBSTRING "${base64}" 0 43 base64)
  set(${result} "${base64}=" PARENT_SCOPE)
endfunction()

function(define name words)
  file(APPEND "${output}" "std::string_view ${name}() noexcept {\n  return R\"~page~(${words})~page~\";\n}\n")
endfunction()

file(WRITE "${output}"
  "// Made by web/embed.cmake from web/src.\n#include \"write/page.hpp\"\n\nnamespace fabula::page {\n")
foreach(part shell style script)
  file(READ "${${part}}" words)
  string(STRIP "${words}" words)
  define(${part} "${words}")
  if(part STREQUAL "script")
    string(SHA256 hexadecimal "${words}")
    to_base64(${hexadecimal} hash)
    define(script_hash "sha256-${hash}")
  endif()
endforeach()
file(APPEND "${output}" "}  // namespace fabula::page\n")
