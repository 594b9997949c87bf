"""What an address is."""

import ipaddress
from pathlib import Path

import pytest

from pulumi_payment_webhooks import net

PACKAGE = Path(net.__file__).parent
LOOPBACK = [
    *("localhost", "LOCALHOST", "localhost.", "shop.localhost", "a.shop.localhost."),
    *("127.0.0.1", "127.9.9.9", "127.0.0.1.", "::1", "0:0:0:0:0:0:0:1", "::1%lo"),
    *("127.1", "127.0.1", "2130706433", "0x7f000001", "0X7F.1", "0177.0.0.1", "017700000001", "127.0.0.0x1"),
    *("::ffff:127.0.0.1", "::FFFF:7f00:1", "0:0:0:0:0:ffff:127.0.0.1"),
]
OTHER = [
    *("", "example.net", "localhost.example.net", "notlocalhost", "localhost.localdomain", "*.localhost", "a..b"),
    *("0.0.0.0", "0", "::", "10.0.0.1", "128.0.0.1", "126.255.255.255", "2130706432.1", "9130706433", "0x80000001"),
    *("127.0.0.1.example.net", "127.0.0.256", "127.0.0.1.1", "127.0.0.08", "127..1", "127.0.0.-1", "0x7f00000g"),
    *("::2", "::127.0.0.1", "64:ff9b::127.0.0.1", "2002:7f00:1::", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1", "[::1]"),
    *(
        "\uff11\uff12\uff17.0.0.1",
        "\u0661\u0662\u0667.0.0.1",
        " 127.0.0.1",
        "127.0.0.1 ",
        "1" * 5000,
        "0x" + "f" * 5000,
    ),
]
NOT_PUBLIC = {
    net.LOOPBACK: ["localhost", "127.1", "[::1]".strip("[]")],
    net.PRIVATE: [
        *("10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "100.64.0.1", "100.127.255.255"),
        *("fc00::1", "fdff::1", "fec0::1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "2002:0a00:1::", "10.1", "0xa.1"),
    ],
    net.LINK_LOCAL: ["169.254.0.1", "169.254.169.254", "fe80::1", "fe80::1%eth0", "::ffff:169.254.1.1"],
    net.UNUSABLE: [
        *(
            "0.0.0.0",
            "0",
            "::",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "192.0.2.1",
            "198.51.100.1",
            "203.0.113.1",
        ),
        *("198.18.0.1", "2001:db8::1", "ff02::1", "64:ff9b::127.0.0.1", "::127.0.0.1"),
    ],
    net.SINGLE_LABEL: ["receiver", "receiver.", "com", "h"],
    net.PRIVATE_NAME: [
        "shop.local",
        "shop.local.",
        "SHOP.Internal",
        "db.corp",
        "nas.lan",
        "x.home.arpa",
        "x.localdomain",
    ],
    net.RESERVED_NAME: ["shop.test", "shop.invalid", "shop.example", "a.b.example."],
}
PUBLIC = [
    *("example.com", "hooks.example.net", "example.org.", "test.example.com", "local.example.com", "xn--mller-kva.de"),
    *("8.8.8.8", "172.32.0.1", "172.15.0.1", "100.63.0.1", "100.128.0.1", "192.167.0.1", "11.0.0.1", "134744072"),
    *("2a00:1450::1", "2001:4860:4860::8888", "64:ff9b::8.8.8.8", "2002:0808:808::", "::ffff:8.8.8.8"),
]


@pytest.mark.parametrize("host", LOOPBACK)
def test_loopback_in_every_spelling(host):
    """
    Every spelling of this machine that an operating system or a browser accepts is loopback.
    """
    assert net.is_loopback(host)


@pytest.mark.parametrize("host", OTHER, ids=lambda host: ascii(host[:30]))
def test_what_only_looks_like_loopback(host):
    """
    A name or address that only looks like this machine is not, and neither is the address that stands for all.
    """
    assert not net.is_loopback(host)


@pytest.mark.parametrize(("kind", "host"), [(kind, host) for kind, hosts in NOT_PUBLIC.items() for host in hosts])
def test_host_that_the_internet_cannot_reach(kind, host):
    """
    A host that no server on the Internet reaches is named by its kind.
    """
    assert net.why_not_public(host) == kind


@pytest.mark.parametrize("host", PUBLIC)
def test_host_of_the_internet(host):
    """
    Neighbours of private networks, names that only contain a reserved word, and the example domains are public.
    """
    assert net.why_not_public(host) is None


@pytest.mark.parametrize("number", [0, 1, 255, 256, 65535, 65536, 16777216, 2130706433, 4294967295])
@pytest.mark.parametrize("form", ["{0}", "{0:#x}", "0{0:o}"])
def test_numbers_are_addresses(number, form):
    """
    A decimal, octal or hexadecimal number is the address of that value.
    """
    assert net.address_of(form.format(number)) == ipaddress.IPv4Address(number)


@pytest.mark.parametrize("host", ["1.2.3.4.5", "256.1.1.1", "1.08", "4294967296", "shop.12", "x.0x", "1.2.3.0xg"])
def test_what_ends_in_a_number_is_no_name(host):
    """
    A host whose last label is a number, decimal or hexadecimal, cannot be a name even if it is not a valid address.
    """
    assert (net.address_of(host), net.is_number(host)) == (None, host != "1.2.3.0xg")


@pytest.mark.parametrize(
    ("host", "usual"),
    [
        ("127.1", "127.0.0.1"),
        ("0:0:0:0:0:0:0:1", "::1"),
        ("Shop.localhost.", "localhost"),
        ("HOOKS.example.net.", "hooks.example.net"),
    ],
)
def test_usual_spelling(host, usual):
    """
    A host is shown as an address in its usual notation, or as a name in lower case.
    """
    assert net.usual_spelling(host) == usual


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Hooks.example.net/a?b", "https://hooks.example.net"),
        ("https://hooks.example.net:443", "https://hooks.example.net"),
        ("http://hooks.example.net:443", "http://hooks.example.net:443"),
        ("http://[::1]:80/", "http://[::1]"),
        ("https://user@[::1]:8443/", "https://[::1]:8443"),
    ],
)
def test_origin_of_a_url(url, origin):
    """
    An origin is scheme, host and port; the port is written only where it is not the default.
    """
    assert str(net.origin_of(url)) == origin


@pytest.mark.parametrize("url", ["", "ftp://a.example/", "//a.example/", "https://", "https://a:b/", "https://[::1/"])
def test_what_has_no_origin(url):
    """
    Only an absolute http or https URL has an origin.
    """
    with pytest.raises(ValueError, match=r"."):
        net.origin_of(url)


@pytest.mark.parametrize(
    "other",
    [
        "https://hooks.example.net/x?y=1",
        "https://HOOKS.Example.net/x?y=1",
        "https://hooks.example.net:443/x?y=1",
        "HTTPS://hooks.example.net/x?y=1",
    ],
)
def test_urls_that_mean_the_same(other):
    """
    The host's case, the scheme's case and a default port that is written out make no difference.
    """
    assert net.same_url("https://hooks.example.net/x?y=1", other)


@pytest.mark.parametrize(
    "other",
    [
        "https://hooks.example.net/X?y=1",
        "https://hooks.example.net/x?y=2",
        "https://hooks.example.net/x",
        "https://hooks.example.net:444/x?y=1",
        "http://hooks.example.net/x?y=1",
        "https://hooks.example.net:port/x?y=1",
        None,
        5,
    ],
)
def test_urls_that_differ(other):
    """
    Path, query, port and scheme make another URL; so does something that is none.
    """
    assert not net.same_url("https://hooks.example.net/x?y=1", other)


def test_root_may_be_left_out():
    """
    A URL without a path means the root.
    """
    assert net.same_url("https://hooks.example.net", "https://hooks.example.net:443/")


def test_unreadable_urls_are_compared_as_text():
    """
    Two equal texts that are no URL count as the same.
    """
    assert net.same_url("https://h:port/", "https://h:port/")


@pytest.mark.parametrize(
    ("one", "same"), [("HTTPS://Hooks.example.net/X", True), ("https://hooks.example.net/y", False)]
)
def test_url_in_another_case(one, same):
    """
    A platform may answer with the whole URL in lower case.
    """
    assert net.same_url_in_any_case(one, "https://hooks.example.net/x") is same


@pytest.mark.parametrize(
    ("url", "public"),
    [
        ("https://hooks.example.net/visa", "https://hooks.example.net/visa"),
        ("https://hooks.example.net/visa?token=1#part", "https://hooks.example.net/visa?…"),
        ("https://hooks.example.net/visa#part", "https://hooks.example.net/visa#…"),
        ("https://user:word@hooks.example.net:8443/visa", "https://hooks.example.net:8443/visa"),
        ("HTTP://user@hooks.example.net", "http://hooks.example.net"),
        ("ftp://user:word@example.net/", "ftp://example.net/"),
        ("user@example.net?no", None),
        ("https://[broken?token", None),
    ],
)
def test_public_part(url, public):
    """
    User info, query and fragment may contain a token, so they are not shown; other texts are no URLs.
    """
    assert net.public_part(url) == public


def test_nobody_else_decides_what_an_address_is():
    """
    No other module of the package reads IP addresses: all ask this one.
    """
    readers = {file.name for file in PACKAGE.rglob("*.py") if "import ipaddress" in file.read_text()}

    assert readers == {"net.py"}
