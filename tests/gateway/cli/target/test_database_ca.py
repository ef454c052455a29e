"""The authority for a database's ssl_ca_file: PEM, and nothing else on standard output."""

from cryptography import x509

from tests.gateway.cli.town import Town


def test_R14_the_certificate_and_nothing_else(pair: Town) -> None:
    done = pair.run("target", "database-ca")
    assert done.exit_code == 0
    found = x509.load_pem_x509_certificate(done.output.encode())
    assert found.subject == found.issuer
    assert done.output.strip().startswith("-----BEGIN CERTIFICATE-----")
    assert done.output.strip().endswith("-----END CERTIFICATE-----")
    assert pair.json("target", "database-ca")["certificate"].strip() == done.output.strip()
