#!/usr/bin/env python3
"""wapiti and sqlmap against a running demo directory, as a stranger and as a member. `./dev scan` starts and ends what it needs.

scan.py ADDRESS INVITATION FOLDER SECONDS

ADDRESS     of the program, which runs without limits for floods
INVITATION  the address of an invitation that nobody has used
FOLDER      where what the scanners say is written
SECONDS     that each of the four parts may take
"""
import base64
import hashlib
import hmac
import html.parser
import json
import pathlib
import re
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

# All that need no other machine: left out are nikto, which fetches a list; ssrf and xxe, which ask a machine of their makers whether it
# was called; buster, which guesses names; brute_login_form; http_headers and csrf, which ask for what is of no use here or done otherwise
# (docs/security.md); and the modules for other programs (wapp and the like).
MODULES = "backup,blindsql,cookieflags,crlf,csp,exec,file,htaccess,methods,permanentxss,redirect,shellshock,sql,xss"

# No address may keep the others waiting for longer.
MOST_SECONDS = 40

# What ends the session that scans, or leads away.
LEFT_OUT = ["/account/sign-out", "/exit"]

# wapiti 3.0.4 ends at once where anything is left out: its expression is one that newer Pythons refuse. Debian's Python is the one that has it.
WAPITI = """
import re
from wapitiCore.main import wapiti
from wapitiCore.net import crawler
crawler.wildcard_translate = lambda pattern: re.compile(".*".join(map(re.escape, pattern.split("*"))) + "$", re.S)
wapiti.wapiti_main()
"""


class Page(html.parser.HTMLParser):
    """Links and forms of a page."""

    def __init__(self, text):
        super().__init__()
        self.links, self.forms, self.told = [], [], []
        self._form = self._within = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        of = dict(attributes)
        if tag == "a" and of.get("href"):
            self.links.append(of["href"])
        elif tag == "form":
            self._form = {"action": of.get("action") or "", "method": (of.get("method") or "get").lower(), "fields": []}
            self.forms.append(self._form)
        elif tag in ("input", "textarea", "select", "button") and self._form is not None and of.get("name"):
            if of.get("type") not in ("checkbox", "radio") or "checked" in of:
                self._form["fields"].append((of["name"], of.get("value") or ""))
        elif tag == "code" and of.get("class") == "key":
            self._within = "key"

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        self._within = None

    def handle_data(self, data):
        if self._within == "key":
            self.told.append(data)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Browser:
    """Keeps what it is given by hand: the cookie says that it is for https, which localhost counts as."""

    def __init__(self, site):
        self.site, self.cookies = site, {}
        self._open = urllib.request.build_opener(NoRedirect)

    def cookie(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def ask(self, address, fields=None):
        request = urllib.request.Request(
            urllib.parse.urljoin(self.site, address), None if fields is None else urllib.parse.urlencode(fields).encode())
        if self.cookies:
            request.add_header("Cookie", self.cookie())
        try:
            answer = self._open.open(request, timeout=30)
        except urllib.error.HTTPError as refused:
            answer = refused
        for given in answer.headers.get_all("Set-Cookie") or []:
            name, value = given.split(";")[0].split("=", 1)
            self.cookies[name] = value
        kind = answer.headers.get_content_type()
        return answer.status, answer.read().decode("utf-8", "replace") if kind == "text/html" else "", kind


def code_of(key):
    """What an authenticator app shows (RFC 6238)."""
    secret = base64.b32decode(key + "=" * (-len(key) % 8))
    digest = hmac.new(secret, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    return f"{(struct.unpack('>I', digest[digest[-1] & 15:][:4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def join(site, invitation):
    """Comes in by an invitation, as a person does, and is signed in afterwards."""
    browser = Browser(site)
    _, text, _ = browser.ask(invitation)
    page = Page(text)
    key = "".join(page.told).replace(" ", "")
    form = next(form for form in page.forms if any(name == "passphrase" for name, _ in form["fields"]))
    fields = dict(form["fields"]) | {"passphrase": "seven teapots drift over marble", "code": code_of(key)}
    _, text, _ = browser.ask(form["action"] or invitation, list(fields.items()))
    form = next(form for form in Page(text).forms if form["method"] == "post")
    fields = dict(form["fields"])
    status, _, _ = browser.ask(form["action"] or invitation, list(fields.items()))
    opened, _, _ = browser.ask("/account")
    if status != 303 or opened != 200:
        sys.exit(f"The invitation did not open: {status}, then {opened}.")
    return browser


def crawl(browser, start, most):
    """Addresses with parameters and forms, each kind once: the same path and the same names count as one."""
    seen, kinds, wanted, forms, waiting = set(), set(), [], [], list(start)
    pages = 0
    while waiting and pages < most:
        address = waiting.pop(0).split("#")[0]
        parts = urllib.parse.urlsplit(address)
        if address in seen or parts.netloc or parts.scheme or parts.path in LEFT_OUT or not address.startswith("/"):
            continue
        seen.add(address)
        names = sorted({name for name, _ in urllib.parse.parse_qsl(parts.query, keep_blank_values=True)})
        # A code in the path is one more value of the same address, and so is a language before it.
        shape = re.sub(r"/[0-9a-z]{6,}(?=/|$)", "/*", re.sub(r"^/(es|ro|ar)(?=/|$)", "", parts.path))
        kind = (shape, tuple(names))
        if kind in kinds:
            continue
        kinds.add(kind)
        pages += 1
        if names:
            wanted.append(address)
        _, text, kind = browser.ask(address)
        if kind != "text/html":
            continue
        page = Page(text)
        waiting += [urllib.parse.urljoin(address, link) for link in page.links]
        for form in page.forms:
            action = urllib.parse.urljoin(address, form["action"] or address)
            names = tuple(sorted({name for name, _ in form["fields"]}))
            kind = (form["method"], re.sub(r"/[0-9a-z]{6,}(?=/|$)", "/*", action), names)
            if names and kind not in kinds and urllib.parse.urlsplit(action).path not in LEFT_OUT:
                kinds.add(kind)
                forms.append((form["method"], action, form["fields"]))
    return pages, wanted, forms


def run(name, folder, command, seconds):
    began = time.time()
    with open(folder / f"{name}.log", "w", encoding="utf-8") as log:
        try:
            subprocess.run(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, timeout=seconds, check=False)
            ended = "to the end"
        except subprocess.TimeoutExpired:
            ended = "cut off"
    print(f"{name}: {time.time() - began:.0f} s, {ended}", flush=True)


def wapiti(name, site, folder, cookie, start, seconds):
    report = folder / f"{name}.json"
    report.unlink(missing_ok=True)
    command = [
        "/usr/bin/python3", "-c", WAPITI, "-u", site + "/", "--scope", "folder", "-m", MODULES, "-f", "json", "-o", str(report), "--flush-session", "--no-bugreport",
        "--store-session", str(folder / f"{name}.session"), "-v", "1", "--max-links-per-page", "40", "--max-files-per-dir", "20", "-d", "4",
        "--max-scan-time", str(seconds // 3), "--max-attack-time", str(max(5, seconds // 24)), "--max-parameters", "20",
        # It would take what is packed for text without links.
        "-H", "Accept-Encoding: identity",
    ]
    for address in start:
        command += ["-s", site + address]
    for address in LEFT_OUT:
        command += ["-x", site + address + "*"]
    if cookie:
        command += ["-H", f"Cookie: {cookie}"]
    run(name, folder, command, seconds * 2)
    if not report.exists():
        sys.exit(f"{name} ended without a report; why is in {folder / (name + '.log')}")
    said = json.loads(report.read_text(encoding="utf-8"))
    count = 0
    for kind in ("vulnerabilities", "anomalies"):
        for what, places in said[kind].items():
            for place in places:
                count += 1
                print(f"  {what}: {place['method']} {place['path']} {place.get('parameter') or ''}: {place['info']}")
    crawled = re.search(r"found (\d+) URLs", (folder / f"{name}.log").read_text(encoding="utf-8", errors="replace"))
    print(f"  {name}: {crawled[1] if crawled else 'no'} addresses and forms, {count} findings")
    return count


def sqlmap(name, site, folder, cookie, wanted, forms, seconds):
    """Every parameter of every address and form that was found, one after the other, until the time is over."""
    targets = [("get", address, None) for address in wanted]
    for method, action, fields in forms:
        data = urllib.parse.urlencode(fields)
        path = action.split("?")[0]
        targets.append(("get", f"{path}?{data}", None) if method == "get" else ("post", action, data))
    until, tried, cut, found = time.time() + seconds, 0, 0, 0
    with open(folder / f"{name}.log", "w", encoding="utf-8") as log:
        for _, address, data in targets:
            left = until - time.time()
            if left < 5:
                break
            command = [
                "sqlmap", "-u", site + address, "--batch", "--level", "2", "--risk", "2", "--dbms", "PostgreSQL", "--technique", "BEUSTQ",
                "--flush-session", "--output-dir", str(folder / f"{name}.out"), "--disable-coloring", "--skip", "user-agent,referer,host,cookie", "--time-sec", "2",
                "--ignore-code", "400,401,403,404,413,429", "--answers", "follow=N",
            ]
            if data:
                command += ["--data", data]
            if cookie:
                command += ["--cookie", cookie]
            try:
                said = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=min(left, MOST_SECONDS), check=False).stdout
                tried += 1
            except subprocess.TimeoutExpired as late:
                said = late.stdout or b""
                cut += 1
            said = said.decode("utf-8", "replace")
            log.write(said)
            if re.search(r"is vulnerable|identified the following injection point|appears to be '.*injectable", said):
                found += 1
                print(f"  sqlmap: {address} {data or ''}")
    print(f"  {name}: {len(targets)} addresses and forms, {tried} to the end, {cut} cut off, {found} findings", flush=True)
    return found


def main():
    site, invitation, folder = sys.argv[1].rstrip("/"), sys.argv[2], pathlib.Path(sys.argv[3])
    seconds = int(sys.argv[4])
    folder.mkdir(parents=True, exist_ok=True)
    stranger, member = Browser(site), join(site, invitation)
    public_start = ["/", "/search", "/search?need=4&near=Leeds", "/needs", "/guides", "/receipts", "/missing", "/account/sign-in", "/by-itself", "/hsds/services?page=1&per_page=5"]
    pages, wanted, forms = crawl(stranger, public_start, 200)
    print(f"public: {pages} kinds of page, {len(wanted)} addresses with parameters, {len(forms)} forms")
    own_pages, own_wanted, own_forms = crawl(member, ["/account"], 200)
    print(f"member: {own_pages} kinds of page, {len(own_wanted)} addresses with parameters, {len(own_forms)} forms", flush=True)
    found = wapiti("wapiti-public", site, folder, None, public_start, seconds)
    found += sqlmap("sqlmap-public", site, folder, None, wanted, forms, seconds)
    found += sqlmap("sqlmap-member", site, folder, member.cookie(), own_wanted, own_forms, seconds)
    found += wapiti("wapiti-member", site, folder, member.cookie(), ["/account"], seconds)
    status, _, _ = member.ask("/account")
    if status != 200:
        print("  the member was signed out on the way")
    print(f"{found} findings")
    sys.exit(1 if found else 0)


main()
