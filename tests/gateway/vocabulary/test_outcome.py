from gateway.vocabulary.outcome import Fault, GatewayFault, PeerError, TargetError, Text


def test_R95_a_text_is_said_in_both_languages_japanese_first():
    assert Text(ja="切断", en="cut").both() == "切断\ncut"


def test_faults_name_whose_they_are_and_are_told_apart():
    for kind in (PeerError, TargetError, GatewayFault):
        fault = kind("detail", Text(ja="あ", en="a"))
        assert isinstance(fault, Fault)
        assert (str(fault), fault.text.en) == ("detail", "a")
    assert not issubclass(PeerError, GatewayFault)
    assert GatewayFault("x").text is None
