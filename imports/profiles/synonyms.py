"""Headings as people wrote them, 2008–2010, and what they mean in each kind of list."""

from __future__ import annotations

from imports.profiles.fields import Field, Profile, allows

_SYNONYMS: dict[Field, tuple[str, ...]] = {
    Field.IDENTITY: ("pnr", "personnr", "personnummer", "född", "födelsenr", "p-nr", "person-nr", "pers.nr"),
    Field.FULL_NAME: ("namn", "aspirant", "klient", "deltagare", "efternamn, förnamn"),
    Field.LAST_NAME: ("efternamn",),
    Field.FIRST_NAME: ("förnamn",),
    Field.GENDER: ("kön", "k/m", "m/k"),
    Field.COACH: ("coach", "jobbcoach", "handl", "ansv"),
    Field.DISTRICT: ("sdf", "sdn", "stadsdel", "fr sdf", "remittent"),
    Field.SENDER: ("handl. sdf", "handläggare sdf", "soc.handl", "socialsekr", "socialsekreterare"),
    Field.RECEIVING: ("mottagande jobbtorg", "jobbtorg", "till jobbtorg"),
    Field.RECEIVED: ("inkom", "inkom datum", "remiss inkom", "ink"),
    Field.UNEMPLOYED_SINCE: ("arb.lös sedan", "arbetslös sedan", "arbetslös fr"),
    Field.GROUP_INFORMATION: ("grupp-info", "gruppinfo", "info", "bokad gr.info", "gr.info", "bokad gruppinfo"),
    Field.CAME: ("kom?", "närv", "närvaro", "närvarande", "deltog", "deltagit"),
    Field.FIRST_MEETING: ("coachmöte", "1:a besök", "första besök"),
    Field.PLAN_APPROVED: (
        "jp", "jobbplan", "jp godkänd", "jobbplan godkänd", "godkänd plan", "akt.plan", "aktivitetsplan",
    ),
    Field.FOLLOW_UP: ("3 mån", "uppf", "uppföljning"),
    Field.MEETING_DAY: ("datum", "mötesdag", "mötesdatum", "dag"),
    Field.MEETING_TIME: ("tid", "kl", "klockslag", "mötestid"),
    Field.MEETING_KIND: ("typ", "möte", "mötestyp", "typ av möte"),
    Field.CLOSED: ("avsl", "avsl.datum", "avslut", "utskriven", "avslutsdatum", "avslutad"),
    Field.REASON: ("orsak", "avslutsorsak", "avsl.orsak", "anledning"),
    Field.REPORTED_GROUP: ("a/s/ö",),
    Field.DAYS: ("ant dagar", "antal dagar"),
    Field.STATUS: ("status",),
    Field.NOTE: ("anm", "anmärkning", "kommentar", "noteringar"),
    Field.PROTECTED: ("skyddad", "skyddad id", "skyddade personuppgifter", "sekretess", "sekr"),
}  # fmt: skip

_OF_ONE_KIND: dict[Profile, dict[Field, tuple[str, ...]]] = {
    Profile.ASPIRANTS: {Field.RECEIVED: ("remissdatum",), Field.COACH: ("handläggare",)},
    Profile.REFERRALS: {Field.RECEIVED: ("remissdatum",)},
    Profile.CLOSINGS: {
        Field.RECEIVED: ("inskr", "inskriven", "inskr.datum"),
        Field.CLOSED: ("utskr", "utskr.datum"),
        Field.REPORTED_GROUP: ("grupp",),
    },
    Profile.MEETINGS: {
        Field.MEETING_DAY: ("info", "grupp-info", "gruppinfo", "bokad gr.info"),  # lists of group information
        Field.CAME: ("kom", "kom/uteblev"),
    },
}


def bare(text: str) -> str:
    """A heading as headings are compared: small letters and digits only."""
    return "".join(character for character in text.casefold() if character.isalnum())


def _meanings(profile: Profile) -> dict[str, Field]:
    general = {bare(word): field for field, words in _SYNONYMS.items() if allows(profile, field) for word in words}
    own = {bare(word): field for field, words in _OF_ONE_KIND[profile].items() for word in words}
    return general | own


MEANINGS: dict[Profile, dict[str, Field]] = {profile: _meanings(profile) for profile in Profile}
"""For each kind of list, bare headings and what they mean there."""

KNOWN = frozenset(map(bare, (word for words in _SYNONYMS.values() for word in words))).union(*MEANINGS.values())
"""Bare headings that are known in any list, also where they are not read."""
