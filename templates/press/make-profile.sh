#!/usr/bin/env bash
# Makes coated-fogra39l-300.icc anew: an output profile for coated paper with total ink of 300 %.
# Needs Debian's argyll (a build tool, not shipped) and icc-profiles-free (FOGRA39L.ti3, zlib licence).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp /usr/share/color/icc/FOGRA39L.ti3 "$work/"
cd "$work"
# -qm -bm  tables of medium size both ways     -l300 -L90  total ink 300 %, black at most 90 %
# -kr      black generation by a smooth ramp
colprof -qm -bm -l300 -L90 -kr \
  -A "brochure" -M "coated-fogra39l-300" \
  -D "brochure: coated FOGRA39L, total ink 300 %" \
  -C "Made from FOGRA39L.ti3 (Fogra; zlib licence), altered; free to use and pass on" \
  -O "$here/coated-fogra39l-300.icc" FOGRA39L
