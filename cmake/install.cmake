# What `cmake --install` puts in place: the library, its public headers, the program, and what
# find_package(fabula) and pkg-config need.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(FABULA_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/fabula)

install(TARGETS fabula EXPORT fabula_targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/fabula DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/models/en DESTINATION ${CMAKE_INSTALL_DATADIR}/fabula/models)
install(EXPORT fabula_targets NAMESPACE fabula:: FILE fabula_targets.cmake
        DESTINATION ${FABULA_CMAKE_DIR})
if(TARGET fabula_program)
  install(TARGETS fabula_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/fabula-config.cmake.in
  ${PROJECT_BINARY_DIR}/fabula-config.cmake INSTALL_DESTINATION ${FABULA_CMAKE_DIR})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/fabula-config-version.cmake
  COMPATIBILITY SameMinorVersion)
configure_file(${PROJECT_SOURCE_DIR}/cmake/fabula.pc.in ${PROJECT_BINARY_DIR}/fabula.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/fabula-config.cmake
  ${PROJECT_BINARY_DIR}/fabula-config-version.cmake DESTINATION ${FABULA_CMAKE_DIR})
install(FILES ${PROJECT_BINARY_DIR}/fabula.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
