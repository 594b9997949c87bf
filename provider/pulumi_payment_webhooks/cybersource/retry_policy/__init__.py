"""The retry policy of a subscription, as a resource of its own: another team may own it."""
