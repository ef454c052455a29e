"""What the columns of databases hold (policies/columns): read strictly, proved by cases, proposed from names and types. Pure."""
