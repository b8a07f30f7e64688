"""The facilitator's own server: drop what a class handed in on a page, and open what grading made of it.

It shares nothing with the pages of trainees: its own process, address and password. Who does not know the password
gets the form to sign in, whatever is asked for.
"""

from __future__ import annotations

import mimetypes
import re
import secrets
from asyncio import sleep, to_thread
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import tornado.web
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from sim.base.errors import BadInput
from sim.grading.intake.spreadsheet import SEPARATORS, read_table, write_table
from sim.look import DRAWN
from sim.server.class_files import HANDED_IN, KINDS, ClassFiles, class_files
from sim.server.class_work import AskedWork
from sim.server.hand_ins import check_file, saved_at
from sim.server.handlers import Script, Style
from sim.server.host_check import host_rule
from sim.texts.template_words import FOR_TEMPLATES
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.server.class_jobs import ClassJobs
    from sim.server.class_work import ClassWork

__all__ = ["RULES", "grading_application"]

TEMPLATE = Path(__file__).parent / "template"
MOST_BYTES = 2_000_000_000  # bytes of one file: a term's hand-ins of a large school
PATIENCE = 1  # seconds before a wrong password is answered, so that nobody tries thousands
FORBIDDEN, NOT_FOUND, CONFLICT, TOO_LARGE, NO_ROOM = 403, 404, 409, 413, 507
WRONG = {FORBIDDEN: "site_missing.not_here", NOT_FOUND: "grading_pages.no_page", TOO_LARGE: "grading_pages.too_large"}
# What grading writes and a person opens, in the order in which it is used.
PAGES = ("class.html", "reflections.html", "teach.html", "debrief.html")
SHEETS = ("moodle.csv", "canvas.csv", "grades.csv", "reflections.csv", "overrides.csv", "grades.json")
FILLED = "filled-*.csv"
TO_FILL_IN = {"reflections.csv", "overrides.csv", "grades.csv"}  # what people open in a spreadsheet


def grading_application(
    root: Path, jobs: ClassJobs, work: ClassWork, *, password: str, host_names: Iterable[str] = ()
) -> tornado.web.Application:
    """Return the server's application.

    Args:
        root: the folder with a folder for each class.
        jobs: what is being done for classes. work: what can be done.
        password: without it nothing is shown.
        host_names: further host names that it answers to.
    """
    return tornado.web.Application(
        [host_rule(host_names), *RULES, (".*", NoPage)],
        root=root,
        jobs=jobs,
        work=work,
        password=password,
        cookie_secret=secrets.token_hex(32),
        jinja=Environment(loader=FileSystemLoader(TEMPLATE), undefined=StrictUndefined, autoescape=select_autoescape()),
        compress_response=True,
    )


class Guarded(tornado.web.RequestHandler):
    """Base of all pages: whoever has not signed in is asked for the password."""

    def prepare(self) -> None:
        """Show the form to sign in, unless the browser has signed in."""
        self.set_header("Cache-Control", "no-store")
        if not self.get_signed_cookie(self.sign):
            self.set_status(FORBIDDEN)
            self.show("sign_in.html", wrong=False)
            self.finish()

    @property
    def sign(self) -> str:
        """The name of the cookie; browsers share cookies between the ports of a machine."""
        return f"mending-bridges-grading-{self.request.host.rpartition(':')[2]}"

    def show(self, template: str, **values: Any) -> None:
        """Write one of our templates."""
        page = self.settings["jinja"].get_template(template)
        functions = {**FOR_TEMPLATES, **DRAWN, "base_url": "/", "signed_in": True, "lesson": False}
        self.write(page.render(**functions, **values))

    def files(self, name: str) -> ClassFiles:
        """Return the files of a class."""
        return ClassFiles.of(self.settings["root"], name)

    def write_error(self, status_code: int, **_kwargs: Any) -> None:
        """Show an error as a sentence, never as a traceback."""
        sentence = say(WRONG.get(status_code, "site_missing.trouble"))
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.show("grading_missing.html", sentence=sentence)

    def refuse(self, status: int, error: object) -> None:
        """Answer a script with a sentence."""
        self.set_status(status)
        self.finish({"said": str(error)})


class SignIn(Guarded):
    """Takes the password: GET from the address that was printed, POST from the form."""

    def prepare(self) -> None:
        """Be there for everybody."""

    async def get(self) -> None:
        """Sign in by the printed address."""
        await self._enter(self.get_query_argument("password", ""))

    async def post(self) -> None:
        """Sign in by the form."""
        await self._enter(self.get_body_argument("password", ""))

    async def _enter(self, given: str) -> None:
        if secrets.compare_digest(given.strip().encode(), self.settings["password"].encode()):
            self.set_signed_cookie(self.sign, "yes", expires_days=None, httponly=True, samesite="Strict")
            came_from = urlsplit(self.request.headers.get("Referer", "")).path
            self.redirect(came_from if re.fullmatch(CLASS, came_from) else "/")
            return
        await sleep(PATIENCE if given else 0)
        self.set_status(FORBIDDEN)
        self.show("sign_in.html", wrong=bool(given))


class Classes(Guarded):
    """All classes, and the place to drop a new one's hand-ins."""

    def get(self) -> None:
        """List the classes."""
        classes = class_files(self.settings["root"])
        states = {each.name: self.settings["jobs"].state(each.name)["state"] for each in classes}
        self.show("classes.html", classes=classes, states=states)


class Class(Guarded):
    """One class: its hand-ins, how far grading is, and what it made."""

    def get(self, name: str) -> None:
        """Show the class."""
        files = self.files(name)
        if not files.path.is_dir():
            raise tornado.web.HTTPError(NOT_FOUND)
        self.show(
            "class_page.html",
            files=files,
            how=files.how,
            list_in_use=files.list_in_use,
            job=self.settings["jobs"].state(files.name),
            pages=[page for page in PAGES if files.sheet(page)],
            summary=files.summary,
            needs=files.needs_somebody,
            files_of=files.hand_ins.whose,
            sheets=[sheet for sheet in SHEETS if files.sheet(sheet)],
            filled=sorted(path.name for path in files.grades.glob(FILLED)),
        )


class Delete(Guarded):
    """Takes a class out of the list."""

    def post(self, name: str) -> None:
        """Delete the class, unless it is being graded."""
        files = self.files(name)
        try:
            self.settings["jobs"].check_free(files.name)
            files.delete()
        except BadInput as error:
            self.refuse(CONFLICT, error)
        else:
            self.settings["jobs"].forget(files.name)
            self.set_status(204)


class People(Guarded):
    """Tells whom files may belong to."""

    async def get(self) -> None:
        """Answer with the people whom a class knows, and with whom each file's name names."""
        from sim.grading.marking.known_people import named_in_file

        people = await to_thread(self.files(self.get_query_argument("class", "")).people)
        named = {file: named_in_file(file, people) for file in self.get_query_arguments("file")}
        self.write({"people": [*people], "named": named})


class Columns(Guarded):
    """Tells which columns of an export can be filled."""

    def get(self, name: str, file: str) -> None:
        """Answer with their names, and with the one that is meant if nobody chooses."""
        from sim.grading.marking.fill_export import fillable

        try:
            self.write({"columns": fillable(read_table(self.files(name).sent("export", file)))})
        except BadInput as error:
            self.refuse(CONFLICT, error)


@tornado.web.stream_request_body
class Sent(Guarded):
    """Takes a file, piece by piece: it may be larger than the memory."""

    def prepare(self) -> None:
        """Make ready to write the file."""
        super().prepare()
        self.failed: BadInput | None = None
        self.status = NO_ROOM
        self.writing = ExitStack()
        self.file = None
        if self._finished or self.request.method != "PUT":
            return
        self.request.connection.set_max_body_size(MOST_BYTES)  # type: ignore[union-attr]
        if int(self.request.headers.get("Content-Length", 0)) > MOST_BYTES:
            self.refuse(TOO_LARGE, say("grading_pages.too_large"))
            return
        self._refuse_early()

    def _refuse_early(self) -> None:
        """Keep nothing of a file that cannot be used, or that would come into the middle of grading."""
        name, kind, file = (self.decode_argument(part) for part in self.path_args)
        try:
            self.settings["jobs"].check_free(self.files(name).name)
            if kind == HANDED_IN:
                check_file(file, self.get_query_argument("whose", ""))
        except BadInput as error:
            self.failed, self.status = error, CONFLICT

    def data_received(self, chunk: bytes) -> None:
        """Write a piece; what comes after a failure is let go."""
        if self._finished or self.failed:
            return
        try:
            self._open().write(chunk)
        except OSError as error:
            self._fail(error)
        except BadInput as error:
            self.failed = error

    def _open(self) -> Any:
        if self.file is None:
            name, kind, file = (self.decode_argument(part) for part in self.path_args)
            whose, saved = self.get_query_argument("whose", ""), saved_at(self.get_query_argument("saved", ""))
            self.file = self.writing.enter_context(self.files(name).receive(kind, file, whose, saved))
        return self.file

    def _fail(self, error: OSError) -> None:
        """Remove what was written, and keep why."""
        try:
            self.writing.__exit__(type(error), error, error.__traceback__)
        except BadInput as said:
            self.failed = said

    def put(self, _name: str, _kind: str, _file: str) -> None:
        """Give the whole file its name."""
        try:
            if not self.failed:
                self._open()
            self.writing.close()
        except (BadInput, OSError) as error:
            self.failed = self.failed or BadInput(str(error))
        if self.failed:
            self.refuse(self.status, self.failed)
        else:
            self.set_status(204)

    def on_connection_close(self) -> None:
        """Remove half a file whose sender went away."""
        self._fail(ConnectionAbortedError())


class Work(Guarded):
    """Begins work for a class, and tells how far it is."""

    def get(self, name: str) -> None:
        """Answer with the state."""
        self.write(self.settings["jobs"].state(self.files(name).name))

    def post(self, name: str) -> None:
        """Begin what the body asks for; if it says how to grade, keep that first."""
        files = self.files(name)
        try:
            asked = AskedWork.read(self.request.body)
            self.settings["jobs"].check_free(files.name)
            if asked.how is not None:
                files.choose(asked.how)
            self.settings["jobs"].begin(files.name, self.settings["work"].asked(asked, files))
        except BadInput as error:
            self.refuse(CONFLICT, error)
        else:
            self.set_status(202)


class Sheet(Guarded):
    """A page or a sheet that grading wrote."""

    def get(self, name: str, path: str) -> None:
        """Send it."""
        file = self.files(name).sheet(path)
        if file is None:
            raise tornado.web.HTTPError(NOT_FOUND)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        self.set_header("Content-Type", f"{kind}; charset=UTF-8" if kind.startswith("text/") else kind)
        if kind != "text/html":
            self.set_header("Content-Disposition", f'attachment; filename="{file.name}"')
        # What trainees wrote is escaped in these pages; should that ever fail, nothing of it may run here.
        self.set_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:")
        separator = self.get_query_argument("separator", ",")
        self.write(_for_spreadsheet(file, separator) if file.name in TO_FILL_IN else file.read_bytes())


def _for_spreadsheet(file: Path, separator: str) -> bytes:
    """Return a sheet with the mark by which spreadsheets know its letters, and with the separator of their language."""
    table = read_table(file)
    return write_table(replace(table, encoding="utf-8-sig", separator=separator if separator in {*SEPARATORS} else ","))


class Packed(Guarded):
    """All that grading wrote."""

    async def get(self, name: str) -> None:
        """Send it as a zip file."""
        files = self.files(name)
        if not files.is_graded:
            raise tornado.web.HTTPError(NOT_FOUND)
        packed = await to_thread(files.packed)
        self.set_header("Content-Type", "application/zip")
        self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{quote(files.name)}.zip")
        self.write(packed)


class NoPage(Guarded):
    """Any unknown address."""

    def prepare(self) -> None:
        """Answer with 404 and a sentence, once the browser has signed in."""
        super().prepare()
        if not self._finished:
            raise tornado.web.HTTPError(NOT_FOUND)


CLASS = r"/class/([^/]+)"
RULES = (
    (r"/page/page\.css", Style, {"file": TEMPLATE / "page.css"}),
    (r"/page/(grading)\.js", Script, {"folder": TEMPLATE}),
    ("/", Classes),
    ("/sign-in", SignIn),
    (CLASS, Class),
    (rf"{CLASS}/({'|'.join(KINDS)})/([^/]+)", Sent),
    ("/people", People),
    (rf"{CLASS}/columns/([^/]+)", Columns),
    (rf"{CLASS}/delete", Delete),
    (rf"{CLASS}/work", Work),
    (rf"{CLASS}/grades/(.+)", Sheet),
    (rf"{CLASS}/all\.zip", Packed),
)
"""What can be asked for, with what answers it."""
