

@pytest.mark.req("M03-013")
@pytest.mark.parametrize("text", ["1380000000x", "010-6xxxxxxx", "138OOOO0002", "13800000002转1"])
def test_letters_are_no_digits(text: str) -> None:
    with pytest.raises(WrongInput, match="letters"):
        PhoneNumber.parse(text)
