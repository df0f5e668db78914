"""Citations: the document a requirement or number comes from and the place in it, or that there is no source."""

import attrs


@attrs.frozen
class Citation:
    """A document and the place in it, by heading, step or form."""

    document: str
    place: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " › ".join((self.document, *self.place))


@attrs.frozen
class Document:
    """A source document that citations point into."""

    title: str

    def at(self, *place: str) -> Citation:
        """The place in this document: headings from the outermost in."""
        return Citation(self.title, place)


HANDBOOK = Document("System Leader Handbook V7 (Exceed Academies Trust, September 2023)")
PROTOCOLS = Document(
    "System Leadership Protocols & Guidance 2019-20 v6.0 (Leading Learning Forward TSA, September 2019)"
)
CPD_HUBS = Document("CPD Excellence Hubs Solution Delivery Proposal (TDT, undated)")
NPQEL = Document(
    "National Professional Qualification for Executive Leadership framework (Department for Education)"
)
INSTITUTE = Document("Exceed Institute: School improvement support (web page, undated)")


def choice(why: str) -> Citation:
    """A citation for a requirement that this library adds and no document states; `why` is the reason."""
    return Citation("No source; this library's choice", (why,))
