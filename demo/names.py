"""Names such as Stockholm's: by language, so that language, interpreter and name agree."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Names:
    """Given names and surnames of one language; `share` is how common the language is, in parts of the whole."""

    language: str
    share: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NAMES = (
    Names(
        "svenska",
        34,
        _words("Anna Åsa Karin Ebba Elin Maja Linnéa Ingrid Johanna Sofia Emma Ida Märta Birgitta Frida Hanna Lovisa"),
        _words("Björn Erik Per Örjan Oskar Karl-Erik Johan Lars Anders Mikael Gustav Emil Åke Viktor Håkan Simon"),
        _words(
            "Lindström Öberg Ek Sjögren Åkesson Lundgren Nyström Bergman Dahl Hellström Norberg Wallin Ängquist "
            "Forsberg Ström Holm Sandell Ödman Palm Hedlund"
        ),
    ),
    Names(
        "somaliska",
        14,
        _words("Hodan Ayaan Fadumo Ifrah Sahra Hibaq Nasteho Asha Deqa Ubax Safiya"),
        _words("Abdi Mohamed Liban Yusuf Ismail Abdirahman Guled Mahad Farah Bashir"),
        _words("Warsame Abdullahi Hassan Jama Mohamud Osman Farah Nur Ali Aden Duale Hersi"),
    ),
    Names(
        "arabiska",
        18,
        _words("Fatima Rania Layla Zainab Noor Amal Huda Maryam Samira Yasmin Rasha Dina"),
        _words("Ahmad Omar Khaled Mustafa Hassan Yousef Karim Tareq Samer Bilal Nabil"),
        _words("Al-Hassan Haddad Khalil Mansour Nasser Saleh Darwish Ibrahim Hamdan Aziz Shamoun Issa"),
    ),
    Names(
        "persiska",
        6,
        _words("Shirin Parisa Nasrin Mina Leila Azadeh Maryam Roya"),
        _words("Reza Amir Behrouz Dariush Mehdi Kourosh Arash Hamid"),
        _words("Ahmadi Karimi Rahimi Moradi Jafari Rostami Hosseini Farhadi"),
    ),
    Names(
        "tigrinja",
        7,
        _words("Selam Helen Saba Feven Winta Mihret Senait Luwam"),
        _words("Tesfay Yonas Filmon Habtom Samuel Kidane Dawit Berhane"),
        _words("Tekle Haile Ghebremedhin Tesfamariam Weldu Mehari Abraha Kiflu"),
    ),
    Names(
        "polska",
        4,
        _words("Agnieszka Katarzyna Małgorzata Zofia Magdalena Ewa"),
        _words("Łukasz Piotr Tomasz Paweł Marek Krzysztof"),
        _words("Nowak Wójcik Mazur Kaczmarek Zając Król Dudek"),
    ),
    Names(
        "spanska",
        5,
        _words("María Lucía Carmen Rosa Paola Valentina Beatriz"),
        _words("José Luis Ángel Diego Andrés Martín Rubén"),
        _words("Núñez García Muñoz Rojas Peña Gutiérrez Fuentes Ibáñez"),
    ),
    Names(
        "turkiska",
        5,
        _words("Ayşe Elif Zeynep Gülsüm Emine Hatice"),
        _words("Mehmet Mustafa Özgür Emre Hüseyin Çetin"),
        _words("Yılmaz Kaya Demir Şahin Öztürk Aydın Çelik"),
    ),
    Names(
        "ukrainska",
        4,
        _words("Olena Iryna Nataliia Oksana Tetiana Yuliia"),
        _words("Andrii Oleh Serhii Dmytro Taras Ihor"),
        _words("Kovalenko Bondarenko Tkachenko Shevchenko Melnyk Kravchuk"),
    ),
    Names(
        "bengali",
        3,
        _words("Nasima Shireen Rumana Tahmina Farzana"),
        _words("Rafiq Kamal Shahid Anwar Imran"),
        _words("Rahman Chowdhury Akter Islam Miah Uddin"),
    ),
)
ALL_WOMEN = tuple(name for names in NAMES for name in names.women)
ALL_MEN = tuple(name for names in NAMES for name in names.men)
ALL_SURNAMES = tuple(name for names in NAMES for name in names.surnames)
