"""What brings Sekisho up: the demo and its call centre. Not part of the gateway: nothing in gateway or admin_ui imports it."""
