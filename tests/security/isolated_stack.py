"""Runs the whole stack as processes in a network namespace that has loopback only, and prints what tried to leave it.

Started by test_network_isolation.py under `unshare -n`. The kernel counts what finds no route and every datagram, so
native code and child processes are seen as well: account system, executor, API and PostgreSQL.
"""

import fcntl
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
BORROWERS = 12
SAID = (
    "what is my balance?",
    "is there a penalty for paying my loan off early?",
    "please move my due date to the 15th",
)
TEMPTING = {
    "LANGSMITH_TRACING": "true",
    "LANGSMITH_API_KEY": "lsv2_none",
    "LANGCHAIN_TRACING_V2": "true",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "http://192.0.2.7:4318",
    "HF_HUB_OFFLINE": "0",
}
"""What an environment may hold that makes libraries talk to somebody."""
_SIOCSIFFLAGS, _UP_AND_RUNNING = 0x8914, 0x41


def raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh", b"lo", _UP_AND_RUNNING))


def counted() -> dict[str, int]:
    """Packets without a route, by version of IP, and datagrams sent (the stack sends none, a name look-up does)."""
    counts: dict[str, int] = {}
    lines = Path("/proc/self/net/snmp").read_text().splitlines()
    for names, values in zip(lines[::2], lines[1::2], strict=True):
        kind, *columns = names.split()
        counts |= {kind + name: int(value) for name, value in zip(columns, values.split()[1:], strict=True)}
    six = Path("/proc/self/net/snmp6")
    counts |= {name: int(value) for name, value in (line.split() for line in six.read_text().splitlines())}
    wanted = ("Ip:OutNoRoutes", "Ip6OutNoRoutes", "Udp:OutDatagrams", "Udp6OutDatagrams")
    return {name: counts.get(name, 0) for name in wanted}


def try_to_leave() -> None:
    """What the counters must see: an address outside, and a name."""
    code = (
        "import contextlib, socket\n"
        "with contextlib.suppress(OSError):\n    socket.create_connection(('192.0.2.1', 443), 2)\n"
        "with contextlib.suppress(OSError):\n    socket.getaddrinfo('api.example.com', 443)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def interfaces() -> list[str]:
    return [line.split(":")[0].strip() for line in Path("/proc/self/net/dev").read_text().splitlines()[2:]]


def live(folder: Path) -> dict[str, Any]:
    """Prepare and serve the stack, and use it: turns of the local model, a proposal and its confirmation."""
    from accounts import seeding
    from policies.embeddings import MiniLM
    from policies.ingest import ingest
    from stack import embedded as stack

    embedded = stack.prepare(folder, seed=False, ingest=False)
    seeding.seed(embedded.accounts_ops_url, borrowers=BORROWERS)
    documents = folder / "documents"
    documents.mkdir()
    for name in ("POL-PAYOFF-01.v1.md", "POL-FEE-02.v1.md"):
        shutil.copy(ROOT / "policies" / "documents" / name, documents)
    ingest(embedded.ingest_url, documents, "policies", encoder=MiniLM())
    accounts_url = stack.serve_accounts(embedded, 18181)
    executor = stack.serve_executor(embedded, 18182)
    api = stack.serve_api(embedded, 18180)
    told = converse(f"http://127.0.0.1:{api.port}", accounts_url, embedded.issuer)
    return {**told, "processes": [executor.pid, api.pid]}


def converse(url: str, accounts_url: str, issuer: Any) -> dict[str, Any]:
    import httpx

    from stack.people import identity_of, people

    outcomes: list[str] = []
    proposals: list[dict[str, Any]] = []
    state = None
    for person in (one for one in people(accounts_url, issuer) if one["role"] == "borrower"):
        headers = {"Authorization": f"Bearer {issuer.sign_in(identity_of(person))}"}
        with httpx.Client(base_url=url, headers=headers, timeout=60, trust_env=False) as http:
            thread = http.post("/v1/threads", json={}).raise_for_status().json()["thread_id"]
            for text in SAID:
                body = {"text": text, "run_id": str(uuid.uuid4())}
                turn = http.post(f"/v1/threads/{thread}/turns", json=body).raise_for_status().json()
                outcomes.append(turn["outcome"])
                proposals = turn["proposals"]
            for proposal in proposals:
                path = f"/v1/proposals/{proposal['proposal_id']}"
                http.post(f"{path}/confirm", json={"digest": proposal["digest"]}).raise_for_status()
                state = http.get(path).raise_for_status().json()["state"]
        if state in ("done", "refused"):
            break
    return {"outcomes": outcomes, "state": state}


def main(folder: Path, vectors: Path) -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.update(TEMPTING)
    raise_loopback()
    from stack import embedded as stack

    before = counted()
    folder.mkdir()
    try:
        (folder / "folder.json").write_text(json.dumps({"format": 1}))
        (folder / "vectors").symlink_to(vectors)
        told = live(folder)
    finally:
        stack.stop(folder)
    after = counted()
    try_to_leave()
    facts = {"interfaces": interfaces(), "before": before, "after": after, "tempted": counted(), **told}
    sys.stdout.write(json.dumps(facts) + "\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
