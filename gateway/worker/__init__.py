"""What runs by the clock and holds nothing: today the daily checkpoint to witnesses outside. When it dies, clocks stop."""
