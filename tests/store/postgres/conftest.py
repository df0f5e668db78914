from collections.abc import Iterator
from contextlib import AbstractContextManager

import psycopg
import pytest

from s2ss_core.store import open_store
from s2ss_core.store.postgres.address import address_of
from tests.store.given import concern, record, visit


def raw(url: str) -> AbstractContextManager[psycopg.Connection]:
    """The schema as anybody with psql sees it."""
    address = address_of(url)
    return psycopg.connect(
        host=address.parameters["host"],
        user=address.parameters["user"],
        dbname=address.parameters["dbname"],
        options=f"-csearch_path={address.schema}",
        autocommit=True,
    )


@pytest.fixture
def laid_out(postgres_url: str) -> str:
    """A schema with two entries of the stream d-1, the first with a private text."""
    with open_store(postgres_url) as store:
        record(store, "d-1", concern("hush"), visit(1))
    return postgres_url


@pytest.fixture
def sql(laid_out: str) -> Iterator[psycopg.Connection]:
    with raw(laid_out) as connection:
        yield connection
