"""What is kept of callers has an end, and they have a say: retention, access, erasure."""
