# Adds up all numbers of the files of input $1 into the one file of output $2.
set -eu
eval "in=\$FRESHET_IN_$1 out=\$FRESHET_OUT_$2"
name=${FRESHET_PARTITION_DATE:-report}.csv
find "$in" -type f | LC_ALL=C sort | xargs awk '{ sum += $1 } END { print sum }' >"$out/$name"
