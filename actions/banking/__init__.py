"""Harbor Bank's own records and rules; replace it with your back end behind the same `Bank`."""
