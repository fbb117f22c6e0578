# ruff: noqa: RUF001 - other scripts are what this file is about
"""Texts in other languages than English: recognised, said so, and never mangled."""

import unicodedata

import pytest

from agents.tailoring.polish import polish
from agents.tailoring.rendering import report_markdown, review
from agents.tailoring.text import is_foreign, language_of, name_of, source_text
from agents.tailoring.validation import validate
from contracts.documents import OptimisedDoc
from tests.support.foreign import NAMES, POSTING, RESUMES
from tests.support.tailored import RESUME, lexicon, materials, objections, planned, tailored

_REORDERS = {"reorder_bullets", "reorder_skills", "reorder_entries", "reorder_sections"}


def squashed(text: str) -> str:
    """A text without what white space, marks of lists and compatible forms make of it."""
    return "".join(unicodedata.normalize("NFC", text).replace("•", "").split())


def finished(resume: str, posting: str = POSTING) -> OptimisedDoc:
    """Tailor and polish."""
    made = materials(resume, posting)
    return polish(tailored(made), made, lexicon()).doc


@pytest.mark.parametrize("code", RESUMES)
def test_a_language_is_recognised_and_named(code: str) -> None:
    """By its function words or its script; the reader is told in the profile and in the report."""
    made = materials(RESUMES[code], POSTING)
    assert made.resume_source.language == code
    assert name_of(code) == NAMES[code]
    assert [warning for warning in made.resume.warnings if f"is in {NAMES[code]}, not in English" in warning]
    report, plan = planned(made)
    doc = finished(RESUMES[code])
    written = report_markdown(made.job, report, plan, doc, validate(doc, made, lexicon()))
    assert f"The résumé is in {NAMES[code]}, not in English" in written


@pytest.mark.parametrize("code", RESUMES)
def test_every_line_comes_out_as_it_went_in(code: str) -> None:
    """No word, name, mark or number differs, whatever moved; the guard has no objection, and nothing was dropped."""
    doc = finished(RESUMES[code])
    assert {patch.op for patch in doc.patches} <= _REORDERS
    assert doc.dropped == []
    out = squashed(review(doc, materials(RESUMES[code], POSTING).job).plain_text)
    for line in RESUMES[code].splitlines():
        for part in line.replace("|", "\n").replace("，", "\n").split("\n"):
            for word in part.replace(",", " ").replace("،", " ").split():
                assert squashed(word).casefold() in out.casefold(), (line, word)
    assert objections(doc, materials(RESUMES[code], POSTING)) == []
    statements = [line.removeprefix("• ") for line in RESUMES[code].splitlines() if line.startswith("• ")]
    made = [line.text for section in doc.sections for entry in section.entries for line in entry.lines]
    made += [line.text for section in doc.sections for line in section.lines]
    assert [text for text in statements if text not in made] == []


@pytest.mark.parametrize("code", RESUMES)
def test_the_source_keeps_its_letters(code: str) -> None:
    """Normalising changes white space and marks of lists, and no letter: wide forms and marks above letters stay."""
    assert squashed(source_text("resume", RESUMES[code]).text) == squashed(RESUMES[code])


@pytest.mark.parametrize("code", RESUMES)
def test_names_headings_and_periods_are_found_in_any_script(code: str) -> None:
    """The name of the contact is the first line; three sections have their own headings; the role goes on."""
    doc = materials(RESUMES[code], POSTING).resume
    lines = [line for line in RESUMES[code].splitlines() if line]
    assert doc.contact.name == lines[0]
    found = {section.type: section.heading for section in doc.sections}
    assert {found[kind] for kind in ("experience", "education", "skills")} <= set(lines)
    (role,) = [entry for section in doc.sections if section.type == "experience" for entry in section.entries]
    assert role.dates is not None
    assert role.dates.ongoing
    assert role.dates.raw in lines


def test_a_posting_in_another_language_is_named() -> None:
    """The report says so too: it may be why nothing matches."""
    posting = (
        "Lagerleiter gesucht\n\nWir suchen für unser Team in der Stadt eine Person mit Erfahrung in der Planung von "
        "Touren und mit Freude an der Führung von Mitarbeitern. Das bieten wir: eine gute Stelle bei einem Betrieb."
    )
    made = materials(RESUME, posting)
    assert any("is in German, not in English" in warning for warning in made.job.warnings)
    assert "The posting is in German" in validate(tailored(made), made, lexicon()).red_flags[0]


def test_a_foreign_line_in_an_english_text_is_left_alone() -> None:
    """Line by line: what is English is bettered, what is not keeps its words, marks and spaces."""
    foreign = "Verantwortlich für die Planung von 35 Touren mit JS und SQL ; Führung von acht Mitarbeitern"
    resume = RESUME.replace("- Built dashboards", f"- {foreign}\n- Built dashboards")
    doc = finished(resume, "Operations Analyst\n\nRequirements\n- JavaScript and SQL\n- 5 years of experience\n")
    lines = [line.text for section in doc.sections for entry in section.entries for line in entry.lines]
    assert foreign in lines
    assert "Maintained the weekly capacity report for 35 depots" in lines


@pytest.mark.parametrize(
    ("line", "foreign"),
    [
        ("Managed accounts for Banco de la Nación in Lima", False),
        ("Served as a liaison to the Universidad de la Costa", False),
        ("Led a team of 12 at Deutsche Bahn", False),
        ("Registered Nurse", False),
        ("SQL, Excel, SAP, JS", False),
        ("Gestion de la paie pour 200 salariés", True),
        ("Leitung eines Teams von acht Personen und der Ausbildung", True),
        ("负责仓库的日常管理，使用 SQL", True),
        ("مسؤولة عن تخطيط الورديات", True),
        ("Готовил отчёты для руководства", True),
    ],
)
def test_a_line_is_foreign_where_no_doubt_is_left(line: str, *, foreign: bool) -> None:
    """A name in another language does not make a line foreign: English lines are to be bettered."""
    assert is_foreign(line) is foreign


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Готовив страви для гостей та керував зміною їхньої кухні", "uk"),
        ("倉庫の管理と新人の教育を担当しました", "ja"),
        ("창고 관리와 신입 교육을 담당했습니다", "ko"),
        ("Διαχείριση αποθήκης και εκπαίδευση προσωπικού", "el"),
        ("ניהול מחסן והדרכת עובדים", "he"),
        ("จัดการคลังสินค้าและฝึกอบรมพนักงาน", "th"),
        ("مدیر انبار و آموزش کارکنان در شرکت پخش", "fa"),
        ("गोदाम प्रबंधन और कर्मचारियों का प्रशिक्षण", "und"),
        ("王小明 Wang Xiaoming\nWarehouse manager in Hangzhou with ten years of experience", "en"),
    ],
)
def test_scripts_tell_languages_apart(text: str, code: str) -> None:
    """By letters alone, however short; a name in its own script makes no English text foreign."""
    assert language_of(text) == code


def test_joiners_of_other_scripts_are_letters() -> None:
    """Persian and Hindi words are written with joiners that are no rubbish there, and are rubbish in Latin ones."""
    assert source_text("resume", "می\u200cروم و شرکت\u200cها").text == "می\u200cروم و شرکت\u200cها"
    assert source_text("resume", "क्\u200dष").text == "क्\u200dष"
    assert source_text("resume", "man\u200cager").text == "manager"
