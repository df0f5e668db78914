r"""Text that may come from anywhere, made safe to show: nothing in it steers a terminal or reorders a line.

Facts refuse control characters, but a file may hold planted rows. Unsafe characters are shown as escapes, such as
`\u202e`; line breaks and tabs stay.
"""

import json
import re
from typing import Any

# Controls (C0 without tab and line feed, DEL, C1), invisible and directional formatting, separators, lone surrogates.
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def safe(text: str) -> str:
    """The text with an escape for each unsafe character."""
    return UNSAFE.sub(lambda found: json.dumps(found[0])[1:-1], text)


def json_text(data: Any, *, indent: int | None = 2) -> str:
    """Plain data as JSON. Unsafe characters are escaped, which means the same to whoever reads it."""
    separators = None if indent else (",", ":")
    return safe(json.dumps(data, ensure_ascii=False, indent=indent, separators=separators))
