"""One issue, its readers in a real vault, and the pieces of a delivery."""

from __future__ import annotations

import ssl
import time
import uuid
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import insert

from digest import db
from digest.delivery import outbox
from digest.delivery.message import Body, Letter, compile_formats
from digest.delivery.pace import Pace
from digest.delivery.send import Post
from digest.links import KeyRing, message_id
from digest.log.schema import subscriber_vault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Engine

    from digest.delivery.transport import Transport

WEEK = "2026-W17"
KEY = b"k" * 32


@pytest.fixture(scope="session")
def letter() -> Letter:
    return Letter(
        subject="SmolVLM2 or Moondream: one ships",
        from_name="Ship or Skip",
        from_address="weekly@example.org",
        list_id="weekly.example.org",
        sent_at=datetime(2026, 11, 19, 6, 30, tzinfo=UTC),
        text=Body(segments=("Two tools – one call.\n\nLeave: ", "\n"), slots=("unsubscribe",)),
        html=Body(
            segments=('<p>Two tools &ndash; one “call” = 50 %.</p>\n<a href="', '">Leave</a>\n'),
            slots=("unsubscribe",),
        ),
        public_url="https://digest.example.org",
    )


@pytest.fixture
def readers() -> list[str]:
    """Subscriber ids in the order in which the outbox takes them."""
    return sorted(str(uuid.uuid5(uuid.NAMESPACE_OID, str(number))) for number in range(44))


@pytest.fixture
def freeze(readers: list[str]) -> Callable[[Engine], None]:
    """Put the readers into a database's vault and freeze them as the audience."""

    def into(engine: Engine) -> None:
        rows = [
            {"subscriber_id": reader, "address": f"reader{number}@example.net", "name": f"Reader {number}"}
            for number, reader in enumerate(readers)
        ]
        ids = {reader: message_id(KEY, WEEK, reader, "example.org") for reader in readers}
        with db.writing(engine) as connection:
            connection.execute(insert(subscriber_vault), rows)
            outbox.freeze_audience(connection, WEEK, ids)

    return into


@pytest.fixture
def post(letter: Letter) -> Callable[..., Post]:
    """A delivery through a transport; any other piece of it can be replaced by name."""

    def through(transport: Transport, **changes: object) -> Post:
        plain = Post(
            week=WEEK,
            templates=compile_formats(letter),
            ring=KeyRing(current=1, keys={1: KEY}),
            transport=transport,
            wish=lambda _connection, _subscriber_id: "html",
            is_suppressed=lambda _connection, _address: False,
            is_paused=lambda _connection: False,
            record=lambda _connection, _mishaps: None,
            worker="test",
            pace=Pace(None, now_s=time.monotonic, sleep=time.sleep),
            now=lambda: datetime(2026, 11, 19, 6, 30, tzinfo=UTC),
        )
        return msgspec.structs.replace(plain, **changes)

    return through


class Certificates:
    """An authority of our own, and a server's certificate for localhost and 127.0.0.1."""

    def __init__(self, folder: Path) -> None:
        self.authority, self._leaf = folder / "authority.pem", folder / "leaf.pem"
        authority, own = self._key(), self._key()
        root = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        leaf = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        signs = x509.KeyUsage(
            digital_signature=False,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=True,
            crl_sign=True,
            encipher_only=False,
            decipher_only=False,
        )
        key_id = x509.SubjectKeyIdentifier.from_public_key(authority.public_key())
        signed_by = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(key_id)
        names = x509.SubjectAlternativeName(
            [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
        )
        top = self._certificate(root, authority.public_key())
        for extension, critical in (
            (x509.BasicConstraints(ca=True, path_length=None), True),
            (signs, True),
            (key_id, False),
        ):
            top = top.add_extension(extension, critical=critical)
        bottom = self._certificate(root, own.public_key(), subject=leaf)
        for extension in (names, signed_by):
            bottom = bottom.add_extension(extension, critical=False)
        pem = serialization.Encoding.PEM
        self.authority.write_bytes(top.sign(authority, hashes.SHA256()).public_bytes(pem))
        private = own.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        self._leaf.write_bytes(private + bottom.sign(authority, hashes.SHA256()).public_bytes(pem))

    @staticmethod
    def _key() -> ec.EllipticCurvePrivateKey:
        return ec.generate_private_key(ec.SECP256R1())

    @staticmethod
    def _certificate(
        issuer: x509.Name, key: ec.EllipticCurvePublicKey, *, subject: x509.Name | None = None
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .issuer_name(issuer)
            .subject_name(subject or issuer)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
            .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
        )

    def server_context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._leaf)
        return context


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))
