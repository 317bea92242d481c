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

# lines FILE FOLD TOKENS NETWORK...: mentions and events of the novels, by vote; the fold's novels left out.
lines() {
  made "$1" silver_lines.py "$data" "$build" "$build/$1" --fold "$2" --tokens "$3" \
    --networks "${@:4}"
}
joint=(--init "$build/ud.pt" --tag-weight 2)

# Networks that know LitBank but for one fold each: what they reach on it is what the card reports, and three of them
# read the lines that the shipped network learns from.
fold_0() {
  trained fold_0_a.pt --init "$build/ud_a.pt" --litbank-epochs 8 --rate 1.5e-3 --fold 0
  trained fold_0_b.pt --init "$build/ud_b.pt" --litbank-epochs 8 --rate 1.5e-3 --fold 0
  lines lines_0.pkl 0 5e5 "$build/fold_0_a.pt" "$build/fold_0_b.pt"
  trained fold_0.pt "${joint[@]}" --litbank-epochs 8 --joint-ud 0.5 --rate 1.5e-3 --fold 0 \
    --silver-lines "$build/lines_0.pkl" --silver-share 0.4
}
fold() {
  trained "fold_$1_a.pt" "${joint[@]}" --litbank-epochs 6 --joint-ud 0.25 --rate 1.5e-3 --fold "$1"
  lines "lines_$1.pkl" "$1" 4e5 "$build/fold_$1_a.pt"
  trained "fold_$1.pt" "${joint[@]}" --litbank-epochs 8 --joint-ud 0.5 --rate 1.2e-3 --fold "$1" \
    --silver "$build/silver.pkl" --silver-lines "$build/lines_$1.pkl" --silver-share 0.4
}
fold_0 &
(fold 1 && fold 3) &
wait

lines lines.pkl -1 5e5 "$build/fold_0.pt" "$build/fold_1.pt" "$build/fold_3.pt"
trained language.pt "${joint[@]}" --litbank-epochs 8 --joint-ud 1.0 --rate 1.2e-3 --fold -1 --with-dev --test \
  --silver "$build/silver.pkl" --silver-lines "$build/lines.pkl" --silver-share 0.4
"$python" "$here/language/export.py" "$build" "$build/language.pt" "$out/language.safetensors" \
  --note "fabula $(git -C "$here" rev-parse --short HEAD 2>/dev/null || echo unknown); models/en/language.md"

# FOLDS=all trains the two folds that the shipped weights do not need, for the card's mean.
if [[ ${FOLDS:-} == all ]]; then
  fold 2 &
  fold 4 &
  wait
fi
