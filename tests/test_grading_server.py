"""The facilitator's server: who may see it, what it takes, and what it gives."""

import asyncio
import http.client
import io
import json
import threading
import zipfile
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote, urlencode

import pytest
import tornado.httpserver

from sim.base.errors import BadInput
from sim.grading.intake.collect import collect
from sim.grading.intake.deadlines import deadlines_of
from sim.grading.intake.spreadsheet import SheetError
from sim.grading.marking.kept_list import keep_list
from sim.server import grading_pages
from sim.server.class_files import ClassFiles, class_files
from sim.server.class_jobs import ClassJobs
from sim.server.class_work import ClassWork
from sim.server.grading_pages import grading_application
from sim.texts.words import say

PASSWORD = "open sesame"  # noqa: S105 - of a server that ends with its test
NAMES = ["Ana & Lee", "école №4", "الصف", "班级", 'a"b', "..", ".hidden", "a/../../b", "con\x01trol"]
OUTSIDE = ["../handed-in/a.zip", "%2e%2e/handed-in/a.zip", ".runs/x.json", "none.csv", "trainees"]


class Work(ClassWork):
    """Grades as `mend grade` would: says how far it is, and writes a page and a sheet."""

    go_on = threading.Event()

    def grade(self, files, progress):
        """Grade."""
        progress(0, 2)
        if b"slow" in b"".join(file.read_bytes() for file in files.handed_in):
            self.go_on.wait(30)
        if any(file.name == "bad.zip" for file in files.handed_in):
            raise BadInput("bad.zip: is no zip file")
        if any(file.name == "fault.zip" for file in files.handed_in):
            raise ZeroDivisionError
        for name, words in {"class.html": "<h1>Class</h1>", "grades.csv": "a,b", ".runs/x.json": "{}"}.items():
            (files.grades / name).parent.mkdir(parents=True, exist_ok=True)
            (files.grades / name).write_text(words, "utf-8")
        return "1 graded."


@contextmanager
def served(root, **more):
    """Serve the pages in a thread of their own."""
    loop, begun, found = asyncio.new_event_loop(), threading.Event(), {}
    jobs = ClassJobs(root)
    Work.go_on.clear()

    async def serve():
        server = tornado.httpserver.HTTPServer(grading_application(root, jobs, Work({}), password=PASSWORD, **more))
        server.listen(0, "127.0.0.1")
        found["port"] = next(iter(server._sockets.values())).getsockname()[1]  # noqa: SLF001 - tornado tells it nowhere
        begun.set()

    thread = threading.Thread(target=lambda: (loop.run_until_complete(serve()), loop.run_forever()))
    thread.start()
    begun.wait(30)
    try:
        yield found["port"]
    finally:
        Work.go_on.set()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        jobs.close()
        loop.close()


@pytest.fixture
def server(tmp_path):
    """Return a server that somebody has signed in to: its port, its folder, and a way to ask it."""
    root = tmp_path / "classes"
    with served(root) as port:
        cookie = asked(port, "GET", f"/sign-in?password={quote(PASSWORD)}").headers["Set-Cookie"].split(";")[0]
        ask = lambda method, path, body=None, **more: asked(port, method, path, body, Cookie=cookie, **more)  # noqa: E731
        yield SimpleNamespace(port=port, root=root, cookie=cookie, ask=ask)


def asked(port, method, path, body=None, **headers):
    """Return status, headers and words of an answer."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        line.request(method, path, body=body, headers=headers)
        answer = line.getresponse()
        whole = answer.read()
        return SimpleNamespace(
            status=answer.status, headers=answer.headers, whole=whole, words=whole.decode("utf-8", "replace")
        )
    finally:
        line.close()


def put(server, name, file, content=b"a file", **facts):
    """Hand a file in for a class."""
    address = f"/class/{quote(name, safe='')}/handed-in/{quote(file, safe='')}?{urlencode(facts)}"
    return server.ask("PUT", address, content)


def ended(server, name):
    """Return what is said once a class is graded."""
    for _ in range(600):
        state = json.loads(server.ask("GET", f"/class/{quote(name, safe='')}/work").words)
        if state["state"] != "working":
            return state
        threading.Event().wait(0.02)
    raise AssertionError(state)


ASKED = [
    ("GET", "/"), ("GET", "/class/spring"), ("PUT", "/class/spring/handed-in/b.zip"), ("POST", "/class/spring/work"),
    ("GET", "/class/spring/work"), ("GET", "/class/spring/grades/class.html"), ("GET", "/class/spring/all.zip"),
    ("GET", "/nowhere"), ("POST", "/nowhere"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), ASKED, ids=[" ".join(one) for one in ASKED])
@pytest.mark.parametrize("cookie", ["", "mending-bridges-grading-{port}=yes"])
def test_nothing_is_shown_or_taken_without_the_password(server, method, path, cookie):
    """Whoever has not signed in, or made up a cookie, gets the form, and nothing is changed."""
    put(server, "spring", "a.zip")
    server.ask("POST", "/class/spring/work")
    ended(server, "spring")
    found = asked(server.port, method, path, b"x" if method == "PUT" else None, Cookie=cookie.format(port=server.port))
    assert found.status == 403
    assert say("grading_pages.sign_in") in found.words
    assert "spring" not in found.words
    assert [file.name for file in ClassFiles.of(server.root, "spring").handed_in] == ["a.zip"]


def test_a_wrong_password_is_answered_late_and_with_a_sentence(server, monkeypatch):
    """A wrong password gives no cookie, and waits, so that nobody tries thousands."""
    waited = []

    async def wait(seconds):
        waited.append(seconds)

    monkeypatch.setattr(grading_pages, "sleep", wait)
    for body in ("password=open", "password=%C3%A9", "password="):
        found = asked(server.port, "POST", "/sign-in", body, **{"Content-Type": "application/x-www-form-urlencoded"})
        assert found.status == 403
        assert "Set-Cookie" not in found.headers
        assert (say("grading_pages.wrong") in found.words) == (body != "password=")
    assert waited == [1, 1, 0]


@pytest.mark.parametrize("name", ["Host", "Origin"])
@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("PUT", "/class/a/handed-in/b"), ("GET", "/page/page.css")])
def test_no_other_site_reaches_it(server, method, path, name):
    """A page of another site, or of another port of this machine, is refused, signed in or not."""
    for foreign in ("evil.example", f"127.0.0.1:{server.port + 1}"):
        if (name, foreign.startswith("127")) == ("Host", True):
            continue
        found = server.ask(method, path, b"x", **{name: foreign if name == "Host" else f"http://{foreign}"})
        assert found.status == 403
        assert "--host-name" in found.words
    assert class_files(server.root) == []


def test_a_class_is_handed_in_graded_and_taken_along(server):
    """What is dropped is graded; its page, its sheets and a zip file of all are there."""
    assert put(server, "Ana & Lee", "a.zip", b"z" * 300_000).status == 204
    assert ClassFiles.of(server.root, "Ana & Lee").handed_in[0].read_bytes() == b"z" * 300_000
    assert server.ask("GET", "/class/Ana%20%26%20Lee/all.zip").status == 404
    assert server.ask("POST", "/class/Ana%20%26%20Lee/work").status == 202
    assert ended(server, "Ana & Lee") == {"state": "done", "said": "1 graded.", "done": 0, "of": 2}
    page = server.ask("GET", "/class/Ana%20%26%20Lee")
    assert page.status == 200
    assert "<h1>Ana &amp; Lee</h1>" in page.words
    assert "1 graded." in page.words
    assert server.ask("GET", "/class/Ana%20%26%20Lee/grades/class.html").words == "<h1>Class</h1>"
    sheet = server.ask("GET", "/class/Ana%20%26%20Lee/grades/grades.csv")
    assert sheet.headers["Content-Disposition"] == 'attachment; filename="grades.csv"'
    assert sheet.whole == b"\xef\xbb\xbfa,b\n"
    for asked_for, got in ((";", b"\xef\xbb\xbfa;b\n"), ("xx", b"\xef\xbb\xbfa,b\n"), ("", b"\xef\xbb\xbfa,b\n")):
        address = f"/class/Ana%20%26%20Lee/grades/grades.csv?separator={quote(asked_for)}"
        assert server.ask("GET", address).whole == got
    packed = zipfile.ZipFile(io.BytesIO(server.ask("GET", "/class/Ana%20%26%20Lee/all.zip").whole))
    assert packed.namelist() == ["Ana & Lee/class.html", "Ana & Lee/grades.csv"]
    assert "Ana &amp; Lee" in server.ask("GET", "/").words


@pytest.mark.parametrize(
    "path", ["../handed-in/a.zip", "%2e%2e/handed-in/a.zip", ".runs/x.json", "none.csv", "trainees"]
)
def test_only_what_grading_wrote_is_sent(server, path):
    """Nothing outside the grades' folder, and nothing hidden in it, is sent."""
    put(server, "a", "a.zip")
    server.ask("POST", "/class/a/work")
    ended(server, "a")
    assert server.ask("GET", f"/class/a/grades/{path}").status == 404


@pytest.mark.parametrize("name", NAMES)
def test_any_name_stays_in_its_folder(server, name):
    """A class, a person and a file of any name lie where they belong, and are found again by that name."""
    assert put(server, name, f"{name}.json", whose=name).status == 204
    (folder,) = class_files(server.root)
    (file,) = folder.handed_in
    assert folder.path.parent == server.root
    assert file.parent.parent == folder.path / "handed-in"
    assert server.ask("GET", f"/class/{quote(folder.name, safe='')}").status == 200


def test_a_class_that_is_being_graded_is_not_begun_again(server):
    """A second facilitator is told to wait; nothing handed in is told too."""
    put(server, "a", "slow.zip", b"slow")
    assert server.ask("POST", "/class/a/work").status == 202
    second = server.ask("POST", "/class/a/work")
    assert (second.status, json.loads(second.words)["said"]) == (409, say("grading_pages.going_on"))
    assert json.loads(server.ask("POST", "/class/b/work").words)["said"] == say("grading_pages.nothing")
    Work.go_on.set()
    assert ended(server, "a")["state"] == "done"


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"grade"', b'{"what": []}', b'{"files": 3}', b"\xff"])
def test_what_no_page_asks_for_is_refused_with_a_sentence(server, body):
    """Whatever is sent in place of a page's request is answered with a sentence, and nothing is begun."""
    put(server, "a", "a.zip")
    found = server.ask("POST", "/class/a/work", body)
    assert (found.status, json.loads(found.words)["said"]) == (409, say("grading_pages.nothing"))
    assert json.loads(server.ask("GET", "/class/a/work").words)["state"] == "none"


@pytest.mark.parametrize(
    ("file", "says"), [("bad.zip", "bad.zip: is no zip file"), ("fault.zip", say("grading_pages.failed"))]
)
def test_what_cannot_be_graded_is_said_and_kept(server, file, says):
    """A refusal and a fault are a sentence, and what was handed in is kept."""
    put(server, "a", file)
    server.ask("POST", "/class/a/work")
    state = ended(server, "a")
    assert (state["state"], state["said"]) == ("failed", says)
    assert [one.name for one in ClassFiles.of(server.root, "a").handed_in] == [file]


def test_a_full_disk_is_said_and_leaves_nothing_half(server, monkeypatch):
    """If the disk is full in the middle of a file, a sentence says so, and the earlier file stays."""
    put(server, "a", "a.zip", b"before")
    opened = Path.open

    def full(path, *args, **kwargs):
        file = opened(path, *args, **kwargs)
        return Full(file) if path.suffix == ".part" else file

    monkeypatch.setattr(Path, "open", full)
    found = put(server, "a", "a.zip", b"x" * 200_000)
    assert found.status == 507
    assert "No space left on device" in json.loads(found.words)["said"]
    (file,) = ClassFiles.of(server.root, "a").sent("handed-in", "a.zip").parent.iterdir()
    assert file.read_bytes() == b"before"


class Full:
    """A file on a full disk."""

    def __init__(self, file):
        self.file = file

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def write(self, _):
        """Have no room."""
        raise OSError(28, "No space left on device")


def test_half_a_file_is_not_kept(server):
    """If the sender goes away half way, nothing is kept."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    line.putrequest("PUT", "/class/a/handed-in/a.zip")
    line.putheader("Cookie", server.cookie)
    line.putheader("Content-Length", "1000000")
    line.endheaders(b"x" * 100_000)
    part = ClassFiles.of(server.root, "a").sent("handed-in", "a").parent
    for wanted in (1, 0):
        for _ in range(500):
            with suppress(OSError):
                if len(list(part.iterdir())) == wanted:
                    break
            threading.Event().wait(0.02)
        assert len(list(part.iterdir())) == wanted
        line.close()


def test_a_file_that_is_too_large_is_refused_with_a_sentence(server, monkeypatch):
    """A file beyond the limit is refused before it is sent."""
    monkeypatch.setattr(grading_pages, "MOST_BYTES", 10)
    found = put(server, "a", "a.zip", b"x" * 11)
    assert found.status == 413
    assert json.loads(found.words)["said"] == say("grading_pages.too_large")
    assert class_files(server.root) == []


def handed_in(server, name="a"):
    """Return what each file holds, by whose it is and what it is called."""
    hand_ins = ClassFiles.of(server.root, name).hand_ins
    return {file: (hand_ins.folder / file).read_bytes() for file in hand_ins.whose}


def test_two_people_s_files_of_one_name_are_both_kept_with_their_owners(server):
    """A file without a folder has an owner, and nothing takes the place of what holds something else."""
    for whose, content in (("Ana Silva", b"1"), ("Bo", b"2"), ("ana silva", b"3"), ("Bo", b"2")):
        assert put(server, "a", "ex03.ipynb", content, whose=whose).status == 204
    found = handed_in(server)
    assert {file: found[file] for file in sorted(found)} == {
        "Ana Silva/ex03.ipynb": b"1", "Ana Silva/ex03 (2).ipynb": b"3", "Bo/ex03.ipynb": b"2",
    }  # fmt: skip
    put(server, "a", "ex03.ipynb", b"4", whose="Bo")
    assert handed_in(server)["Bo/ex03 (2).ipynb"] == b"4"
    assert {one.sender.name for one in collect(ClassFiles.of(server.root, "a").hand_ins.places)} == {"Ana Silva", "Bo"}


@pytest.mark.parametrize(("file", "says"), [("ex03.ipynb", "whose file is this?"), ("Essay.docx", "holds no answers")])
def test_a_file_of_nobody_or_without_answers_is_refused(server, file, says):
    """What cannot be graded, or is nobody's, is told and makes no class."""
    found = put(server, "a", file, **({"whose": "Ana"} if file == "Essay.docx" else {}))
    assert (found.status, says in json.loads(found.words)["said"]) == (409, True)
    assert class_files(server.root) == []


@pytest.mark.parametrize(("saved", "when"), [("1795000000000", 1795000000), ("", 0), ("soon", 0)])
def test_a_file_counts_as_saved_when_its_owner_saved_it(server, saved, when):
    """A single file has the time that the browser tells; without one it is unknown, and never that of today."""
    put(server, "a", "ex03.ipynb", whose="Ana", saved=saved)
    (one,) = collect(ClassFiles.of(server.root, "a").hand_ins.places)
    assert one.when == when
    deadlines = deadlines_of(["2026-01-01T00:00Z"], per_cent_a_day=10)
    assert bool(deadlines.late("Ana", "ex03", one)) == bool(when)


def test_an_earlier_file_of_the_class_is_kept(server):
    """A new download of the class takes the place of the earlier one, which is kept."""
    put(server, "a", "class.zip", b"1")
    put(server, "a", "class.zip", b"2")
    assert handed_in(server) == {"class.zip": b"2"}
    assert (server.root / "a" / ".removed" / "class.zip").read_bytes() == b"1"


def test_removed_files_no_longer_count_and_are_kept(server):
    """What is removed is out of the next grading, and lies in a hidden folder; one file must stay."""
    put(server, "a", "class.zip", b"1")
    put(server, "a", "ex03.ipynb", b"2", whose="Ana")
    page = server.ask("GET", "/class/a").words
    assert 'value="Ana/ex03.ipynb"' in page
    server.ask("POST", "/class/a/work", json.dumps({"what": "remove", "files": ["Ana/ex03.ipynb", "../../x"]}))
    assert ended(server, "a")["said"].startswith("1 file removed.")
    assert handed_in(server) == {"class.zip": b"1"}
    assert (server.root / "a" / ".removed" / "Ana" / "ex03.ipynb").read_bytes() == b"2"
    last = server.ask("POST", "/class/a/work", json.dumps({"what": "remove", "files": ["class.zip"]}))
    assert (last.status, json.loads(last.words)["said"]) == (409, say("grading_pages.one_must_stay"))


def test_nothing_is_taken_while_a_class_is_graded(server):
    """A file that is refused is not kept, nor is how to grade, and no class is deleted under its grading."""
    put(server, "a", "slow.zip", b"slow")
    server.ask("POST", "/class/a/work")
    found = put(server, "a", "ex03.ipynb", whose="Ana")
    assert (found.status, json.loads(found.words)["said"]) == (409, say("grading_pages.going_on"))
    how = server.ask("POST", "/class/a/work", json.dumps({"how": {"counts": "best"}}))
    assert how.status == server.ask("POST", "/class/a/delete").status == 409
    assert ClassFiles.of(server.root, "a").how.counts == "latest"
    assert handed_in(server) == {"slow.zip": b"slow"}


def test_a_class_that_was_broken_off_can_go_on(tmp_path):
    """A server that begins anew knows how far each class was, and what was said of it last."""
    before = ClassJobs(tmp_path)
    for name in ("done", "broken"):
        (tmp_path / name).mkdir()
    before.begin("done", lambda _: "12 graded.")
    before.close()
    (tmp_path / "broken" / ".work.json").write_text('{"state": "working", "said": "", "done": 55, "of": 96}', "utf-8")
    with served(tmp_path) as port:
        cookie = asked(port, "GET", f"/sign-in?password={quote(PASSWORD)}").headers["Set-Cookie"].split(";")[0]
        pages = [asked(port, "GET", f"/class/{name}", Cookie=cookie).words for name in ("done", "broken")]
    assert "12 graded." in pages[0]
    assert say("grading_pages.broken", done=55, of=96) in pages[1]
    assert say("grading_pages.go_on") in pages[1]


def test_each_problem_of_a_sheet_stands_on_a_line_of_its_own(tmp_path):
    """Several problems are not run together, and very many are counted."""
    jobs = ClassJobs(tmp_path)

    def refuse(_):
        raise SheetError(f"row {number}." for number in range(7))

    jobs.begin("a", refuse)
    jobs.close()
    said = jobs.state("a")["said"].splitlines()
    assert said == [*(f"row {number}." for number in range(5)), say("sheet_read.more", count=2)]


def test_a_deleted_class_is_kept_out_of_sight(server):
    """A class leaves the list with all that belongs to it, and another of its name begins anew."""
    for content in (b"1", b"2"):
        put(server, "a", "class.zip", content)
        assert server.ask("POST", "/class/a/delete").status == 204
    assert class_files(server.root) == []
    assert (server.root / ".removed" / "a (2)" / "handed-in" / "class.zip").read_bytes() == b"2"


def test_whoever_signs_in_again_comes_back_to_the_class(server):
    """After a restart an open page of a class asks for the password, and leads back; nowhere else."""
    for came_from, leads in (("/class/spring", "/class/spring"), ("//evil.example/class/a", "/"), ("/x", "/")):
        found = asked(server.port, "GET", f"/sign-in?password={quote(PASSWORD)}", Referer=f"http://h{came_from}")
        assert found.headers["Location"] == leads


@pytest.mark.parametrize(("written", "penalty"), [("7,5", 7.5), ("10", 10.0), ("abc", None), ("", None), ("101", None)])
def test_a_penalty_is_read_as_it_was_written(server, written, penalty):
    """A decimal comma is one; what is no percentage is refused, and the rule stays as it was."""
    put(server, "a", "a.zip")
    how = {"counts": "best", "due": "2026-11-20T23:59+01:00", "penalty": written, "at_most": "50"}
    found = server.ask("POST", "/class/a/work", json.dumps({"how": how}))
    ended(server, "a")
    kept = ClassFiles.of(server.root, "a").how
    assert (found.status, kept.penalty) == ((202, penalty) if penalty else (409, 0))
    if not penalty:
        assert json.loads(found.words)["said"] == say("grading_pages.no_per_cent", value=written)
    told = (
        f"due 2026-11-20 23:59 (UTC+01:00); {written.replace(',', '.')} % off for each day that has begun, at most 50 %"
    )
    assert (told in server.ask("GET", "/class/a").words) == bool(penalty)


def test_people_whom_a_class_knows_are_offered(server):
    """Whoever has handed something in can be chosen, and whom a file's name names is offered."""
    put(server, "a", "ex03.ipynb", whose="Grace Okafor")
    found = json.loads(server.ask("GET", "/people?class=a&file=grace_okafor_ex05.ipynb&file=ex05.ipynb").words)
    assert found == {"people": ["Grace Okafor"], "named": {"grace_okafor_ex05.ipynb": "Grace Okafor", "ex05.ipynb": ""}}
    assert json.loads(server.ask("GET", "/people?class=none").words) == {"people": [], "named": {}}


def test_the_columns_that_can_be_filled_are_offered(server):
    """Columns of people's names and addresses are not among them; what is no table is told."""
    server.ask("PUT", "/class/a/export/a.csv", b"First name,Last name,Email address,Homework 3\nAna,Lee,a@b.c,\n")
    assert json.loads(server.ask("GET", "/class/a/columns/a.csv").words) == {"columns": ["Homework 3"]}
    assert server.ask("GET", "/class/a/columns/none.csv").status == 409


def test_the_list_in_use_is_named_not_one_that_was_refused(tmp_path):
    """The page names the file that is kept as the class's list, whatever was sent after it."""
    files = ClassFiles.of(tmp_path, "a")
    assert files.list_in_use == ""
    for name, content in (("spring.csv", b"name\nAna\n"), ("wrong.csv", b"colour\nred\n")):
        with files.receive("list", name) as file:
            file.write(content)
    keep_list(files.grades, files.sent("list", "spring.csv"))
    assert files.list_in_use == "spring.csv"
