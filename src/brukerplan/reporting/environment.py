"""Where Jinja is set up: templates that can do nothing but write, and escape all text.

Templates are sandboxed, because an owner may bring their own. Text is escaped for
HTML by autoescape, and for Typst by `typst_text`, which is safe in Typst's markup and
between the quotes of its strings alike: whatever is not a letter, a digit, a space or
a comma becomes `\\u{…}`.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from brukerplan.errors import ReportError
from brukerplan.languages import load_texts
from brukerplan.reporting.view_model import Look, Report
from brukerplan.resources import resource_dir

SUMMARY = "summary.j2"
"""The template of the one-page summary."""

_NOT_PLAIN = re.compile(r"[^\w ,]|_")


def typst_text(text: object) -> Markup:
    """Give text as Typst source that prints it and can do nothing else."""
    plain = str(text).replace("\n", " ").replace("\t", " ")
    return Markup(_NOT_PLAIN.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", plain))


def _for_typst(value: Any) -> Any:
    return value if isinstance(value, Markup) else typst_text(value)


def template_folders(own: Path | None, drawing: str) -> list[Path]:
    """Give the folders that templates are looked for in: the owner's come first.

    `drawing` is `html` or `typst`.
    """
    shipped = resource_dir("reports/templates")
    roots = [own, shipped] if own else [shipped]
    return [folder for root in roots for folder in (root / drawing, root)]


def without(titles: Mapping[str, str], ids: Collection[str]) -> dict[str, str]:
    """Give the chapters' titles without those of some chapters."""
    return {name: title for name, title in titles.items() if name not in ids}


class _Sandbox(SandboxedEnvironment):
    """The sandbox, which remembers what it has allowed: a report asks very often.

    Whether an attribute is safe follows from its name and the object's type alone.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._known: dict[tuple[type, str], bool] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may read the attribute."""
        key = (type(obj), attr)
        if key not in self._known:
            self._known[key] = super().is_safe_attribute(obj, attr, value)
        return self._known[key]


def make_environment(
    drawing: str,
    *,
    own: Path | None = None,
    functions: dict[str, Callable[..., Any]] | None = None,
) -> SandboxedEnvironment:
    """Give the environment that draws for `html` or `typst`.

    `own` is an owner's template folder, which may hold any of the shipped files.
    """
    environment = _Sandbox(
        loader=FileSystemLoader(template_folders(own, drawing)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_for_typst if drawing == "typst" else None,
    )
    environment.globals.update(functions or {}, without=without)
    return environment


def fill(environment: SandboxedEnvironment, name: str, **content: Any) -> str:
    """Give the template `name` filled in.

    Raises:
        ReportError: the template is wrong; the message names its file and line.
    """
    try:
        return environment.get_template(name).render(**content)
    except TemplateError as problem:
        raise ReportError(
            f"template {_place(problem, name)}: {problem.message or problem}",
            hint="mend the template; brukerplan template export gives a fresh copy",
            slug="template-wrong",
        ) from problem


def fill_report(
    environment: SandboxedEnvironment,
    report: Report,
    *,
    look: Look,
    template: str,
    own: Path | None = None,
) -> str:
    """Give a report in the output that `environment` draws: HTML or Typst.

    `own` is the owner's folder of templates, for its texts.

    Raises:
        ReportError: a template is wrong.
    """
    return fill(
        environment,
        template,
        report=report,
        look=look,
        t=load_texts("report", report.language, own).text,
        is_summary=template == SUMMARY,
    )


def _place(problem: TemplateError, name: str) -> str:
    """Give file and line of a template error, found in its traceback if need be."""
    line = getattr(problem, "lineno", None)
    file = getattr(problem, "filename", None) or getattr(problem, "name", None)
    if line is None:
        file, line = _last_template_line(problem)
    shown = Path(file).name if file else name
    return f"«{shown}», line {line}" if line else f"«{shown}»"


def _last_template_line(problem: BaseException) -> tuple[str | None, int | None]:
    found: tuple[str | None, int | None] = (None, None)
    step = problem.__traceback__
    while step is not None:
        if step.tb_frame.f_globals.get("__jinja_template__") is not None or (
            step.tb_frame.f_code.co_name in ("root", "top-level template code")
            or step.tb_frame.f_code.co_name.startswith(("block ", "macro", "template"))
        ):
            found = (step.tb_frame.f_code.co_filename, step.tb_lineno)
        step = step.tb_next
    return found


def shipped_templates() -> Sequence[Path]:
    """Give every file that makes a report, relative to the templates' folder.

    Of the texts, those are left out that reports do not say, such as findings'.
    """
    root = resource_dir("reports/templates")
    used = (
        path
        for path in root.rglob("*")
        if path.is_file() and (path.suffix != ".po" or path.name.startswith("report."))
    )
    return sorted(path.relative_to(root) for path in used)
