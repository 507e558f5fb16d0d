"""The word lists of the rules: which words attribute, and in which frame of grammar.

Every list is of our own writing, by meaning. Which frame a group belongs to and the number beside it were set on the
train part of PolNeAR (Newell, Margolin and Ruths, LREC 2018): the number is the share of such findings whose content
is that of an attribution in the gold (content token Jaccard of at least 0.5), and becomes their confidence.
"""

from __future__ import annotations

from dissensus.annotating.statements._forms import by_form, nouns, verbs, words

_SAYING = verbs(
    "say tell add write state argue insist note claim acknowledge announce declare assert warn tweet explain admit"
    " remark joke emphasize emphasise reiterate stress complain concede contend maintain reply"
    " respond allege boast quip"
    " testify caution recount clarify recall lament report observe post blog retort proclaim counter counsel brag"
    " profess interject mutter shout yell exclaim muse scoff mumble confide confess opine swear vow"
    " pledge promise affirm"
    " attest reaffirm speculate predict prophesy forecast foretell point remind assure reassure tout gripe grumble moan"
    " hint intimate signal telegraph rumor rumour deny dispute rebut object protest demand propose recommend advise"
    " wonder ask inquire query question reveal disclose divulge leak conclude judge rule reckon guess mention suggest"
    " indicate imply insinuate stipulate specify detail elaborate relate convey impart inform notify advertise"
    " answer repeat sneer snap whisper murmur plead trumpet crow gloat fume thunder enthuse reason"
)
_SHOWING = verbs(
    "show find indicate suggest demonstrate reveal confirm estimate calculate conclude determine project read"
)
_THINKING = verbs(
    "believe hope fear doubt suspect expect imagine feel worry agree think assume presume realize realise recognize"
    " recognise decide convince regret learn dream disagree resent"
)
_KNOWING = verbs("know understand notice wish discover remember")

CLAUSE = by_form([(_SAYING, 0.77), (_SHOWING, 0.65), (_THINKING, 0.52)])
"""Verbs with a finite clause: "said that …", "believes …"."""

CLAUSE_WEAK = by_form([(_KNOWING, 0.37)])
"""Verbs whose finite clause is as often plain narration; used only with a subject in the third person."""

SPEECH = _SAYING | verbs(
    "continue conclude begin call agree sing chant joke comment go read scream cry jest laugh ask put"
    " simper smirk snarl growl hiss bark stammer sigh smile grin chuckle chime interrupt intone text"
)
"""Verbs that may stand beside a quotation without governing it in the parse: "…," she continued."""

SPEECH_STRONG = verbs(
    "say tell add write state argue insist note claim acknowledge announce declare assert warn tweet explain admit joke"
    " ask reply respond continue remark complain quip conclude recall answer repeat sneer whisper confirm"
    " concede report"
)

TO_DO = by_form(
    [
        (verbs("refuse vow decline promise pledge urge ask expect"), 0.62),
        (
            verbs(
                "call seek plan agree hope intend threaten prefer advise appeal plead encourage order instruct"
                " demand beg dare"
            ),
            0.50,
        ),
        (verbs("swear offer claim propose request invite implore beseech exhort undertake decide aim commit"), 0.52),
        (verbs("seem appear"), 0.48),
        (verbs("want wish"), 0.36),
    ]
)
"""Verbs with a to-infinitive: "refuses to …", "urged her to …"."""

NAMING = by_form(
    [
        (
            verbs("call describe accuse portray cast characterize characterise denounce dub label brand paint deride"),
            0.66,
        ),
        (verbs("dismiss hail blame credit liken compare view decry deem style criticize criticise praise blast"), 0.67),
        (
            verbs(
                "slam condemn congratulate thank chide mock rebuke lambast lambaste applaud ridicule"
                " scold fault chastise"
            ),
            0.71,
        ),
        (verbs("see regard"), 0.70),
        (verbs("challenge urge warn remind assure tell ask order instruct implore beg"), 0.57),
    ]
)
"""Verbs whose content is the object with all that follows: "called the plan a disaster", "accused them of theft"."""

OBJECT = by_form(
    [
        (
            verbs(
                "denounce condemn decry praise blast slam mock deride bemoan lament assail lambast lambaste criticize"
            ),
            0.70,
        ),
        (
            verbs("criticise applaud hail rebuke ridicule disavow repudiate rebut refute tout echo reiterate stress"),
            0.58,
        ),
        (verbs("endorse oppose reject dismiss deny express voice propose cite highlight mention discuss recall"), 0.58),
        (
            verbs(
                "announce emphasize emphasise underscore predict repeat recount recite outline"
                " reference affirm reaffirm"
            ),
            0.58,
        ),
        (
            verbs("disclose reveal confirm acknowledge advocate prefer fear question explain dispute defend downplay"),
            0.57,
        ),
        (verbs("demand suggest urge recommend reaffirm chant retweet declare claim report detail contemplate"), 0.48),
        (verbs("champion support back denigrate attack dread protest"), 0.35),
    ]
)
"""Verbs whose object is the content: "denounced the sanctions"."""

ABOUT: dict[str, tuple[frozenset[str], float]] = {
    "for": (verbs("call ask push advocate apologize apologise plead argue vouch hope lobby press"), 0.63),
    "about": (verbs("talk ask speak complain brag boast joke write wonder warn muse lie think gush"), 0.63),
    "of": (verbs("warn boast speak talk complain accuse dream assure disapprove"), 0.65),
    "to": (verbs("refer point respond allude object admit commit agree liken"), 0.41),
    "on": (verbs("comment insist elaborate agree expound double touch"), 0.51),
    "against": (verbs("rail warn caution argue campaign inveigh advise protest"), 0.63),
    "at": (verbs("hint balk lash bristle scoff"), 0.51),
    "with": (verbs("disagree concur sympathize sympathise agree"), 0.48),
    "by": (verbs("respond"), 0.5),
}
"""Preposition to the verbs whose content follows it: "called for …", "spoke about …"."""

NOUN_THAT = by_form(
    [
        (nouns("suggestion notion belief assertion accusation complaint claim contention statement comment"), 0.60),
        (nouns("concern argument idea admission announcement hope fear view remark warning insistence charge"), 0.83),
        (
            nouns("report rumor rumour speculation perception assumption feeling signal doubt confidence allegation"),
            0.64,
        ),
        (
            nouns(
                "conviction declaration prediction assurance promise pledge threat revelation finding denial opinion"
            ),
            0.64,
        ),
        (nouns("evidence case decision agreement reminder sense demand conclusion proposal call theory message"), 0.67),
    ]
)
"""Nouns with a that-clause: "the belief that …"."""

NOUN_TO = by_form(
    [
        (nouns("promise pledge vow refusal decision threat offer demand appeal"), 0.37),
        (nouns("call desire intention reluctance unwillingness commitment"), 0.55),
    ]
)
"""Nouns with a to-infinitive: "its promise to …"."""

NOUN_OF: dict[str, tuple[frozenset[str], float]] = {
    "of": (
        nouns(
            "criticism endorsement rejection accusation denunciation condemnation critique"
            " allegation assertion praise fear"
        ),
        0.46,
    ),
    "for": (nouns("call proposal praise demand enthusiasm criticism support"), 0.33),
    "about": (nouns("question concern doubt statement comment remark joke complaint allegation lie claim"), 0.48),
    "on": (nouns("comment criticism thought opinion view"), 0.45),
    "to": (nouns("reference opposition objection"), 0.33),
    "with": (nouns("disagreement discomfort dissatisfaction"), 0.60),
    "against": (nouns("allegation accusation tirade"), 0.33),
}
"""Preposition to the nouns whose content follows it: "his criticism of …"."""

FEELING = by_form(
    [
        (
            words("confident hopeful glad aware concerned worried optimistic adamant unaware convinced certain"),
            0.44,
        ),
        (
            words("afraid skeptical sceptical doubtful fearful insistent angry upset ashamed sorry happy"),
            0.44,
        ),
    ]
)
"""Adjectives with a finite clause: "is confident that …"."""

FEELING_OF: dict[str, frozenset[str]] = {
    "of": words("critical supportive wary skeptical sceptical terrified afraid dismissive fearful scornful"),
    "about": words("worried nervous angry vocal passionate hopeful confident skeptical sceptical optimistic"),
    "to": words("opposed committed"),
    "with": words("unhappy satisfied dissatisfied disappointed concerned angry"),
}
FEELING_TO = words("willing unwilling reluctant eager happy determined keen loath")
FEELING_CONFIDENCE = 0.44

WANTING = verbs("want wish swear offer claim propose request invite implore beseech exhort undertake decide aim commit")
"""Verbs whose infinitive attributes only with a subject in the third person."""

OBLIGED = words("must should ought")
"""Modals under which a cue only tells what somebody is to do."""

DEEDS = verbs("defend support back attack champion protest")
"""Verbs of words and of deeds: as an infinitive ("fighting to defend the town") they tell deeds."""

STATES = nouns(
    "mood crisis war rise fall storm flood drought fire inflation shortage cut price debt epidemic pandemic tension"
    " weather conflict dispute scandal collapse recession unrest violence anger disease virus pollution decline row"
    " lack trend development event situation problem"
) | words("crises")
"""States of things: what they threaten to do nobody has said."""

IMPERSONAL = verbs("seem appear")
"""Verbs that attribute to nobody: "appears to have …"."""

PASSIVE_SPEAKER = verbs("quote cite overhear hear")
"""Verbs whose passive subject speaks: "was quoted as saying"."""

PASSIVE_TO = verbs("expect report say believe rumor rumour allege think suppose estimate predict")
"""Verbs with a passive and an infinitive, where nobody is named as speaker: "is expected to …"."""


MEDIA = words(
    "tweet post statement letter interview speech message video email e-mail memo leaflet blog facebook twitter x"
    " release report note address broadcast"
)
"""Where somebody says something: "The minister, in a tweet: …"."""

TOLD = verbs("tell inform assure remind advise warn ask notify promise persuade convince")
"""Verbs whose object is who hears it."""

RELATIVE = words("who which that whom")

WEAK_SUBJECTS = words("i you we one it this that there what let")
"""Subjects under which a weak cue is mostly no attribution."""

LIGHT = words(
    "make makes made making express expresses expressed expressing issue issued issues issuing voice voiced repeat"
    " repeated reject rejected rejects deny denied denies raise raised raises raising have has had reiterated give gave"
    " offered offer defended announced renewed drop dropped echoed share shared hold holds held"
)
"""Verbs whose subject is the speaker of the noun that is their object: "made the claim that …"."""


def all_words() -> str:
    """All lists as one text in a fixed order, for the digest."""
    parts: list[str] = []
    for name, value in sorted(globals().items()):
        if name.isupper():
            if isinstance(value, frozenset):
                parts.append(f"{name} {sorted(value)}")
            elif isinstance(value, dict):
                rows = [
                    f"{key} {sorted(entry[0])} {entry[1]}"
                    if isinstance(entry, tuple)
                    else f"{key} {sorted(entry) if isinstance(entry, frozenset) else entry}"
                    for key, entry in sorted(value.items())
                ]
                parts.append(f"{name} {rows}")
            elif isinstance(value, (float, int, str)):
                parts.append(f"{name} {value}")
    return "\n".join(parts)
