"""The web page that shows the deliveries of a simulated platform. It knows no platform."""
