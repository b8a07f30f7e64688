"""What is named on the page: kinds of act, causes in the ledger, uses of hours, kinds of answer."""

KINDS = (
    "acknowledge", "listen", "apologise", "explain", "clarify", "deny", "disagree", "propose", "plan", "update",
    "survey", "involve", "compensate", "train_staff", "educate", "fix_process", "review", "forewarn", "promise",
    "thank", "celebrate", "part_ways",
)  # fmt: skip
CAUSES = (
    *KINDS, "commitments kept", "commitments broken", "late deliveries", "what happened", "guilt proven", "long dates",
    "waiting", "messages", "no answer", "unmet needs", "word of mouth", "fading memory", "promises unproven",
    "apologies unproven", "survey follow-up",
)  # fmt: skip
HOURS = (*KINDS, "questions", "commitments")

COMPETENCE, CHARACTER = FACETS = (0, 1)
ANSWERS = ("sorry", "payment", "doubted", "misunderstood", "wrong")
PARTED, LEFT = 1, 2  # a partner's status; 0 = active
DAYS_A_WEEK = 5
