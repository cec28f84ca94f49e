"""Quoted-printable (RFC 2045, section 6.7) whose lines hold 76 octets with the soft break counted.

The standard library's encoders write lines of 77 and 78 octets where a soft break or a trailing
blank meets the limit.
"""

from __future__ import annotations

import re

#: What may stand on a line before its break: 76 octets with a soft ``=``.
LINE_OCTETS = 75
SOFT_BREAK = b"=\r\n"
_ESCAPED = re.compile(rb"[^\t !-<>-~]|[\t ]\Z")
_LINE_END = re.compile(r"\r\n|\r|\n")


def encode(text: str) -> bytes:
    r"""Encode a text in UTF-8; every line end (CRLF, CR or LF) becomes CRLF.

    >>> encode("caf\u00e9 = 1\nnext ")
    b'caf=C3=A9 =3D 1\r\nnext=20'
    """
    return b"\r\n".join(_encode_line(line.encode()) for line in _LINE_END.split(text))


def _encode_line(line: bytes) -> bytes:
    escaped = _ESCAPED.sub(lambda match: b"=%02X" % match[0][0], line)
    rows = []
    start = 0
    while len(escaped) - start > LINE_OCTETS:
        end = start + LINE_OCTETS
        cut = escaped.find(b"=", end - 2, end)
        end = end if cut == -1 else cut
        rows.append(escaped[start:end])
        start = end
    rows.append(escaped[start:])
    return SOFT_BREAK.join(rows)
