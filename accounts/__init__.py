"""The reference account system: ledger, products, servicing reads, reached over HTTP only."""
