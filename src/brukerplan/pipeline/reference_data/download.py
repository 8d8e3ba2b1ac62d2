"""Getting files from Statistics Norway: bounded, retried, and plain when offline."""

import http.client
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

from brukerplan.errors import ReferenceDataError, UsageError

TRIES = 3
"""How often a request is tried before giving up."""

TIMEOUT_SECONDS = 30
LARGEST_ANSWER = 64 * 1024 * 1024
"""Bytes; an answer that is larger is refused."""

LONGEST_WAIT_SECONDS = 60
"""How long a service may ask us to wait before the next try."""

TRANSIENT = frozenset({429, 500, 502, 503, 504})
"""HTTP statuses that pass by themselves."""


@dataclass(frozen=True)
class Service:
    """A web service: its address, and where a person downloads the same by hand."""

    name: str
    address: str
    by_hand: str


def get(
    service: Service,
    path: str,
    *,
    accept: str = "application/json",
) -> bytes:
    """Give what the service answers to a GET of `path`.

    Tries `TRIES` times, waiting in between as long as the service asks or 1 s, 2 s.

    Raises:
        ReferenceDataError: the service cannot be reached or refuses; the hint says
            how to download by hand.
        UsageError: the address is not http or https.
    """
    address = f"{service.address.rstrip('/')}/{path}"
    if not address.startswith(("https://", "http://")):
        raise UsageError(f"«{service.address}» is not an http or https address")
    request = urllib.request.Request(
        address, headers={"Accept": accept, "User-Agent": "brukerplan"}
    )
    problem: Exception | None = None
    for attempt in range(TRIES):
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
                return _bounded(answer.read(LARGEST_ANSWER + 1), service)
        except urllib.error.HTTPError as refusal:
            with refusal:
                if refusal.code not in TRANSIENT:
                    raise _refused(service, refusal.code) from refusal
            problem, pause = refusal, _asked_wait(refusal, 2.0**attempt)
        except (OSError, http.client.HTTPException) as failure:
            problem, pause = failure, 2.0**attempt
        if attempt + 1 < TRIES:
            time.sleep(pause)
    raise ReferenceDataError(
        f"{service.name} cannot be reached ({_reason(problem)}); this machine may be "
        "offline",
        hint=f"download by hand: {service.by_hand}",
        slug="offline",
    ) from problem


def _reason(problem: Exception | None) -> str:
    """Give in a few words why a service could not be reached."""
    if isinstance(problem, urllib.error.HTTPError):
        return f"HTTP status {problem.code}"
    reason = getattr(problem, "reason", problem)
    return str(getattr(reason, "strerror", None) or reason)


def _bounded(data: bytes, service: Service) -> bytes:
    if len(data) > LARGEST_ANSWER:
        raise ReferenceDataError(
            f"{service.name} answers with more than {LARGEST_ANSWER} bytes",
            hint=f"download by hand: {service.by_hand}",
            slug="answer-unusable",
        )
    return data


def _refused(service: Service, status: int) -> ReferenceDataError:
    return ReferenceDataError(
        f"{service.name} answers with HTTP status {status}",
        hint=f"it may not have these figures yet; or download by hand: "
        f"{service.by_hand}",
        slug="answer-unusable",
    )


def _asked_wait(refusal: urllib.error.HTTPError, otherwise: float) -> float:
    """Give the seconds that the service asks us to wait, within bounds."""
    asked = refusal.headers.get("Retry-After", "")
    seconds = float(asked) if asked.isdigit() else otherwise
    return min(seconds, LONGEST_WAIT_SECONDS)
