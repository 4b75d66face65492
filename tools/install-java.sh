#!/usr/bin/env bash
# A Java that Spark 3.5 runs on, for the test of the counting engines. Prints its JAVA_HOME.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

# suits JAVA: whether this Java is one of those that Spark 3.5 is made for.
suits() {
  local version
  version=$("$1" -version 2>&1 | sed -n 's/.* version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' | head -n 1)
  case $version in 8 | 11 | 17) return 0 ;; *) return 1 ;; esac
}

# The Java of JAVA_HOME, the one on PATH, those of Debian and of GitHub's images.
find_java() {
  local java home
  for java in "${JAVA_HOME:-}/bin/java" "$(command -v java || true)" /usr/lib/jvm/*17*/bin/java "${JAVA_HOME_17_X64:-}/bin/java"; do
    if [ -x "$java" ] && suits "$java"; then
      home=$(dirname "$(dirname "$(realpath "$java")")")
      printf '%s\n' "$home"
      return
    fi
  done
  return 1
}

find_java && exit
apt_install openjdk-17-jre-headless || true
find_java || die "Spark needs Java 17 (or 8, or 11), and it could not be installed from here." \
  "Install it (Debian: apt-get install openjdk-17-jre-headless), or name one with JAVA_HOME."
