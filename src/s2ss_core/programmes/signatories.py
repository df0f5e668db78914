"""Who signs which document under a programme."""

from s2ss_core.errors import BadInput
from s2ss_core.programmes.programme import Programme, Signatories
from s2ss_core.values import AgreementKind, PartyRole


def signatories_of(programme: Programme, document: AgreementKind) -> tuple[PartyRole, ...]:
    """Who must sign a document, those included who sign where applicable.

    Raises `BadInput` if the programme does not know the document.
    """
    return _signatories(programme, document).parties


def signatories_where_applicable(programme: Programme, document: AgreementKind) -> tuple[PartyRole, ...]:
    """Which of the signatories of a document sign where applicable. Raises `BadInput` like `signatories_of`."""
    return _signatories(programme, document).where_applicable


def _signatories(programme: Programme, document: AgreementKind) -> Signatories:
    for signatories in programme.signatories:
        if signatories.document == document:
            return signatories
    known = ", ".join(signatories.document for signatories in programme.signatories) or "none"
    raise BadInput(
        f"{programme.name} {programme.version} does not say who signs a {document}; it knows: {known}"
    )
