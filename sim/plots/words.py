"""Plain words for causes and for kinds of strategies."""

from sim.plots.frame import BLUE, GREEN, VERMILLION

SMALL = 0.003  # causes that moved trust less are summed
SMALL_WORDS = f"Other, each below {SMALL}"
WORDS = {
    "acknowledge": "Acknowledging",
    "listen": "Listening",
    "apologise": "Apologising",
    "explain": "Explaining",
    "clarify": "Clearing up misunderstandings",
    "deny": "Denying",
    "disagree": "Disagreeing",
    "propose": "Proposing a remedy",
    "plan": "Making a plan",
    "update": "Sending updates",
    "survey": "Asking in a survey",
    "involve": "Involving partners",
    "compensate": "Making good the loss",
    "train_staff": "Training our staff",
    "educate": "Showing how things work",
    "fix_process": "Changing how we work",
    "review": "Looking for root causes",
    "forewarn": "Warning before dates slip",
    "promise": "Promising",
    "thank": "Thanking",
    "celebrate": "Celebrating what went well",
    "part_ways": "Parting ways",
    "commitments kept": "Commitments kept",
    "commitments broken": "Commitments broken",
    "late deliveries": "Late, but delivered",
    "what happened": "The breach and later events",
    "guilt proven": "Fault proven",
    "long dates": "Dates far away",
    "waiting": "Waiting without knowing",
    "messages": "Too many messages",
    "no answer": "No answer to the breach",
    "unmet needs": "Needs not met",
    "word of mouth": "Word of mouth",
    "fading memory": "Memories fading",
    "promises unproven": "Promises not borne out",
    "apologies unproven": "Apologies not borne out",
    "survey follow-up": "What followed a survey",
}
KINDS = {  # of strategies: mark, colour and words
    "documented": ("o", BLUE, "recommended in the texts"),
    "foil": ("^", VERMILLION, "warned of in the texts"),
    "own": ("s", GREEN, "your own"),
}
