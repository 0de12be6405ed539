"""What the demo's people write: short, plain and neutral, without diagnoses."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.choices import Topic


@dataclass(frozen=True)
class Path:
    """A way to work: the goal of a plan, its summary, and its items as (insats code, text, hours a week)."""

    goal: str
    summary: str
    items: tuple[tuple[str, str, int], ...]


PATHS = (
    Path(
        "Arbete i restaurang eller storkök",
        "Söker arbete i kök och prövar yrket i praktik.",
        (("COACHING", "Coachning en gång i veckan", 1), ("PLACEMENT", "Praktik i storkök", 20)),
    ),
    Path(
        "Arbete inom vård och omsorg",
        "Börjar med kort utbildning och söker sedan timanställning.",
        (("SHORT_VOCATIONAL", "Introduktion till vårdyrken", 15), ("MATCHING", "Matchning mot hemtjänsten", 2)),
    ),
    Path(
        "Arbete på lager",
        "Har vana vid lager och söker brett i länet.",
        (("MATCHING", "Matchning mot lager och logistik", 2), ("PREPARATORY_CV_WRITING", "Skriver nytt CV", 2)),
    ),
    Path(
        "Arbete som lokalvårdare",
        "Söker deltid som kan bli heltid.",
        (("WORK_TRAINING", "Arbetsträning i lokalvård", 20), ("COACHING", "Coachning varannan vecka", 1)),
    ),
    Path(
        "Studier på komvux mot barnskötare",
        "Tar kontakt med vägledare och söker till nästa kursstart.",
        (("CAREER_GUIDANCE", "Studie- och yrkesvägledning", 2), ("VALIDATION", "Validering av tidigare betyg", 3)),
    ),
    Path(
        "Svenska och praktik, sedan arbete i butik",
        "Läser svenska på förmiddagen och har praktik på eftermiddagen.",
        (("SFI_WITH_PLACEMENT", "Sfi kopplad till praktik i butik", 25), ("COACHING", "Coachning varannan vecka", 1)),
    ),
    Path(
        "Arbete inom bygg och anläggning",
        "Vill använda tidigare yrkeskunskap. Behöver validering.",
        (("VALIDATION", "Validering av yrkeskunskap", 4), ("RECRUITMENT_EVENT", "Branschdag för bygg", 3)),
    ),
    Path(
        "Arbete på kontor eller i reception",
        "Har utbildning från hemlandet och god datorvana.",
        (("PREPARATORY_INTERVIEW_TRAINING", "Intervjuträning", 2), ("MATCHING", "Matchning mot staden", 2)),
    ),
    Path(
        "Eget företag inom städ och service",
        "Har en affärsidé och vill pröva den.",
        (("START_BUSINESS_ADVICE", "Starta eget-rådgivning", 2), ("ADVICE", "Rådgivning om ekonomi", 1)),
    ),
    Path(
        "Första arbetet efter gymnasiet",
        "Söker sommarjobb och lärlingsplats.",
        (("PREPARATORY_GROUP_TALK", "Jobbsökargrupp för unga", 6), ("CAREER_GUIDANCE", "Vägledningssamtal", 1)),
    ),
)

PURPOSES = (
    "Behöver stöd att söka arbete och en plan för vägen dit.",
    "Arbetssökande sedan en tid. Vill komma igång med praktik och jobbsökning.",
    "Vill arbeta så snart som möjligt. Behöver hjälp med CV och kontakter.",
    "Läser svenska och behöver praktik vid sidan av.",
    "Saknar aktuell plan. Önskar kartläggning och coachning.",
    "Ung utan gymnasieexamen. Vill pröva arbete eller gå tillbaka till studier.",
    "Har arbetat tidigare och vill tillbaka till samma bransch.",
)

NOTES: tuple[tuple[Topic, str], ...] = (
    (Topic.JOB_SEARCH, "Gick igenom CV och personligt brev."),
    (Topic.JOB_SEARCH, "Sökte tre tjänster tillsammans. Svar väntas inom två veckor."),
    (Topic.JOB_SEARCH, "Tränade inför intervju på tisdag."),
    (Topic.PLACEMENT, "Praktiken går bra. Handledaren är nöjd."),
    (Topic.PLACEMENT, "Talade om praktikplats i närheten av hemmet."),
    (Topic.EDUCATION, "Gick igenom kurser på komvux och när ansökan stänger."),
    (Topic.EDUCATION, "Tider för sfi är ändrade. Mötena läggs på eftermiddagen."),
    (Topic.FINANCES, "Frågor om intyg. Hänvisade till socialsekreteraren."),
    (Topic.PLANNING, "Gick igenom planen. Nästa steg är studiebesök."),
    (Topic.PLANNING, "Kom överens om vad som ska göras till nästa möte."),
)

CASE_NOTES = (
    "Ringde om praktikplatsen. Den är ledig från nästa vecka.",
    "Aspiranten lämnade intyg från sin förra arbetsgivare i receptionen.",
    "Talade in ett meddelande om att tiden i morgon är flyttad till eftermiddagen.",
    "Handledaren på praktiken ringde. Det går bra, och de vill förlänga två veckor.",
    "Skickade länk till två annonser inom lager.",
    "Trepartssamtal med arbetsgivaren är bokat. Aspiranten vill att vi träffas en kvart innan.",
)

NOTE_TEMPLATES = (
    ("Telefonsamtal", "Vem som ringde:\n\nVad vi talade om:\n\nVad vi kom överens om:"),
    ("Trepartssamtal", "Vilka som var med:\n\nVad arbetsgivaren sa:\n\nVad aspiranten sa:\n\nNästa steg:"),
    ("Studiebesök", "Var:\n\nVad aspiranten tyckte:\n\nNästa steg:"),
)

FOLLOW_UP_NOTES = (
    "Planen följs. Fortsätter som tidigare.",
    "Praktiken är klar. Ny plan med mer jobbsökning.",
    "Aktiviteterna fungerar. Fler timmar i veckan framåt.",
    "Två intervjuer sedan sist. Inget behov av ändring.",
)

EMPLOYERS = (
    "Stadsköket i Solna",
    "Hemtjänst Söder",
    "Lagerhuset i Jordbro",
    "Bageriet på hörnet",
    "Städservice Mälaren",
    "Förskolan Trollet",
    "Bussdepån i Råsta",
    "Byggvaror Årsta",
)
SCHOOLS = ("Komvux Stockholm", "Folkhögskolan vid sjön", "Yrkeshögskolan City", "Stockholms universitet")
TRANSFER_REASONS = (
    "Flyttade till en annan stadsdel.",
    "Önskemål om ungdomsgrupp.",
    "Utbildning finns vid den andra enheten.",
)
BREACH_COMMENTS = ("", "Ny coach på plats från nästa vecka.", "Extra tider är inlagda.")
QUESTION = "Vilken dag ansökte personen om försörjningsstöd, och är grundutredningen klar?"
LAPSED_COMMENT = "Ringt och skickat brev, inget svar."
WITHDRAWN_COMMENTS = ("Har fått arbete.", "Personen flyttar från staden.", "Skickades till fel enhet.")
DECLINED_PLAN_NOTES = ("Vill söka arbete i en annan bransch.", "Vill vänta på besked om utbildning.")
NEUTRAL_TEXT = "Överenskommet vid möte."
