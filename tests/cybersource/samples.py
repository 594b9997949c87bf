"""The JSON samples of the vendor's pages, as they are printed and as they are meant."""

import json
from pathlib import Path

PAGES = Path(__file__).parents[1] / "vectors" / "vendor_pages"
INDEX = json.loads((PAGES / "samples.json").read_text())
SAMPLES = {one["name"]: one for one in INDEX["samples"]}


def printed(name):
    """The sample's text, character by character."""
    return (PAGES / "printed" / f"{name}.txt").read_text()


def repaired(name):
    """The same after the repairs that are named beside it, each of which fits at one place."""
    text = printed(name)
    for repair in SAMPLES[name]["repairs"]:
        assert text.count(repair["old"]) == 1, f"{name}: {repair['what']}"
        text = text.replace(repair["old"], repair["new"])
    return text


def sample(name):
    """What the sample says."""
    return json.loads(repaired(name))


def of_kind(kind):
    """Names of the samples of that kind: `request`, `response`, `notification` or `payload`."""
    return [name for name, one in SAMPLES.items() if one["kind"] == kind]


def leaves(value, path=""):
    """
    Each single value of an object by its dotted path; numbers and flags as text, because the pages print both forms.
    """
    if isinstance(value, dict):
        inner = [leaves(one, f"{path}.{name}" if path else name) for name, one in value.items()]
        return {at: one for part in inner for at, one in part.items()}
    return {path: str(value).lower() if isinstance(value, int) else value}


def meant(printed):
    """A subscription as it is spelled, in one shape: nothing around its parts, names of events, one security policy."""
    flat = {**printed.get("organization", {}), **printed.get("product", {}), **printed.get("webhook", printed)}
    [row] = flat.pop("products", None) or [{"productId": flat["productId"], "eventTypes": flat["eventTypes"]}]
    events = [one["name"] if isinstance(one, dict) else one for one in row["eventTypes"]]
    flat |= {"productId": row["productId"], "eventTypes": sorted(events)}
    if isinstance(flat["securityPolicy"], list):
        [policy] = flat["securityPolicy"]
        kept = {name: one for name, one in policy.items() if name != "security_type"}
        flat["securityPolicy"] = {**kept, "securityType": policy["security_type"].upper()}
    return flat
