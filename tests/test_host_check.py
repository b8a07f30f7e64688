"""The pages' server answers only requests to its own host names."""

import http.client
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from browser.building import wait_for
from browser.serving import free_port, stop, workshop
from conftest import ROOT

KERNEL = "00000000-0000-0000-0000-000000000000"
UPGRADE = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
# What there is to ask for: pages, answers, files and the line to a kernel.
ASKED = [
    ("GET", "/", {}),
    ("GET", "/lessons/00_start.ipynb", {}),
    ("GET", "/mine/mending-bridges-answers.json", {}),
    ("POST", "/mine/mending-bridges-answers.txt", {}),
    ("POST", f"/voila/api/shutdown/{KERNEL}", {}),
    ("GET", f"/alive/{KERNEL}", {}),
    ("GET", "/page/page.js", {}),
    ("GET", "/voila/static/voila.js", {}),
    ("GET", f"/api/kernels/{KERNEL}/channels", UPGRADE),
    ("OPTIONS", "/", {}),
]


@pytest.fixture(scope="module")
def port():
    """Return the port of a server of pages that somebody serves under a name."""
    with workshop("--app", "--host-name", "Trust.example.org") as server:
        yield urlsplit(server.address).port


def asked(port, method, path, headers):
    """Return status and words of an answer."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        line.request(method, path, headers=headers, body="-" if method == "POST" else None)
        answer = line.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    finally:
        line.close()


@pytest.mark.slow
@pytest.mark.parametrize(("method", "path", "more"), ASKED, ids=[f"{method} {path}" for method, path, _ in ASKED])
@pytest.mark.parametrize("foreign", ["Host", "Origin"])
def test_a_foreign_name_is_refused_whatever_is_asked_for(port, method, path, more, foreign):
    """Every request for a foreign host is refused with a sentence that says what to do (DNS rebinding)."""
    names = {"Host": f"evil.example:{port}"} if foreign == "Host" else {"Origin": "http://evil.example"}
    status, words = asked(port, method, path, {**more, **names})
    assert status == 403
    assert words.startswith("The course is not served under this name.")
    assert "--host-name" in words


@pytest.mark.slow
@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "10.0.0.7", "127.0.0.1.nip.io", "[2001::1]", "["]
)
def test_only_names_of_this_machine_are_its_own(port, host):
    """A host that only resembles our name, or another machine's address, is refused."""
    assert asked(port, "GET", "/", {"Host": host})[0] == 403


@pytest.mark.slow
@pytest.mark.parametrize("host", ["localhost", "localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}", "127.0.0.1:1"])
def test_this_machine_is_answered_by_all_its_names(port, host):
    """All names of this machine are accepted with any port, and a page of the same address may post."""
    host = host.format(port=port)
    assert asked(port, "GET", "/", {"Host": host})[0] == 200
    post = {"Host": host, "Origin": f"http://{host}"}
    assert asked(port, "POST", "/mine/mending-bridges-answers.txt", post)[0] == 200


@pytest.mark.slow
@pytest.mark.parametrize("origin", ["null", "http://localhost:1", "http://127.0.0.1", "file://", "http://["])
def test_what_else_runs_on_this_machine_is_foreign(port, origin):
    """A page of another program on this machine, or a local file, may not send requests."""
    assert asked(port, "GET", "/", {"Host": f"localhost:{port}", "Origin": origin})[0] == 403


@pytest.mark.slow
@pytest.mark.parametrize("host", ["trust.example.org", "127.0.0.1:8890"])
def test_whoever_serves_it_under_a_name_says_so(port, host):
    """A configured host name is accepted, whether or not a proxy replaces it."""
    named = {"Host": host, "Origin": "https://trust.example.org"}
    assert asked(port, "GET", "/", named)[0] == 200
    assert asked(port, "GET", "/page/page.js", named)[0] == 200


@pytest.mark.slow
def test_the_name_may_stand_in_the_environment(monkeypatch):
    """Host names can be set by an environment variable, separated by spaces."""
    monkeypatch.setenv("MENDING_BRIDGES_HOST_NAMES", "one.example two.example")
    with workshop("--app") as server:
        port = urlsplit(server.address).port
        said = [
            asked(port, "GET", "/page/page.css", {"Host": f"{name}.example"})[0] for name in ("one", "two", "three")
        ]
    assert said == [200, 200, 403]


@pytest.mark.full
@pytest.mark.slow
def test_jupyterlab_is_told_the_name_too():
    """JupyterLab, without --app, also gets the configured host name."""
    with workshop("--host-name", "trust.example.org") as server:
        port = urlsplit(server.address).port
        said = [asked(port, "GET", "/api", {"Host": host})[0] for host in ("trust.example.org", "evil.example")]
    assert said == [200, 403]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["https://trust.example.org", "a b", "", "trust.example.org:443", "*"])
def test_a_name_that_is_none_is_one_clear_line(name):
    """An invalid host name is refused in one line before anything starts."""
    command = [sys.executable, "-m", "sim.cli.main", "workshop", "--app", "--no-browser", "--host-name", name]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr == f"mend: host name (= {name!r}) must be a name alone, like trust.example.org\n"


@contextmanager
def hub_server(*options):
    """Run a Jupyter server with the pages in it, as a hub does; give its port."""
    port = free_port()
    given = [
        "--ServerApp.jpserver_extensions={'sim.server.server_extension': True}",
        "--IdentityProvider.token=",
        *options,
    ]
    command = [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", f"--port={port}", *given]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        wait_for(process, port, base_url="/")
        yield port
    finally:
        stop(process)


@pytest.mark.full
@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "answered"),
    [
        ([], False),
        (["--ServerApp.allow_remote_access=True"], True),
        pytest.param(["--ServerApp.local_hostnames=hub.example.org"], True, marks=pytest.mark.full),
    ],
)
def test_within_a_hub_the_server_s_own_policy_rules(options, answered):
    """Within a hub the pages accept the hosts that JupyterLab accepts, and refuse others in a sentence."""
    hub = {"Host": "hub.example.org", "Origin": "https://hub.example.org"}
    with hub_server(*options) as port:
        assert asked(port, "GET", "/course/", {})[0] == 200
        assert asked(port, "GET", "/api", hub)[0] == (200 if answered else 403)
        status, words = asked(port, "GET", "/course/", hub)
        posted = asked(port, "POST", "/course/mine/mending-bridges-answers.txt", hub)[0]
    assert status == posted == (200 if answered else 403)
    assert ("not served under this name" in words) is not answered
