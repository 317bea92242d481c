#!/usr/bin/env bash
# Trains models/en/coreference.safetensors and speakers.safetensors: whom mentions mean, and who says what.
#
# usage: train/people.sh DATA WORK
# DATA: the data folder (data/README.md there); WORK: for what comes in between (3 GB). Needs build/release with
# FABULA_BUILD_TESTS=ON, and Python with train/requirements.txt (PYTHON).
set -euo pipefail

data=$1 work=$2
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
models=$here/../models/en tools=$here/../build/release/train
python=${PYTHON:-python3}
# Threads that wait must not take the cores from those that work.
export OMP_WAIT_POLICY=passive PYTHONHASHSEED=0

"$python" "$here/coreference.py" "$data" "$tools/coreference_rows" "$models" "$models/coreference.safetensors" \
  --halves "$work/halves" --report "$work/coreference.txt" --work "$work/links"
"$python" "$here/speakers.py" "$data" "$models/speakers.safetensors" --dev "$work/speakers_dev.safetensors" \
  --rows "$tools/speaker_rows" --models "$models" --links "$work/halves" --work "$work/talk"
