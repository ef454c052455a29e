from gateway.guards.detect import Context, Detector
from gateway.guards.detect.context import LINE_MAX, SEEN_MAX
from tests.gateway.guards.detect.texts import seen

DETECTOR = Detector()


def test_a_header_reaches_its_rows_and_no_further():
    text = " id | 氏名 | 電話\n----+------+-----\n 1 | 鷲頭 吟之丞 | 0323456789\n(1 row)\n\n 1 | 鷲頭 吟之丞 | 0323456789\n"
    assert seen(text) == [("name", "鷲頭 吟之丞"), ("phone", "0323456789")]


def test_after_is_what_read_says():
    text = 'id,name,phone\n1,佐藤 太郎,0323456789\nx\n"phone": "03-23'
    sights, behind = DETECTOR.read(text, Context())
    assert Context().after(text, sights) == behind


def test_a_move_of_the_cursor_breaks_the_line_and_not_the_table():
    _, context = DETECTOR.read("name,phone\nx", Context())
    assert context.broken().table is not None
    assert context.broken().line == ""
    _, context = DETECTOR.read("phone=", Context())
    assert DETECTOR.look("0323456789", context) != ()
    assert DETECTOR.look("0323456789", context.broken()) == ()


def test_beside_believes_more():
    assert DETECTOR.look("0323456789", Context()) == ()
    assert len(DETECTOR.look("0323456789", Context().beside())) == 1


def test_memory_is_bounded():
    context = Context()
    for _ in range(300):
        text = "090-1234-5678 x " * 8
        _, context = DETECTOR.read(text, context)
    assert len(context.line) <= LINE_MAX
    assert len(context.here) <= SEEN_MAX


def test_rare_names_are_learnt_by_their_shape():
    rows = "".join(f"10{number},鷲頭 吟之丞,090-1234-567{number}\n" for number in range(4))
    assert ("name", "御器谷 帆乃夏") in seen(rows + "105,御器谷 帆乃夏,090-1234-5679\n")


def test_rows_without_a_header_teach_their_columns():
    known = "".join(f"10{number},佐藤 太郎,090-1234-567{number}\n" for number in range(4))
    assert ("name", "鷲頭 吟") in seen(known + "105,鷲頭 吟,090-1234-5679\n")
    assert ("name", "鷲頭 吟") not in seen("105,鷲頭 吟,090-1234-5679\n")
