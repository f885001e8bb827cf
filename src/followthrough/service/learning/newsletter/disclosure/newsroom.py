"""Who makes a report that somebody can look for? Papers and stations by name, and where people tell each other.

“Guardian” and “Independent” are not here: a guardian and an independent chair are somebody's role. “X” is any letter.
"""

from __future__ import annotations

# Written with capital letters alone: nobody else is called so.
_OUTLETS = (
    "BBC, ITV, Sky News, Channel 4, Channel 5, Radio \\d, Daily Mail, Daily Mirror, Daily Express, Daily Star, "
    "Daily Telegraph, Daily Record, MailOnline, Mail Online, Evening Standard, Evening Post, Evening Echo, "
    "the Mail, the Mirror, the Sun, The Sun, the Times, The Times, the Telegraph, the Gazette, "
    "the Herald, Crimewatch, Panorama, Reuters, Press Association"
)
_SOCIAL = (
    "TikTok, Instagram, Facebook, Twitter, YouTube, Snapchat, WhatsApp, Reddit, Mumsnet, Telegram, Nextdoor, "
    "Discord, social media, went viral, podcast\\w*, blog\\w*, vlog\\w*, hashtag\\w*"
)
# “Papers” are what a panel reads too: these are papers that told something.
_PAPERS = (
    "news(?!letter)\\w*, press(?! release), media, headlines?, tabloids?, reporters?, journalists?, television, TV, "
    "broadcast\\w*, front page, documentar(?:y|ies), papers? (?:wrote|said|told|reported|carried|ran|printed|named), "
    "(?:local|evening|national|daily|Sunday) papers?, in the papers?"
)


def _any(told: str) -> str:
    return "|".join(each.strip() for each in told.split(", "))


OUTLETS, WORDS = _any(_OUTLETS), f"{_any(_SOCIAL)}|{_any(_PAPERS)}"
