"""The database's history, applied by `actions.database.migrate`."""
