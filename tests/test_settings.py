"""digest.toml and the environment: a mistake names file, setting, value and what is allowed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest import settings
from digest.environment import Environment, environment
from digest.errors import DigestError

if TYPE_CHECKING:
    from tests.conftest import Digest, World


def refused(folder: Path, text: str) -> str:
    (folder / "digest.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DigestError) as error:
        settings.load(folder)
    return str(error.value).removeprefix(f"{folder / 'digest.toml'}: ")


SOURCE = '[[sources]]\nname = "a"\nkind = "feed"\nurl = "https://a.example/"\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("zone = [", "not TOML: "),
        ('zone = "Mars/Olympus"', "zone is 'Mars/Olympus'"),
        ('zone = "Mars/Olympus"', "such as Europe/Berlin"),
        ('zone = "../../etc/passwd"', "zone is '../../etc/passwd'"),
        ("zone = 7", "zone is 7"),
        ('colour = "red"', "colour is 'red'"),
        ('[brand]\nname = ""', "brand.name is ''"),
        ('[brand]\nfoo = "x"', "brand.foo is 'x'"),
        ('[sender]\naddress = "nobody"', "sender.address is 'nobody'"),
        ('[web]\nhosts = ["https://a.example"]', "a host name without scheme and port"),
        ("[web]\nproxies = -1", "web.proxies is -1"),
        ('[sender]\nlist_id = "<a b>"', "sender.list_id is '<a b>'"),
        ('[sender]\npublic_url = "http://plain.example"', "sender.public_url is 'http://plain.example'"),
        (SOURCE.replace("feed", "gopher"), "sources.0.kind is 'gopher'"),
        (SOURCE.replace("feed", "gopher"), "one of hf-daily-papers, hf-paper, "),
        (SOURCE.replace("https", "ftp"), "sources.0.url is 'ftp://a.example/'"),
        (SOURCE.replace('"a"', '"A b"'), "sources.0.name is 'A b'"),
        (SOURCE + 'launch_titles = "("', "sources.0.launch_titles is '('"),
        (SOURCE + SOURCE, "each source has a name of its own; a stands twice"),
        ('[[sources]]\nname = "a"\nkind = "feed"', "sources.0.url is missing"),
    ],
)
def test_a_mistake_names_its_setting_its_value_and_what_is_allowed(
    tmp_path: Path, text: str, says: str
) -> None:
    assert says in refused(tmp_path, text)


def test_every_mistake_is_named_at_once_and_every_line_names_the_file(tmp_path: Path) -> None:
    said = refused(tmp_path, 'zone = "x"\n[sender]\naddress = "y"\n')
    lines = said.splitlines()
    assert len(lines) == 2
    assert lines[1].startswith(f"{tmp_path / 'digest.toml'}: ")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "digest.toml").write_bytes(b'zone = "\xff"')
    with pytest.raises(DigestError, match="not TOML"):
        settings.load(tmp_path)


def test_a_home_without_a_file_runs_on_the_starters_settings(tmp_path: Path) -> None:
    assert settings.load(tmp_path) == settings.load(settings.STARTER.parent / "nowhere")
    found = settings.load(tmp_path)
    assert [source.name for source in found.sources] == ["hf-daily-papers", "product-hunt", "hf-blog"]
    assert found.zone == "Europe/Berlin"


def test_a_final_slash_of_the_public_url_is_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "digest.toml").write_text('[sender]\npublic_url = "https://a.example/"\n')
    assert settings.load(tmp_path).issue_sender.public_url == "https://a.example"


def test_a_command_reports_a_mistake_on_stderr_and_touches_nothing(digest: Digest, world: World) -> None:
    world.home.mkdir()
    (world.home / "digest.toml").write_text('zone = "nowhere"\n')
    said = digest("weekly")
    assert (said.code, said.out) == (1, "")
    assert f"digest: {Path('home') / 'digest.toml'}: zone is 'nowhere'" in said.err
    assert [path.name for path in world.home.iterdir()] == ["digest.toml"]


def test_the_environment_names_home_database_and_patience(
    digest: Digest, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGEST_HOME", str(world.folder / "env"))
    monkeypatch.setenv("DIGEST_BUSY_TIMEOUT_S", "2.5")
    found = Environment()
    assert found.home == world.folder / "env"
    assert found.busy_timeout_s == 2.5
    monkeypatch.setenv("DIGEST_DATABASE_URL", f"sqlite:///{world.folder}/env.db")
    digest("tools", "import", world.file(world.tool("alpha")))
    assert (world.folder / "env.db").exists()
    assert not (world.home / "digest.db").exists()


@pytest.mark.parametrize("value", ["0", "-1", "soon"])
def test_a_patience_that_is_no_time_is_refused_by_name(
    digest: Digest, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    assert digest("init", "home").code == 0
    monkeypatch.setenv("DIGEST_BUSY_TIMEOUT_S", value)
    said = digest("log", "stats")
    assert said.code == 1
    assert f"DIGEST_BUSY_TIMEOUT_S is '{value}'" in said.err


def test_the_environment_names_hosts_and_proxies_of_the_pages(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.settings()
    monkeypatch.setenv("DIGEST_WEB_HOSTS", "A.example, b.example")
    monkeypatch.setenv("DIGEST_WEB_PROXIES", "2")
    web = settings.load(world.home, environment()).web_reach
    assert (web.hosts, web.proxies) == (("a.example", "b.example"), 2)


KEY = "ab" * 32


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PUBLIC_URL", "http://plain.example", "DIGEST_PUBLIC_URL is 'http://plain.example'"),
        ("SENDER", "nobody", "an address, or Name <address>"),
        ("SENDER", "A <b> <c@d.example>", "an address, or Name <address>"),
        ("KEY", "secret", "DIGEST_KEY is not as it has to be: Value error, 64 hexadecimal digits"),
        ("SMTP_URL", "smtp://u:secret@mail.example", "plain_text = true has to allow"),
        ("SMTP_URL", "https://u:secret@mail.example", "smtp+starttls://USER:PASSWORD@HOST:587"),
        ("SMTP_TIMEOUT_S", "0", "DIGEST_SMTP_TIMEOUT_S is '0'"),
        ("WEB_HOSTS", "a.example b:80", "DIGEST_WEB_HOSTS.1 is 'b:80'"),
        ("WEB_PROXIES", "-1", "DIGEST_WEB_PROXIES is '-1'"),
        ("SMTP_CONNECTIONS", "33", "DIGEST_SMTP_CONNECTIONS is '33'"),
        ("SMTP_MESSAGES_PER_MINUTE", "0", "DIGEST_SMTP_MESSAGES_PER_MINUTE is '0'"),
    ],
)
def test_a_wrong_variable_is_refused_by_name_and_a_secret_never_shown(
    digest: Digest, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    assert digest("init", "home").code == 0
    monkeypatch.setenv(f"DIGEST_{name}", value)
    said = digest("log", "stats")
    assert said.code == 1
    assert says in said.err
    assert "secret" not in said.err


@pytest.mark.parametrize(
    "text", ["[smtp]\nurl = 7", '[smtp]\npassword = "secret"', 'smtp = "smtp://u:secret@h"']
)
def test_a_mistake_about_the_mail_server_shows_no_value(tmp_path: Path, text: str) -> None:
    said = refused(tmp_path, text)
    assert "smtp" in said
    assert "secret" not in said


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "digest.toml").write_text(
        '[sender]\naddress = "a@file.example"\nname = "File"\n[smtp]\nurl = "smtps://u:p@file.example"\n'
        'ca_file = "ca.pem"\n'
    )
    monkeypatch.setenv("DIGEST_SENDER", "b@env.example")
    monkeypatch.setenv("DIGEST_PUBLIC_URL", "https://env.example/")
    monkeypatch.setenv("DIGEST_POSTAL_ADDRESS", "")
    found = settings.load(tmp_path, environment())
    assert (found.sender.address, found.sender.name) == ("b@env.example", "File")
    assert found.issue_sender.public_url == "https://env.example"
    assert found.examples_left == ("brand.postal_address (DIGEST_POSTAL_ADDRESS)",)
    relay = found.relay(tmp_path)
    assert relay is not None
    assert (relay.host, relay.ca_file) == ("file.example", tmp_path / "ca.pem")
    assert "u:p" not in repr(found)

    monkeypatch.setenv("DIGEST_SENDER", '"Weekly, ours" <c@env.example>')
    monkeypatch.setenv("DIGEST_SMTP_URL", "smtp+starttls://x:y@env.example")
    given = environment()
    assert "x:y" not in repr(given)
    found = settings.load(tmp_path, given)
    assert (found.sender.address, found.sender.name) == ("c@env.example", "Weekly, ours")
    relay = found.relay(tmp_path)
    assert relay is not None
    assert relay.host == "env.example"


def test_the_starters_examples_are_known_as_such() -> None:
    found = settings.load(settings.STARTER.parent / "nowhere")
    assert len(found.examples_left) == 3
    assert found.relay(Path()) is None


def test_the_language_is_a_tag_and_goes_into_the_issues_brand(tmp_path: Path) -> None:
    (tmp_path / "digest.toml").write_text('[brand]\nlanguage = "pt-BR"\n', encoding="utf-8")
    assert settings.load(tmp_path).issue_brand.language == "pt-BR"
    assert "brand.language" in refused(tmp_path, '[brand]\nlanguage = "in English"\n')
