# Shared by the scripts in tools/: source it, do not run it.
# It moves to the top of the project, so every path below is relative to that.

cd "$(dirname "${BASH_SOURCE[0]}")/.."

tools_dir=.tools

say() { printf '%s\n' "$*" >&2; }

die() {
  say "error: $1"
  shift
  for line in "$@"; do say "       $line"; done
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# The version of a crate in Cargo.lock, the one place that states it.
locked_version() {
  local version
  version=$(awk -v name="name = \"$1\"" '
    $0 == name { found = 1; next }
    found && $1 == "version" { gsub(/"/, "", $3); print $3; exit }
  ' Cargo.lock)
  [ -n "$version" ] || die "Cargo.lock has no crate named $1."
  printf '%s\n' "$version"
}

target_dir() { printf '%s\n' "${CARGO_TARGET_DIR:-target}"; }

# cargo_for_size COMMAND TARGET AND FEATURES…: cargo for the browser, with all that makes a module small.
#
# Messages of panics name source files: without the remapping they would carry this machine's paths to every shopper.
#
# The standard library as it comes has messages, and code to format them, for panics that nobody will read: the loader
# catches a trap and starts another instance. Built here without them, the module is 5 % smaller after compression. That
# takes the library's sources (tools/install-wasm-target.sh) and switches that stable compilers only know under this
# variable; where either is missing, the library as it comes does the same work.
cargo_for_size() {
  local command=$1
  shift
  local flags="${RUSTFLAGS:-} --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src/="
  local build=("$command" --profile wasm-release "$@" --target wasm32-unknown-unknown --no-default-features --locked)
  if [ -d "$(rustc --print sysroot)/lib/rustlib/src/rust/library" ] &&
    RUSTC_BOOTSTRAP=1 RUSTFLAGS="$flags -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none --cfg=pairwell_for_size" \
      cargo "${build[@]}" -Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size; then
    return 0
  fi
  say "note: no standard library could be built for size; the module will be about 1 kB larger"
  RUSTFLAGS=$flags cargo "${build[@]}"
}

# Debian packages, as root or through sudo. Fails when this machine offers no such way,
# so that the caller can say what a person has to install.
apt_install() {
  have apt-get || return 1
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    have sudo || return 1
    as_root=(sudo)
    # Without a terminal sudo must not wait for a password nobody can type.
    [ -t 0 ] || as_root=(sudo -n)
  fi
  say "installing $* with apt-get"
  "${as_root[@]}" apt-get update -qq >&2 &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

# swap_in NEW PLACE: puts a finished folder in its place, so that a build killed half-way never
# leaves a half-written one there.
swap_in() {
  local new=$1 place=$2
  rm -rf "$place.old"
  if [ -e "$place" ]; then mv "$place" "$place.old"; fi
  mv "$new" "$place"
  rm -rf "$place.old"
}
