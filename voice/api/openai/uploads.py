"""Multipart forms with a recording, kept in memory so that no speech is written to disk."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect

from voice.api.openai.errors import CLIENT_GONE, ApiError, wrong

MAX_FILE_BYTES = 25 * 2**20
"""OpenAI's limit."""

MAX_FORM_BYTES = MAX_FILE_BYTES + 65_536

MAX_FIELDS = 200
MAX_FIELD_BYTES = 20_000


class _InMemory(MultiPartParser):
    spool_max_size = 2 * MAX_FORM_BYTES  # never reached, as larger forms are refused before


@dataclass(frozen=True, slots=True)
class Upload:
    """A form: its file, and its other fields, some of which may be repeated."""

    file: bytes
    fields: Mapping[str, list[str]]

    def values(self) -> dict[str, Any]:
        """Fields for a pydantic model; fields whose names end in "[]" become lists."""
        return {
            name.removesuffix("[]"): values if name.endswith("[]") else values[-1]
            for name, values in self.fields.items()
        }


async def read_form(request: Request) -> Upload:
    """Read the form in a request.

    Raises
    ------
    ApiError
        The body is not a form, is too large, or has no file.
    """
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise ApiError(400, "The request is no form", "Send multipart/form-data with a file")
    parser = _InMemory(
        request.headers,
        _limited(request),
        max_files=1,
        max_fields=MAX_FIELDS,
        max_part_size=MAX_FIELD_BYTES,
    )
    try:
        form = await parser.parse()
    except ClientDisconnect as error:
        raise ApiError(CLIENT_GONE, "The client has hung up") from error
    except (MultiPartException, ValueError, LookupError) as error:
        said = str(error).rstrip(".")[:200]
        raise ApiError(400, f"The form cannot be read ({said})", "Send it again") from error
    fields: dict[str, list[str]] = {}
    file = None
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            file = (name, await value.read())
            await value.close()
        else:
            fields.setdefault(name, []).append(value)
    if file is None or file[0] != "file":
        raise wrong("file", "There is no file in the form", "Send the recording as `file`")
    if len(file[1]) > MAX_FILE_BYTES:
        raise too_large()
    return Upload(file[1], fields)


def too_large() -> ApiError:
    """The error for a file of more than 25 MB."""
    return ApiError(413, "The file is larger than 25 MB", "Send it in parts, or as Opus", "file")


async def _limited(request: Request) -> AsyncGenerator[bytes, None]:
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAX_FORM_BYTES:
            raise too_large()
        yield chunk
