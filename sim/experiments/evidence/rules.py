"""The rules that compute the figures of a finding from its study: one short function for each finding.

Each takes a `Study` and returns the finding's figures; `at(1, …)` is trust at the end of the first week.
"""

from collections.abc import Callable

from sim.experiments.evidence.study import NONE, Study
from sim.model.laws import CHARACTER, COMPETENCE

Figures = dict[str, float]


def _loss_over_gain(study: Study, failure: str, success: str) -> float:
    """Return trust lost by a failure over trust won by an equal success, each against a partner without either."""
    usual = study.at(1, "nothing")
    return (usual - study.at(1, failure)) / (study.at(1, success) - usual)


def _f1(study: Study) -> Figures:
    return {"loss_over_gain": _loss_over_gain(study, "failure", "success")}


def _f2(study: Study) -> Figures:
    deeds = _loss_over_gain(study, "bad-deed", "good-deed")
    statements = _loss_over_gain(study, "bad-statement", "good-statement")
    return {"deed_ratio_minus_statement_ratio": deeds - statements}


def _f3(study: Study) -> Figures:
    def apology_minus_denial(case: str) -> float:
        return study.at(1, case, "apology") - study.at(1, case, "denial")

    return {
        "competence_apology_minus_denial": apology_minus_denial("competence"),
        "character_denial_minus_apology": -apology_minus_denial("character"),
        "proven_apology_minus_denial": apology_minus_denial("proven"),
    }


def _f4(study: Study) -> Figures:
    return {"own_minus_others": study.at(1, "competence", "own") - study.at(1, "competence", "others")}


def _f5(study: Study) -> Figures:
    def best_minus_silence(case: str) -> float:
        return max(study.at(1, case, reply) for reply in ("apology", "denial")) - study.at(1, case)

    return {
        "competence_best_minus_silence": best_minus_silence("competence"),
        "character_best_minus_silence": best_minus_silence("character"),
    }


def _f6(study: Study) -> Figures:
    gain = study.at(1, "breach", "apology") - study.at(1, "breach")
    return {"apology_effect_in_population_sd": gain / study.spread(0, "breach")}


def _f7(study: Study) -> Figures:
    none = study.at(1, "breach")
    gains = {by: study.at(1, "breach", by) - none for by in ("person", "organisation")}
    return {"organisation_over_person": gains["organisation"] / gains["person"]}


def _f8(study: Study) -> Figures:
    none = study.at(1, "accident")
    return {
        "full_minus_none": study.at(1, "accident", "full") - none,
        "none_minus_partial": none - study.at(1, "accident", "partial"),
    }


def _f9(study: Study) -> Figures:
    def trust(apology: str) -> float:
        return study.at(1, "breach", apology)

    middle = [trust(part) for part in ("regret", "explanation", "repentance")]
    return {
        "responsibility_minus_repair": trust("responsibility") - trust("repair"),
        "repair_minus_regret": trust("repair") - max(middle),
        "regret_minus_forgiveness": min(middle) - trust("forgiveness"),
        "six_minus_three": trust("six") - trust("three"),
        "three_minus_one": trust("three") - trust("responsibility"),
    }


def _f10(study: Study) -> Figures:
    gain = study.at(2, "breach", "heard-first") - study.at(2, "breach", "at-once")
    return {"heard_first_minus_at_once": gain}


def _f11(study: Study) -> Figures:
    return {"week_1_minus_week_10": study.final("breach", "week-1") - study.final("breach", "week-10")}


def _f12(study: Study) -> Figures:
    gain = study.final("overcommitted", "forewarned") - study.final("overcommitted")
    return {"forewarned_minus_exposed": gain}


def _f13(study: Study) -> Figures:
    twin = study.final("never")
    return {"no_lie_share_of_twin": study.final("broken") / twin, "lie_share_of_twin": study.final("lie") / twin}


def _f14(study: Study) -> Figures:
    def gain(case: str) -> float:
        return study.at(1, case, "promise") - study.at(1, case)

    return {"early_gain_of_promise": gain("broken"), "gain_lost_to_lie": gain("broken") - gain("lie")}


def _f15(study: Study) -> Figures:
    start, middle, never = (study.final(case) for case in ("start", "middle", "never"))
    return {"middle_minus_start": middle - start, "never_minus_middle": never - middle}


def _f19(study: Study) -> Figures:
    once = study.at(2, "competence", "once")
    return {
        "competence_once_minus_none": once - study.at(2, "competence"),
        "competence_twice_minus_once": study.at(2, "competence", "twice") - once,
        "character_once_minus_none": study.at(2, "character", "once") - study.at(2, "character"),
    }


def _f20(study: Study) -> Figures:
    def slope(kind: str) -> float:
        return study.at(2, "competence", f"{kind}-full") - study.at(2, "competence", f"{kind}-quarter")

    return {"voluntary_slope": slope("voluntary"), "forced_slope": slope("forced")}


def _f22(study: Study) -> Figures:
    broken, kept, exceeded = (study.at(1, case) for case in ("broken", "kept", "exceeded"))
    return {"keep_minus_break": kept - broken, "exceed_over_keep": (exceeded - kept) / (kept - broken)}


def _f23(study: Study) -> Figures:
    rhythms = [study.season("waiting", rhythm) for rhythm in study.finding.strategies]
    best = max(rhythms[1:-1])
    return {"best_minus_most_often": best - rhythms[0], "best_minus_least_often": best - rhythms[-1]}


def _f24(study: Study) -> Figures:
    return {"told_minus_bare_wait": study.final("waiting", "told") - study.final("waiting")}


def _f25(study: Study) -> Figures:
    before, after = (study.at(3, "decision", when) for when in ("before", "after"))
    return {"before_minus_after": before - after, "after_minus_none": after - study.at(3, "decision")}


def _f26(study: Study) -> Figures:
    repaired = study.final("repaired")
    codesign = study.final("repaired", "codesign") - repaired
    return {
        "codesign_effect": codesign,
        "codesign_over_delivery": codesign / (repaired - study.final("unrepaired")),
    }


def _f27(study: Study) -> Figures:
    drops = {kind: study.at(0, kind) - study.at(1, kind) for kind in ("nonprofit", "company")}
    regained = {kind: study.final(kind) - study.at(1, kind) for kind in ("nonprofit", "company")}
    return {
        "nonprofit_drop_over_company_drop": drops["nonprofit"] / drops["company"],
        "recovery_rate_ratio": regained["nonprofit"] / regained["company"],
    }


def _f29(study: Study) -> Figures:
    kept = {dates: study.kept("work", dates) for dates in ("buffered", "unbuffered")}
    return {"kept_share_buffered_minus_unbuffered": kept["buffered"] - kept["unbuffered"]}


def _f30(study: Study) -> Figures:
    return {
        "trust_open_minus_defensive": study.season("harm", "open") - study.season("harm", "defensive"),
        "hours_open_over_defensive": study.hours("harm", "open") / study.hours("harm", "defensive"),
    }


def _f16(study: Study) -> Figures:
    def peaks(answer: str) -> list[float]:
        return [max(study.at(week, "boxes", answer) for week in (box, box + 1)) for box in (3, 6, 9)]

    found = {answer: peaks(answer) for answer in (*study.finding.strategies, NONE)}
    last = {answer: peak for answer, (_, _, peak) in found.items()}
    return {
        "peak_1_minus_peak_2": min(first - second for first, second, _ in found.values()),
        "peak_2_minus_peak_3": min(second - third for _, second, third in found.values()),
        "before_minus_peak_3": study.at(2, "boxes") - max(last.values()),
        "others_minus_denial": min(peak for answer, peak in last.items() if answer != "denial") - last["denial"],
    }


def _f18(study: Study) -> Figures:
    def trust(gap: str, order: str) -> float:
        return study.final(gap, f"{gap}-{order}" if order != NONE else NONE)

    return {
        "good_last_minus_bad_last": min(trust(gap, "bad-good") - trust(gap, "good-bad") for gap in ("close", "spaced")),
        "spaced_minus_close": min(
            trust("spaced", order) - trust("close", order) for order in (NONE, "good-good", "bad-bad")
        ),
    }


def _n1(study: Study) -> Figures:
    def gain(added: str) -> float:
        return study.final("complaint", added) - study.final("complaint", "plain")

    speed = gain("speed")
    return {"outcome_minus_speed": gain("outcome") - speed, "treatment_minus_speed": gain("treatment") - speed}


def _n2(study: Study) -> Figures:
    def drop(case: str, week: int) -> float:
        return study.at(week, case) - study.at(week + 1, case)

    return {
        "sure_drop_minus_unsure_drop": drop("sure", 0) - drop("unsure", 0),
        "second_drop_minus_first_drop": drop("sure", 4) - drop("sure", 0),
    }


def _n3(study: Study) -> Figures:
    def gain(case: str, repair: str) -> float:
        return study.final(case, repair) - study.final(case)

    gains = {repair: gain("competence", repair) for repair in ("penance", "prevention")}
    leads = {repair: gains[repair] - gain("character", repair) for repair in gains}
    return {f"{repair}_gain": by for repair, by in gains.items()} | {
        f"{repair}_competence_minus_character": by for repair, by in leads.items()
    }


def _n4(study: Study) -> Figures:
    def money_minus_care(case: str) -> float:
        return study.final(case, "paid") - study.final(case, "cared-for")

    return {
        "money_for_lost_money": money_minus_care("money"),
        "care_for_lost_care": -money_minus_care("care"),
        "at_once_minus_later": study.final("money", "paid") - study.final("money", "paid-late"),
    }


def _n5(study: Study) -> Figures:
    return {
        "trust_with_staying_in_missed_deadline": study.trust_with_staying(4, "missed-deadline"),
        "trust_with_staying_in_criticised_outreach": study.trust_with_staying(4, "criticised-outreach"),
    }


def _n6(study: Study) -> Figures:
    def lead(facet: int, answer: str) -> float:
        trust = {one: study.facet(facet, "breach", one) for one in study.finding.strategies}
        return trust.pop(answer) - max(trust.values())

    return {
        "warmth_leads_on_character": lead(CHARACTER, "warmth"),
        "facts_lead_on_competence": lead(COMPETENCE, "facts"),
    }


RULES: dict[str, Callable[[Study], Figures]] = {
    "F1": _f1, "F2": _f2, "F3": _f3, "F4": _f4, "F5": _f5, "F6": _f6, "F7": _f7, "F8": _f8, "F9": _f9,
    "F10": _f10, "F11": _f11, "F12": _f12, "F13": _f13, "F14": _f14, "F15": _f15, "F19": _f19, "F20": _f20,
    "F22": _f22, "F23": _f23, "F24": _f24, "F25": _f25, "F26": _f26, "F27": _f27, "F29": _f29, "F30": _f30,
    "F16": _f16, "F18": _f18, "N1": _n1, "N2": _n2, "N3": _n3, "N4": _n4, "N5": _n5, "N6": _n6,
}  # fmt: skip
