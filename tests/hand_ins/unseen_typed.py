"""Answers typed into a notebook's cells, and records of forms in its outputs."""

from classroom import RIGHT, WRONG
from hand_ins.making import BLANK, Q1, Q2, as_colab, as_vscode, full, notebook, of_ana, refused, some
from hand_ins.trying import HandedInClass

CELL = "JupyterLab 4: a code cell holds what was typed, several statements where several were"
IPYTHON = "IPython 8 reference, magics, shell commands and help with a question mark"
PYTHON = "Python's language reference, simple statements"
FORM = "the form's record in a notebook's outputs: exercise, version, answers and count"
ARABIC = "الثقة تُبنى ببطء وتُفقد بسرعة. "  # 31 letters


def _long(letters, text=ARABIC):
    return (text * (letters // len(text) + 1))[:letters]


def _typed(name, points, *says, source=CELL, **cells):
    return of_ana(name, source, notebook(**cells), some("ana", points, *says))


READ = (
    _typed("two answers in one cell, the other cell deleted", 6, q1=f"{Q1}\n{Q2}", q2=None),
    _typed("two answers on one line", 6, q1=f"{Q1}; {Q2}", q2=None, source=PYTHON),
    _typed("an annotated answer", 6, q1="q1: int = 3", source=PYTHON),
    _typed("an annotated list", 6, q2='q2: list[str] = ["b", "a"]', source=PYTHON),
    _typed("an answer and another name at once", 6, q1="q1 = x = 3", source=PYTHON),
    _typed("another name and an answer at once", 6, q1="x = q1 = 3", source=PYTHON),
    _typed("both answers unpacked", 6, q1='q1, q2 = 3, ["b", "a"]', q2="", source=PYTHON),
    _typed("both answers unpacked in brackets", 6, q1='(q1, q2) = (3, ["b", "a"])', q2="", source=PYTHON),
    _typed("a helper in the same cell", 6, q2='first = "b"\nq2 = [first, "a"]'),
    _typed("a helper in a cell of its own", 6, before=('first = "b"\nlast = "a"',), q2="q2 = [first, last]"),
    _typed(
        "a helper for the whole answer", 6, before=('order = ["b", "a"]\nthree = 3',), q1="q1 = three", q2="q2 = order"
    ),
    _typed("a helper that changes after its use", 6, q2='x = "b"\nq2 = [x, "a"]', after=('x = "c"',)),
    _typed("a helper that changed before its use", 6, before=('x = "c"',), q2='x = "b"\nq2 = [x, "a"]'),
    _typed("an answer that is shown below", 6, q1="q1 = 3\nq1", q2=f"{Q2}\nq2"),
    _typed("an answer that is printed", 6, q1="q1 = 3\nprint(q1)", q2=f'{Q2}\nprint("mine:", q2)'),
    _typed("comments around answers", 6, q1="# I thought of 4 first: q1 = 4\nq1 = 3  # three, surely\n# done"),
    _typed("imports beside answers", 6, q1="import math\nfrom random import choice\nq1 = 3"),
    _typed("a magic beside an answer", 6, q1="%matplotlib inline\nq1 = 3", source=IPYTHON),
    _typed("a shell command beside an answer", 6, q1="!pip install numpy\nq1 = 3\n!ls", source=IPYTHON),
    _typed("a shell command's lines kept", 6, q1="files = !ls\nq1 = 3", source=IPYTHON),
    _typed("help asked for an answer", 6, q1="q1 = 3\nq1?", q2=f"?q2\n{Q2}", source=IPYTHON),
    _typed("a cell that is timed", 6, q1="%%time\nq1 = 3", source=IPYTHON),
    _typed(
        "an answer that is indented", 6, q1="  q1 = 3", source="IPython 8: leading_indent takes a cell's indent away"
    ),
    _typed("empty lines and a semicolon", 6, q1="\n\nq1 = 3;\n\n\n", source=IPYTHON),
    _typed("no spaces around the sign", 6, q1="q1=3", q2="q2=['b','a']"),
    _typed("a list over several lines", 6, q2='q2 = [\n    "b",  # first\n    "a",\n]'),
    _typed("a number in brackets", 6, q1="q1 = (3)"),
    _typed("a number below zero", 4, q1="q1 = -3"),
    _typed("a number as text", 3, q1='q1 = "3"'),
    _typed("a wrong number", 4, q1="q1 = 4"),
    _typed("a wrong order", 3, q2='q2 = ["a", "b"]'),
    _typed("an answer's cell deleted", 3, q1=None),
    _typed("an answer's cell emptied", 3, q1=""),
    _typed("an answer in a new cell below", 6, q1="q1 = None", after=("q1 = 3",)),
    _typed("an answer in a new cell above, its own cell deleted", 6, before=("q1 = 3",), q1=None),
    _typed(
        "Windows ends of lines in a cell", 6, q1="x = 1\r\nq1 = 3\r\n", source="notebooks pasted from Windows editors"
    ),
    _typed("another answer further down", 6, "q1", q1="q1 = 4", after=("q1 = 3",)),
    _typed("a worse answer further down", 4, "q1", after=("q1 = 4",)),
    _typed("two answers in one cell, the last counts", 6, "q1", q1="q1 = 4\nq1 = 3"),
)

COMPUTED = (
    _typed("an answer from a function", 3, "q1", q1="q1 = max(2, 3)"),
    _typed("an answer that is a sum", 3, "q1", q1="q1 = 1 + 2"),
    _typed("an answer counted up", 3, "q1", q1="q1 = 2\nq1 += 1"),
    _typed("an answer from a loop", 3, "q1", q1="for q1 in [1, 2, 3]:\n    pass"),
    _typed("an answer on a condition", 3, "q1", q1="q1 = 3 if 2 > 1 else 4"),
    _typed("a helper that is computed", 3, "q1", q1='n = len("abc")\nq1 = n'),
    _typed("an answer asked for at run time", 3, "q1", q1='q1 = int(input("Your answer? "))'),
    _typed("a sorted list", 3, "q2", q2='q2 = sorted(["b", "a"], reverse=True)'),
    _typed("letters without quotes", 3, "q2", q2="q2 = [b, a]"),
    _typed("a bracket that is not closed", 3, "q2", q2='q2 = ["b", "a"'),
    _typed("a list that is added to", 3, "q2", q2='q2 = ["b"]\nq2 += ["a"]'),
    _typed("a list that is appended to", 3, q2='q2 = ["b"]\nq2.append("a")'),
    _typed("a computed answer and a good one of the same cell", 3, "q1", q1=f"q1 = round(3.2)\n{Q2}", q2=None),
    _typed("a computed answer, and a plain one further down", 6, q1="q1 = max(2, 3)", after=("q1 = 3",)),
    of_ana(
        "a computed answer, and the form's is right",
        FORM,
        notebook(q1="q1 = max(2, 3)", records=(RIGHT,)),
        full("ana"),
    ),
    of_ana(
        "an open bracket, and the form's answer is right",
        FORM,
        notebook(q2='q2 = ["b", "a"', records=(RIGHT,)),
        full("ana"),
    ),
)

RECORDS = (
    of_ana("the form's answers alone", FORM, notebook(q1="q1 = None", q2="q2 = None", records=(RIGHT,)), full("ana")),
    of_ana("typed answers before the form's", FORM, notebook(records=(WRONG,)), full("ana")),
    of_ana(
        "a typed answer that is worse than the form's", FORM, notebook(q1="q1 = 4", records=(RIGHT,)), some("ana", 4)
    ),
    of_ana(
        "one answer typed, one in the form", FORM, notebook(q2="q2 = None", records=({"q2": ["b", "a"]},)), full("ana")
    ),
    of_ana(
        "the greatest count first in the file",
        FORM,
        notebook(q1="q1 = None", q2="q2 = None", records=((RIGHT, 12), (WRONG, 3))),
        full("ana"),
    ),
    of_ana(
        "the greatest count in the middle",
        FORM,
        notebook(q1="q1 = None", q2="q2 = None", records=((WRONG, 1), (RIGHT, 10), (WRONG, 9))),
        full("ana"),
    ),
    of_ana(
        "the greatest count last, and it is wrong",
        FORM,
        notebook(q1="q1 = None", q2="q2 = None", records=((RIGHT, 99), (WRONG, 100))),
        some("ana", 1),
    ),
    of_ana(
        "without counts the last in the file",
        FORM,
        notebook(q1="q1 = None", q2="q2 = None", records=(WRONG, RIGHT)),
        full("ana"),
    ),
    of_ana(
        "a form in Google Colab",
        FORM,
        as_colab(notebook(q1="q1 = None", q2="q2 = None", records=((RIGHT, 4),))),
        full("ana"),
    ),
    of_ana(
        "a form that was opened and left", FORM, notebook(q1="q1 = None", q2="q2 = None", records=({},)), refused("ana")
    ),
)

WRITTEN = (
    of_ana(
        "a written answer of 4,000 Arabic letters", "rule: letters, not bytes", notebook(why=_long(4000)), full("ana")
    ),
    of_ana(
        "a written answer of 5,000 letters", "rule: cut, with a remark", notebook(why="x " * 2500), full("ana", "why")
    ),
    of_ana(
        "a written answer of 6,000 Chinese characters in answers.json",
        "rule: cut, with a remark",
        '{"mending-bridges-answers": 1, "name": "ana", "exercises": {"ex91": {"version": "1", "answers": '
        '{"q1": 3, "q2": ["b", "a"], "why": "' + _long(6000, "信任") + '"}}}}',
        full("ana", "why"),
        file="answers.json",
    ),
    of_ana("a written answer of 4,000 emoji", "rule: letters, not bytes", notebook(why="🌉" * 4000), full("ana")),
    of_ana(
        "a written answer in Hindi with its joiners",
        "Unicode 15: ZWJ and ZWNJ are part of words",
        notebook(why="भरोसा धीरे\u200d-धीरे बनता है, श्\u200cरद्धा भी। " * 20),
        full("ana"),
    ),
    of_ana(
        "a very long Arabic text where a number is asked",
        "rule: never dropped",
        notebook(q1=f'q1 = "{_long(9000)}"'),
        some("ana", 3),
    ),
    of_ana(
        "one answer of two, the other left at None",
        "rule: for each question what was answered",
        notebook(q2="q2 = None"),
        some("ana", 3),
    ),
)

TURNED = (
    _typed("an answer's cell turned into Markdown", 6, kinds={"q1": "markdown"}, source="JupyterLab 4: Esc M"),
    _typed("an answer's cell turned into raw text", 6, kinds={"q1": "raw"}, source="JupyterLab 4: Esc R"),
    _typed("just the number, in Markdown", 6, q1="3", kinds={"q1": "markdown"}, source="JupyterLab 4: Esc M"),
    _typed("just the number, in raw text", 6, q1="3\n", kinds={"q1": "raw"}, source="JupyterLab 4: Esc R"),
    _typed(
        "just words, in Markdown",
        3,
        q1="I think it is the third",
        kinds={"q1": "markdown"},
        source="JupyterLab 4: Esc M",
    ),
    _typed("a list in Markdown", 6, kinds={"q2": "markdown"}, source="JupyterLab 4: Esc M"),
    _typed("both cells in Markdown", 6, kinds={"q1": "markdown", "q2": "markdown"}, source="JupyterLab 4: Esc M"),
    _typed("None left in a Markdown cell", 3, q1="q1 = None", kinds={"q1": "markdown"}, source="JupyterLab 4: Esc M"),
)

PROGRAMS = (
    HandedInClass(
        name="Colab, VS Code and JupyterLab in one class",
        source="files of Google Colab (format 4.0), VS Code 1.90 and JupyterLab 4",
        files={
            "ana/Copy of ex91.ipynb": as_colab(notebook(q2="order = ['b', 'a']\nq2 = order"), "Copy of ex91.ipynb"),
            "bo/ex91.ipynb": as_vscode(notebook(q1="%matplotlib inline\nq1 = 4")),
            "cy/ex91-Copy1.ipynb": notebook(q2='q2 = ["a", "b"]\nprint(q2)'),
            "di/ex91.ipynb": BLANK,
        },
        rows=(full("ana"), some("bo", 4), some("cy", 3), refused("di")),
    ),
)

TYPED = (*READ, *COMPUTED, *RECORDS, *WRITTEN, *TURNED, *PROGRAMS)
