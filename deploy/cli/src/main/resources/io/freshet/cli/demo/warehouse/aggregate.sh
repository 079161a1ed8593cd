# All sources of one day: encounters and amounts per standard code.
set -eu
out=$FRESHET_OUT_DAILY/$FRESHET_PARTITION_DATE.csv
find "$FRESHET_IN_CONFORMED" -type f -name '*.csv' | LC_ALL=C sort | xargs awk -F, '
    FNR == 1 { next }
    { encounters[$3]++; amount[$3] += $4 }
    END { for (code in encounters) printf "%s,%d,%.2f\n", code, encounters[code], amount[code] }
' | LC_ALL=C sort >"$out.rows"
{ echo standard_code,encounters,amount; cat "$out.rows"; } >"$out"
rm "$out.rows"
