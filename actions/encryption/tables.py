"""What encryption itself keeps."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table

from actions.encryption.columns import Sealed
from actions.metadata import metadata

encryption = Table(
    "encryption",
    metadata,
    Column("id", Integer, primary_key=True),  # 1
    Column("index_key", Sealed, nullable=False),  # index.py
)
