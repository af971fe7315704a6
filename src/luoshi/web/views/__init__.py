"""What a page shows of the ledger, made fast: typed rows and stretches of text, no markup."""
