"""Carries offsets of a text as handed over into the text as normalised."""


def carried(raw: str, normal: str) -> list[int]:
    """Give for each offset of the raw text, its end included, the offset in the normalised text.

    Letters and digits of ASCII come through normalising in their order: the rest hangs between them.
    """
    places: list[int] = []
    position = 0
    for character in raw:
        if character.isascii() and character.isalnum():
            found = normal.find(character, position, position + 200)
            if found >= 0:
                places.append(found)
                position = found + 1
                continue
        places.append(position)
    places.append(len(normal))
    return places
