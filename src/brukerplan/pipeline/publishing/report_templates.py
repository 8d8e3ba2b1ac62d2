"""Hands out the shipped templates, so that an owner can change a copy."""

from pathlib import Path

from brukerplan.errors import UsageError
from brukerplan.pipeline.atomic_write import write_whole
from brukerplan.reporting.environment import shipped_templates
from brukerplan.resources import resource_dir


def export_templates(folder: Path) -> tuple[Path, ...]:
    """Copy the templates into a folder that is empty or not there yet.

    Raises:
        UsageError: the folder holds something.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            f"«{folder}» is not empty",
            hint="name another folder, so that nothing is written over",
            slug="template-folder-in-use",
        )
    source = resource_dir("reports/templates")
    written = []
    for name in shipped_templates():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        written.append(write_whole(target, (source / name).read_bytes()))
    return tuple(written)
