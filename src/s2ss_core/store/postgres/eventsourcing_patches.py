"""eventsourcing's PostgreSQL module, imported without its change to the log levels of psycopg."""

import logging

_loggers = [logging.getLogger(name) for name in ("psycopg", "psycopg.pool")]
_levels = [logger.level for logger in _loggers]

from eventsourcing.postgres import (  # noqa: E402  it sets both loggers to ERROR
    PostgresApplicationRecorder,
    PostgresDatastore,
    PostgresFactory,
)

for _logger, _level in zip(_loggers, _levels, strict=True):
    _logger.setLevel(_level)

__all__ = ["PostgresApplicationRecorder", "PostgresDatastore", "PostgresFactory"]
