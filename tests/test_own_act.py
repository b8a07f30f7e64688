"""A custom act, event or measure is one file, and everything that lists its kind includes it."""

import json
import os
import re
import subprocess
import sys

import pytest
from conftest import ROOT

from tests.worlds import small_case

PAGE = (ROOT / "docs" / "own-act.md").read_text("utf-8")
FILE, USE, EVENT_FILE, EVENT_USE, MEASURE_FILE, MEASURE_USE = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
# What a person and a program would do with it, each ending in what is printed.
USES = {
    "the page's own use": (USE, r"^-?0\.\d+\nVisits\n$"),
    "a story": (
        "import visit\nfrom sim import simulate\nfrom sim.narrative.story import tell\n" + "from own import visits\n"
        "print(*tell(simulate('missed-deadline', visits, worlds=range(1), by_world=True)))",
        "The team went to see people where they are, the first of",
    ),
    "a file and a sweep": (
        (
            "import visit\nfrom sim import load_strategy\nfrom sim.cli.main import app\n"
            "print(load_strategy('own.toml').acts[0].length)\n"
            "app(['sweep', '--base', 'own.toml', '--axis', 'visit.length=1,3', '--worlds', '2', '--out', 'out.csv'],"
            " standalone_mode=False)\nprint(open('out.csv').read())"
        ),
        r"(?s)^3\.0\n.*visit\.length",
    ),
    "frames, axes and TOML": (
        (
            "import visit, sim\nfrom own import visits\nfrom pathlib import Path\n"
            "outcome = sim.simulate('missed-deadline', visits, worlds=2, by_world=True)\n"
            "print(set(outcome.events_frame()['what']) >= {'visit'}, set(outcome.hours_frame()['work']) >= {'visit'})\n"
            "print(set(outcome.ledger_frame()['cause']) >= {'visit'}, repr(visits.acts[0]))\n"
            "grid = sim.grid(visits, {'visit.length': [1], 'case.weeks': [8]})\n"
            "table = sim.sweep('missed-deadline', grid, worlds=2)\n"
            "print(table[['visit.length', 'case.weeks']].values.tolist())\n"
            "Path('again.toml').write_text(visits.to_toml(), 'utf-8')\nprint(sim.load_strategy('again.toml') == visits)"
        ),
        r"^True True\nTrue Visit\(week=0, every_weeks=4.0, length=3.0\)\n\[\[3.0, 52.0\], \[1.0, 8.0\]\]\nTrue\n$",
    ),
    "a mistake in a file": (
        (
            "import visit\nfrom sim import load_strategy, BadInput\n"
            "open('bad.toml', 'w').write(open('own.toml').read().replace('visit', 'visits'))\n"
            "try: load_strategy('bad.toml')\nexcept BadInput as error: print(error)"
        ),
        r"acts\[1\] \(visits\): act is 'visits' but must be one of .*, visit \(did you mean visit\?\)",
    ),
    "the lab's controls and texts": (
        (
            "import visit\nfrom sim import load_case\nfrom sim.lab.panels.editor import act_title, controls_of\n"
            "from sim.lab.session.draft import Draft\nfrom sim.lab.session.strategy_code import as_code, from_code\n"
            "draft = Draft('Mine').plus('visit')\n"
            "controls = controls_of(draft, 0, load_case('missed-deadline'))\n"
            "print(act_title(draft, 0), [one.label for one in controls[-2:]])\n"
            "print(from_code(as_code('Mine', draft.acts, 'missed-deadline')).strategy.acts == draft.acts)\n"
            "from sim.lab.session.controls import Control\n"
            "control = Control(label='Length', act='visit', field='length', low=1, high=4, step=0.5)\n"
            "print(control.write(draft, 6).acts[0].length)"
        ),
        r"^1\. Visit partners, from the first week \['Hours for each visit', 'Who comes along'\]\nTrue\n4\.0\n$",
    ),
    "an act without words": (
        (
            "from typing import Literal\nfrom sim import load_case\nfrom sim.model.acts import Act, register\n"
            "from sim.lab.panels.editor import controls_of\nfrom sim.lab.session.draft import Draft\n"
            "@register\nclass Call(Act):\n"
            "    act: Literal['call_back'] = 'call_back'\n    how_fast: Literal['at_once', 'later'] = 'later'\n"
            "control = controls_of(Draft('Mine').plus('call_back'), 0, load_case('missed-deadline'))[-1]\n"
            "print(control.label, control.words)"
        ),
        r"^How fast \('At once', 'Later'\)\n$",
    ),
    "pictures": (
        (
            "import visit\nfrom sim import simulate\nfrom own import visits\n"
            "from sim.lab.views.waterfall import waterfall_data\nfrom sim.plots import what_moved_trust\n"
            "outcome = simulate('missed-deadline', visits, worlds=4)\n"
            "print([bar['words'] for bar in waterfall_data('Mine', outcome)['bars']])\n"
            "print([words.get_text() for words in what_moved_trust(outcome).get_yticklabels()])"
        ),
        r"(?s)'Visits'.*'Visiting'",
    ),
    "a schema": (
        "import visit, sim\nprint('visit' in str(sim.Strategy.model_json_schema()))",
        "^True\n$",
    ),
}


# The same for an event; each begins with the page's own use.
EVENT_USES = {
    "the page's own use": ("", r"^-?0\.\d+\n$"),
    "simulate and compare": (
        (
            "twice = case.model_copy(update={'events': (*praised.events, event)})\n"
            "trust = [sim.simulate(one, 'silence', worlds=20).season_trust.mean() for one in (case, praised, twice)]\n"
            "print(trust == sorted(set(trust)))\n"
            "print((21, 'The ward won a prize') in sim.simulate(praised, 'silence', worlds=1).log)\n"
            "print(sim.compare(praised, ['silence', 'flood'], worlds=4).ranked[0].case.events[-1].shared)"
        ),
        r"True\nTrue\nFalse\n$",
    ),
    "a story": (
        (
            "from sim.narrative.story import tell\n"
            "print(*tell(sim.simulate(praised, 'silence', worlds=range(1), by_world=True)), sep='\\n')"
        ),
        r"Week 4: The ward won a prize\. People were glad to be part of it, and trust ",
    ),
    "a file, and a mistake in it": (
        (
            "print(sim.load_case('case.toml').events)\n"
            "print([(one.event, one.day, one.shared) for one in sim.load_case('case.toml').events])\n"
            "open('bad.toml', 'w').write(open('case.toml').read().replace('prize', 'prise'))\n"
            "try: sim.load_case('bad.toml')\nexcept sim.BadInput as error: print(error)"
        ),
        (
            r"(?s)Prize\(weight=2\.0, label='Something happened'\).*\('prize', 0, True\)"
            r".*events\[1\] \(prise\): event is 'prise' but must be one of breach, .*, prize \(did you mean prize\?\)"
        ),
    ),
    "other programs": (
        (
            "import pickle\nprint(pickle.loads(pickle.dumps(praised)) == praised)\n"
            "print('prize' in str(sim.Case.model_json_schema()))"
        ),
        r"True\nTrue\n$",
    ),
    "a name that is taken, and a cause of its own": (
        (
            "from typing import Literal\n"
            "from sim.lab.views.waterfall import waterfall_data\n"
            "from sim.model.events import register\nfrom sim.model.laws import COMPETENCE\n"
            "from sim.narrative.story import tell\n"
            "class Thanks(Event):\n    event: Literal['thank'] = 'thank'\n"
            "try: register(Thanks)\nexcept ValueError as error: print(error)\n"
            "@register\nclass Flood(Event):\n"
            "    cause = 'high water'\n    words = {'story': 'the flood'}\n    event: Literal['storm'] = 'storm'\n"
            "    def take_effect(self, effects, reach, to): effects.bad(self.cause, COMPETENCE, reach)\n"
            "wet = case.model_copy(update={'events': (Event(event='storm', day=9, label='It rained'),)})\n"
            "outcome = sim.simulate(wet, 'silence', worlds=range(1), by_world=True)\n"
            "print([bar['words'] for bar in waterfall_data('Mine', outcome)['bars']], *tell(outcome))"
        ),
        (
            r"(?s)Thanks: there is something 'thank' already; give this one another name"
            r".*'The flood'.*It rained; trust fell"
        ),
    ),
}


# The same for a measure.
MEASURE_USES = {
    "the page's own use": ("", r"^\d\.\d+\n\d+\n$"),
    "tables": (
        (
            "means = [one.each('partners_relying').mean() for one in compared.ranked]\n"
            "print(list(compared.frame()['partners_relying']) == means)\n"
            "from sim.experiments.sweep import grid, sweep\n"
            "print(sweep('missed-deadline', grid('silence', {'thank.week': [1]}), worlds=2)['partners_relying'].size)\n"
            "print(compared.difference('silence', 'silence', 'partners_relying').too_small)\n"
        ),
        r"True\n2\nTrue\n$",
    ),
    "the lab's scoreboard": (
        (
            "from sim.lab.session.simulation_cache import Shown\n"
            "from sim.lab.views.scores import score_blocks, table_file\n"
            "shown = [Shown('Mine', compared['silence'])]\n"
            "print(score_blocks(shown)[1]['table']['rows'][-1], 'partners_relying' in table_file(shown).decode())"
        ),
        r"\['Partners who rely on us at the end \(of 8\)', '\d\.\d'\] True\n$",
    ),
    "a goal and a guess": (
        (
            "from sim.exercises.exercise import Goal\nfrom sim.exercises.judging import figures\n"
            "from sim.lab.session.lesson_data import Decides\n"
            "print(Goal(key='a', figure='partners_relying', at_least=3, good='Yes.', bad='No.').figure)\n"
            "print(Decides(figure='partners_relying', how='highest').figure)\n"
            "print(figures('missed-deadline', sim.load_strategy('silence'), (1,))['partners_relying'] >= 0)\n"
            "try: Goal(key='a', figure='partners_relyin', at_least=3, good='Yes.', bad='No.')\n"
            "except sim.BadInput as error: print(error)"
        ),
        r"(partners_relying\n){2}True\n.*staff_hours, partners_relying \(did you mean partners_relying\?\)",
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the page's file, and a strategy that uses the act, in Python and in TOML."""
    place = tmp_path_factory.mktemp("own")
    (place / "visit.py").write_text(FILE, "utf-8")
    (place / "own.py").write_text(USE.partition("outcome =")[0], "utf-8")
    (place / "prize.py").write_text(EVENT_FILE, "utf-8")
    (place / "reliable.py").write_text(MEASURE_FILE, "utf-8")
    case = small_case(events=()).model_dump(mode="json", exclude_none=True)
    lines = [f"{key} = {json.dumps(value)}" for key, value in case.items() if not isinstance(value, list)]
    partners = [f'[[partners]]\nname = "{one["name"]}"\nrole = "{one["role"]}"' for one in case["partners"]]
    event = '[[events]]\nevent = "prize"\nweight = 2'
    (place / "case.toml").write_text("\n".join([*lines, *partners, event]), "utf-8")
    head = "".join(f'{key} = "{key}"\n' for key in ("key", "title", "summary", "source"))
    (place / "own.toml").write_text(head + '[[acts]]\nact = "visit"\nweek = 0\nlength = 3\n', "utf-8")
    return place


@pytest.mark.slow
@pytest.mark.parametrize("use", USES)
def test_one_file_is_enough(folder, use):
    """Each use of a custom act works in a separate process, so that other tests do not see the act."""
    code, printed = USES[use]
    assert re.search(printed, done_in(folder, code))


@pytest.mark.sample(3)
@pytest.mark.slow
@pytest.mark.parametrize("use", EVENT_USES)
def test_one_file_is_enough_for_an_event(folder, use):
    """Simulation, comparison, story, messages and pictures work with a custom event."""
    code, printed = EVENT_USES[use]
    assert re.search(printed, done_in(folder, f"{EVENT_USE}\n{code}"))


@pytest.mark.slow
@pytest.mark.parametrize("use", MEASURE_USES)
def test_one_file_is_enough_for_a_measure(folder, use):
    """Summaries, comparisons, sweeps, scoreboard, goals and guesses work with a custom measure."""
    code, printed = MEASURE_USES[use]
    assert re.search(printed, done_in(folder, f"{MEASURE_USE}\n{code}"))


def done_in(folder, code):
    """Return what the code prints in this folder."""
    places = os.pathsep.join([str(ROOT), str(folder)])
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=os.environ | {"PYTHONPATH": places, "MPLBACKEND": "agg"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout
