"""A program that calls the API: it sends a token, and nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client


@dataclass
class Program:
    """A client that sends a token, and nothing else."""

    token: str
    language: str = "en"

    def get(self, path: str, **query: Any) -> Any:
        return self.send("GET", path, **query)

    def send(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": self.language}
        sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        client = Client(raise_request_exception=False)
        return client.generic(method, f"/api/v1{path}", headers=headers, query_params=query or None, **sent)
