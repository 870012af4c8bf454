"""Pure calculators of the lender's terms: cents in, cents out, no clock, no database."""
