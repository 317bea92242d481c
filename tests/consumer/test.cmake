function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE failed OUTPUT_VARIABLE out ERROR_VARIABLE out)
  if(failed)
    message(FATAL_ERROR "${ARGV}\n${out}")
  endif()
  set(OUT "${out}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${WORK})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix)
run(${CMAKE_COMMAND} -S ${PROJECT} -B ${WORK}/build -G ${GENERATOR} -DCMAKE_CXX_COMPILER=${CXX}
    -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH=${WORK}/prefix)
run(${CMAKE_COMMAND} --build ${WORK}/build)
set(MODEL ${WORK}/prefix/share/fabula/models/en)
run(${WORK}/build/consumer_c ${MODEL})
run(${WORK}/build/consumer_cpp ${MODEL})

# The same by pkg-config, without CMake. The prefix is where it was installed for this test.
set(ENV{PKG_CONFIG_PATH} ${WORK}/prefix/${LIBDIR}/pkgconfig)
run(pkg-config --define-variable=prefix=${WORK}/prefix --cflags --libs fabula)
separate_arguments(flags UNIX_COMMAND "${OUT}")
run(cc ${PROJECT}/consumer.c -o ${WORK}/consumer_pc ${flags})
run(${WORK}/consumer_pc ${MODEL})

# The installed program is one that runs, with the installed model.
run(${WORK}/prefix/bin/fabula --version)
file(WRITE ${WORK}/pump.txt "\"Is it broken?\" said Odile.\n")
run(${WORK}/prefix/bin/fabula read ${WORK}/pump.txt --format conllu)
