"""Blank the password of a URL, so that no message repeats it, however wrong the URL is."""

import re

BLANK = "***"
WITHOUT_PASSWORDS = ("sqlite:", "memory:")
SCHEME = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]*:(?=/)|[A-Za-z][A-Za-z0-9+.-]*(?=//)|(?:postgres|postgresql):)?/*"
)
PORT = re.compile(r"\d{1,5}(?=[/?#,]|$)")
SECRET = re.compile(r"((?:ssl)?pass\w*\s*=\s*)(?:'[^']*'?|[^&\s]+)", re.IGNORECASE)


def without_password(url: str) -> str:
    """The URL, with `***` for everything that may be a password."""
    if url.startswith(WITHOUT_PASSWORDS):
        return url
    scheme = SCHEME.match(url)
    begin = scheme.end() if scheme else 0
    user, colon, rest = url[begin:].partition(":")
    _, at, host = rest.rpartition("@")
    if colon and at:
        url = f"{url[:begin]}{user}:{BLANK}@{host}"
    elif colon and begin and "@" not in user and not PORT.match(rest):
        url = f"{url[:begin]}{user}:{BLANK}"
    return SECRET.sub(rf"\1{BLANK}", url)
