#!/usr/bin/env bash
# Trains models/en/language.safetensors: tags, lemmas, trees, mentions, events.
#
# usage: train/language.sh DATA BUILD [OUT]
# DATA: the data folder (data/README.md there); BUILD: for what comes in between (1 GB);
# OUT: where the weights go, models/en if not given. Needs Python 3.11 and train/requirements.txt.
# What is already in BUILD is not made again, so a broken run goes on where it stopped.
set -euo pipefail

data=$1 build=$2
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
out=${3:-$here/../models/en}
python=${PYTHON:-python3}
export OMP_NUM_THREADS=1 PYTHONHASHSEED=0
mkdir -p "$build"

# made FILE SCRIPT ARGUMENTS...: runs it where FILE is not there yet.
made() {
  local file=$1 script=$2
  shift 2
  [[ -f $build/$file ]] && return
  local start=$SECONDS
  "$python" "$here/language/$script" "$@" >"$build/$file.log" 2>&1 ||
    { tail -n 20 "$build/$file.log" >&2; exit 1; }
  printf '%s: %d s\n' "$file" $((SECONDS - start))
}
trained() { made "$1" train.py "$data" "$build" "$build/$1" "${@:2}"; }

made vectors.npz vectors.py "$data" "$build"
# Two at a time: one core each.
trained ud_a.pt --ud-epochs 14 --seed 3 &
(
  made mlm.pt pretrain.py "$build" "$build/mlm.pt" --tokens 16e6 --stop 8000
  trained ud_b.pt --init "$build/mlm.pt" --ud-epochs 12 --seed 5
) &
wait -n
trained ud_c.pt --ud-epochs 12 --seed 11 --d 128 --heads 4 --convolutions 3
wait
made silver.pkl silver.py "$build" "$build/silver.pkl" --tokens 1.5e6 \
  --networks "$build/ud_a.pt" "$build/ud_b.pt" "$build/ud_c.pt"
trained ud.pt --init "$build/ud_b.pt" --silver "$build/silver.pkl" --silver-share 0.5 --ud-epochs 9 \
  --rate 1.5e-3 --tag-weight 2 --seed 21
