"""Encrypted messages against known ones, an independent library, and what forgers try."""

import base64
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from joserfc import jwe
from joserfc.jwk import RSAKey

from pulumi_payment_webhooks.crypto.encryption import (
    PrivateKey,
    is_locked,
    is_sealed,
    parse_sealed,
    rsa_private_key,
    seal,
    unlock,
    unseal,
)

KNOWN = json.loads((Path(__file__).parents[1] / "vectors" / "encryption.json").read_text())
JOSE = RSAKey.import_key(KNOWN["rsaKey"])
OURS = rsa_private_key(JOSE.as_pem(private=True))
OTHER = rsa.generate_private_key(65537, 2048)
ALGORITHMS = ["RSA-OAEP-256", "RSA-OAEP"]
EITHER_ALGORITHM = pytest.mark.parametrize("algorithm", ALGORITHMS)
LENIENT = jwe.JWERegistry(algorithms=[*ALGORITHMS, "A256GCM"], strict_check_header=False)


def pem(key, locked=False):
    encryption = BestAvailableEncryption(b"passphrase") if locked else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


def with_header(header):
    """A message whose header says *header*; only the header is looked at."""
    raw = header if isinstance(header, bytes) else json.dumps(header).encode()
    head = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    return f"{head}.AAAA.{'A' * 16}.AAAA.{'A' * 21}w"


@pytest.mark.parametrize("vector", KNOWN["vectors"], ids=lambda vector: vector["id"])
def test_known_message_is_read(vector):
    """
    A known message gives its known plaintext, and names its key.
    """
    message = parse_sealed(vector["message"])

    assert unseal(message, [PrivateKey(OURS)]) == vector["plaintext"].encode()
    assert message.key_id == vector.get("kid")


@EITHER_ALGORITHM
def test_message_of_an_independent_library_is_read(algorithm):
    """
    What joserfc encrypts is read here.
    """
    message = jwe.encrypt_compact({"alg": algorithm, "enc": "A256GCM"}, b"content", JOSE, registry=LENIENT)

    assert unseal(parse_sealed(message), [PrivateKey(OURS)]) == b"content"


@EITHER_ALGORITHM
def test_independent_library_reads_our_message(algorithm):
    """
    What is encrypted here is read by joserfc, with the members that were put into the header.
    """
    message = seal(b"content", OURS.public_key(), algorithm=algorithm, header={"kid": "key-1", "iat": 1})
    read = jwe.decrypt_compact(message, JOSE, registry=LENIENT)

    assert read.plaintext == b"content"
    assert read.headers() == {"alg": algorithm, "enc": "A256GCM", "kid": "key-1", "iat": 1}


def test_no_two_messages_are_alike():
    """
    The same content encrypted twice shares no part but the header.
    """
    first, second = (seal(b"content", OURS.public_key()).split(".") for _ in range(2))

    assert set(first) & set(second) == {first[0]}


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "RSA1_5", "enc": "A256GCM"},
        {"alg": "dir", "enc": "A256GCM"},
        {"alg": "none", "enc": "A256GCM"},
        {"alg": "RSA-OAEP-256", "enc": "A128CBC-HS256"},
        {"alg": "RSA-OAEP-256", "enc": "A128GCM"},
        {"alg": ["RSA-OAEP-256"], "enc": "A256GCM"},
        {"alg": "RSA-OAEP-256"},
        {},
    ],
)
def test_message_brings_no_algorithm(header):
    """
    An algorithm that is not allowed is refused before any key is touched.
    """
    with pytest.raises(ValueError, match="not allowed"):
        parse_sealed(with_header(header))


@pytest.mark.parametrize("member", [{"zip": "DEF"}, {"crit": ["exp"]}, {"zip": None}])
def test_compression_and_extensions_are_refused(member):
    """
    A message that wants to be decompressed, or understood in a way we do not know, is refused.
    """
    with pytest.raises(ValueError, match="compression or an extension"):
        parse_sealed(with_header({"alg": "RSA-OAEP-256", "enc": "A256GCM", **member}))


@pytest.mark.parametrize("header", [b"{", b"[]", b"\xff", b"[" * 3000])
def test_header_must_be_an_object(header):
    """
    A header that is not a JSON object is refused, however deep it is.
    """
    with pytest.raises(ValueError, match="header of the encrypted message"):
        parse_sealed(with_header(header))


@pytest.mark.parametrize("text", ["", "a.b.c.d.e", "eyJ.b.c", "eyJ.b.c.d.e.f", "eyü.b.c.d.e"])
def test_other_text_is_no_message(text):
    """
    Only five parts, of which the first may be a JSON object, look like a message.
    """
    assert not is_sealed(text)


@pytest.mark.parametrize("header", ['{"alg":1}', '{ "alg":1}', '{\n"alg":1}', '{\t"alg":1}', '{\r\n"alg":1}'])
def test_message_is_known_by_its_header(header):
    """
    However a JSON object begins, its base64url is known as that of a header.
    """
    assert is_sealed(with_header(header.encode()))


@pytest.mark.parametrize(
    "text", ["", "a.b.c", "eyJ..c.d.e", "eyJ.b.c.d.e=", "eyJ.b.c.d.e\n", "eyJ.b.c.d.+", "eyJ.b.ü.d.e"]
)
def test_parts_must_be_base64url(text):
    """
    Padding, blanks, empty parts and another alphabet are refused.
    """
    with pytest.raises(ValueError, match="not an encrypted message"):
        parse_sealed(text)


@pytest.mark.parametrize("part", [2, 4])
def test_parts_of_a_wrong_size_are_refused(part):
    """
    A shortened initialisation vector or tag is refused: it would be easier to guess.
    """
    parts = seal(b"content", OURS.public_key()).split(".")
    parts[part] = parts[part][:8]

    with pytest.raises(ValueError, match="wrong size"):
        parse_sealed(".".join(parts))


@pytest.mark.parametrize("part", [0, 1, 2, 3, 4])
def test_each_part_is_protected(part):
    """
    A message with one part from another message is refused, always with the same words.
    """
    parts = seal(b"content", OURS.public_key(), header={"kid": "key-1"}).split(".")
    parts[part] = seal(b"another", OURS.public_key(), header={"kid": "key-2"}).split(".")[part]

    with pytest.raises(ValueError, match=r"^no private key opens the encrypted message$"):
        unseal(parse_sealed(".".join(parts)), [PrivateKey(OURS)])


def test_each_key_is_tried():
    """
    While keys are replaced, a message that names none is read with whichever opens it.
    """
    message = parse_sealed(seal(b"content", OURS.public_key()))

    assert unseal(message, [PrivateKey(OTHER), PrivateKey(OURS)]) == b"content"


def test_named_key_is_the_only_one_tried():
    """
    A message that names a key we hold is not tried with the others.
    """
    message = parse_sealed(seal(b"content", OURS.public_key(), header={"kid": "other"}))

    with pytest.raises(ValueError, match="no private key opens"):
        unseal(message, [PrivateKey(OTHER, "other"), PrivateKey(OURS, "ours")])


def test_unknown_name_does_not_matter():
    """
    A message that names a key under an id we do not use is tried with each.
    """
    message = parse_sealed(seal(b"content", OURS.public_key(), header={"kid": "unheard of"}))

    assert unseal(message, [PrivateKey(OTHER, "other"), PrivateKey(OURS, "ours")]) == b"content"


@pytest.mark.parametrize("size", [16, 24])
def test_shorter_content_key_is_refused(size):
    """
    A wrapped key for another AES does not decide which AES is used.
    """
    head = seal(b"content", OURS.public_key()).split(".")[0]
    key, iv = b"k" * size, b"i" * 12
    whole = AESGCM(key).encrypt(iv, b"content", head.encode())
    wrapped = OURS.public_key().encrypt(key, OAEP(MGF1(hashes.SHA256()), hashes.SHA256(), None))
    parts = [base64.urlsafe_b64encode(one).decode().rstrip("=") for one in (wrapped, iv, whole[:-16], whole[-16:])]

    with pytest.raises(ValueError, match="no private key opens"):
        unseal(parse_sealed(".".join([head, *parts])), [PrivateKey(OURS)])


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (b"nonsense", "is not PEM"),
        (pem(OTHER, locked=True), "is encrypted with a passphrase"),
        (pem(rsa.generate_private_key(65537, 1024)), "1024 bits"),
        (pem(ec.generate_private_key(ec.SECP256R1())), "is an EC key, and an RSA key is needed"),
    ],
    ids=["nonsense", "locked", "short", "elliptic"],
)
def test_unusable_private_key_is_refused(given, reason):
    """
    The reason is given, and nothing of the key.
    """
    with pytest.raises(ValueError, match=reason) as refused:
        rsa_private_key(given)

    assert given.decode().splitlines()[-1] not in str(refused.value)


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
def test_locked_private_key_opens(form):
    """
    A locked key is known by its text, in either form of PEM, and is the same without its passphrase.
    """
    locked = OTHER.private_bytes(Encoding.PEM, form, BestAvailableEncryption(b"passphrase"))

    assert (is_locked(locked), is_locked(pem(OTHER))) == (True, False)
    assert unlock(locked, "passphrase") == pem(OTHER)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (pem(OTHER, locked=True), "does not open: the passphrase is wrong"),
        (b"-----BEGIN ENCRYPTED PRIVATE KEY-----", "was cut"),
        (pem(OTHER, locked=True).replace(b"MII", b"AAA"), "is damaged"),
    ],
    ids=["locked", "cut", "damaged"],
)
def test_locked_key_that_does_not_open_is_explained(given, reason):
    """
    A wrong passphrase and damage have different messages, and the passphrase is not shown.
    """
    with pytest.raises(ValueError, match=reason) as refused:
        unlock(given, "hunter2")

    assert "hunter2" not in str(refused.value)


def test_private_key_is_not_shown():
    """
    Neither a key nor a message that was taken apart shows what it holds.
    """
    shown = repr(PrivateKey(OURS, "ours")) + repr(parse_sealed(seal(b"content", OURS.public_key())))

    assert shown.startswith("PrivateKey(id='ours')Sealed(protected=")
    assert "ciphertext" not in shown
