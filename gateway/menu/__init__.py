"""What a person may open now, when no target was named at the door: drawn, chosen from, and left; it opens nothing itself."""
