"""Every word that a story says, in one place, ready to be put into another language.

Only data; sim/narrative/highlights.py fills it.

A list holds wordings of one sentence: the second time that it is needed in a story, its second wording is used. What
stands in braces: {who} a partner, {moved} what became of that partner's trust ("trust fell from 62 to 48"), {points} a
number of points, {thing} a promise.
"""

# Small words

ARTICLE, AND, PARTNERS = "the", "and", "all partners"
POINT, POINTS, LESS_THAN_ONE = "1 point", "{number} points", "less than a point"
WEEK, WEEKS = "Week {first}:", "Weeks {first} to {last}:"
ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
)  # fmt: skip
LATER_ORDINAL = "number {number}"

# What became of a partner's trust

ROSE, FELL, STAYED = "rose from {before} to {after}", "fell from {before} to {after}", "stayed at {after}"
GAINED, LOST, UNMOVED = "grew by {points}", "dropped by {points}", "hardly moved"
TRUST, TRUST_OF, TRUST_OF_TWO = (
    "trust {moved}",
    "trust {moved} for {who}",
    "trust {moved} for {who}, and for {who_too} it {moved_too}",
)

# Sentences, by what they tell

SENTENCES: dict[str, list[str]] = {
    "opening": ["“{case}”, met with “{strategy}”: this is what {partners} lived through (trust counts from 0 to 100)."],
    "breach": [
        "{label}; {moved}.",
        "{label}, and so {moved}.",
        "{label}: {moved}.",
        "{label}. After that, {moved}.",
    ],
    "events too": [
        "That was not all: {moved}.",
        "There was more on that day, and {moved}.",
        "More came at the same time: {moved}.",
    ],
    "lie": [
        "{label}, and it was a lie; {moved}.",
        "{label}, which was not true: {moved}.",
        "Another lie came out: {label}. With it, {moved}.",
        "{label}. This, too, was a lie, and {moved}.",
    ],
    "kept event": [
        "{label}, as had been promised; {moved}.",
        "{label}: a promise met, and {moved}.",
        "{label}. Word was kept, and {moved}.",
    ],
    "decision": [
        "{label}. Few liked this decision, and {moved}.",
        "{label}, which was not welcome: {moved}.",
        "{label}. It was one more unwelcome step, after which {moved}.",
    ],
    "guilt_proven": [
        "{label}. From then on the fault was beyond doubt; {moved}.",
        "{label}, so nobody could doubt the fault any more; {moved}.",
        "{label}: one more proof, and {moved}.",
    ],
    "act": ["{deed}{again}; {felt}."],
    "kept": [
        "{thing} came on time, and for {who} {moved}.",
        "{thing} arrived as agreed; for {who} {moved}.",
        "The team kept its word on {thing}, so for {who} {moved}.",
    ],
    "kept in all": ["In this time, {count} promises were kept; to {who} they were worth {points} in all."],
    "made good": ["What had been missed was made good by its new date ({thing}), and for {who} {moved}."],
    "late": [
        "{thing} came at last, too late but done, and for {who} {moved}.",
        "Better late than never: {thing} arrived, and for {who} {moved}.",
    ],
    "late in all": ["Things that came late, {count} of them, still gave {who} {points} back."],
    "broken": [
        "{thing} did not come on the day; for {who} {moved}.",
        "The date for {thing} passed with the work undone, and for {who} {moved}.",
        "The team could not keep its word on {thing}, so for {who} {moved}.",
    ],
    "broken, warned": [
        "{thing} slipped, as the team had warned; for {who} {moved}.",
        "The team had said in time that {thing} would be late, yet for {who} {moved}.",
        "After a fair warning, {thing} still missed the day, and for {who} {moved}.",
    ],
    "broken in all": ["In this time, {count} promises were broken; they cost {who} {points} in all."],
    "warned": [
        "The team saw that {thing} might slip and said so five days before; {who} could plan with that.",
    ],
    "warned in all": [
        "The team gave {count} early warnings, the first about {thing}; {who} could plan with that.",
    ],
    "left": [
        "{Who} chose to leave, as any partner may, with trust at {level}; {cause} had cost the most, {points}.",
        "{Who} ended the work together when trust was at {level}; for them, {cause} had weighed most, at {points}.",
        "With trust at {level}, {who} decided to go; nothing had cost more than {cause}, {points} by then.",
    ],
    "left without cause": [
        "{Who} chose to leave, as any partner may; trust stood at {level}, and no single thing had weighed much.",
        "{Who} went their own way with trust at {level}, for no one reason.",
    ],
    "left too": ["{Who} left too; over the season, {cause} had weighed most on them."],
    "parted": [
        "The team and {who} agreed to part, with respect, since their needs called for something else.",
        "By agreement, the work with {who} came to a fair end.",
    ],
    "parted, felt": [
        "The team and {who} agreed to part; {other} looked on, and {moved}.",
        "By agreement, the work with {who} ended; {other} took note, and {moved}.",
    ],
    "complained": ["{Who} complained {count}: whoever complains still hopes for better."],
    "complaints": [
        "Complaints came in {count} times, {times} of them from {who}: whoever complains still hopes for better."
    ],
    "word of mouth, bad": ["{Who} heard from {source} what had gone wrong, and {moved}."],
    "word of mouth, good": ["{Who} heard good news from {source}, and {moved}."],
    "survey follow-up, good": ["The survey had led to change that people could see, and for {who} {moved}."],
    "survey follow-up, bad": ["Nothing came of what people had said in the survey, and for {who} {moved}."],
    "waiting": ["Not knowing how things stood wore {who} down; the wait cost {points}."],
    "messages": ["There was more mail than {who} could take in, and the load cost {points}."],
    "no answer": ["Nobody answered for what had gone wrong; to {who} this silence cost {points}."],
    "unmet needs": ["The programme did not meet what {who} needed, and that cost {points}."],
    "long dates": ["Dates were set far ahead; they were safe, but {who} had hoped for sooner, which cost {points}."],
    "promises unproven": ["Promises had bought trust in advance; {who} took {points} of it back."],
    "apologies unproven": ["Deeds did not bear the apologies out, and {who} took back {points} of pardon."],
    # The end
    "end": ["After {weeks} weeks, trust stood at {after} on average, against {before} before; {extremes}."],
    "recovered": ["From week {week} on, trust on average was back near where it had begun."],
    "all stayed": ["Each of the {count} partners stayed to the end."],
    "one stayed": ["{Who} stayed to the end."],
    "some went": ["{stayed} of {count} partners stayed to the end{left}{parted}."],
    "work": ["Of {due} promises that fell due, {kept} were kept; acts and answers took {hours} staff hours."],
    "no promise": ["No promise fell due; acts and answers took {hours} staff hours."],
    "one promise": ["The one promise that fell due was {verdict}; acts and answers took {hours} staff hours."],
    "helped": ["What helped most, on average for each partner: {causes}."],
    "hurt": ["What hurt most, on average for each partner: {causes}."],
    "unmoved": ["Nothing that happened moved trust by as much as a tenth of a point."],
}
HIGHEST_AND_LOWEST, ONE_PARTNER = (
    "it was highest for {high} ({top}) and lowest for {low} ({bottom})",
    "the partner was {who}",
)
LEFT_NAMES, PARTED_NAMES = "; {names} left", "; the work with {names} ended by agreement"
VERDICTS = {True: "kept", False: "broken"}
ONCE, TIMES = "once", "{count} times"
WORTH_MORE, WORTH_LESS = "{cause} (+{number})", "{cause} (−{number})"  # noqa: RUF001 - a true minus sign

# Promises

AND_ONE_MORE, AND_MORE = "{thing} and one more promise", "{thing} and {count} more promises"
CASE_PROMISE = "“{name}”"
MILESTONE, MILESTONE_OF = "the plan's {ordinal} milestone", "the {ordinal} milestone of the plan from week {week}"
OFFER, OFFER_OF = "the change on offer", "the change offered in week {week}"
THING, THING_OF = "the {ordinal} extra promise", "the {ordinal} extra promise from week {week}"

# Deeds: what the team did, by kind of act and by how

ACKNOWLEDGE = {
    "impact": "The team owned up to what went wrong and named what it did to people",
    "fact": "The team said openly what had gone wrong",
}
LISTEN = {
    "call": "The team phoned people and let them talk",
    "meeting": "The team met with people and let them speak",
    "focus_group": "The team sat down with small groups to hear them",
    "forum": "The team held an open forum and listened",
    "webinar": "The team held an online session in which people could speak",
}
VALIDATES = {True: ", with care for how they felt", False: ", but only took notes"}
APOLOGISE = {
    "full": "The team said sorry in full, and said what it would do to put things right",
    "owned": "The team said sorry and took the blame",
    "repair": "The team said sorry and offered to put things right",
    "bare": "The team said sorry without taking the blame or offering to put things right",
}
IN_ITS_NAME = {"person": "", "organisation": ", in the name of the house rather than a person's"}
EXPLAIN = {
    "own": "The team gave the reasons and did not look for excuses",
    "others": "The team put the blame on others",
}
CLARIFY = "The team cleared up what had been misunderstood"
DENY = "The team said that it was not its fault"
DISAGREE = "The team said openly where it saw things in another way"
PROPOSE = {
    True: "The team offered a change and asked if it would work for people",
    False: "The team offered a way to put things right",
}
PLAN = {
    "none": "The team shared a short plan for what comes next",
    "one": "The team shared a plan with one milestone",
    "some": "The team shared a plan with {count} dated milestones",
}
MEASURABLE = {True: ", easy to check", False: ""}
UPDATE, EMPTY_UPDATE = "The team wrote {says}{channels}", "The team wrote but had no news to tell{channels}"
SAYS = {
    "progress": "how far the work had come",
    "date": "when things would be ready",
    "reason": "why things took time",
    "results": "what the figures showed",
    "small_wins": "what had gone well",
}
CHANNELS = ", in {count} places at once"
SURVEY = "The team asked partners in a survey how they saw things"
INVOLVE = {
    "codesign": "The team and its partners drew up the next steps side by side",
    "advisory_board": "Partners took seats on a board that advises the team",
    "forum": "The team opened a forum where partners help to decide",
}
COMPENSATE = {
    "forced": "The team made up for the loss because it had to",
    "part": "The team chose to make up for part of the loss",
    "whole": "The team chose to make up for the whole loss",
}
TRAIN_STAFF = "The team finished its own training and worked faster from then on"
EDUCATE = "The team showed partners how the work is done"
FIX_PROCESS = "The team changed how it plans and checks its work"
REVIEW = {
    (False, False): "The team looked for root causes and kept the lessons to itself",
    (False, True): "The team looked for root causes and shared what it had learned",
    (True, False): "The team looked for root causes with its partners, but did not write down the lessons",
    (True, True): "The team looked for root causes with its partners and shared the lessons",
}
FOREWARN = "The team made it a habit to warn people before a date slips"
PROMISE_THINGS = {1: "The team promised one more thing, {dates}", 2: "The team promised {count} more things, {dates}"}
PROMISE_HABIT = "The team made a rule for its promises: {dates}"
DATES = {
    "tight": "with dates that leave no slack",
    "roomy": "with dates that leave some slack",
    "soon": "“soon”, without a date",
}
TIGHT = 1.2  # a buffer below this leaves no slack
THANK = "The team thanked people for speaking up"
CELEBRATE = "The team shared what had gone well"

AGAIN = ", the first of {count} {times} up to week {week}"
AGAIN_ONCE = ", and once more in week {week}"
REPEATS = {
    "acknowledge": "such talks", "listen": "such talks", "apologise": "apologies", "explain": "such accounts",
    "clarify": "such talks", "deny": "denials", "disagree": "such talks", "propose": "offers", "plan": "plans",
    "update": "messages", "survey": "surveys", "involve": "rounds", "compensate": "payments", "train_staff": "courses",
    "educate": "courses", "fix_process": "changes", "review": "reviews", "forewarn": "reminders", "promise": "times",
    "thank": "thanks", "celebrate": "times",
}  # fmt: skip

# What a partner made of a deed: where trust rose, where it fell, where it hardly moved, and over all repeats

FELT_WELL: dict[str, list[str]] = {
    "acknowledge": ["{who} saw that it was not hidden, and {moved}"],
    "listen": ["{who} felt heard, and {moved}", "this too was good for {who}, and {moved}"],
    "apologise": ["{who} took it to heart for now, and {moved}", "{who} heard it, and {moved}"],
    "explain": ["now {who} knew the reasons, and {moved}", "{who} half believed it, and {moved}"],
    "clarify": ["{who} saw some things in a new light, and {moved}"],
    "deny": ["{who} gave the benefit of the doubt, and {moved}"],
    "disagree": ["{who} respected the open word, and {moved}"],
    "propose": ["{who} liked having something firm in hand, and {moved}", "{who} saw the will to change, and {moved}"],
    "plan": ["{who} had something to look forward to, and {moved}", "{who} took the plan on credit, and {moved}"],
    "update": ["{who} could see the good signs, and {moved}"],
    "involve": [
        "{who} had a hand in it, and {moved}",
        "{who} had a say, and {moved}",
        "{who} was asked first, and {moved}",
    ],
    "compensate": ["{who} found part of the damage undone, and {moved}"],
    "review": ["{who} learned from it too, and {moved}"],
    "promise": ["{who} took the word on credit, and {moved}", "once more {who} believed it, and {moved}"],
    "thank": ["{who} felt valued, and {moved}", "{who} was glad of it, and {moved}"],
    "celebrate": ["{who} could share in it, and {moved}"],
}
FELT_BADLY: dict[str, list[str]] = {
    "apologise": [
        "{who} missed an honest “it was us” in it, and {moved}",
        "{who} heard a fault owned up to, and {moved}",
    ],
    "explain": ["{who} heard an excuse in it, and {moved}", "{who} had heard it before, and {moved}"],
    "clarify": ["{who} felt corrected rather than heard, and {moved}"],
    "deny": ["{who} knew better, and {moved}", "{who} could not believe it, and {moved}"],
    "disagree": ["{who} had good reason to be cross, and {moved}"],
    "celebrate": ["{who} saw little to be glad of yet, and {moved}"],
}
FELT_LITTLE: dict[str, list[str]] = {
    "acknowledge": ["for {who}, the wait for an answer was over"],
    "listen": ["{who} felt heard, so later words would count for more", "{who} could say what was on their mind"],
    "apologise": ["{who} had heard it before, or had not been heard first", "by now it meant little to {who}"],
    "explain": ["{who} had a little less to wonder about", "{who} no longer listened"],
    "clarify": ["{who} had fewer open questions after that"],
    "deny": ["{who} did not know what to make of it", "it told {who} nothing new"],
    "disagree": ["{who} knew where they stood"],
    "propose": ["{who} had a change to look out for", "{who} could hold the team to it"],
    "plan": ["{who} knew what to look out for and when", "{who} had a new set of dates"],
    "update": ["{who} had less to worry about while waiting", "{who} could follow the work a little better"],
    "survey": ["{who} answered, and now waited to see what would come of it"],
    "involve": ["{who} had a say in what came next", "{who} took part", "{who} was asked before things were settled"],
    "compensate": ["{who} took note, but trust is not bought"],
    "train_staff": ["{who} stood to gain from work done sooner"],
    "educate": ["{who} found the waits easier to bear"],
    "fix_process": ["for {who}, work took fewer hours and slips were seen sooner"],
    "review": ["{who} was waiting to see what would change"],
    "forewarn": ["{who} could count on hearing of a delay in time"],
    "promise": ["{who} knew better what to expect", "{who} had heard such words before"],
    "thank": ["{who} took it kindly", "{who} knew the words by now"],
    "celebrate": ["{who} smiled, but was waiting for the next result"],
}
EMPTY_MESSAGE = "{who} found nothing in it that helped with the wait"
FELT_IN_ALL = {
    True: [
        "all together, this gave {who} {points}",
        "over time it gave {who} {points}",
        "step by step {who} got {points} from it",
    ],
    False: [
        "all together, this cost {who} {points}",
        "over time it cost {who} {points}",
        "step by step it took {points} from {who}",
    ],
}
FELT_ELSE = {1: "{who} took it well, and {moved}", -1: "{who} took it badly, and {moved}", 0: "{who} took note of it"}

# Causes, as the ledger's summary names them

CAUSES: dict[str, str] = {
    "acknowledge": "owning up", "listen": "listening", "apologise": "apologies", "explain": "explaining",
    "clarify": "clearing things up", "deny": "denials", "disagree": "open disagreement", "propose": "offers of change",
    "plan": "the plan", "update": "news on the work", "survey": "surveys", "involve": "a say for partners",
    "compensate": "making up for the loss", "train_staff": "staff training", "educate": "teaching partners",
    "fix_process": "better ways of working", "review": "sharing lessons", "forewarn": "the habit of warning",
    "promise": "new promises", "thank": "thanks", "celebrate": "shared successes", "part_ways": "the parting",
    "commitments kept": "kept promises", "commitments broken": "broken promises",
    "late deliveries": "late but done work",
    "what happened": "what went well", "guilt proven": "the proof of fault", "long dates": "far-off dates",
    "waiting": "waiting without knowing", "messages": "too much mail", "no answer": "silence about the breach",
    "unmet needs": "unmet needs", "word of mouth": "good news from others", "fading memory": "hard memories fading",
    "promises unproven": "credit on promises running out", "apologies unproven": "apologies without deeds",
    "survey follow-up": "surveys that led to change",
}  # fmt: skip
CAUSES_THAT_HURT = CAUSES | {
    "apologise": "apologies that rang hollow",
    "explain": "excuses",
    "clarify": "being put right",
    "celebrate": "hollow celebrations",
    "what happened": "what went wrong",
    "word of mouth": "bad news from others",
    "fading memory": "good memories fading",
    "survey follow-up": "surveys that led to nothing",
}
