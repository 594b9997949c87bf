"""
The simulator of Cybersource / Visa Acceptance Solutions.

Three objects, three names: `CybersourceSimulator` runs everything, `CybersourceService` is the API that answers
requests, and `SimulatedPlatform` is what it stores, its time and its knobs.
"""
