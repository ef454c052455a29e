"""Where rooms meet: settings in, running processes out. One file a process; nothing else imports storage."""
