"""What a message costs to build and to send, beside ``EmailMessage`` and beside nodemailer's pool.

The letter is the sample's issue. Ours is a whole delivery: audience, outbox with its commits, tokens,
splicing and SMTP. nodemailer builds the same message for each reader and keeps no record. Both send
over four connections to the same sink on loopback, whose CPU is nobody's.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import insert

from benchmarks.claim import Claim, ratio_at_least, ratio_at_most, report
from benchmarks.measure import ROUNDS, by_turns, in_rounds, rates
from benchmarks.npm import with_peer
from benchmarks.sink import sink
from digest import db
from digest.delivery import outbox
from digest.delivery.message import Body, Letter, Recipient, compile_formats, compile_letter
from digest.delivery.pace import Pace
from digest.delivery.relay import relay_from_url
from digest.delivery.send import Post, drain
from digest.delivery.slots import SLOT_PATHS, tokens
from digest.delivery.smtp import SmtpTransport
from digest.delivery.template import Template
from digest.links import KeyRing, message_id
from digest.log.schema import subscriber_vault
from digest.pipeline.deliver import letter as letter_of
from digest.pipeline.freeze import filled, load_frozen
from digest.pipeline.weekly import weekly
from digest.sample.run import NOW, WEEK, open_sample, prepare

READERS, CONNECTIONS, BUILT = 1_000, 4, 50
#: Spliced messages are so cheap that a turn builds this many times as many.
MORE = 40
NODEMAILER = "nodemailer@10"
RING = KeyRing(current=1, keys={1: b"k" * 32})
_SCRIPT = Path(__file__).with_name("nodemailer.js")


def measure() -> list[Claim]:
    """Both comparisons, from one session."""
    with tempfile.TemporaryDirectory() as folder, sink() as port, peer(Path(folder)) as peers_run:
        letter = sample_letter(Path(folder, "sample"))
        return [_building(letter), _sending(letter, Path(folder), port, peers_run)]


def sample_letter(folder: Path) -> Letter:
    """The frozen issue of the sample."""
    newsletter = open_sample(folder)
    weekly(newsletter, prepare(newsletter), auto_approve=False, on_step=_mute, on_progress=_mute)
    return letter_of(newsletter, load_frozen(newsletter, WEEK))


def _mute(*_said: object) -> None:
    pass


def readers(count: int) -> list[Recipient]:
    """So many readers with names."""
    return [
        Recipient(
            subscriber_id=str(uuid.uuid5(uuid.NAMESPACE_OID, str(number))),
            address=f"reader{number}@example.net",
            name=f"Reader {number}",
        )
        for number in range(count)
    ]


def identity(reader: Recipient) -> str:
    """A reader's Message-ID."""
    return message_id(RING.keys[1], WEEK, reader.subscriber_id, "shiporskip.example")


def links_of(letter: Letter, reader: Recipient) -> dict[str, str]:
    """A reader's address of each slot."""
    slots = {*letter.text.slots, *letter.html.slots}
    signed = tokens(RING, WEEK, reader.subscriber_id, slots)
    return {slot: f"{letter.public_url}{SLOT_PATHS[slot]}{token}" for slot, token in signed.items()}


def spliced(template: Template, reader: Recipient) -> bytes:
    """A message as we build it."""
    links = tokens(RING, WEEK, reader.subscriber_id, template.slots)
    return template.splice(reader, identity(reader), links)


def composed(letter: Letter, reader: Recipient) -> bytes:
    """The same message by the standard library."""
    links = links_of(letter, reader)
    text, html = (filled(part.segments, part.slots, links.__getitem__) for part in (letter.text, letter.html))
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr((letter.from_name, letter.from_address))
    mail["To"] = formataddr((reader.name or "", reader.address))
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(letter.sent_at)
    mail["Message-ID"] = identity(reader)
    mail["List-Id"] = f"<{letter.list_id}>"
    mail["List-Unsubscribe"] = f"<{links['unsubscribe']}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail["Precedence"] = "bulk"
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    return mail.as_bytes()


def _building(letter: Letter) -> Claim:
    template, few = compile_letter(letter), readers(BUILT)

    def ours() -> None:
        for _ in range(MORE):
            for reader in few:
                spliced(template, reader)

    def theirs() -> None:
        for reader in few:
            composed(letter, reader)

    spent = by_turns(in_rounds({"ours": [ours] * (ROUNDS + 1), "theirs": [theirs] * (ROUNDS + 1)}, 1))
    return ratio_at_least(
        f"messages of {len(spliced(template, few[0])) / 1e3:.0f} kB built with their tokens, a second (CPU),"
        " beside EmailMessage.as_bytes",
        rates(spent["ours"], "CPU", BUILT * MORE),
        target=40,
        peer=rates(spent["theirs"], "CPU", BUILT),
    )


#: Sends to a port and returns the CPU seconds of one message.
Run = Callable[[Letter, int], float]


def _sending(letter: Letter, folder: Path, port: int, peers_run: Run) -> Claim:
    ours, theirs = [], []
    for number in range(ROUNDS + 1):
        ours.append(deliver(letter, folder / f"{number}.db", port))
        theirs.append(peers_run(letter, port))
    return ratio_at_most(
        f"delivery over {CONNECTIONS} connections, microseconds a message (CPU), beside nodemailer's pool",
        [cpu_s * 1e6 for cpu_s in ours[1:]],
        target=0.3,
        peer=[cpu_s * 1e6 for cpu_s in theirs[1:]],
    )


def deliver(letter: Letter, database: Path, port: int) -> float:
    """A delivery of ours to a fresh audience; returns the CPU seconds of one message."""
    engine = db.open_engine(db.file_url(database))
    db.migrate(engine)
    audience = readers(READERS)
    with db.writing(engine) as connection:
        connection.execute(insert(subscriber_vault), [msgspec.structs.asdict(one) for one in audience])
        outbox.freeze_audience(connection, WEEK, {one.subscriber_id: identity(one) for one in audience})
    relay = relay_from_url(f"smtp://127.0.0.1:{port}", plain_text=True, connections=CONNECTIONS)
    post = Post(
        week=WEEK,
        templates=compile_formats(letter),
        ring=RING,
        transport=SmtpTransport(relay, letter.from_address),
        wish=lambda _connection, _reader: "html",
        is_suppressed=lambda _connection, _address: False,
        is_paused=lambda _connection: False,
        record=lambda _connection, _mishaps: None,
        worker="benchmark",
        pace=Pace(None, now_s=time.monotonic, sleep=time.sleep),
        now=_now,
    )
    before = time.process_time()
    ends = list(drain(engine, post))
    spent = time.process_time() - before
    engine.dispose()
    if ends != ["accepted"] * READERS:
        raise SystemExit("not every message was accepted: the claim says nothing")
    return spent / READERS


def _now() -> datetime:
    return NOW


@contextmanager
def peer(folder: Path) -> Iterator[Run]:
    """nodemailer, ready to send. Raises SystemExit as :func:`benchmarks.npm.with_peer` does."""
    command = with_peer(folder, NODEMAILER, _SCRIPT)

    def run(letter: Letter, port: int) -> float:
        given = json.dumps(_for_peer(letter, port))
        out = subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout
        found = json.loads(out)
        return float(found["cpu_s"]) / int(found["messages"])

    yield run


def _for_peer(letter: Letter, port: int) -> dict[str, Any]:
    def marked(body: Body) -> str:
        return filled(body.segments, body.slots, lambda slot: f"{{{{{slot}}}}}")

    return {
        "port": port,
        "connections": CONNECTIONS,
        "readers": [
            {
                "name": one.name,
                "address": one.address,
                "links": links_of(letter, one),
                "messageId": identity(one),
            }
            for one in readers(READERS)
        ],
        "letter": {
            "from": formataddr((letter.from_name, letter.from_address)),
            "subject": letter.subject,
            "date": letter.sent_at.isoformat(),
            "listId": f"<{letter.list_id}>",
            "text": marked(letter.text),
            "html": marked(letter.html),
        },
    }


if __name__ == "__main__":
    report(measure())
