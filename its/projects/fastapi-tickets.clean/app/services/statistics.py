"""Figures of all events, kept on another server."""

STATISTICS_URL = "postgresql+asyncpg://statistics.tickets-data.net/figures?ssl=verify-full"
