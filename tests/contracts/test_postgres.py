"""What is PostgreSQL's own: addresses, servers that refuse or go away, settings, other programs' tables."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
from losing import cut, lost_at_commit
from made import AT, FACTS, make_document, make_statements
from sqlalchemy.exc import DBAPIError
from test_workflow_store import TABLE, add, by, take
from tests import postgres

from luoshi.errors import StoreError
from luoshi.ledger import steps
from luoshi.stores import migrate, open_store, proofs, server_troubles, troubles, writing


@pytest.fixture
def place(new_place):
    return new_place("postgres")


@pytest.fixture
def bare(new_place):
    return new_place("postgres", empty=True)


def refused(url, **more):
    with pytest.raises(StoreError) as caught:
        open_store(url, **more)
    return caught.value


def with_user(url, user, password=""):
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{user}{':' + password if password else ''}@{rest.partition('@')[2]}"


def with_option(url, option):
    return f"{url}{'&' if '?' in url else '?'}{option}"


def test_a_ledger_is_made_and_found(bare):
    assert refused(bare.url, create=False).code == "ledger_missing"
    with bare.open() as store:
        add(store, 1)
    for scheme in ("postgres", "postgresql+psycopg"):
        url = bare.url.replace("postgresql", scheme, 1)
        with open_store(url, create=False) as store:
            assert store.verify_chain() == 4


def declared(_, name, *__):
    """Leave the index over words out: each database has its own, written in SQL (stores.searching)."""
    return not (name or "").startswith(("search", "ix_search"))


def test_the_steps_lead_to_the_tables_that_the_program_uses(bare):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from luoshi.stores.tables import metadata

    with bare.open() as store, store._engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": declared}
        )
        assert compare_metadata(context, metadata) == []


def test_a_schema_of_its_own_by_the_search_path(bare):
    url = with_option(bare.url, "options=-csearch_path%3Dmine")
    assert refused(url).code == "ledger_no_schema"
    bare.edit("CREATE SCHEMA mine")
    with open_store(url, files=bare.files) as store:
        add(store, 1)
    assert bare.ask("SELECT count(*) FROM mine.events") == [(4,)]
    with bare.open() as store:  # the other schema has a ledger of its own
        assert store.verify_chain() == 0


@pytest.mark.parametrize("name", ["songs", "events", "alembic_version"])
def test_tables_of_another_program_are_left_as_they_are(bare, name):
    bare.edit(f"CREATE TABLE {name} (version_num text)")
    if name == "songs":
        bare.open().close()
        return
    assert refused(bare.url).code == "ledger_foreign"
    assert bare.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == [(name,)]


def test_a_ledger_of_a_newer_luoshi(place):
    place.edit("UPDATE alembic_version SET version_num = '9999'")
    error = refused(place.url)
    assert (error.code, error.details["at"]) == ("ledger_newer", "9999")


def test_a_database_that_is_not_in_utf8(bare):
    name = "luoshi_test_latin"
    with postgres.needed().connect() as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name} ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE 'C'")
    try:
        assert refused(postgres.needed().address(name)).code == "ledger_encoding"
    finally:
        with postgres.needed().connect() as connection:
            connection.execute(f"DROP DATABASE {name}")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:geheim@127.0.0.1:nix/db",
        "postgresql://u:geheim@[::1/db",
        "postgresql://u:ge@heim@h:x/",
    ],
)
def test_an_address_that_is_none_shows_no_password(url):
    error = refused(url)
    assert error.code == "ledger_url"
    assert "heim" not in str(error)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:geheim@127.0.0.1:1/db",
        "postgresql://u@127.0.0.1:1/db?password=geheim&sslpassword=geheim",
        "postgresql://u:geheim@/db?host=/nonexistent",
        "postgresql://u:geheim@nohost.invalid/db",
    ],
)
def test_a_server_that_is_not_there(url):
    postgres.needed()
    error = refused(url)
    assert error.code == "ledger_no_server"
    assert "geheim" not in f"{error} {error.details} {error.__cause__}"


def test_a_database_that_is_not_there(place):
    assert refused(postgres.needed().address("nix")).code == "ledger_no_database"


def test_a_user_that_is_not_known(place):
    error = refused(with_user(place.url, "nobody_of_this_name", "geheim"))
    assert error.code == "ledger_no_entry"
    assert "geheim" not in str(error)


def test_a_user_without_the_right(place):
    place.edit("DROP ROLE IF EXISTS luoshi_reader; CREATE ROLE luoshi_reader LOGIN PASSWORD 'geheim'")
    place.edit("GRANT SELECT ON ALL TABLES IN SCHEMA public TO luoshi_reader")
    try:
        with place.open() as store:
            add(store, 1)
        with open_store(with_user(place.url, "luoshi_reader", "geheim"), files=place.files) as store:
            assert store.verify_chain() == 4
            with pytest.raises(StoreError) as caught:
                add(store, 2)
        assert caught.value.code == "ledger_no_right"
        assert ":***@" in str(caught.value)
    finally:
        place.edit("DROP OWNED BY luoshi_reader; DROP ROLE luoshi_reader")


def test_a_database_that_takes_no_writes(place):
    name = place.url.partition("?")[0].rpartition("/")[2]
    with place.open() as store:
        add(store, 1)
        place.edit(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        with place.open() as reader:
            assert [remark.code for remark in reader.remarks] == ["only_read"]
            assert reader.verify_chain() == 4
            with pytest.raises(StoreError) as caught:
                add(reader, 2)
        assert caught.value.code == "ledger_server_read_only"


def test_a_ledger_that_is_held_says_so_and_keeps_nothing(place):
    with place.open(wait=0.2) as store:
        add(store, 1)
        with postgres.needed().connect(place.url) as holder, holder.transaction():
            holder.execute("SELECT * FROM meta FOR UPDATE")
            with pytest.raises(StoreError) as caught:
                add(store, 2)
        assert caught.value.code == "ledger_busy"
        assert store.verify_chain() == 4
        add(store, 2)


def test_settings_that_keep_what_was_written(place):
    name = place.url.partition("?")[0].rpartition("/")[2]
    place.edit(f"ALTER DATABASE {name} SET synchronous_commit = off")
    with place.open() as store:
        with store._engine.connect() as connection:
            found = {
                each: connection.exec_driver_sql(f"SHOW {each}").scalar()
                for each in ("synchronous_commit", "client_encoding", "lock_timeout", "transaction_isolation")
            }
        with store._reading() as connection:
            isolation = connection.exec_driver_sql("SHOW transaction_isolation").scalar()
    assert found == {
        "synchronous_commit": "on",
        "client_encoding": "UTF8",
        "lock_timeout": "30s",
        "transaction_isolation": "read committed",
    }
    assert isolation == "repeatable read"


def test_a_read_sees_one_moment(place):
    """A chain is checked, and a ledger counted, as it was when the reading began."""
    with place.open() as store, place.open() as other:
        add(store, 1)
        with store._reading() as connection:
            from luoshi.stores import checking, finding

            events = finding.events(connection)
            next(events)
            add(other, 2)
            assert checking.verify(connection, "x", store.lights) == 4
        assert store.verify_chain() == 8


def test_a_connection_that_was_idle_is_made_anew(place):
    with place.open() as store:
        add(store, 1)
        cut(place)
        assert store.verify_chain() == 4
        cut(place)
        add(store, 2)
        assert store.verify_chain() == 8


def test_a_write_that_was_cut_off_is_done_again_once(place, monkeypatch):
    with place.open() as store:
        add(store, 1)
        numbers = []

        def step(rows, times):
            numbers.append(1)
            if len(numbers) <= times:
                cut(place)
            return [steps.accept(rows[1], by(), TABLE)]

        (row,) = store.act([1], lambda rows: step(rows, 1))
        assert (row.status.review, len(numbers)) == ("accepted", 2)
        numbers.clear()
        with pytest.raises(StoreError) as caught:
            store.act([2, 1], lambda rows: step(rows, 5))
        assert (caught.value.code, len(numbers)) == ("ledger_lost", 2)
        assert store.verify_chain() == 5


@pytest.mark.parametrize("kept", [True, False])
def test_a_commit_that_was_cut_off_is_looked_up(place, monkeypatch, kept):
    """Whether it counted is asked of the chain: it is told as done, or done again, never twice."""
    with place.open() as store:
        add(store, 1)
        with lost_at_commit(monkeypatch, lambda: cut(place), kept=kept):
            take(store, 1, "assigned", {"lead": "市财政局"})
        assert [event.kind for event in store.history(1)] == ["created", "assigned"]
        assert store.verify_chain() == 5


def test_a_commit_in_doubt_that_nobody_can_tell(place, monkeypatch):
    from sqlalchemy.engine import default

    monkeypatch.setattr(writing, "_FIRST_WAIT", 0.001)
    gone = []

    def cut_off(self, connection):
        gone.append(1)
        cut(place)
        connection.execute("SELECT 1")

    def asked(connection, *, hold=False, head=proofs.finding.head):
        if gone:
            raise DBAPIError("", None, OSError("gone"))
        return head(connection, hold=hold)

    with place.open() as store:
        add(store, 1)
        with monkeypatch.context() as patched:
            patched.setattr(default.DefaultDialect, "do_commit", cut_off)
            patched.setattr(proofs.finding, "head", asked)
            with pytest.raises(StoreError) as caught:
                take(store, 1, "assigned", {"lead": "市财政局"})
        assert caught.value.code == "ledger_unsure"
        assert store.verify_chain() == 4


def test_others_in_between_are_waited_for_and_then_said(place, monkeypatch):
    import psycopg

    monkeypatch.setattr(writing, "_FIRST_WAIT", 0.001)
    with place.open() as store:
        tries = []

        def work(connection):
            tries.append(1)
            if len(tries) < wanted:
                raise DBAPIError("", None, psycopg.errors.SerializationFailure("others"))
            return len(tries)

        wanted = 4
        assert store._write(work) == 4
        tries.clear()
        wanted = 100
        with pytest.raises(StoreError) as caught:
            store._write(work)
        assert (caught.value.code, len(tries)) == ("ledger_collided", writing._TRIES)


@pytest.mark.parametrize("state", server_troubles.SENTENCES)
def test_every_refusal_has_its_sentence(state):
    class RefusalError(Exception):
        sqlstate = (state + "00000")[:5]

    error = troubles.trouble("postgresql://h/db", RefusalError("first line\n\tDETAIL: second"))
    assert error.code == server_troubles.SENTENCES[state][0]
    assert "postgresql://h/db" in str(error)
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('FATAL:  database "x" does not exist', "ledger_no_database"),
        ('致命错误:  数据库 "x" 不存在', "ledger_no_database"),
        ('FATAL:  password authentication failed for user "x"', "ledger_no_entry"),
        ('用户 "x" Password 认证失败', "ledger_no_entry"),
        ("fe_sendauth: no password supplied", "ledger_no_entry"),
        ('no pg_hba.conf entry for host "1.2.3.4", user "x"', "ledger_no_entry"),
        ("FATAL:  sorry, too many clients already", "ledger_crowded"),
        ("FATAL:  the database system is starting up", "ledger_starting"),
        ("server closed the connection unexpectedly", "ledger_lost"),
        ("the connection is closed", "ledger_lost"),
        ("sending query failed: cannot exit pipeline mode while busy", "ledger_lost"),
        ("consuming input failed: could not receive data from server: Connection timed out", "ledger_lost"),
        ("connection timeout expired", "ledger_no_server"),
        ("something else", "ledger_unusable"),
    ],
)
def test_what_is_only_said_in_words(said, code):
    assert troubles.trouble("x", OSError(said)).code == code


def test_without_the_driver_it_names_what_to_install(monkeypatch):
    from luoshi.stores import postgres as opening

    monkeypatch.setattr(opening, "find_spec", lambda name: None)
    error = refused("postgresql://u:geheim@h/db")
    assert error.code == "ledger_no_driver"
    assert "luoshi[postgres]" in str(error)
    assert "geheim" not in str(error)


def test_the_folder_of_files(place, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LUOSHI_FILES", raising=False)
    with open_store(place.url) as store:
        assert str(store.files.folder) == "luoshi.files"
    monkeypatch.setenv("LUOSHI_FILES", str(tmp_path / "kept"))
    with open_store(place.url) as store:
        assert store.files.folder == tmp_path / "kept"


def test_several_processes_make_the_ledger_at_once(bare):
    code = "import sys; from luoshi.stores import open_store; open_store(sys.argv[1]).close()"
    children = [subprocess.Popen([sys.executable, "-c", code, bare.url]) for _ in range(4)]
    assert [child.wait() for child in children] == [0] * 4
    assert bare.ask("SELECT version_num FROM alembic_version") == [(migrate.LATEST,)]


@pytest.mark.slow
@pytest.mark.parametrize("how", ["stopped", "killed"])
def test_a_server_that_goes_away_in_the_middle(tmp_path, how):
    """It is said, nothing is half done, and what was acknowledged is there when the server is back."""
    if "LUOSHI_TEST_POSTGRES" in os.environ:
        pytest.skip("would stop a server that was lent")
    postgres.needed()
    own = postgres.start()
    try:
        url, done, said = own.get_uri(), [], []

        def work():
            with open_store(url, files=tmp_path / "files") as store:
                ready.set()
                for number in range(1, 10_000):
                    document = make_document(number, 40)
                    try:
                        store.add_document(
                            document, FACTS, make_statements(document), author="李四", at=AT, source="x.md"
                        )
                    except StoreError as error:
                        said.append(error)
                        return
                    done.append(document.sha256)

        ready = threading.Event()
        thread = threading.Thread(target=work)
        thread.start()
        ready.wait(60)
        while len(done) < 3:
            time.sleep(0.05)
        if how == "killed":
            os.kill(own.get_pid(), signal.SIGQUIT)  # the server's own word for: at once, without care
        else:
            stop_fast(own)
        thread.join(60)
        assert said
        assert said[0].code in ("ledger_lost", "ledger_no_server", "ledger_starting", "ledger_unsure")
        while own.get_postmaster_info().is_running():
            time.sleep(0.05)
        own.ensure_postgres_running()
        with open_store(own.get_uri(), files=tmp_path / "files") as store:
            kept = [entry.sha256 for entry in store.documents()]
            assert kept[: len(done)] == done
            assert len(kept) - len(done) <= (said[0].code == "ledger_unsure")
            assert store.verify_chain() == 41 * len(kept)
            add(store, 0)
    finally:
        own.cleanup()


def stop_fast(own):
    os.kill(own.get_pid(), signal.SIGINT)  # everybody is put out, then it stops


@pytest.fixture
def small_disk():
    """A disk of 32 MB that the server may write; needs the right to mount, and the server here."""
    if "LUOSHI_TEST_POSTGRES" in os.environ:
        pytest.skip("the server that was lent may be on another machine")
    server = postgres.needed()
    folder = Path(tempfile.mkdtemp(prefix="luoshi-disk-"))
    try:
        mount = ["mount", "-t", "tmpfs", "-o", "size=32m", "none", str(folder)]
        mounted = subprocess.run(mount, check=False, capture_output=True)
    except OSError:
        mounted = None
    if mounted is None or mounted.returncode:
        folder.rmdir()
        pytest.skip("needs the right to mount a tmpfs")
    with server.connect() as connection:
        owner = os.stat(connection.execute("SHOW data_directory").fetchone()[0]).st_uid
    os.chown(folder, owner, -1)
    yield folder
    subprocess.run(["umount", folder], check=True)
    folder.rmdir()


@pytest.mark.slow
def test_a_full_disk_keeps_nothing_of_the_document(small_disk, tmp_path):
    server, name = postgres.needed(), "luoshi_test_small"
    with server.connect() as connection:
        connection.execute(f"CREATE TABLESPACE {name} LOCATION '{small_disk}'")
        connection.execute(f"CREATE DATABASE {name} TABLESPACE {name} TEMPLATE template0")
    try:
        with open_store(server.address(name), files=tmp_path) as store:
            add(store, 1)
            with pytest.raises(StoreError) as caught:
                add(store, 2, 20_000)
            assert caught.value.code == "ledger_full"
            assert store.verify_chain() == 4
    finally:
        with server.connect() as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
            connection.execute(f"DROP TABLESPACE {name}")
