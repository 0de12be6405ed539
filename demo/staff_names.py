"""Who works where in the demo's city, by name; nothing of it is loaded to say who one can sign in as."""

from __future__ import annotations

from core.swedish.names import search_form

JOBBTORG_DOMAIN = "jobbtorg.example"
DISTRICT_DOMAIN = "stadsdel.example"
PROTECTED_COACH = "Soraya Moradi"
# Signatures as in the lists that the jobbtorg kept before the system.
SIGNATURES = {"Anna Lund": "AL", "Petra Lind": "PL", "Mikael Broman": "MB"}

MANAGERS = {
    "RS": "Karin Hedlund",
    "KI": "Yusuf Warsame",
    "KU": "Elin Sandell",
    "VB": "Lars Nyström",
    "SK": "Beatriz Rojas",
    "VT": "Åke Forsberg",
    "FA": "Layla Haddad",
    "GL": "Håkan Palm",
    "US": "Saba Tekle",
    "UG": "Oskar Wallin",
}
COACHES = {
    "RS": ("Anna Lund", "Petra Lind", "Mikael Broman", PROTECTED_COACH, "Emre Kaya", "Sanna Wiklund"),
    "KI": ("Hodan Jama", "Reza Karimi", "Ulla Öberg"),
    "KU": ("Samira Nasser", "Viktor Ek"),
    "VB": ("Agnieszka Nowak", "Johan Ängquist", "Deqa Hersi"),
    "SK": ("Diego Fuentes", "Helen Haile", "Nabil Mansour"),
    "VT": ("Frida Norberg", "Tareq Darwish", "Märta Bergman"),
    "FA": ("Yonas Kidane", "Ingrid Holm"),
    "GL": ("Zeynep Demir", "Erik Sjögren"),
    "US": ("Kamal Rahman",),
    "UG": ("Linnéa Ström",),
}
CASEWORKERS = {
    "fs-sodermalm": ("Maria Ståhl", "Jonas Ödman"),
    "fs-norra-innerstaden": ("Cecilia Wrede", "Amal Khalil"),
    "fs-kungsholmen": ("Peter Lindgren",),
    "fs-jarva": ("Ifrah Abdullahi", "Susanne Berg", "Paweł Mazur"),
    "fs-hasselby-vallingby": ("Gunnel Ahlström", "Omar Saleh"),
    "fs-bromma": ("Katarina Falk",),
    "fs-enskede-arsta-vantor": ("Roya Jafari", "Stefan Lööf"),
    "fs-skarpnack": ("Winta Mehari",),
    "fs-farsta": ("Marie Sundin",),
    "fs-hagersten-alvsjo": ("Andrés Peña", "Lena Kjellberg"),
    "fs-skarholmen": ("Nasima Chowdhury", "Ewa Dudek"),
}
COACH_GROUP_NAMES = ("A", "B")
"""Where a jobbtorg has more than one coach, they are two teams by turns."""
DISTRICT_MANAGER = ("Birgitta Wallgren", "fs-sodermalm")
CENTRAL_COORDINATOR = "Fredrik Alm"
ADMINISTRATOR = "Tove Granqvist"
LOG_REVIEWER = "Ingemar Lundh"


def email_address(first_name: str, last_name: str, domain: str) -> str:
    """anna.lund@… in plain letters."""
    return "{}.{}@{}".format(*(search_form(name).replace(" ", "-") for name in (first_name, last_name)), domain)


def email_of(name: str, domain: str = JOBBTORG_DOMAIN) -> str:
    """anna.lund@jobbtorg.example"""
    first_name, last_name = name.split(" ", 1)
    return email_address(first_name, last_name, domain)
