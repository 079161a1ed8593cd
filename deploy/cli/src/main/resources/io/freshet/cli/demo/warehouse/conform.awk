BEGIN { OFS = ","; print "encounter", "patient", "standard_code", "amount", "status" }
FNR == 1 { file++; next }
file == 1 { standard[$1] = $2; next }
{ print $1, $2, ($3 in standard) ? standard[$3] : "UNMAPPED", $4, $5 }
