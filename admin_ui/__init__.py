"""The office in the browser. Its pages come with the next step; the package holds its place above `gateway`."""
