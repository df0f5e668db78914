"""The documents of a bundle: each must be the one that an entry pins by its digest, and none may be missing."""

from hashlib import sha256
from typing import Any

from s2ss_verify.canonical import NotCanonical, canonical, parsed
from s2ss_verify.certificate import check_certificate
from s2ss_verify.container import Container
from s2ss_verify.deployment import Deployment, Sources
from s2ss_verify.report import Report

KEYS = {
    "programmes": {"file", "position", "programme", "version"},
    "certificates": {"certificate", "deployment", "file", "position"},
    "statements": {"deployment", "file", "size"},
}
Listed = list[dict[str, Any]]


def listed_documents(container: Container, report: Report) -> Listed:
    """The documents that the manifest lists, as far as it lists them properly; each file must be listed."""
    listed = container.manifest.get("documents")
    found: Listed = [about for about in listed if _is_proper(about)] if isinstance(listed, list) else []
    if not isinstance(listed, list) or len(found) != len(listed):
        report.wrong("manifest", "the list of documents is malformed")
    in_folders = {name for name in container.members if "/" in name}
    if {about["file"] for about in found} != in_folders:
        report.wrong("manifest", "the documents listed are not the documents in the bundle")
    return [about for about in found if about["file"] in container.members]


def _is_proper(about: Any) -> bool:
    if not isinstance(about, dict) or not isinstance(about.get("file"), str):
        return False
    if about.keys() != KEYS.get(about["file"].partition("/")[0]):
        return False
    numbers = (about[name] for name in ("position", "size") if name in about)
    return all(type(number) is int for number in numbers)


def check_documents(
    container: Container, listed: Listed, sources: Sources, size: int, report: Report
) -> None:
    """Check every document of one deployment."""
    _check_programme(container, listed, sources, report)
    certified = {
        position: entry["data"]
        for position, entry in sources.own
        if entry["name"] == "deployment.grant-usage-certified"
    }
    shown = {
        about["position"]: about
        for about in listed
        if about["file"].startswith("certificates/") and about["deployment"] == sources.key
    }
    if certified.keys() != shown.keys():
        report.wrong(
            "certificate",
            f"the certificates of {sources.key} in the bundle are not those that were certified",
        )
    for position, data in certified.items():
        if position in shown:
            _check_certified(container, shown[position], data, sources, report)
    _check_statement(container, listed, sources, size, report)


def _check_programme(container: Container, listed: Listed, sources: Sources, report: Report) -> None:
    brokered = sources.brokered
    if brokered is None:
        return
    named = (brokered["programme"], brokered["version"])
    for about in listed:
        if about["file"].startswith("programmes/") and (about["programme"], about["version"]) == named:
            digest = sha256(container.content(about["file"])).hexdigest()
            if about["file"] != f"programmes/{digest}.json" or brokered["digest"] != f"sha256:{digest}":
                report.wrong(
                    "programme",
                    f"{' '.join(named)} is not the programme that {sources.key} was brokered under",
                )
            elif (sources.adopted_at, sources.programme_text.encode()) != (
                about["position"],
                container.content(about["file"]),
            ):
                report.wrong("programme", f"{' '.join(named)} is not what its entry says", about["position"])
            report.count("documents")
            return
    report.wrong("programme", f"the programme of {sources.key}, {' '.join(named)}, is not in the bundle")


def _check_certified(
    container: Container, about: dict[str, Any], data: dict[str, Any], sources: Sources, report: Report
) -> None:
    where = f"certificate {data['certificate']} of {sources.key}"
    content = container.content(about["file"])
    if about["certificate"] != data["certificate"] or sha256(content).hexdigest() != data["digest"]:
        report.wrong(
            "certificate",
            f"{where} is not the one that was certified, byte for byte: it was changed, or another version of the library"
            " made the file",
            about["position"],
        )
    deployment = Deployment(sources, upto=data["size"])
    _check_document(about["file"], content, deployment, where, report)


def _check_statement(
    container: Container, listed: Listed, sources: Sources, size: int, report: Report
) -> None:
    for about in listed:
        if about["file"].startswith("statements/") and about["deployment"] == sources.key:
            if about["size"] != size:
                report.wrong("statement", f"the statement of {sources.key} is not of the whole history")
            content = container.content(about["file"])
            where = f"statement of {sources.key}"
            _check_document(about["file"], content, Deployment(sources), where, report)
            return
    report.wrong("statement", f"the statement of {sources.key} is not in the bundle")


def _check_document(name: str, content: bytes, deployment: Deployment, where: str, report: Report) -> None:
    report.count("documents")
    document = _document(content)
    exact = document is not None and name.endswith(f"/{sha256(content).hexdigest()}.json")
    if not exact or document["parties"]["deployment"] != deployment.key:
        report.wrong(
            "document",
            f"{where}: the file is not canonical, not named by its digest, or of another deployment",
        )
        return
    check_certificate(document, deployment, where, report)


def _document(content: bytes) -> Any:
    """The document of canonical bytes; None if they are not canonical."""
    try:
        document = parsed(content)
        return document if canonical(document) == content else None
    except NotCanonical:
        return None
