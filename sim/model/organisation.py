"""The organisation's state in every world: what it has learned, can do and has seen."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.model.effects import DayEffects
from sim.model.laws import half_kept
from sim.model.parameters import Parameters
from sim.model.workload import ScheduledAct, WorkQueue

if TYPE_CHECKING:
    from sim.model.schedule import Calendar


@dataclass(eq=False)
class AskedSurvey:
    """A survey that partners have not judged yet.

    Attributes:
        to: (partners,) bools. where: (worlds,) bools.
        latest: (partners, worlds) bools: nobody has asked this partner again.
        answered: (partners, worlds) how much of an answer there was, 0 to 1.
    """

    to: np.ndarray
    where: np.ndarray
    latest: np.ndarray
    answered: np.ndarray


class Organisation:
    """The state of the organisation that acts change, and what it can see.

    Attributes:
        skill: (worlds,) work done per hour by a team in good spirits. morale: (worlds,) its spirit, 0 to 1.
        reviewed, warns, mended: (worlds,) bools: causes were reviewed; partners are warned; the process was fixed.
        wins: (worlds,) weight of commitments kept recently.
        surveys: those that are not judged yet, in order.
        surveyed: (worlds,) mean trust in the last survey, NaN = none yet.
        complained: (worlds,) bools, a partner complained last week.
    """

    def __init__(self, parameters: Parameters, work_queue: WorkQueue) -> None:
        self.parameters, self.work_queue = parameters, work_queue
        worlds = len(work_queue.speed)
        self.reviewed, self.warns, self.mended, self.complained = (np.zeros(worlds, bool) for _ in range(4))
        self.wins, self.surveyed = np.zeros(worlds), np.full(worlds, np.nan)
        self.surveys: list[AskedSurvey] = []
        self._changes: dict[str, np.ndarray] = {}
        self.skill, self.morale = np.ones(worlds), np.ones(worlds)
        self.calendar: Calendar
        self.begin_evening()

    def begin_evening(self) -> None:
        """Remember in which worlds causes were reviewed before tonight."""
        self._reviewed_before = self.reviewed.copy()

    def save_work(self, what: str, where: np.ndarray, share: float, found: np.ndarray | float = 1.0) -> None:
        """Reduce the hours that work takes by a share; each further change of the same thing finds less to save.

        Source: [Schneiderman1988], that each improvement takes a share of what is left.

        Args:
            what: what is changed; whoever asks for it, and for whom, shares one count. where: (worlds,) bools.
            share: what the first change saves. found: how much of what can be found this one finds, 0 to 1.
        """
        before = self._changes.get(what, np.zeros(len(where)))
        saved = share * found * self.parameters.saving_repeat**before
        self.skill = self.skill / np.where(where, 1 - saved, 1)
        self._changes[what] = before + found * where
        self._set_speed()

    def _set_speed(self) -> None:
        least = self.parameters.morale_least
        self.work_queue.speed = self.skill * (least + (1 - least) * self.morale)

    def celebrate(self, where: np.ndarray) -> None:
        """Lift the team's spirit by what was kept of late, and celebrate none of it twice."""
        lifted = self.parameters.celebrate_morale * np.minimum(self.wins, 1)
        self.morale = np.where(where, np.minimum(self.morale + lifted, 1), self.morale)
        self.wins = np.where(where, 0, self.wins)
        self._set_speed()

    def close_week(self) -> None:
        """Let the team recover, less so while something is overdue, and wins go out of date."""
        parameters, overdue = self.parameters, self.work_queue.any_overdue()
        self.morale += (1 - self.morale) * (1 - half_kept(1, parameters.morale_half_life))
        self.morale = np.maximum(self.morale - parameters.strain * overdue, 0)
        self.wins *= half_kept(1, parameters.metrics_half_life)
        self._set_speed()

    def mend(self, where: np.ndarray) -> None:
        """Fix the process; without a review before tonight, this saves less work."""
        found = np.where(self._reviewed_before, 1, self.parameters.no_review)
        self.save_work("process", where, self.parameters.process, found)
        self.mended |= where

    def note_survey(self, survey: ScheduledAct, where: np.ndarray, effects: DayEffects) -> None:
        """Record the mean trust of those who answer, and schedule the survey's follow-up."""
        reach = effects.reach(survey.to, where)
        answers = reach.sum(axis=0)
        total = (effects.partners.overall(effects.facets) * reach).sum(axis=0)
        self.surveyed = np.where(answers > 0, total / np.maximum(answers, 1), self.surveyed)
        asked = reach > 0
        for earlier in self.surveys:
            earlier.latest &= ~asked
        self.surveys.append(AskedSurvey(survey.to, where, asked, np.zeros(reach.shape)))
        self.calendar.follow_up(self.surveys[-1])

    def answer_surveys(self, improvements: list[np.ndarray]) -> None:
        """Let each of tonight's improvements answer the latest survey of whom it reaches, if it is not judged yet."""
        for survey in self.surveys:
            for improved in improvements:
                np.maximum(survey.answered, improved * survey.latest, out=survey.answered)

    @property
    def watches(self) -> np.ndarray:
        """(worlds,) bools, whether anybody checks for delays."""
        return self.warns | self.mended

    def chance_of_noticing(self) -> np.ndarray:
        """Return (worlds,) the chance that a delay is noticed in time."""
        parameters = self.parameters
        unseen = np.where(self.warns, 1 - parameters.detect_forewarn, 1) * np.where(
            self.mended, 1 - parameters.detect_process, 1
        )
        return 1 - unseen
