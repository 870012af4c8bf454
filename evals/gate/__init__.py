"""The gate: may this change merge? A pure decision over a blessed baseline and a run; reading is apart."""
