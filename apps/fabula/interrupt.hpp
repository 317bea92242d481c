/// @file
/// @brief Ctrl-C leaves nothing behind: it waits for files that are being put in place.
#ifndef FABULA_APPS_INTERRUPT_HPP
#define FABULA_APPS_INTERRUPT_HPP

#include <shared_mutex>

namespace fabula::program {

/// To be called once, before any other thread is made: from then on SIGINT, SIGTERM and SIGHUP end
/// the program as ever, but never while someone holds `no_interrupts`.
void watch_interrupts();

/// Held while output files are written.
[[nodiscard]] std::shared_lock<std::shared_mutex> no_interrupts();

}  // namespace fabula::program

#endif  // FABULA_APPS_INTERRUPT_HPP
