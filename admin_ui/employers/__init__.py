"""Employers (委託先・再委託先): who people work for, under which contract."""
