# Sourced by ./run and ./check: installs what tools/packages lists, configures and builds.
# shellcheck shell=bash

say() { printf '%s\n' "$*"; }
fail() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# logged NAME COMMAND...: runs quietly; where it fails, shows the end of what it said.
logged() {
  local log
  log=$(mktemp "${TMPDIR:-/tmp}/fabula-XXXXXX.log")
  if "${@:2}" >"$log" 2>&1; then
    rm -f "$log"
    return 0
  fi
  tail -n 40 "$log" >&2
  printf '%s: %s failed; all of its output is in %s\n' "${0##*/}" "$1" "$log" >&2
  return 1
}

# missing_packages WHEN...: the packages of tools/packages that are not there.
missing_packages() {
  local when package program
  while read -r when package program; do
    [[ " $* " == *" $when "* ]] || continue
    [[ -n $program ]] && command -v "$program" >/dev/null && continue
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || echo "$package"
  done < <(grep -v '^#' "$root/tools/packages")
}

# install_packages WHEN...: installs them, with as little as it can.
install_packages() {
  local missing as_root=()
  command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
    fail "this is made for Debian 12, and there is no apt-get here; tools/packages lists what to install by hand, CONTRIBUTING.md how to build"
  mapfile -t missing < <(missing_packages "$@")
  [[ ${#missing[@]} -gt 0 ]] || return 0
  if [[ $(id -u) -ne 0 ]]; then
    command -v sudo >/dev/null ||
      fail "missing packages, and you are not root and there is no sudo; ask who is root here to run: apt-get install ${missing[*]}"
    as_root=(sudo)
    sudo -v || fail "sudo does not let you install packages; ask who is root here to run: apt-get install ${missing[*]}"
  fi
  say "Installing: ${missing[*]}"
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
  logged "apt-get update" "${apt[@]}" update -o APT::Update::Error-Mode=any ||
    fail "cannot fetch Debian's list of packages; is this machine online? Connect it (or set its proxy for apt) and start again"
  logged "apt-get install" "${apt[@]}" install --no-install-recommends "${missing[@]}" ||
    fail "cannot install the packages; where it says 'Unable to fetch', look to the network and start again"
}

# build OPTION...: configures the release preset with those options, and builds it.
build() {
  say "Building (the first time takes some minutes)"
  logged "cmake" env -C "$root" cmake --preset release "$@" || exit 1
  logged "the build" env -C "$root" cmake --build --preset release || exit 1
}
