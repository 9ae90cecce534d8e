"""The real clients, installed from their packages, load what is exported and exchange it at the simulator."""

import os
import subprocess
import sys

import pytest

from tests import builders
from tests.commands.shell import Shell

# Its host is a class attribute; everything else is as it comes.
SP_API = """
import sys
from urllib.parse import urlsplit
from sp_api.auth import AccessTokenClient
from sp_api.base import CredentialProvider

parts = urlsplit(sys.argv[1])
AccessTokenClient.scheme, AccessTokenClient.host = "http://", parts.netloc
credentials = CredentialProvider(account=sys.argv[2]).credentials
print(AccessTokenClient(refresh_token=credentials.refresh_token, credentials=credentials).get_auth().access_token)
"""
SPAPI = """
import runpy, sys
from spapi.auth.lwa_request import AccessTokenCache

config = runpy.run_path(sys.argv[2])["config"]
print(AccessTokenCache(config.client_id, config.client_secret, config.refresh_token, oauth_endpoint=sys.argv[1],
                       max_retries=0).get_lwa_access_token(), config.region)
"""


def ran(code: str, *arguments: str, environment: dict[str, str] | None = None) -> str:
    command = [sys.executable, "-W", "ignore", "-c", code, *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, env={**os.environ, **(environment or {})}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def sent(shell: Shell) -> tuple[str, str, str]:
    form = shell.simulator.requests[-1].form
    return form["client_id"], form["client_secret"], form["refresh_token"]


def expected(account: str) -> tuple[str, str, str]:
    return builders.CLIENT_ID, builders.CLIENT_SECRET, f"{builders.REFRESH_TOKEN}-{account}"


@pytest.fixture
def lwa(shell: Shell) -> str:
    return shell.simulator.lwa_url


def test_python_amazon_sp_api_from_its_environment(shell: Shell, lwa: str) -> None:
    text = shell.ok("export", "acme us", "--format", "python-amazon-sp-api", "--yes")
    script = f"set -a\n{text}set +a\nexec '{sys.executable}' -W ignore -c \"$CODE\" {lwa} default"
    done = subprocess.run(["sh", "-c", script], env={**os.environ, "CODE": SP_API}, capture_output=True, text=True)
    assert done.stdout.startswith("Atza|CANARY"), done.stderr
    assert sent(shell) == expected("us")


def test_python_amazon_sp_api_with_a_suffix_for_each_account(shell: Shell, lwa: str) -> None:
    text = shell.ok("export", "inventory", "--format", "python-amazon-sp-api", "--yes")
    script = f"set -a\n{text}set +a\nexec '{sys.executable}' -W ignore -c \"$CODE\" {lwa} ACME_DE"
    done = subprocess.run(["sh", "-c", script], env={**os.environ, "CODE": SP_API}, capture_output=True, text=True)
    assert done.stdout.startswith("Atza|CANARY"), done.stderr
    assert sent(shell) == expected("de")


def test_python_amazon_sp_api_from_credentials_yml(shell: Shell, lwa: str) -> None:
    target = shell.home / ".config" / "python-sp-api" / "credentials.yml"
    target.parent.mkdir(parents=True)
    shell.ok("export", "inventory", "--format", "python-amazon-sp-api-yml", "--output", str(target), "--yes")
    assert ran(SP_API, lwa, "Acme DE").startswith("Atza|CANARY")
    assert sent(shell) == expected("de")


def test_python_amazon_sp_api_inside_exec(shell: Shell, lwa: str) -> None:
    command = ("exec", "acme us", "--sdk", "python-amazon-sp-api", "--", sys.executable, "-W", "ignore", "-c", SP_API)
    assert shell(*command, lwa, "default").code == 0
    assert sent(shell) == expected("us")


def test_amzn_sp_api_from_its_snippet(shell: Shell, lwa: str) -> None:
    shell.ok("export", "acme de", "--format", "amzn-sp-api", "--output", "conf.py", "--yes")
    token, region = ran(SPAPI, lwa, "conf.py").split()
    assert token.startswith("Atza|CANARY")
    assert region == "EU"
    assert sent(shell) == expected("de")
