"""Invented names from many languages, and what people make of them: by ear, in haste, on a keyboard without marks."""

from __future__ import annotations

import random
import unicodedata


def _words(text: str) -> list[str]:
    return text.split()


FIRST = _words(
    """
    Zofia Łucja Małgorzata Grzegorz Wojciech Szymon Jędrzej Bartłomiej Agnieszka Katarzyna Krzysztof Paweł
    Michał Jakub Zuzanna Hanna Julia Maja Lena Oliwia Antoni Stanisław Mikołaj Adam Amelia Olivia Isla Freya
    Poppy Ella Etta Ava Mia Grace Lily Sophie Charlotte Jessica Emily Harry George Oliver Jack Noah Leo Arthur
    Muhammad Mohammed Ahmed Yusuf Ibrahim Aisha Fatima Zainab Maryam Khadija Priya Arjun Rohan Ananya Ishaan
    Kavya Harpreet Gurpreet Simran Siân Rhys Cerys Owain Llinos Siobhán Niamh Aoife Caoimhe Seán Oisín Ciarán
    José Núria Íñigo Zoë Chloë Anaïs François Jürgen Søren Åsa Björn Ștefan Ionuț Andreea Ioana Mihai Dmytro
    Oksana Nadiia Taras Nguyệt Hương Minh Linh Xin Wei Mei Chidi Ngozi Adaeze Olumide Temitope Kwame Akosua
    Abdirahman Ayaan Hodan Lucas Mateo Thiago João Inês Beatriz Ayşe Çağla Emre Deniz Rosie Daisy Molly Alfie
    Archie Theo Finley Callum Kayden Jayden Tyler Ryan Kian Shannon Paige
    """
)
LAST = _words(
    """
    Łuczak Nowak Kowalski Wiśniewska Wójcik Kamiński Lewandowska Zieliński Szymański Woźniak Dąbrowski
    Kozłowska Jankowski Mazur Krawczyk Piotrowska Grabowski Pawłowska Michalski Brzęczyk Chrząszcz Smith Jones
    Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White Roberts
    Green Hall Wood Jackson Clarke Frost Marsh Bright Stone Weber Doyle Dunne O’Hara O’Neill MacDonald
    McKenzie Khan Ahmed Hussain Begum Ali Malik Iqbal Shah Singh Kaur Sharma Gupta Reddy Nguyễn Trần Lê Phạm
    Chen Wang Zhang Li Okafor Adeyemi Mensah Osei Abdi Warsame García Núñez Fernández Gonçalves Popescu
    Ionescu Dumitru Shevchenko Kovalenko Bondarenko Müller Schröder Weiß Sørensen Åberg Lindqvist Yılmaz
    Öztürk Şahin Rossi Esposito Moreau Lefèvre Hughes Griffiths Llewellyn Pritchard Cadwallader Featherstone
    Cholmondeley Beauchamp Whitehouse Ravenscroft Hollingsworth Thistlewood
    """
)
HEARD = (
    ("ph", "f"), ("ck", "k"), ("ee", "ea"), ("sz", "sh"), ("cz", "ch"), ("ie", "y"), ("ł", "w"), ("w", "v"),
    ("ough", "uff"), ("mac", "mc"), ("tt", "t"), ("ll", "l"), ("c", "k"), ("ai", "ay"), ("s", "ss"),
)  # fmt: skip


def name(chance: random.Random) -> str:
    last = chance.choice(LAST)
    if chance.random() < 0.12:
        last = f"{last}-{chance.choice(LAST)}"
    middle = f" {chance.choice(FIRST)}" if chance.random() < 0.1 else ""
    return f"{chance.choice(FIRST)}{middle} {last}"


def without_marks(word: str) -> str:
    plain = word.translate(str.maketrans("łŁøØıđ", "lLoOid"))
    return "".join(each for each in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(each))


def misspelt(word: str, chance: random.Random) -> str:
    """One letter wrong, missing or twice, in each word that is long enough."""
    return " ".join(_slip(each, chance) for each in word.split(" "))


def changed_round(word: str, chance: random.Random) -> str:
    """Two letters in the wrong order."""
    at = chance.randrange(1, max(len(word) - 2, 2))
    return word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]


def heard(word: str, chance: random.Random) -> str:
    """As somebody writes it who only heard it."""
    told = word.lower()
    for written, said in chance.sample(HEARD, len(HEARD)):
        if written in told:
            return told.replace(written, said, 1)
    return misspelt(word, chance)


def _slip(word: str, chance: random.Random) -> str:
    if len(word) < 4:
        return word
    at = chance.randrange(1, len(word))
    instead = chance.choice("aeioulnrst")
    return word[:at] + chance.choice(["", word[at] * 2, instead]) + word[at + 1 :]
