# Drops comments and empty lines; what is left are numbers, one a line.
set -eu
file=$FRESHET_PARTITION_DATE/$FRESHET_PARTITION_SITE.csv
sed -e '/^#/d' -e '/^$/d' "$FRESHET_IN_RAW_ER/$file" >"$FRESHET_OUT_CLEAN/$file"
