"""
How credentials are damaged on their way, each with the real reason.
"""

import base64
import json
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from tests.crypto.certificates import PASSWORD, encryption_pem, merchant_key
from tests.cybersource.notifications.sender import KEY_ID, MESSAGES, PEM, SECRET

RAW = base64.b64decode(SECRET)


def base64_of(content):
    """*content* in base64, as text."""
    return base64.b64encode(content).decode()


STANDS_IN = {
    "secret": ("[secret]", "is '[secret]', which Pulumi prints in place of a secret"),
    "secret in quotes": ('"[secret]"', "is '[secret]', which Pulumi prints in place of a secret"),
    "stars": ("***", "is masked, as logs show secrets"),
    "redacted": ("<redacted>", "is masked, as logs show secrets"),
    "output": ("Calling __str__ on an Output[T] is not supported.\n\n…", "is the text of a Pulumi output"),
    "expression": ("${{ secrets.KEY }}", "is a placeholder"),
    "variable": ("${KEY}", "is a placeholder"),
}
BASE64_DAMAGES = {
    **STANDS_IN,
    "dollar": ("$SIGNATURE_KEY", "is a placeholder"),
    "angle": ("<key>", "is a placeholder"),
    "partly masked": (SECRET[:4] + "***" + SECRET[-4:], "is masked, as logs show secrets"),
    "line break inside": (SECRET[:20] + "\n" + SECRET[20:], "contains a line break: it must be one line"),
    "blank inside": (SECRET[:20] + " " + SECRET[20:], "contains a blank"),
    "literal line break": (SECRET + r"\n", r"contains \n as two characters"),
    "path": ("keys/signing.key", "looks like the path of a file"),
    "absolute path": ("/run/secrets/signing", "looks like the path of a file"),
    "home": ("~/signing", "looks like the path of a file"),
    "quotes": (f'"{SECRET}"', "is in quotation marks"),
    "id": ("0d4f1a7c-0000-4c1d-9b7e-51a1a7ed0001", "is an id, not a key"),
    "hexadecimal": (RAW.hex(), "is hexadecimal, and must be base64"),
    "hexadecimal with colons": (RAW.hex(":"), "is hexadecimal, and must be base64"),
    "base64url": (base64.urlsafe_b64encode(b"\xfb\xff" * 16).decode(), "is base64url"),
    "base64 of base64": (base64_of(SECRET.encode()), "is base64 of base64"),
    "base64 of a file": (base64_of(f"{SECRET}\n".encode()), "is base64 of base64"),
    "without padding": (SECRET[:-1], "44 characters"),
    "cut": (SECRET[:17], "has 17 characters, and a s"),
    "something after it": (SECRET + SECRET, "has '=' before its end"),
    "typographic dash": (SECRET[:4] + "–" + SECRET[5:], "contains a character that is not ASCII"),
    "zero-width": (SECRET[:4] + "\u200b" + SECRET[4:], "contains a control character or an invisible character"),
    "other character": (SECRET[:4] + "!" + SECRET[5:], "contains a character that base64 does not have"),
    "private key": (PEM.decode(), "is a PEM block (PRIVATE KEY)"),
    "certificate": (encryption_pem(), "is a PEM block (CERTIFICATE)"),
    "web key": (json.dumps({"kty": "oct", "k": SECRET}), "is a JSON Web Key (JWK)"),
    "json": (json.dumps({KEY_ID: SECRET}), "is JSON: give the value alone"),
}
SIGNATURE_KEY_DAMAGES = {
    "31 bytes": (base64_of(RAW[:31]), "has 31 bytes, and a signature key has 32 bytes"),
    "33 bytes": (base64_of(RAW + b"!"), "has 33 bytes, and a signature key has 32 bytes"),
    "a password": ("passwords123", "has 9 bytes, and a signature key has 32 bytes"),
    "empty": ("", "is empty"),
    "blank": (" \n", "is empty"),
}
SHARED_SECRET_DAMAGES = {
    "9 bytes": ("passwords123", "has 9 bytes, and a shared secret has 16 bytes or more"),
    "empty": ("", "is empty"),
    "blank": (" \n", "is empty"),
}
ID_DAMAGES = {
    **STANDS_IN,
    "angle": ("<key id>", "is a placeholder"),
    "blank inside": ("key 1", "contains a blank"),
    "line break inside": ("key\n1", "contains a line break"),
    "literal line break": (r"key-1\n", r"contains \n as two characters"),
    "quotes": ('"key-1"', "is in quotation marks"),
    "single quotes": ("'key-1'", "is in quotation marks"),
    "quote inside": ('key"1', "contains a quotation mark"),
    "path": ("./signing.id", "looks like the path of a file"),
    "zero-width": ("key\u200b1", "contains a control character or an invisible character"),
    "typographic dash": ("key–1", "contains a character that is not ASCII"),
    "json": ('{"a": "b"}', "is JSON: give the value alone"),
}
KEY_ID_DAMAGES = {
    "a key": (SECRET, "is a key, not an id: are the two swapped?"),
    "semicolon": ("key;1", "contains a semicolon"),
}
PATH_DAMAGES = {
    "parent": ("..", "consists of dots"),
    "two segments": ("shop/orders", "contains '/'"),
    "query": ("shop?all", "contains '?'"),
    "too long": ("o" * 129, "has 129 characters (at most 128)"),
}
OAUTH_DAMAGES = {
    **STANDS_IN,
    "empty": ("", "is empty"),
    "blank": (" \n", "is empty"),
    "line break inside": ("hush\nhush", "contains a line break"),
    "control character": ("hush\x07hush", "contains a control character"),
    "zero-width": ("hush\u200bhush", "contains a control character or an invisible character"),
    "quotes": ('"hush-4711"', "is in quotation marks"),
    "path": ("/run/secrets/oauth", "looks like the path of a file"),
    "key file": ("oauth.json", "looks like the path of a file"),
    "json": ('{"client_secret": "hush-4711"}', "is JSON: give the value alone"),
    "private key": (PEM.decode(), "is a PEM block (PRIVATE KEY)"),
    "number": (4711, "must be text, not a number"),
    "bytes": (b"\xff\xfe", "is UTF-16 text"),
}

LOADED = load_pem_private_key(PEM, None)
SHORT = rsa.generate_private_key(65537, 1024)


def pem(key, form=PrivateFormat.PKCS8, encryption=None):
    return key.private_bytes(Encoding.PEM, form, encryption or NoEncryption()).decode()


def der(key):
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


TEXT = PEM.decode()
LOCKED = pem(LOADED, encryption=BestAvailableEncryption(b"hush-4711"))
PUBLIC = LOADED.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
REQUEST = "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n"
WEB_KEY = json.dumps(MESSAGES["rsaKey"])
PRIVATE_KEY_DAMAGES = {
    **STANDS_IN,
    "empty": ("", "is empty"),
    "path": ("keys/receiver.key", "looks like the path of a file"),
    "literal line breaks": (TEXT.replace("\n", r"\n"), r"contains \n as two characters"),
    "quotes": (f'"{base64_of(PEM)}"', "is in quotation marks"),
    "public key": (PUBLIC, "is a public key, and the private key is needed"),
    "certificate": (encryption_pem(), "is a certificate, and the private key is needed"),
    "request": (REQUEST, "is a certificate request, and the private key is needed"),
    "two keys": (TEXT + TEXT, "holds 2 private keys"),
    "OpenSSH": (pem(LOADED, PrivateFormat.OpenSSH), "is in the format of OpenSSH"),
    "elliptic": (pem(ec.generate_private_key(ec.SECP256R1())), "is an EC key, and an RSA key is needed"),
    "Ed25519": (pem(ed25519.Ed25519PrivateKey.generate()), "is an Ed25519 key, and an RSA key is needed"),
    "short": (pem(SHORT), "has 1024 bits, and an RSA key of 2048 bits or more is needed"),
    "cut": (TEXT[:-40], "is PEM that was cut"),
    "damaged": (TEXT.replace(TEXT[200:240], "A" * 40), "is damaged"),
    "web key": (WEB_KEY, "is a JSON Web Key (JWK)"),
    "base64 of PEM": (base64_of(PEM), "is base64 of PEM: decode it once"),
    "without its lines": ("".join(TEXT.splitlines()[1:-1]), "is base64 without its lines -----BEGIN"),
    "a signature key": (SECRET, "is not PEM: it must begin with -----BEGIN PRIVATE KEY-----"),
}
BINARY_PRIVATE_KEY_DAMAGES = {
    "DER": (der(LOADED), "is binary (DER): convert it to PEM"),
    "P12": (merchant_key().p12(PASSWORD), "is a P12 file"),
    "UTF-16": (TEXT.encode("utf-16"), "is UTF-16 text"),
    "Java": (b"\xfe\xed\xfe\xed\x00\x00\x00\x02", "is a Java keystore"),
}
LOCKED_DAMAGES = {
    "locked": (LOCKED, "is encrypted with a passphrase"),
    "locked in the old form": (
        pem(LOADED, PrivateFormat.TraditionalOpenSSL, BestAvailableEncryption(b"hush-4711")),
        "is encrypted with a passphrase",
    ),
    "None": (None, "None"),
    "path object": (Path("receiver.key"), "is a path: give the content"),
    "number": (7, "a number"),
}
CERTIFICATE = encryption_pem()
CERTIFICATE_DAMAGES = {
    **STANDS_IN,
    "empty": ("", "is empty"),
    "path": ("receiver.crt", "looks like the path of a file"),
    "literal line breaks": (CERTIFICATE.replace("\n", r"\n"), r"contains \n as two characters"),
    "private key": (TEXT, "holds a private key, which must stay with the receiver"),
    "private key as well": (CERTIFICATE + TEXT, "holds a private key, which must stay with the receiver"),
    "public key": (PUBLIC, "is a public key, and a certificate is needed"),
    "request": (REQUEST, "is a certificate request, and a certificate is needed"),
    "chain": (CERTIFICATE * 2, "holds 2 certificates"),
    "cut": (CERTIFICATE[:-40], "is PEM that was cut"),
    "damaged": (CERTIFICATE.replace(CERTIFICATE[40:80], "A" * 40), "is damaged"),
    "one line": ("".join(CERTIFICATE.splitlines()[1:-1]), "is base64 without its lines -----BEGIN"),
    "base64 of PEM": (base64_of(CERTIFICATE.encode()), "is base64 of PEM: decode it once"),
    "web key": (WEB_KEY, "is a JSON Web Key (JWK)"),
    "fingerprint": ("ab:" * 31 + "ab", "is hexadecimal"),
    "number": (7, "must be text, not a number"),
}
FILE = merchant_key().p12(PASSWORD)
P12_DAMAGES = {
    **STANDS_IN,
    "missing file": ("gone.p12", "'gone.p12' cannot be read: No such file or directory"),
    "folder": (".", "cannot be read: Is a directory"),
    "PEM": (TEXT, "is a PEM block (PRIVATE KEY)"),
    "base64 of PEM": (base64_of(PEM + PEM), "is PEM (PRIVATE KEY), not a P12 file"),
    "base64 of base64": (base64_of(base64_of(FILE).encode()), "is the base64 of a P12 file: decode it once"),
    "base64 of a key": (base64_of(der(LOADED)), "another kind of certificate or key in DER"),
    "base64 of Java": (base64_of(b"\xfe\xed\xfe\xed" * 64), "is a Java keystore, not a P12 file"),
    "cut base64": (base64_of(FILE)[:-101], "which are not a multiple of 4: it was cut"),
    "cut content": (base64_of(FILE[:-30]), "was cut: it has "),
    "base64url": (base64.urlsafe_b64encode(FILE).decode(), "is base64url"),
    "hexadecimal": (FILE.hex(), "is hexadecimal"),
    "quotes": (f'"{base64_of(FILE)}"', "is in quotation marks"),
    "literal line breaks": (base64.encodebytes(FILE).decode().replace("\n", r"\n"), r"contains \n as two characters"),
    "json": ('{"p12": "MII"}', "is JSON"),
    "empty": ("", "is empty"),
}
P12_FILES = {
    "empty": (b"", "'given.p12' is empty"),
    "PEM": (PEM, "'given.p12' is PEM (PRIVATE KEY), not a P12 file"),
    "base64": (base64.encodebytes(FILE), "'given.p12' is the base64 of a P12 file: decode it once"),
    "cut": (FILE[:-30], "'given.p12' was cut: it has"),
    "text": (b"hush-4711", "'given.p12' is not a P12 file"),
    "secret": (b"[secret]\n", "'given.p12' is '[secret]'"),
    "large": (b"\0" * 1_000_001, "'given.p12' is larger than 1 MB"),
    "another password": (merchant_key().p12("another"), "'given.p12' does not open: the password is wrong"),
    "damaged": (FILE[:300] + bytes([FILE[300] ^ 0x55]) + FILE[301:], "'given.p12' is damaged"),
}
