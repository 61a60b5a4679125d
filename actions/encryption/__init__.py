"""What is written of callers and customers is encrypted, column by column."""
