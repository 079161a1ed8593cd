# Local codes become standard ones.
set -eu
name=$FRESHET_PARTITION_SOURCE/$FRESHET_PARTITION_DATE.csv
LC_ALL=C awk -F, -f conform.awk "$FRESHET_IN_CODES/codes.csv" "$FRESHET_IN_CLEANED/$name" >"$FRESHET_OUT_CONFORMED/$name"
