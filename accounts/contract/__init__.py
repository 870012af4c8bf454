"""The contract as checks: pointed at any base URL with tokens, they say whether that system can stand in.

`accounts.contract.suite.verify(target)` runs them; `assist accounts verify --url URL --token-file FILE` prints them.
The checks schedule payments of one dollar and cancel them again; all other writes are tried out only.
"""
