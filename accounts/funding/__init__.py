"""Receivables in funding pools: assigned by dated rules, sold and bought back, remitted monthly, shown on loan tapes.

All of it is lender-wide: role accounts_ops writes, accounts_auditor reads. See docs/funding.md.
"""
