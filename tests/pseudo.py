"""What the course shows in the pseudo-language, area by area, and what of it comes from no catalogue.

python -m tests.pseudo pages   print the lines of an area that say a word outside brackets, as JSON
"""

import http.client
import json
import os
import re
import subprocess
import sys

from sim.catalogue import case_keys, load_case
from sim.exercises import exercise_keys, judge, load_exercise
from sim.experiments.simulate import simulate
from sim.narrative.story import tell
from sim.server.course import Course
from sim.texts.language import PSEUDO
from tests.golden import reading
from tests.golden.reading import ROOT, visible

# What stands on a page and is not a text: who a thing is about, what the trainee wrote, and data for programs.
OWN_WORDS = ("Because", "An answer in one's own words; a person reads it.")
SLOT = re.compile(r"{\w*}")  # filled in the browser
FOR_PROGRAMS = re.compile(
    r"[\w-]+(/[\w-]+)+"  # where a field keeps what is written
    r"|(guess|reason|play \d|more \d|ex\d\d answers q\d \d)"  # the same, in lessons and exercises
    r"|MB[A-Z0-9]*1-.*"  # a strategy or answers as a code
    r'|[ \]}]*"?\w[\w -]*"?[,:].*|\s+"\w+"'  # answers as JSON
)
SOURCE = re.compile(r"[A-Z][A-Za-z ]+ (1|2)\d{3}")


def bare(line):
    """Return what of a line stands outside brackets, without names, sources and slots.

    >>> bare("⟦Yours, ⟧⟦“⟧⟦Say nothing⟧⟦”⟧: 0.52 in {place}")
    ': 0.52 in '
    """
    outside = re.sub(r"⟦[^⟦⟧]*⟧", "", line)
    for name in (*names(), *OWN_WORDS):
        outside = outside.replace(name, "")
    return SLOT.sub("", SOURCE.sub("", outside))


def names():
    """Return what partners and promises are called: the cases' own names are in no catalogue yet."""
    cases = [load_case(key) for key in case_keys()]
    found = [name for case in cases for name in (*case.names, *(one.name for one in case.commitments))]
    return sorted(found, key=len, reverse=True)


def not_from_a_catalogue(lines):
    """Return the lines that say a word outside brackets."""
    shown = (line for line in lines if not FOR_PROGRAMS.fullmatch(line))
    return sorted({line for line in shown if re.search(r"[^\W\d_]{2,}", bare(line))})


# Areas that are proven below. docs/decisions/0011-words-in-catalogues.md names those that are not there yet.


def prose():
    """Return the lines of the notebooks' own text."""
    return {
        line.rstrip()
        for folder in ("notebooks", "exercises")
        for path in (ROOT / folder).glob("*.ipynb")
        for cell in json.loads(path.read_text("utf-8"))["cells"]
        if cell["cell_type"] == "markdown"
        for line in "".join(cell["source"]).splitlines()
    }


def pages():
    """Return the lines of every lesson and exercise, after each step."""
    own = prose()
    return [line for lines in reading.pages().values() for line in lines if line not in own]


def stories():
    """Return stories of several strategies."""
    played = [(case, key) for case in case_keys() for key in ("recovery-plan", "silence", "over-promise", "excuses")]
    return [line for case, key in played for line in tell(simulate(case, key, worlds=range(3, 4), by_world=True))]


def pictures():
    """Return the words of still pictures."""
    return [" ".join(text.split()) for lines in reading.drawn().values() for text in lines]


def judged():
    """Return what is said of answers, but for plans that have to be played."""
    exercises = [load_exercise(key) for key in exercise_keys()]
    asked = [(one, question) for one in exercises for question in one.questions]
    answers = [
        (one, question.name, answer)
        for one, question in asked
        for answer in (None, 7, {"acts": []}, [], " ", question.choices and [question.choices[0].key], "x")
    ]
    right = [(one, q.name, reading.solutions(one.key)[q.name]) for one, q in asked if one.key == "ex04" or not q.goals]
    found = [feedback for one in (*answers, *right) for feedback in judge(*one)]
    return [text for one in found for text in (one.words, one.misconception)]


# Around what notebooks say themselves, and the names of files and addresses.
OF_NOTEBOOKS = re.compile(
    r'<div class="prose">.*?</div>|<title>.*?</title>|(?<=class="panel" role="group") aria-label=".*?"', re.DOTALL
)
ADDRESS = re.compile(r"(\.\./)?[/#]?[\w./-]*\.(ipynb|css|json)|[/#][\w/]*|data:,|Mending Bridges")
SCRIPT_WORDS = re.compile(r'id="page-words">(.*?)</script>')


def served():
    """Return what a server of pages says: in the terminal, on its own pages, around a lesson, and in their scripts."""
    from tests.browser.serving import free_port, stop

    command = [sys.executable, "-m", "sim.cli.main", "workshop", "--app", "--no-browser", "--port", str(free_port())]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    try:
        told = process.stdout.readline()
        port = int(re.search(r"http://127\.0\.0\.1:(\d+)/", told)[1])
        pages = [_asked(port, "GET", path) for path in ("/", "/nowhere", "/lessons/01_what_moves_trust.ipynb")]
        others = [
            _asked(port, "GET", "/", {"Host": "elsewhere.example"}),
            json.loads(_asked(port, "POST", "/mine/mending-bridges-answers.txt"))["said"],
        ]
    finally:
        stop(process)
    scripts = [text for page in pages for found in SCRIPT_WORDS.findall(page) for text in json.loads(found).values()]
    course = Course.read(ROOT / "notebooks")
    own = {text for one in (*course.lessons, *course.exercises) for text in (one.short_title, one.question)}
    shown = [line for page in pages for line in _read(OF_NOTEBOOKS.sub("", page)) if not ADDRESS.fullmatch(line)]
    lines = [re.sub(r"http://\S+", "", told), *others, *scripts, *(line for line in shown if line not in own)]
    return [_without(line, own) for line in lines]


def _asked(port, method, path, headers=None):
    """Return what a server answers."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        line.request(method, path, headers=headers or {}, body="MBA1" if method == "POST" else None)
        return line.getresponse().read().decode()
    finally:
        line.close()


def _read(page):
    """Return the words of a page; marks within a text of the catalogue do not take it apart."""
    return visible(re.sub(r"⟦[^⟦⟧]*⟧", lambda found: re.sub(r"<[^<>]*>", "", found[0]), page))


def _without(line, own):
    for text in sorted(own - {""}, key=len, reverse=True):
        line = line.replace(f"⟧{text}", "⟧")
    return line


AREAS = {"pages": pages, "stories": stories, "pictures": pictures, "judged": judged, "served": served}


def main(area):
    """Print how many lines an area shows, and those that say a word outside brackets."""
    reading.settle()
    os.environ["MENDING_BRIDGES_LANG"] = PSEUDO  # for processes that are started, too
    with reading.elsewhere() as home:
        os.environ["MENDING_BRIDGES_HOME"] = str(home)
        lines = AREAS[area]()
    sys.stdout.write(json.dumps({"lines": len(lines), "bad": not_from_a_catalogue(lines)}))


if __name__ == "__main__":
    main(sys.argv[1])
