"""Tidy pandas frames of an outcome: one row for each thing that is told, one column for each fact.

pandas is imported when the first frame is made, since the course itself needs none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.base.errors import BadInput
from sim.model.frozen import DAYS_A_WEEK
from sim.model.laws import CHARACTER, COMPETENCE
from sim.model.ledger import CAUSES
from sim.model.measures import MEASURES, figures
from sim.texts.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from sim.model.outcome import DiaryEntry, Outcome

__all__ = ["FRAMES", "OutcomeFrames"]

FRAMES = ("frame", "trust_frame", "worlds_frame", "ledger_frame", "hours_frame", "events_frame", "log_frame")


class OutcomeFrames:
    """The frames of an outcome. `world` is the world's number, `week` counts from the incident on, trust is 0 to 1."""

    def frame(self: Outcome) -> pd.DataFrame:
        """Return trust week by week, a row for each week and partner.

        Columns: week (0 = before the incident), partner, trust (0 to 1, mean over worlds), low and high (between which
        the middle 80 % of worlds lie).

        >>> from sim.experiments.simulate import simulate
        >>> simulate("missed-deadline", "silence", worlds=5).frame().columns.tolist()
        ['week', 'partner', 'trust', 'low', 'high']
        """
        low, high = np.quantile(self.trust, (0.1, 0.9), axis=-1)
        columns = {"trust": self.trust.mean(axis=-1), "low": low, "high": high}
        return _table({"week": range(self.weeks + 1), "partner": self.case.names}, columns)

    def trust_frame(self: Outcome) -> pd.DataFrame:
        """Return the trust of each partner in each world, a row for each world, partner and week.

        Columns: week (0 = before the incident), partner, world, competence and character (trust by facet, 0 to 1),
        trust (both, by the partner's own shares), there (whether the partner is still there).

        >>> from sim.experiments.simulate import simulate
        >>> frame = simulate("missed-deadline", "silence", worlds=5).trust_frame()
        >>> len(frame) == 53 * 8 * 5, frame.columns.tolist()
        (True, ['week', 'partner', 'world', 'competence', 'character', 'trust', 'there'])
        """
        weeks = np.arange(self.weeks + 1)[:, None, None]
        columns = {
            "competence": self.facets[:, COMPETENCE],
            "character": self.facets[:, CHARACTER],
            "trust": self.trust,
            "there": (self.gone_week < 0) | (weeks <= self.gone_week),
        }
        return _table({"week": range(self.weeks + 1), "partner": self.case.names, "world": self.worlds}, columns)

    def worlds_frame(self: Outcome) -> pd.DataFrame:
        """Return every measure of the season in each world, a row for each world.

        Columns: world, and a column for each measure (sim/model/measures.py): trust and shares 0 to 1, partners,
        weeks and hours as numbers of them.

        >>> from sim.experiments.simulate import simulate
        >>> simulate("missed-deadline", "silence", worlds=5).worlds_frame().iloc[:, :3].columns.tolist()
        ['world', 'partnership', 'season_trust']
        """
        return _table({"world": self.worlds}, {key: MEASURES[key].by_world(self) for key in figures()})

    def ledger_frame(self: Outcome, *, by_world: bool = False) -> pd.DataFrame:
        """Return what moved trust, a row for each week, cause and partner, if it moved any.

        Columns: week (its end; the sum over causes is the change of trust since the week before), cause, partner,
        moved (trust, 0 to 1; mean over worlds). With `by_world`, a row for each world too, with the column world.

        Raises:
            BadInput: `by_world`, and the season was simulated without it.

        >>> from sim.experiments.simulate import simulate
        >>> ledger = simulate("missed-deadline", "silence", worlds=5).ledger_frame()
        >>> bool(ledger.groupby("cause")["moved"].sum()["what happened"] < 0)
        True
        """
        moved = _kept(self.moved_by_world) if by_world else self.moved
        axes: dict[str, Any] = {"week": range(1, self.weeks + 1), "cause": CAUSES[: moved.shape[1]]}
        axes |= {"partner": self.case.names} | ({"world": self.worlds} if by_world else {})
        frame = _table(axes, {"moved": moved})
        return frame[frame["moved"] != 0].reset_index(drop=True)

    def hours_frame(self: Outcome) -> pd.DataFrame:
        """Return staff hours, a row for each world and kind of work.

        Columns: work (a kind of act, questions or commitments), world, hours (of the whole season).

        >>> from sim.experiments.simulate import simulate
        >>> simulate("missed-deadline", "silence", worlds=2).hours_frame()["work"].tolist()
        ['questions', 'questions', 'commitments', 'commitments']
        """
        kinds = list(self.hours)
        hours = np.stack([self.hours[kind] for kind in kinds]) if kinds else np.zeros((0, len(self.worlds)))
        return _table({"work": kinds, "world": self.worlds}, {"hours": hours})

    def events_frame(self: Outcome) -> pd.DataFrame:
        """Return what happened to whom, a row for each event, world and partner, in order of time.

        Columns: day (working days, 0 = the incident), week (its end; 5 days are a week), what (a kind of event or act,
        the fate of a commitment, warned, asked, complained or left), about (an event's label, an act's place in the
        strategy from 0 on, a commitment's name, or ""), partner ("" for the fate of a commitment), world.

        Raises:
            BadInput: the season was simulated without `by_world`.

        >>> from sim.experiments.simulate import simulate
        >>> frame = simulate("missed-deadline", "silence", worlds=2, by_world=True).events_frame()
        >>> frame.columns.tolist(), frame.loc[0, ["what", "partner"]].tolist()
        (['day', 'week', 'what', 'about', 'partner', 'world'], ['breach', "Patients' circle"])
        """
        import pandas as pd

        names, numbers = np.array([*self.case.names, ""], dtype=object), np.array(self.worlds)
        parts = [pd.DataFrame(_happened(entry, names, numbers)) for entry in _kept(self.diary)]
        empty = {name: [] for name in ("day", "week", "what", "about", "partner", "world")}
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(empty)

    def log_frame(self: Outcome) -> pd.DataFrame:
        """Return the organisation's calendar, a row for each entry, in order of time.

        Columns: day (working days, 0 = the incident), week (its end), what (an event's label, a kind of act that
        starts, or a commitment that is opened or due). What depends on a rule is there if it happened in some world.

        >>> from sim.experiments.simulate import simulate
        >>> simulate("missed-deadline", "flood", worlds=2).log_frame()["what"].tolist()[4]
        'acknowledge'
        """
        import pandas as pd

        frame = pd.DataFrame(list(self.log), columns=["day", "what"])
        frame.insert(1, "week", -(-frame["day"] // DAYS_A_WEEK))
        return frame


def _table(axes: dict[str, Any], columns: dict[str, np.ndarray]) -> pd.DataFrame:
    """Return arrays that have the same axes as a frame with a row for each point."""
    import pandas as pd

    index = pd.MultiIndex.from_product([list(values) for values in axes.values()], names=list(axes))
    return pd.DataFrame({name: values.ravel() for name, values in columns.items()}, index=index).reset_index()


def _happened(entry: DiaryEntry, names: np.ndarray, worlds: np.ndarray) -> dict[str, Any]:
    """Return the rows of one entry of the diary, by column."""
    where = np.asarray(entry.where)
    who, world = np.nonzero(where) if where.ndim > 1 else (np.full(np.count_nonzero(where), -1), np.flatnonzero(where))
    week = -(-entry.day // DAYS_A_WEEK)
    told = {"day": entry.day, "week": week, "what": entry.what, "about": str(entry.about)}
    return told | {"partner": names[who], "world": worlds[world]}


def _kept(part: Any) -> Any:
    """Return what only a season by world keeps.

    Raises:
        BadInput: the season was simulated without.
    """
    if part is None:
        raise BadInput(say("refused_experiment.not_by_world"))
    return part


def stacked(outcomes: tuple[Outcome, ...], name: str, **how: Any) -> Iterator[pd.DataFrame]:
    """Yield the frames of several outcomes, each with its strategy's key in the first column."""
    for outcome in outcomes:
        frame = getattr(outcome, name)(**how)
        frame.insert(0, "strategy", outcome.strategy.key)
        yield frame
