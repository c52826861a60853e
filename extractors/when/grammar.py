"""The expressions of time that are known: one pattern a rule, longer readings win over shorter ones."""

from __future__ import annotations

import re

_FULL = "(?-i:January|February|March|April|May|June|July|August|September|October|November|December)"
_SHORT = r"(?-i:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
_W = "(?-i:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_N = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty|thirty|forty"
    r"|fifty|an?|(?:a )?couple of|\d{1,3}"
)
_U = "day|week|fortnight|month|year|decade"
_NTH = "second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
_DASH = r"\s?[-\u2013\u2014]\s?"
_PARTS = r"early|mid|late|(?:the )?(?:start|beginning|middle|end) of"
_TIME = "morning|afternoon|evening|night"
_ASIDE = r"(?:(?:last|this|next|this past|this coming|past|coming|the following|the previous)\s)"


def _day(n: str = "") -> str:
    return rf"(?P<d{n}>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d)"


def _month(n: str = "") -> str:
    return rf"(?P<m{n}>{_FULL}|{_SHORT})"


def _year(n: str = "") -> str:
    return rf"(?P<y{n}>(?:1[5-9]|20)\d\d)(?!\d)"


_THAT_YEAR = rf"(?:(?:,| of)? {_year()}| (?:of )?(?P<rel>last|this|next) year)?"


_PATTERNS: dict[str, str] = {
    "iso-day": rf"{_year()}-(?P<mo>[01]\d)-(?P<iso>[0-3]\d)",
    "day-range": (
        rf"(?:from |between )?{_month()} {_day()}(?:,? {_year()})?(?:{_DASH}| to | and | until | through )"
        rf"(?:{_month('2')} )?{_day('2')}(?!\s(?:{_FULL}))(?:,? {_year('2')})?"
    ),
    "day-range-british": (
        rf"(?:from |between )?(?:the )?{_day()}(?: {_month()})?(?:,? {_year()})?"
        rf"(?:{_DASH}| to | and | until | through )"
        rf"(?:the )?{_day('2')} (?:of )?{_month('2')}(?:,? {_year('2')})?"
    ),
    "day": rf"(?:(?:{_W}),? )?(?:the )?{_month()} (?:the )?{_day()}{_THAT_YEAR}",
    "day-british": rf"(?:(?:{_W}),? )?(?:the )?{_day()} (?:of )?{_month()}{_THAT_YEAR}",
    "day-of-month": r"the (?P<d>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)(?= of (?:this|last|next) month|[.,;]|$"
    r"|,? (?:and|but|by|to|in|at|for|when|with|from|that|after|before|which|who)\b)"
    r"(?: of (?P<rel>this|last|next) month)?",
    "month-of-year": rf"(?:(?P<part>{_PARTS})[- ])?{_month()},? (?:of )?{_year()}",
    "month": rf"(?:(?P<part>{_PARTS})[- ])?(?:(?P<rel>last|this|next|this past|this coming) )?(?P<m>{_FULL})",
    "month-range": (
        rf"(?:from |between )(?P<m>{_FULL})(?: {_year()})? (?:to|and|until) (?P<m2>{_FULL})(?: {_year('2')})?"
    ),
    "year-range": rf"(?:from |between )?{_year()}(?:{_DASH}| to | until )(?P<y2>(?:1[5-9]|20)\d\d|\d\d)(?![\d])",
    "year-pair": rf"between {_year()} and (?P<y2>(?:1[5-9]|20)\d\d)(?![\d])",
    "year": rf"(?:(?P<part>{_PARTS})[- ])?(?:the year )?{_year()}",
    "decade": r"(?:the )?(?:(?P<part>early|mid|late)[- ])?(?P<decade>(?:1[5-9]|20)\d0)['\u2019]?s",
    "month-near": rf"(?:(?P<part>{_PARTS})[- ])?(?P<m>{_FULL}) (?:of )?(?P<rel>last|this|next) year",
    "week-of-month": (
        rf"(?:the )?(?P<nth>first|second|third|fourth|last) (?P<piece>week|weekend|days?|half) of "
        rf"(?:{_month()}(?:,? {_year()})?|(?P<rel>this|last|next) month)"
    ),
    "season-here": r"in (?:the )?(?P<season>(?-i:spring|summer|autumn|winter))(?! of)",
    "season": rf"(?P<season>spring|summer|autumn|fall|winter)(?: of| in)? {_year()}",
    "season-near": r"(?P<rel>last|this|next|this past|this coming) (?P<season>spring|summer|autumn|fall|winter)",
    "quarter": (
        rf"(?:the )?(?P<nth>first|second|third|fourth|last) (?P<piece>quarter|half) of "
        rf"(?:{_year()}|(?P<rel>the|this|last|next) year)"
        r"|(?:the|this year['\u2019]s) (?P<nth2>first|second|third|fourth) (?P<piece2>quarter)(?! of)"
    ),
    "weekday-range": rf"(?:from |between )?(?P<w>{_W})(?:{_DASH}| to | through | until | and )(?P<w2>{_W})",
    "weekday": (
        rf"(?P<rel>{_ASIDE})?(?P<w>{_W})(?: (?P<time>{_TIME}))?(?: of)?"
        rf"(?: (?P<week>last|this|next) week)?"
    ),
    "today": rf"(?:earlier |later |early )?(?P<word>today|tonight|this (?:{_TIME}))",
    "yesterday": rf"(?P<word>the day before yesterday|yesterday(?: (?:{_TIME}))?|last night|overnight)",
    "tomorrow": rf"(?P<word>the day after tomorrow|tomorrow(?: (?:{_TIME}))?)",
    "ago": rf"(?:(?:about|around|some|almost|nearly|over|more than|just|only|exactly) )?(?P<n>{_N}) (?P<u>{_U})s? ago",
    "half-ago": rf"(?:(?:about|around|some|almost|nearly|over|more than) )?(?:(?P<n>{_N}) (?P<u>{_U})s? and a half"
    rf"|(?P<n2>{_N}) and a half (?P<u2>{_U})s|half a (?P<u3>year|month|decade)) ago",
    "vaguely-ago": rf"(?:a few |several |some |many |dozens of )?(?P<u>{_U})s ago|long ago",
    "near": (
        r"(?:(?P<part>earlier|later|early|late|(?:by |at |before |until )?the (?:end|beginning|start|middle) of) )?"
        r"(?:the )?(?P<rel>last|this|next|this past|past|coming|this coming) "
        r"(?P<u>weekend|week|month|year|quarter|decade)"
    ),
    "end-of": r"the (?P<part>end|beginning|start|middle) of the (?P<u>week|month|year)",
    "in-the": r"(?P<part>earlier|later|early|late) in the (?P<u>week|month|year)",
    "weekend": r"(?:(?:over|at|during) the|(?<=since )the|(?<=by )the) (?P<u>weekend)",
    "years-end": r"by (?:the )?(?:year|month|week)(?:['\u2019]s |-| )end",
    "in-time": rf"in (?P<n>{_N}) (?P<u>day|week|month|year)s?(?P<time>['\u2019]s? time)?",
    "last-few": (
        rf"(?:(?:in|over|during|for|within) )?the (?P<rel>last|past) (?:(?P<n>{_N}|few|several|couple of) )?"
        r"(?P<u>hour|day|week|month|year|decade)s?(?! of (?!protest|violence|fighting|talks|war))"
    ),
    "next-few": (
        rf"(?:(?:in|over|during|for|within) )?the (?P<rel>next|coming) (?:(?P<n>{_N}|few|several|couple of) )?"
        r"(?P<u>hour|day|week|month|year|decade)s"
    ),
    "span-of": rf"(?P<n>{_N}|\d 1/2)(?P<half> and a half)? (?P<u>{_U})s of(?= \w)",
    "nth-day": (
        rf"for an? (?P<nth>{_NTH}) (?:(?:straight|consecutive|successive) )?"
        r"(?P<u>day|night|week)(?: running| in a row)?"
    ),
    "for-long": rf"for (?:(?:more than|over|nearly|almost|about|some|at least) )?(?P<n>{_N}) (?P<u>{_U})s?(?! of \w)",
    "within": rf"within (?:the (?:next|coming) )?(?:(?P<n>{_N}|a few|\d\d) )?(?P<u>hour|day|week|month|year)s?",
    "recently": (
        r"(?<!\bas )recently|lately|(?:in|over|during) (?:the )?recent (?:days|weeks|months)"
        r"|(?:only )?(?:hours|minutes) ago"
    ),
    "since-then": r"since (?:then|that time)|ever since",
    "same": r"(?:the|that) (?:very )?(?:same )?(?P<u>day|week|month|year)(?= |,|\.)",
    "following": (
        r"the (?:very )?(?P<rel>following|next|previous) (?P<u>day|week|month|year|morning|afternoon|evening|night)"
    ),
    "week-after": r"the (?P<u>week|month|year) after next",
    "apart": (
        rf"(?:(?:about|around|just|only|some|almost|nearly) )?(?P<n>{_N}) (?P<u>{_U})s? "
        r"(?P<rel>later|earlier|previously)"
    ),
    "day-beside": r"the (?P<u>day|week|month|year) (?P<rel>before|after)(?=[.,;:]|\s(?:and|but)\b)",
    "earlier-in": (
        rf"(?:earlier|later) (?:in|on|that) (?:the |that )?(?:day)|that (?:{_TIME})"
        r"|(?:(?:a few|several|just|only) )?(?:hours|minutes) (?:later|earlier|afterwards)|shortly afterwards"
    ),
    "holiday": (
        r"(?P<feast>New Year[\u2019']s (?:Day|Eve)|Valentine[\u2019']s Day|International Women[\u2019']s Day"
        r"|April Fools[\u2019'] Day|Victory Day|May Day|Bastille Day|Halloween|Armistice Day"
        rf"|Christmas(?: Day| Eve)?|Boxing Day)(?:,? {_year()})?"
    ),
}
RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (
        name,
        re.compile(
            rf"(?<![\w\-.,/$\u20ac\u00a3#]){pattern}(?![\w%])" if "year" in name else rf"(?<!\w){pattern}(?!\w)",
            re.IGNORECASE,
        ),
    )
    for name, pattern in _PATTERNS.items()
)

BOUND = re.compile(
    r"\b(?P<bound>since|until|till|by|before|prior to|ahead of|after|following|from)"
    r"(?: (?:late|early|about|around|at least))?(?: on)?(?: an?| the| its| his| her| their)? $",
    re.IGNORECASE,
)
"""A word before an expression that makes a bound of it."""

OFFSET = re.compile(
    rf"(?:(?:(?P<n>{_N}) (?P<u>day|week|month|year)s?)|(?P<near>(?:a few |several |mere |just |some )?(?:hours|minutes)"
    r"|an hour|shortly|immediately|soon|moments))\s$",
    re.IGNORECASE,
)
"""What may stand before "after" or "before": how far apart the clause above and the clause below it are."""
