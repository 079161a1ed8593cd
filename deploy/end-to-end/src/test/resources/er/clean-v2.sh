# The same, and leaves out lines marked as tests, which three files have.
set -eu
file=$FRESHET_PARTITION_DATE/$FRESHET_PARTITION_SITE.csv
sed -e '/^#/d' -e '/^$/d' -e '/test/d' "$FRESHET_IN_RAW_ER/$file" >"$FRESHET_OUT_CLEAN/$file"
